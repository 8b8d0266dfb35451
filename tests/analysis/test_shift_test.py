"""Tests of `shift_test`."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mglog.analysis import poisson, shift_test, spearman
from tests.analysis.support import CONSTANT, TIME, Array, data


class TestShift:
    """The circular-shift test."""

    def test_a_covariance_is_of_centred_series(self) -> None:
        assert shift_test.covariance(np.array([1.0, 2.0, 6.0]), np.array([5.0, 5.0, 8.0])) == 9.0

    def test_what_is_not_ok_is_never_rejected(self, monkeypatch: pytest.MonkeyPatch) -> None:
        nothing = np.zeros(40)
        bad = poisson.Score(nothing, nothing, np.zeros(1), ok=False)
        monkeypatch.setattr(shift_test, "score", lambda *_: bad)
        found = shift_test.interval(np.ones(40), poisson.dense_design(CONSTANT), TIME[:, 1], 0.0)
        assert found == (None, None)

    def test_the_ends_are_found_to_a_thousandth(self) -> None:
        """By a rule that accepts what lies within fixed bounds."""
        for low, high in ((-0.72, 0.31), (-0.0004, 0.0004), (-3.96, 3.96)):
            ends = [
                shift_test._end(lambda value: low <= value <= high, 0.0, direction)  # noqa: B023, SLF001
                for direction in (-1, 1)
            ]
            assert ends == pytest.approx([low, high], abs=0.0006)
        assert shift_test._end(lambda _: True, 0.0, 1) is None  # noqa: SLF001

    def test_how_far_it_steps_out(self) -> None:
        tried: list[float] = []

        def accepts(value: float) -> bool:
            tried.append(value)
            return True

        assert shift_test._end(accepts, 0.0, 1) is None  # noqa: SLF001
        assert tried[:2] == pytest.approx([0.05, 0.10])
        assert len(tried) == 80
        assert tried[-1] == pytest.approx(4.0)
        tried.clear()
        assert shift_test._end(accepts, 0.0, -1) is None  # noqa: SLF001
        assert all(one - other == pytest.approx(0.05) for one, other in pairwise(tried))


def brute_force(x: Array, e: Array) -> float:
    """The definition, shift by shift."""
    n = len(x)
    centred_x, centred_e = x - x.mean(), e - e.mean()
    sizes = [abs(sum(centred_x[(t + s) % n] * centred_e[t] for t in range(n))) for s in range(n)]
    return float(sum(size >= sizes[0] * (1 - 1e-9) for size in sizes) / n)


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


@given(st.floats(0.01, 100), st.integers(0, 89), st.integers(0, 50))
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


def test_rank_shift_p_by_enumeration() -> None:
    y, _, u = data(6, 50)
    left, right = stats.rankdata(u), stats.rankdata(y)
    assert shift_test.p_value(spearman.average_ranks(u), spearman.average_ranks(y)) == brute_force(
        left, right
    )
