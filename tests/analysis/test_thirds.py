"""Tests of `thirds`."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mglog.analysis.results import Third
from mglog.analysis.thirds import merge_small, thirds
from tests.analysis.support import FIRST, on, run_of
from tests.support import series_of


def table_of(exposures: list[float], events: list[int] | None = None) -> list[Third]:
    """Thirds of days whose exposures are given directly."""
    n = len(exposures)
    days = run_of([None] * n)
    given = series_of(days)._replace(
        exposure=np.array(exposures), events=np.array(events or [1] * n, dtype=np.int64)
    )
    return thirds(days, given, range(n))


def test_thirds_are_right_closed_and_their_counts_add_up() -> None:
    rows = table_of([float(n) for n in range(1, 31)])

    # Tertiles of 1 … 30 by linear interpolation: 1 + 29/3 and 1 + 58/3.
    assert [(row.days, row.events) for row in rows] == [(10, 10), (10, 10), (10, 10)]
    assert [row.to_mg for row in rows] == pytest.approx([1 + 29 / 3, 1 + 58 / 3, 30])
    assert rows[0].from_mg == 1
    assert rows[0].per_week == 7.0


def test_tied_cuts_are_merged() -> None:
    rows = table_of([100.0] * 20 + [200.0] * 10)
    assert [(row.from_mg, row.to_mg, row.days) for row in rows] == [(100, 100, 20), (100, 200, 10)]
    assert len(table_of([100.0] * 30)) == 1


def test_a_row_under_seven_days_joins_its_neighbour() -> None:
    rows = table_of([float(n) for n in range(12)])
    assert all(row.days >= 7 for row in rows) or len(rows) == 1
    assert sum(row.days for row in rows) == 12
    assert table_of([1.0] * 6) == []


def test_a_row_of_seven_days_stands_alone() -> None:
    rows = table_of([100.0] * 7 + [200.0] * 7 + [300.0] * 7)
    assert [row.days for row in rows] == [7, 7, 7]


def test_a_small_row_joins_the_smaller_of_its_neighbours() -> None:
    assert [row.days for row in merge_small(of_days(20, 3, 10))] == [20, 13]
    assert [row.days for row in merge_small(of_days(10, 3, 20))] == [13, 20]
    assert [row.days for row in merge_small(of_days(3, 10, 20))] == [13, 20]
    assert [row.days for row in merge_small(of_days(20, 10, 3))] == [20, 13]
    assert [row.days for row in merge_small(of_days(3))] == [3]


def of_days(*days: int) -> list[Third]:
    return [
        Third(at * 100.0, at * 100.0 + 99, (FIRST,) * count, 1) for at, count in enumerate(days)
    ]


@given(st.lists(st.tuples(st.floats(0, 1000), st.integers(0, 3)), min_size=7, max_size=80))
def test_no_day_is_lost_in_the_table(pairs: list[tuple[float, int]]) -> None:
    rows = table_of([pair[0] for pair in pairs], [pair[1] for pair in pairs])
    days = sorted(day for row in rows for day in row.on)
    assert days == [on(at) for at in range(len(pairs))]
    assert sum(row.events for row in rows) == sum(pair[1] for pair in pairs)
    assert all(row.days >= 7 for row in rows)
