"""Tests of `ewc_test`."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import fft, stats

from mglog.analysis import ewc_test, poisson
from tests.analysis.support import data


class TestCosine:
    """The cosines."""

    @pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 1), (1, 1), (1, 4), (0, 3)])
    def test_columns_are_their_definition(self, first: int, last: int) -> None:
        found = ewc_test.cosines(9, first, last)
        t = np.arange(1, 10) - 0.5
        expected = np.column_stack([np.cos(np.pi * j * t / 9) for j in range(first, last + 1)])
        assert found.shape == expected.shape
        assert found == pytest.approx(expected, abs=1e-12)


def test_the_score_test_ignores_scale() -> None:
    rng = np.random.default_rng(4)
    x, e = rng.normal(size=90), rng.normal(size=90)
    p, total = ewc_test.p_value(x, e)
    assert ewc_test.p_value(x / 1000, e) == pytest.approx((p, total / 1000), rel=1e-9)
    assert ewc_test.p_value(0 * x, e)[0] == 1.0


def test_cosines_for_the_slow_check() -> None:
    columns = [ewc_test.slow_columns(n) for n in (30, 59, 60, 119, 120, 365)]
    assert columns == [1, 1, 2, 2, 4, 12]


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
