"""Tests of `poisson`."""

import math
import warnings

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import root

from mglog.analysis import poisson, shift_test
from mglog.analysis.exposure import nuisance_columns
from tests.analysis.support import CONSTANT, TIME, Array, data


class TestPoisson:
    """The regression at its edges."""

    @pytest.mark.parametrize(
        ("information", "regular"),
        [
            ([[4.0, 0.0], [0.0, 4.0]], True),
            ([[1e-4, 0.0], [0.0, 1e-4]], True),
            ([[1e4, 0.0], [0.0, 1e4]], True),
            # What the second column adds to the first is c of its own size.
            ([[1.0, 1.0], [1.0, 1.0 + 1e-9]], True),
            ([[1.0, 1.0], [1.0, 1.0 + 1e-11]], False),
            ([[1e6, 1e6], [1e6, 1e6 * (1 + 1e-9)]], True),
            ([[1e6, 1e6], [1e6, 1e6 * (1 + 1e-11)]], False),
            ([[1e-6, 1e-6], [1e-6, 1e-6 * (1 + 1e-9)]], True),
            ([[1.0, 2.0], [2.0, 1.0]], False),
        ],
    )
    def test_what_is_singular(self, information: list[list[float]], regular: bool) -> None:
        assert poisson._regular(np.array(information)) is regular  # noqa: SLF001

    def test_columns_that_say_the_same_are_dropped_from_the_end(self) -> None:
        y = np.arange(40.0) % 4
        alone = poisson.fit(y, poisson.dense_design(CONSTANT), np.zeros(40))
        assert float(np.exp(alone.coefficients[0])) == pytest.approx(1.5)
        for copies, kept in (([CONSTANT] * 2, 1), ([CONSTANT] * 3, 1), ([TIME, TIME], 2)):
            found = poisson.fit(y, poisson.dense_design(np.column_stack(copies)), np.zeros(40))
            assert len(found.coefficients) == len(found.information) == kept
            assert found.converged

    def test_means_stay_finite_and_above_nothing(self) -> None:
        far = np.array([-1e4, 0.0, 1e4])
        design = poisson.dense_design(np.ones((3, 1)))
        found = poisson._means(design, np.zeros(1), far)  # noqa: SLF001
        assert found.tolist() == [np.exp(-30.0), 1.0, np.exp(30.0)]

    @pytest.mark.parametrize(
        ("information", "score", "solvable"),
        [
            ([[2.0]], [4.0], True),
            ([[0.0]], [1.0], False),
            ([[1e-200]], [1e200], False),
            ([[np.nan]], [1.0], False),
        ],
    )
    def test_a_step_is_finite_or_none(
        self, information: list[list[float]], score: list[float], solvable: bool
    ) -> None:
        found = poisson._solved(np.array(information), np.array(score))  # noqa: SLF001
        assert (found is not None) is solvable
        assert found is None or found.tolist() == [2.0]

    def test_a_fit_that_did_not_settle_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        y, u = np.arange(40.0) % 4, TIME[:, 1]
        design = poisson.dense_design(CONSTANT)
        assert poisson.fit(y, design, np.zeros(40)).converged
        monkeypatch.setattr(poisson, "_ITERATIONS", 1)
        assert not poisson.fit(y, design, np.zeros(40), np.array([3.0])).converged
        assert not poisson.score(y, design, u, 0.0, np.array([3.0])).ok

    def test_a_score_that_cannot_be_projected_is_not_ok(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        y, u = np.arange(40.0) % 4, TIME[:, 1]
        good = poisson.score(y, poisson.dense_design(CONSTANT), u, 0.0)
        assert good.ok
        assert good.e == pytest.approx(y - 1.5)
        fitted = poisson.fit(y, poisson.dense_design(CONSTANT), np.zeros(40))
        monkeypatch.setattr(
            poisson, "fit", lambda *_: fitted._replace(information=np.zeros((1, 1)))
        )
        found = poisson.score(y, poisson.dense_design(CONSTANT), u, 0.0)
        assert not found.ok
        assert found.e == pytest.approx(y - 1.5)
        assert found.x is u

    @pytest.mark.parametrize("sign", [1, -1])
    def test_an_estimate_without_bound_is_clamped(self, sign: int) -> None:
        """Every event where u is high: the likelihood rises for ever, Firth's does not."""
        u = sign * np.repeat([0.0, 0.02], 20)
        y = np.repeat([0.0, 3.0], 20)
        assert poisson.estimate(y, CONSTANT, u) == pytest.approx(sign * np.log(20))

    def test_a_start_nearby_changes_nothing(self) -> None:
        y = np.arange(40.0) % 4
        design = poisson.dense_design(TIME)
        cold = poisson.fit(y, design, np.zeros(40))
        for start in (cold.coefficients + 0.5, np.zeros(1), np.zeros(3)):
            warm = poisson.fit(y, design, np.zeros(40), start)
            assert warm.coefficients == pytest.approx(cold.coefficients, abs=1e-9)


DOBSON = np.array([18.0, 17, 15, 20, 10, 20, 25, 13, 12])


def dobson_columns() -> Array:
    outcome = np.tile([1, 2, 3], 3)
    treatment = np.repeat([1, 2, 3], 3)
    return np.column_stack(
        [np.ones(9), outcome == 2, outcome == 3, treatment == 2, treatment == 3]
    ).astype(np.float64)


def test_dobson_1990() -> None:
    # R's example(glm): 3.045, -0.4543, -0.2930; SE .1709, .2022, .1927; deviance 5.1291.
    found = poisson.fit(DOBSON, poisson.dense_design(dobson_columns()), np.zeros(9))

    assert found.converged
    assert found.coefficients[:3] == pytest.approx([3.045, -0.4543, -0.2930], abs=5e-4)
    errors = np.sqrt(np.diag(np.linalg.inv(found.information)))
    assert errors[:3] == pytest.approx([0.1709, 0.2022, 0.1927], abs=5e-5)
    deviance = 2 * np.sum(DOBSON * np.log(DOBSON / found.mu) - (DOBSON - found.mu))
    assert deviance == pytest.approx(5.1291, abs=5e-5)


@pytest.mark.parametrize("seed", range(8))
def test_the_estimate_is_statsmodels(seed: int) -> None:
    y, z, u = data(seed)
    expected = sm.GLM(y, np.column_stack([z, u]), family=sm.families.Poisson()).fit(tol=1e-12)
    assert poisson.estimate(y, z, u) == pytest.approx(expected.params[-1], abs=1e-8)


@pytest.mark.parametrize("seed", range(4))
def test_the_null_fit_with_an_offset_is_statsmodels(seed: int) -> None:
    y, z, u = data(seed)
    model = sm.GLM(y, z, family=sm.families.Poisson(), offset=0.4 * u)
    expected = model.fit(tol=1e-12)

    found = poisson.score(y, poisson.dense_design(z), u, 0.4)

    assert found.ok
    assert found.coefficients == pytest.approx(expected.params, abs=1e-8)
    assert found.e == pytest.approx(y - expected.mu, abs=1e-8)
    # The efficient score's regressor is what a weighted regression of u on Z leaves.
    weighted = sm.WLS(u, z, weights=expected.mu).fit()
    assert found.x == pytest.approx(weighted.resid, abs=1e-8)


def firth_by_its_score(y: Array, x: Array) -> Array:
    """Firth's estimate as the root of the modified score, by SciPy."""

    def modified(b: Array) -> Array:
        mu = np.exp(x @ b)
        information = x.T @ (mu[:, None] * x)
        leverage = mu * np.einsum("ij,jk,ik->i", x, np.linalg.inv(information), x)
        found: Array = x.T @ (y + leverage / 2 - mu)
        return found

    start = np.zeros(x.shape[1])
    start[0] = math.log(max(y.mean(), 0.01))
    found: Array = root(modified, start, tol=1e-12).x
    return found


def test_firth_where_maximum_likelihood_diverges() -> None:
    n = 60
    u = np.where(np.arange(n) % 6 < 2, 1.0, -0.5)
    y = np.where(u > 0, 0.0, 1.0)  # no event at all where u is high: separation
    z = nuisance_columns(np.arange(n))

    found = poisson.estimate(y, z, u)

    assert found is not None
    assert found < 0
    expected = firth_by_its_score(y, np.column_stack([z, u]))[-1]
    assert found == pytest.approx(max(expected, -math.log(20)), abs=1e-6)


def test_a_regressor_that_is_time_itself_cannot_be_told_from_it() -> None:
    y, z, _ = data(1)
    assert poisson.estimate(y, z, z[:, 1] * 3 + 1) is None


def test_a_singular_nuisance_drops_its_last_column() -> None:
    y, z, u = data(2)
    doubled = np.column_stack([z, z[:, 1]])
    found = poisson.score(y, poisson.dense_design(doubled), u, 0.0)
    expected = poisson.score(y, poisson.dense_design(z), u, 0.0)
    assert found.ok
    assert found.x == pytest.approx(expected.x, abs=1e-8)
    assert found.e == pytest.approx(expected.e, abs=1e-8)


@given(st.lists(st.integers(0, 40), min_size=8, max_size=40), st.integers(0, 1000))
@settings(deadline=None)
def test_nothing_that_is_not_finite_leaves(counts: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    y, u = np.array(counts, dtype=np.float64), rng.standard_normal(len(counts)) * 3
    z = nuisance_columns(np.arange(len(counts)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        beta = poisson.estimate(y, z, u)
        found = poisson.score(y, poisson.dense_design(z), u, 0.0)
        p = shift_test.p_value(found.x, found.e)
    assert beta is None or abs(beta) <= math.log(20)
    assert np.all(np.isfinite(found.x))
    assert np.all(np.isfinite(found.e))
    assert 1 / len(y) <= p <= 1
