"""From the diary's facts to the report's model. Pure: `today` comes in.

The tables cover the asked range; the link always the whole diary, so that
nobody can shop for a verdict.
"""

from collections.abc import Sequence
from datetime import date
from math import isnan
from typing import NamedTuple

from mglog.analysis.days import Day, Observed, fold, totals, usable_days, why_left_out
from mglog.diary.snapshot import Event, Facts
from mglog.nutrition import reference_intakes, serum
from mglog.reading.ranges import Range
from mglog.report import summaries, wording
from mglog.report.clinician import Seen, worth_telling
from mglog.report.contents import (
    BinRow,
    DayRow,
    ExplainRow,
    IntakeSummary,
    Note,
    Period,
    Report,
    SerumRow,
)
from mglog.report.link_section import DESCRIBED_FROM, link

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


def _bins(days: Sequence[Day], period: Period, events: Sequence[Event]) -> list[BinRow]:
    """The plain table over the period's usable days, exposure from the whole diary."""
    usable = usable_days(days)
    if len(usable) < DESCRIBED_FROM or period.first is None or period.last is None:
        return []
    from mglog.analysis import (
        exposure,
        thirds,
    )

    found = exposure.columns(days)
    inside = [at for at in usable if period.first <= days[at].day <= period.last]
    pain: dict[str, list[tuple[int, int]]] = {}
    for event in events:
        if event.pain is not None:
            pain.setdefault(event.day, []).append((event.pain, event.times))
    rows = []
    for row in thirds.bins(exposure.exposure(found.mg)[inside], found.events[inside]):
        on = [days[inside[position]].day.isoformat() for position in row.positions]
        felt = [pair for day in on for pair in pain.get(day, [])]
        mean = summaries.weighted_mean(felt)
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


def _explained(days: Sequence[Day]) -> list[ExplainRow]:
    from mglog.analysis import exposure  # loads NumPy

    levels = exposure.exposure(exposure.columns(days).mg).tolist() if days else []
    return [
        ExplainRow(
            day.day, day.mg, None if isnan(level) else level, day.events, why_left_out(days, at)
        )
        for at, (day, level) in enumerate(zip(days, levels, strict=True))
    ]


def _partial_days(facts: Facts, inside: frozenset[str]) -> int:
    """Days whose sum is a lower bound: an intake of unknown mg stands beside known ones."""
    unknown = {intake.day for intake in facts.intakes if intake.mg is None}
    known = {intake.day for intake in facts.intakes if intake.mg is not None}
    return len(unknown & known & inside)


def _other_symptoms(facts: Facts, inside: frozenset[str]) -> dict[str, int]:
    """What else was logged in the period, by name, most often first."""
    named = summaries.named_totals(
        (event.name, event.times) for event in facts.symptoms if event.day in inside
    )
    return {name: int(total) for name, total in named.items()}


def _wants_target(intake: IntakeSummary) -> bool:
    """Whether a target is missing: there is total intake to hold against one."""
    return intake.target_mg is None and intake.days > 0 and not intake.supplements_only


def _adult_range(who: reference_intakes.Person) -> str:
    low, high = reference_intakes.ADULT_RANGE[who.reference]
    return f"{low:.0f}–{high:.0f} mg a day ({reference_intakes.SHOWN[who.reference]})"


def build(facts: Facts, today: date, asked: Asked | None = None) -> Report:
    """The report of a diary.

    Args:
        facts: everything live in the diary.
        today: the diary day that is not over.
        asked: what to narrow it to.
    """
    asked = asked or Asked()
    days = whole_diary(facts, asked.symptom, today)
    shown = _in_range(days, facts, asked, today)
    period = Period(
        shown[0].day if shown else None,
        shown[-1].day if shown else None,
        len(shown),
        sum(day.logged for day in shown),
    )
    inside = frozenset(day.day.isoformat() for day in shown)
    intakes = [intake for intake in facts.intakes if intake.day in inside]
    events = [event for event in _events(facts, asked.symptom) if event.day in inside]
    who = reference_intakes.person(facts.profile)
    intake = summaries.intake_summary(shown, intakes, who)
    serum_rows = _serum(facts, period)
    rows = summaries.weeks(shown)
    found = link(days, wording.Outcome(asked.symptom))
    notes: list[Note] = wording.notes(
        found,
        today=today if any(day.day == today and day.logged for day in shown) else None,
        partial_days=_partial_days(facts, inside),
        supplements_only=intake.supplements_only and intake.days > 0,
        adult_range=_adult_range(who) if _wants_target(intake) else None,
        symptoms=_other_symptoms(facts, inside) if asked.symptom is None else None,
    )
    return Report(
        period=period,
        outcome=asked.symptom,
        whole=not asked.span.given,
        intake=intake,
        events=summaries.event_summary(shown, events),
        daily=[DayRow(day.day, day.mg, day.events, day.logged) for day in shown],
        weeks=rows if asked.span.given else rows[-WEEKS_SHOWN:],
        bins=_bins(days, period, events),
        link=found,
        serum=serum_rows,
        notes=notes,
        clinician=worth_telling(
            Seen(shown, intakes, events, serum_rows)
            if asked.symptom is None
            else Seen((), intakes, (), serum_rows),
            who,
        ),
        explain=_explained(days) if asked.explain else (),
    )
