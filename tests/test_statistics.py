"""Each statistic against an independent computation."""

import math
import warnings
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import fft, stats
from scipy.optimize import root
from statsmodels.stats.multitest import multipletests

from mglog.analysis import ewc_test, poisson, shift_test, spearman
from mglog.analysis.exposure import nuisance_columns
from mglog.analysis.lags import holm

Array = np.ndarray[Any, np.dtype[np.float64]]


def data(seed: int, n: int = 90, effect: float = -0.3) -> tuple[Array, Array, Array]:
    """Counts, [1, time] and a regressor, autocorrelated."""
    rng = np.random.default_rng(seed)
    u = np.convolve(rng.standard_normal(n + 6), np.ones(7) / 7, mode="valid") * 2
    y = rng.poisson(np.exp(-0.5 + effect * u)).astype(np.float64)
    return y, nuisance_columns(np.arange(n)), u - u.mean()


# Poisson regression.

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


# The circular shift.


def brute_force(x: Array, e: Array) -> float:
    """The definition, shift by shift."""
    n = len(x)
    centred_x, centred_e = x - x.mean(), e - e.mean()
    sizes = [abs(sum(centred_x[(t + s) % n] * centred_e[t] for t in range(n))) for s in range(n)]
    return float(sum(size >= sizes[0] * (1 - 1e-9) for size in sizes) / n)


def test_the_score_test_ignores_scale() -> None:
    rng = np.random.default_rng(4)
    x, e = rng.normal(size=90), rng.normal(size=90)
    p, total = ewc_test.p_value(x, e)
    assert ewc_test.p_value(x / 1000, e) == pytest.approx((p, total / 1000), rel=1e-9)
    assert ewc_test.p_value(0 * x, e)[0] == 1.0


def test_cosines_for_the_slow_check() -> None:
    columns = [ewc_test.slow_columns(n) for n in (30, 59, 60, 119, 120, 365)]
    assert columns == [1, 1, 2, 2, 4, 12]


@pytest.mark.parametrize("n", [10, 37, 60, 97])
def test_shift_p_is_exactly_the_enumerated_one(n: int) -> None:
    for seed in range(5):
        y, z, u = data(seed, n)
        found = poisson.score(y, poisson.dense_design(z), u, 0.1)
        assert shift_test.p_value(found.x, found.e) == brute_force(found.x, found.e)


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), min_size=3, max_size=40))
def test_shift_p_with_ties_is_exactly_the_enumerated_one(pairs: list[tuple[int, int]]) -> None:
    x, e = (np.array(column, dtype=np.float64) for column in zip(*pairs, strict=True))
    n = len(x)
    # Exact in whole numbers: N² T_s, so that a tie is a tie.
    sx, se = int(x.sum()), int(e.sum())
    exact = [
        abs(n * sum(int(x[(t + s) % n]) * int(e[t]) for t in range(n)) - sx * se) for s in range(n)
    ]
    if exact[0] == 0:
        assert shift_test.p_value(x, e) <= 1.0
        return
    assert shift_test.p_value(x, e) == sum(size >= exact[0] for size in exact) / n


def test_a_weekly_rhythm_ties_with_itself() -> None:
    x = np.tile([0.0, 0, 0, 0, 0, 1, 2], 10)
    e = np.tile([1.0, 0, 0, 0, 0, 0, 3], 10)
    assert shift_test.p_value(x, e) >= 1 / 7


@given(
    st.floats(0.01, 100),
    st.integers(0, 89),
    st.integers(0, 50),
)
@settings(deadline=None, max_examples=40)
def test_shift_p_ignores_scale_rotation_and_direction_of_time(
    scale: float, rotation: int, seed: int
) -> None:
    y, z, u = data(seed)
    found = poisson.score(y, poisson.dense_design(z), u, 0.0)
    p = shift_test.p_value(found.x, found.e)
    assert shift_test.p_value(found.x * scale, found.e) == p
    assert shift_test.p_value(np.roll(found.x, rotation), np.roll(found.e, rotation)) == p
    assert shift_test.p_value(found.x[::-1], found.e[::-1]) == p


def test_the_interval_holds_what_the_test_accepts() -> None:
    for seed in range(4):
        y, z, u = data(seed, 120)
        design = poisson.dense_design(z)
        beta = poisson.estimate(y, z, u)
        assert beta is not None
        ends = shift_test.interval(y, design, u, beta)
        for end, direction in ((ends.low, -1), (ends.high, 1)):
            if end is None:
                continue

            def p(value: float) -> float:
                found = poisson.score(y, design, u, value)  # noqa: B023
                return shift_test.p_value(found.x, found.e)

            assert p(end - direction * 0.002) >= 0.05
            assert p(end + direction * 0.002) < 0.05


def test_a_stricter_level_gives_a_wider_interval() -> None:
    for seed in range(4):
        y, z, u = data(seed, 150)
        beta = poisson.estimate(y, z, u)
        assert beta is not None
        narrow = shift_test.interval(y, poisson.dense_design(z), u, beta, 0.05)
        wide = shift_test.interval(y, poisson.dense_design(z), u, beta, 0.0125)
        for inner, outer, sign in ((narrow.low, wide.low, -1), (narrow.high, wide.high, 1)):
            assert outer is None or (inner is not None and sign * outer >= sign * inner - 1e-3)


def test_an_end_that_is_never_rejected_is_open() -> None:
    y, z, u = data(0, 12)  # 12 days can't give p < 1/12
    assert shift_test.interval(y, poisson.dense_design(z), u, 0.0) == (None, None)


# The cosine test.


@given(st.floats(0, 50), st.integers(1, 60))
def test_students_t_is_scipys(t: float, df: int) -> None:
    # SciPy's own error near t = 0 is 4e-9.
    assert ewc_test.two_sided_t(t, df) == pytest.approx(2 * stats.t.sf(t, df), abs=1e-8)
    assert ewc_test.two_sided_t(-t, df) == ewc_test.two_sided_t(t, df)


def test_cosines_are_scipys_dct() -> None:
    rng = np.random.default_rng(5)
    s = rng.standard_normal(75)
    # SciPy's DCT-II is 2 Σ s_k cos(πj(2k + 1)/2N).
    assert s @ ewc_test.cosines(75, 1, 10) == pytest.approx(fft.dct(s, type=2)[1:11] / 2, abs=1e-10)


def test_the_score_test_by_its_formula() -> None:
    y, z, u = data(3, 120)
    null = poisson.score(y, poisson.dense_design(z), u, 0.0)
    s = null.x * null.e
    b = max(3, int(0.4 * 120 ** (2 / 3)))
    omega = np.mean((np.sqrt(2) * fft.dct(s, type=2)[1 : b + 1] / 2) ** 2)
    expected = 2 * stats.t.sf(abs(s.sum()) / np.sqrt(omega), b)

    p, total = ewc_test.p_value(null.x, null.e)

    assert p == pytest.approx(expected, abs=1e-8)
    assert total == pytest.approx(s.sum())
    assert ewc_test.p_value(np.zeros(60), np.ones(60))[0] == 1.0


def test_cosines_are_cosines_in_ten_years_of_days() -> None:
    n = 3650
    t = np.arange(1, n + 1) - 0.5
    expected = np.cos(np.pi / n * np.outer(t, np.arange(121)))
    assert np.max(np.abs(ewc_test.cosines(n, 0, 120) - expected)) < 1e-11


@pytest.mark.parametrize(("n", "b"), [(60, 6), (120, 9), (365, 20), (10, 3)])
def test_degrees_of_freedom(n: int, b: int) -> None:
    assert ewc_test.degrees_of_freedom(n) == b


@pytest.mark.parametrize("n", [60, 61, 200, 365])
def test_the_slow_designs_transform_is_the_plain_product(n: int) -> None:
    weights = np.random.default_rng(n).uniform(0.1, 3, n)
    design = ewc_test.slow_design(n)
    assert design.matrix.shape == (n, 1 + max(1, 2 * (n // 60)))
    assert design.gram(weights) == pytest.approx(
        design.matrix.T @ (weights[:, None] * design.matrix), abs=1e-9
    )


def test_the_slow_check_is_statsmodels_residuals() -> None:
    y, _, u = data(4, 130)
    design = ewc_test.slow_design(130)
    expected = sm.GLM(y, design.matrix, family=sm.families.Poisson()).fit(tol=1e-12)
    found = poisson.score(y, design, u, 0.0)
    assert found.e == pytest.approx(y - expected.mu, abs=1e-7)


# Ranks, and Holm.


def test_rank_shift_p_by_enumeration() -> None:
    y, _, u = data(6, 50)
    left, right = stats.rankdata(u), stats.rankdata(y)
    assert shift_test.p_value(spearman.average_ranks(u), spearman.average_ranks(y)) == brute_force(
        left, right
    )


def test_holm_by_hand_and_by_statsmodels() -> None:
    assert holm([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.09, 0.09, 0.5])
    p = [0.2, 0.001, 0.9, 0.013]
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])
    assert holm([]) == []
    assert holm([0.9, 0.6, 0.9]) == [1.0, 1.0, 1.0]
