"""From the diary's facts to the report's model. Pure: `today` comes in.

The tables cover the asked range; the link always the whole diary, so that
nobody can shop for a verdict.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from mglog.analysis import table
from mglog.analysis.series import Day, Observed, Series, fold, series, totals, why_left_out
from mglog.diary.facts import Event, Facts
from mglog.nutrition import serum
from mglog.reading.ranges import Range
from mglog.report import summaries, wording
from mglog.report.linking import link
from mglog.report.model import (
    BinRow,
    DayRow,
    ExplainRow,
    Note,
    Period,
    Report,
    SerumRow,
)

WEEKS_SHOWN = 12


class Asked(NamedTuple):
    """What the reader asked for: a range, a symptom in place of cramps, every day explained."""

    span: Range = Range()
    symptom: str | None = None
    explain: bool = False


def _events(facts: Facts, symptom: str | None) -> Sequence[Event]:
    if symptom is None:
        return facts.cramps
    wanted = symptom.casefold()
    return [event for event in facts.symptoms if (event.name or "").casefold() == wanted]


def observed(facts: Facts, symptom: str | None) -> Observed:
    """What makes a day's cramps, or a symptom's count, known."""
    counts: dict[str, int] = {}
    for event in _events(facts, symptom):
        counts[event.day] = counts.get(event.day, 0) + event.times
    if symptom is None:
        return Observed(counts, facts.marked, facts.typed, facts.imported)
    since = min(counts, default="9999")
    return Observed(counts, frozenset(), facts.typed, facts.imported, since)


def whole_diary(facts: Facts, symptom: str | None, today: date) -> list[Day]:
    """Every calendar day from the first entry's to the last's; empty without entries."""
    if not facts.days:
        return []
    first, last = date.fromisoformat(min(facts.days)), date.fromisoformat(max(facts.days))
    mg = totals((intake.day, intake.mg) for intake in facts.intakes)
    return fold(first, last, today, mg, observed(facts, symptom))


def _in_range(days: Sequence[Day], facts: Facts, asked: Asked, today: date) -> list[Day]:
    """The days of the period: the range clipped to nothing, so that gaps at its ends show."""
    if not asked.span.given or not days:
        return list(days)
    first = asked.span.first or days[0].day
    last = asked.span.last or days[-1].day
    if last < first:
        return []
    mg = totals((intake.day, intake.mg) for intake in facts.intakes)
    return fold(first, last, today, mg, observed(facts, asked.symptom))


def _bins(found: Series, period: Period, events: Sequence[Event]) -> list[BinRow]:
    inside = [
        at
        for at in found.usable
        if period.first and period.last and period.first <= found.days[at].day <= period.last
    ]
    pain: dict[str, list[tuple[int, int]]] = {}
    for event in events:
        if event.pain is not None:
            pain.setdefault(event.day, []).append((event.pain, event.times))
    rows = []
    for row in table.bins(found, inside):
        felt = [pair for at in row.days_at for pair in pain.get(found.days[at].day.isoformat(), [])]
        weight = sum(count for _, count in felt)
        mean = sum(value * count for value, count in felt) / weight if weight else None
        rows.append(BinRow(row.from_mg, row.to_mg, row.days, row.events, row.per_week, mean))
    return rows


def _serum(facts: Facts, period: Period) -> list[SerumRow]:
    rows = []
    for value in facts.serum:
        day = date.fromisoformat(value.day)
        if period.first and period.last and period.first <= day <= period.last:
            reading = serum.reading(value.mmol_per_l, value.low, value.high)
            rows.append(SerumRow(day, value.mmol_per_l, value.low, value.high, value.unit, reading))
    return rows


def _explained(found: Series) -> list[ExplainRow]:
    return [
        ExplainRow(day.day, day.mg, found.exposure[at], day.events, why_left_out(found, at))
        for at, day in enumerate(found.days)
    ]


def _partial_days(facts: Facts, inside: frozenset[str]) -> int:
    """Days whose sum is a lower bound: an intake of unknown mg stands beside known ones."""
    unknown = {intake.day for intake in facts.intakes if intake.mg is None}
    known = {intake.day for intake in facts.intakes if intake.mg is not None}
    return len(unknown & known & inside)


def build(facts: Facts, today: date, asked: Asked | None = None) -> Report:
    """The report of a diary.

    Args:
        facts: everything live in the diary.
        today: the diary day that is not over.
        asked: what to narrow it to.
    """
    asked = asked or Asked()
    days = whole_diary(facts, asked.symptom, today)
    found = series(days)
    shown = _in_range(days, facts, asked, today)
    period = Period(
        shown[0].day if shown else asked.span.first,
        shown[-1].day if shown else asked.span.last,
        len(shown),
        sum(day.logged for day in shown),
    )
    inside = frozenset(day.day.isoformat() for day in shown)
    intakes = [intake for intake in facts.intakes if intake.day in inside]
    events = [event for event in _events(facts, asked.symptom) if event.day in inside]
    intake = summaries.intake_summary(shown, intakes)
    rows = summaries.weeks(shown)
    notes: list[Note] = wording.notes(
        found,
        today=today if any(day.day == today and day.logged for day in shown) else None,
        partial_days=_partial_days(facts, inside),
        supplements_only=intake.supplements_only and intake.days > 0,
    )
    return Report(
        period=period,
        outcome=asked.symptom,
        whole=not asked.span.given,
        intake=intake,
        events=summaries.event_summary(shown, events),
        daily=[DayRow(day.day, day.mg, day.events, day.logged) for day in shown],
        weeks=rows if asked.span.given else rows[-WEEKS_SHOWN:],
        bins=_bins(found, period, events),
        link=link(found, wording.Outcome(asked.symptom)),
        serum=_serum(facts, period),
        notes=notes,
        explain=_explained(found) if asked.explain else (),
    )
