"""From diary to series: what is known, capped, and usable."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mglog.analysis.days import Day, EventCount, LeftOut, Observed, fold, left_out, usable_days
from mglog.analysis.exposure import Columns, cap, series, window_mean
from mglog.analysis.gates import effective_days, gates
from mglog.analysis.results import NEEDS, Third
from mglog.analysis.spearman import average_ranks, spearman
from mglog.analysis.thirds import merge_small, thirds
from mglog.report.wording import link as link_words
from tests.support import series_of

FIRST = date(2026, 1, 1)


def on(offset: int) -> date:
    return FIRST + timedelta(days=offset)


def run_of(
    mg: Sequence[float | None], events: Sequence[int | None] | None = None, over: int = 10**6
) -> list[Day]:
    counts = events or [0] * len(mg)
    return [
        Day(FIRST + timedelta(days=at), value, counts[at], at < over) for at, value in enumerate(mg)
    ]


def seen(
    events: dict[int, int] | None = None,
    marked: tuple[int, ...] = (),
    typed: tuple[int, ...] = (),
    imported: tuple[int, ...] = (),
    since: int | None = None,
) -> Observed:
    return Observed(
        {on(day): count for day, count in (events or {}).items()},
        {on(day) for day in marked},
        {on(day) for day in typed},
        {on(day) for day in imported},
        None if since is None else on(since),
    )


def counts(found: Observed, days: int) -> list[int | None]:
    count = EventCount(found)
    return [count(on(day)) for day in range(days)]


def test_a_day_with_a_cramp_has_its_count() -> None:
    assert counts(seen(events={1: 2}, typed=(1,)), 3) == [None, 2, None]


def test_a_marked_day_has_none() -> None:
    assert counts(seen(marked=(1,), typed=(1,)), 3) == [None, 0, None]


def test_anything_typed_by_hand_means_no_cramp_that_day() -> None:
    assert counts(seen(typed=(0, 2)), 4) == [0, None, 0, None]


def test_imported_days_count_only_between_the_first_and_last_kept_day() -> None:
    found = seen(events={3: 1}, typed=(6,), imported=(0, 1, 2, 3, 4, 5, 7, 8))
    assert counts(found, 9) == [None, None, None, 1, 0, 0, 0, None, None]


def test_imported_history_alone_says_nothing_about_cramps() -> None:
    assert counts(seen(imported=(0, 1, 2)), 3) == [None, None, None]


def test_an_imported_mark_opens_the_span_too() -> None:
    found = seen(marked=(1,), imported=(0, 1, 2, 3), events={3: 1})
    assert counts(found, 4) == [None, 0, 0, 1]


def test_a_symptom_is_unknown_before_its_first_entry() -> None:
    assert counts(seen(events={2: 1}, typed=(0, 1, 2, 3), since=2), 4) == [None, None, 1, 0]


def test_fold_covers_every_calendar_day_and_knows_today() -> None:
    days = fold(FIRST, FIRST + timedelta(days=3), FIRST + timedelta(days=3),
                {on(1): 300.0}, seen(typed=(1, 3)))  # fmt: skip

    assert [(day.mg, day.events, day.over, day.logged) for day in days] == [
        (None, None, True, False),
        (300.0, 0, True, True),
        (None, None, True, False),
        (None, 0, False, True),
    ]


def exposed(mg: Sequence[float | None]) -> list[float | None]:
    found = series_of(run_of(mg)).exposure
    return [None if np.isnan(value) else float(value) for value in found]


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


def test_usable_days_and_why_others_are_not() -> None:
    mg: list[float | None] = [100.0] * 12
    events: list[int | None] = [*[0] * 9, None, 1, 0]
    days = run_of(mg, events, over=11)

    assert usable_days(days) == [5, 6, 7, 8, 10]
    found = left_out(days)
    assert found[4] == LeftOut("intake unknown", 4)
    assert found[9] == LeftOut("events unknown")
    assert found[11] == LeftOut("not over")
    assert found[10] is None
    assert link_words.left_out(found[4]) == (
        "left out: intake known on 4 of the 7 days before, 5 needed"
    )
    assert link_words.left_out(found[9]) == "left out: not known whether there were any"
    assert link_words.left_out(found[11]) == "left out: today is not over"
    assert link_words.left_out(found[10]) == "kept"


@given(
    st.lists(st.tuples(st.none() | st.floats(0, 900), st.none() | st.integers(0, 3)), max_size=60)
)
def test_usable_days_with_and_without_numpy_are_the_same(
    pairs: list[tuple[float | None, int | None]],
) -> None:
    days = run_of([pair[0] for pair in pairs], [pair[1] for pair in pairs], over=len(pairs) - 1)
    assert usable_days(days) == series_of(days).usable.tolist()


def test_an_unlogged_day_changes_nothing_at_the_end() -> None:
    mg: list[float | None] = [100.0 + n % 5 for n in range(40)]
    none: list[int | None] = [0] * 40
    assert usable_days(run_of(mg)) == usable_days(run_of([*mg, None], [*none, None]))
    assert exposed(mg) == exposed([*mg, None])[:40]


# The plain table.


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


# Ranks and gates.


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


def by_the_formula(values: list[float]) -> float:
    n = len(values)
    centred = np.asarray(values) - np.mean(values)
    total = 0.0
    for k in range(1, n // 2):
        r = float(np.sum(centred[k:] * centred[: n - k]) / np.sum(centred**2))
        total += (1 - k / n) * r**2
    return n / (1 + 2 * total)


@given(st.lists(st.floats(0, 500), min_size=8, max_size=120))
@settings(deadline=None)
def test_effective_days_are_their_formula(values: list[float]) -> None:
    if np.ptp(values) < 1e-3:
        return
    assert effective_days(values) == pytest.approx(by_the_formula(values), rel=1e-8)


def test_gates_of_a_diary_that_passes_and_of_constant_intake() -> None:
    rng = np.random.default_rng(1)
    wide = rng.uniform(100, 400, 90)
    assert gates(wide, [1] * 90).ok
    constant = gates([71.3] * 90, [1] * 90)
    assert (constant.spread_mg.value, constant.effective_days.value) == (0.0, None)
    assert not constant.ok
    assert [gate.need for gate in constant] == list(NEEDS.values())


def test_a_constant_intake_does_not_vary_whatever_its_last_bits() -> None:
    values = [value for value in exposed([71.3, 71.3, None, 71.3] * 30) if value is not None]
    assert gates(values, [1] * len(values)).spread_mg.value == 0.0
