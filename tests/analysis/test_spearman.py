"""Tests of `spearman`."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mglog.analysis.spearman import average_ranks, spearman


def test_spearman_against_the_published_example() -> None:
    # IQ and hours of TV, ten people: rho = -29/165 (the textbook example).
    iq = [106, 86, 100, 101, 99, 103, 97, 113, 112, 110]
    tv = [7, 0, 27, 50, 28, 29, 20, 12, 6, 17]
    assert spearman(iq, tv) == pytest.approx(-29 / 165, abs=1e-12)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=60))
def test_spearman_is_scipys(pairs: list[tuple[int, int]]) -> None:
    left, right = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    assert average_ranks(left) == pytest.approx(stats.rankdata(left))
    found = spearman(left, right)
    if len(set(left)) == 1 or len(set(right)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(stats.spearmanr(left, right).statistic, abs=1e-8)


class TestRank:
    """Spearman's correlation."""

    def test_three_values_are_the_least(self) -> None:
        assert spearman([1, 2], [1, 2]) is None
        assert spearman([1, 2, 3], [2, 4, 5]) == pytest.approx(1.0)

    @pytest.mark.parametrize("sign", [1, -1])
    def test_the_same_order_is_exactly_one(self, sign: int) -> None:
        for n in range(3, 300):
            values = np.sqrt(np.arange(n) // 2)
            found = spearman(values, sign * values**3)
            assert found == sign

    def test_it_is_never_beyond_one(self) -> None:
        """Long series that differ in one tie: the nearest to 1 that there is."""
        for n in (3, 10, 365, 3650, 36500):
            values = np.arange(float(n))
            tied = values.copy()
            tied[1] = tied[0]
            found = spearman(values, tied)
            assert found is not None
            assert 0.8 < found <= 1.0
