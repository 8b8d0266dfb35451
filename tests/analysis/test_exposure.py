"""Tests of `exposure`."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mglog.analysis import exposure
from mglog.analysis.days import Day
from mglog.analysis.exposure import Columns, cap, series, window_mean
from tests.analysis.support import FIRST, exposed


def test_the_cap_leaves_an_ordinary_diary_alone_and_tames_a_typo() -> None:
    # Even spread 201 … 400: P95 = 390.05; median 300.5, MAD 50 -> 300.5 + 4 * 1.4826 * 50.
    assert cap(np.arange(201.0, 401.0)) == pytest.approx(300.5 + 4 * 1.4826 * 50)
    assert cap(np.array([300.0] * 99 + [5000.0])) == 300.0
    assert cap(np.array([np.nan])) is None
    typed = np.array([300.0, 310.0, 290.0, 305.0, 295.0, 300.0, 320.0] * 4 + [np.nan, 5000.0])
    n = len(typed)
    found = series(Columns(typed, np.zeros(n, np.int64), np.ones(n, np.bool_))).capped
    assert found[-1] < 400
    assert np.isnan(found[-2])
    assert found[:-2].tolist() == typed[:-2].tolist()


def test_exposure_is_the_mean_of_the_known_days_before() -> None:
    found = exposed([10, 20, None, 40, 50, None, 70, 80, 90])

    assert found[7] == pytest.approx((10 + 20 + 40 + 50 + 70) / 5)  # 5 of 7 known
    assert found[8] == pytest.approx((20 + 40 + 50 + 70 + 80) / 5)
    assert found[6] is None  # only 4 known
    assert found[0] is None


def test_the_days_own_intake_is_not_in_its_exposure() -> None:
    assert exposed([100.0] * 7 + [150.0])[7] == 100


def naive_window(values: list[float | None], at: int, first: int, last: int, needed: int) -> object:
    days = [at + offset for offset in range(first, last + 1) if 0 <= at + offset < len(values)]
    known = [value for day in days if (value := values[day]) is not None]
    return pytest.approx(sum(known) / len(known), abs=1e-8) if len(known) >= needed else None


@given(
    st.lists(st.none() | st.floats(0, 1000), max_size=60),
    st.integers(-28, 3),
    st.integers(0, 13),
    st.integers(1, 9),
)
def test_a_window_is_its_definition(
    values: list[float | None], first: int, length: int, needed: int
) -> None:
    array = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    found = window_mean(array, first, first + length, needed)
    assert len(found) == len(values)
    for at, value in enumerate(found):
        shown = None if np.isnan(value) else float(value)
        assert naive_window(values, at, first, first + length, needed) == shown


def diary(mg: list[float | None], events: list[int | None]) -> list[Day]:
    """A run of days, the last of them not over."""
    days = [FIRST + timedelta(days=number) for number in range(len(mg))]
    return [
        Day(day, amount, count, day != days[-1])
        for day, amount, count in zip(days, mg, events, strict=True)
    ]


class TestExposure:
    """From days to arrays, caps and windows."""

    def test_days_as_arrays(self) -> None:
        found = exposure.columns(diary([300, None, 0], [2, None, 0]))
        assert np.array_equal(found.mg, [300.0, np.nan, 0.0], equal_nan=True)
        assert found.events.tolist() == [2, -1, 0]
        assert found.over.tolist() == [True, True, False]

    @pytest.mark.parametrize("days", [[], diary([300, 200], [2, 1])])
    def test_their_types_are_the_same_for_any_days(self, days: list[Day]) -> None:
        found = exposure.columns(days)
        assert found.number is None
        types = [found.mg.dtype, found.events.dtype, found.over.dtype]
        assert types == [np.float64, np.int64, np.bool_]

    def test_the_cap_is_the_higher_of_two_bounds(self) -> None:
        even = np.arange(0.0, 101.0)  # P95 = 95; median 50, MAD 25: 198.26
        assert exposure.cap(even) == pytest.approx(50 + 4 * 1.4826 * 25)
        high = np.array([0.0] * 90 + [100.0 + each for each in range(11)])  # median and MAD are 0
        assert exposure.cap(high) == pytest.approx(105.0)
        assert exposure.cap(np.array([np.nan, 7.0])) == 7.0
        assert exposure.cap(np.array([np.nan])) is None

    def test_time_is_centred_and_scaled(self) -> None:
        found = exposure.nuisance_columns(np.array([3, 4, 8]))
        assert found[:, 0].tolist() == [1, 1, 1]
        assert found[:, 1] == pytest.approx(np.array([-2, -1, 3]) / np.sqrt(14 / 3))
        assert exposure.nuisance_columns(np.array([5])).tolist() == [[1.0, 0.0]]
