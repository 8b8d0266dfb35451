"""Tests of `days`."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mglog.analysis.days import EventCount, LeftOut, Observed, fold, left_out, usable_days
from mglog.report.wording import link as link_words
from tests.analysis.support import FIRST, counts, exposed, on, run_of
from tests.support import series_of


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


def test_a_day_with_a_cramp_has_its_count() -> None:
    assert counts(seen(events={1: 2}, typed=(1,)), 3) == [None, 2, None]


def test_a_marked_day_has_none() -> None:
    assert counts(seen(marked=(1,), typed=(1,)), 3) == [None, 0, None]


def test_anything_typed_by_hand_means_no_cramp_that_day() -> None:
    assert counts(seen(typed=(0, 2, 3), marked=(1,)), 5) == [None, 0, 0, 0, None]


def test_nothing_is_known_before_the_first_cramp_or_mark() -> None:
    """Who logs tablets and has not begun to log cramps has said nothing about them."""
    assert counts(seen(typed=(0, 2)), 4) == [None, None, None, None]
    assert counts(seen(typed=(0, 2, 3), events={2: 1}), 4) == [None, None, 1, 0]


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
                {on(1): 300.0}, seen(typed=(1, 3), marked=(1,)))  # fmt: skip

    assert [(day.mg, day.events, day.over, day.logged) for day in days] == [
        (None, None, True, False),
        (300.0, 0, True, True),
        (None, None, True, False),
        (None, 0, False, True),
    ]


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


class TestEvents:
    """Which days are known."""

    def test_imported_days_count_between_the_first_and_the_last_event(self) -> None:
        days = [date(2026, 1, day) for day in range(1, 10)]
        seen = Observed(
            events={days[2]: 1, days[4]: 2},
            marked={days[6]},
            observed=frozenset(),
            imported=frozenset(days),
        )
        assert [*map(EventCount(seen), days)] == [None, None, 1, 0, 2, 0, 0, None, None]
        none = EventCount(seen._replace(events={}, marked=frozenset()))
        assert [*map(none, days)] == [None] * 9


def test_an_imported_day_in_a_long_gap_says_nothing() -> None:
    """Within four weeks of something typed on both sides it does."""
    found = seen(events={0: 1, 28: 1, 100: 1}, imported=tuple(range(130)))
    known = [at for at, count in enumerate(counts(found, 130)) if count is not None]
    assert known == [*range(29), 100]
    assert counts(seen(marked=(0, 57), imported=tuple(range(60))), 60).count(0) == 2
    assert counts(seen(marked=(0, 56), imported=tuple(range(60))), 60)[28] == 0
