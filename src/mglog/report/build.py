"""From the diary's facts to the report's model. Pure: `today` comes in.

The tables cover the asked range; the link always the whole diary, so that
nobody can shop for a verdict.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from mglog.analysis.days import Day, diary_days, left_out, usable_days
from mglog.analysis.results import DESCRIBED_FROM, Link, Third
from mglog.domain.factors import amounts
from mglog.domain.facts import EventRow, Facts
from mglog.domain.profile import adjusting
from mglog.nutrition import reference_intakes, serum
from mglog.reading.ranges import Range
from mglog.report import summaries
from mglog.report.contents import (
    PAIN,
    ExplainedDay,
    IntakeSummary,
    LinkSection,
    Outcome,
    Period,
    Report,
    SerumReading,
    ThirdRow,
)
from mglog.report.link_section import link_section, thin
from mglog.report.wording.clinician import Seen, worth_telling
from mglog.report.wording.link import adjusted_sentence, never_told
from mglog.report.wording.notes import ahead, notes

if TYPE_CHECKING:
    from mglog.analysis.exposure import Series

_TARGET_CHANGES = {"target", "pregnant", "lactating", "reference"}  # of what may change in time
WEEKS_SHOWN = 12


class ReportRequest(NamedTuple):
    """What the reader asked for: a range, a symptom, every day, pain in place of the number."""

    span: Range = Range()
    symptom: str | None = None
    explain: bool = False
    pain: bool = False


def _in_range(days: Sequence[Day], facts: Facts, asked: ReportRequest, today: date) -> list[Day]:
    """The days of the period; where a range reaches beyond the diary, its unknown days too."""
    if not asked.span.given or not days:
        return list(days)
    first = asked.span.first or days[0].day
    last = asked.span.last or days[-1].day
    return diary_days(facts, asked.symptom, today, first, last)


def _analysed(
    days: Sequence[Day], usable: Sequence[int], facts: Facts,
    numbers: Sequence[Day] | None = None,
) -> "tuple[Link, Series | None]":  # fmt: skip
    """The link, and the series that it was computed on; None where there is too little."""
    if len(usable) < DESCRIBED_FROM:
        return thin(days, usable), None
    from mglog.analysis.exposure import columns, series
    from mglog.analysis.link import judge

    found = columns(days, numbers)
    whole = series(found)
    names = adjusting(facts.profile)
    extra = None
    if names:
        from mglog.analysis.adjust import held_fixed  # only where something was named

        told = [name for name in names if amounts(facts, name).level]
        extra = held_fixed(facts, told, [day.day for day in days]) if told else None
    return judge(found, whole, extra), whole


def _thirds(
    days: Sequence[Day], usable: Sequence[int], whole: "Series", period: Period,
    events: Iterable[EventRow],
) -> list[ThirdRow]:  # fmt: skip
    """The plain table over the period's usable days, exposure from the whole diary."""
    from mglog.analysis.thirds import thirds

    first, last = period.first or date.max, period.last or date.min
    inside = [at for at in usable if first <= days[at].day <= last]
    pain: dict[date, list[tuple[int, int]]] = {}
    for event in events:
        if event.pain is not None:
            pain.setdefault(event.day, []).append((event.pain, event.times))

    def felt(row: Third) -> float | None:
        return summaries.weighted_mean(pair for day in row.on for pair in pain.get(day, []))

    return [ThirdRow(row, felt(row)) for row in thirds(days, whole, inside)]


def _serum(facts: Facts, period: Period) -> list[SerumReading]:
    first, last = period.first or date.max, period.last or date.min
    return [
        SerumReading(row, serum.reading(row.mmol_per_l, row.low, row.high))
        for row in facts.serum
        if first <= row.day <= last
    ]


def _explained(days: Sequence[Day], whole: "Series | None") -> list[ExplainedDay]:
    from mglog.analysis.exposure import columns, series

    found = series(columns(days)) if whole is None and days else whole
    levels = [] if found is None else found.exposure.tolist()
    return [
        ExplainedDay(day, None if isnan(level) else level, why)
        for day, level, why in zip(days, levels, left_out(days), strict=True)
    ]


def _partial_days(facts: Facts, inside: frozenset[date]) -> int:
    """Days whose sum is a lower bound: an intake of unknown mg stands beside known ones."""
    unknown = {intake.day for intake in facts.counted if intake.mg is None}
    known = {intake.day for intake in facts.counted if intake.mg is not None}
    return len(unknown & known & inside)


def _other_symptoms(facts: Facts, inside: frozenset[date]) -> dict[str, int]:
    """What else was logged in the period, by name, most often first."""
    named = summaries.named_totals(
        (event.name, event.times) for event in facts.symptoms if event.day in inside
    )
    return {name: int(total) for name, total in named.items()}


def _adult_range(who: reference_intakes.Person) -> str:
    low, high = reference_intakes.ADULT_RANGE[who.reference]
    return f"{low:.0f}–{high:.0f} mg a day ({reference_intakes.SHOWN[who.reference]})"


def _wants_target(intake: IntakeSummary) -> bool:
    """Whether a target is missing: there is total intake to hold against one."""
    return intake.target_mg is None and intake.days > 0 and not intake.supplements_only


def _with_adjusted(
    section: LinkSection, facts: Facts, days: Sequence[Day], outcome: Outcome
) -> LinkSection:
    """The section with what holding the named factors fixed makes of it, from their date on."""
    given, since, link = adjusting(facts.profile), facts.adjust_since, section.result
    if not given or since is None or link.estimate is None:
        return section
    names = [name for name in given if amounts(facts, name).level]
    never = [never_told(name) for name in given if name not in names]
    if not names:
        return replace(section, reasons=[*section.reasons, *never])
    judged = link.judged_until is not None and days[link.judged_until].day >= since
    told = adjusted_sentence(
        link.adjusted if judged else None, names, since, outcome, judged=judged
    )
    result = link if judged else link._replace(adjusted=None)
    return replace(section, result=result, reasons=[*section.reasons, told, *never])


def _of_pain(facts: Facts, days: Sequence[Day], today: date) -> LinkSection:
    """The link of the day's summed pain, gated by the number of cramps."""
    pained = diary_days(facts, None, today, pain=True)
    usable = usable_days(pained)
    found, _ = _analysed(pained, usable, facts, days)
    return link_section(pained, usable, found, Outcome(), judged=PAIN, numbers=days)


def build(facts: Facts, today: date, asked: ReportRequest | None = None) -> Report:
    """The report of a diary.

    Args:
        facts: everything live in the diary.
        today: the diary day that is not over.
        asked: what to narrow it to.
    """
    asked = asked or ReportRequest()
    to_come = sum(day > today for day in facts.days)
    facts = facts.until(today)
    outcome = Outcome(asked.symptom)
    days = diary_days(facts, asked.symptom, today)
    usable = usable_days(days)
    shown = _in_range(days, facts, asked, today)
    period = Period(
        shown[0].day if shown else None,
        shown[-1].day if shown else None,
        len(shown),
        sum(day.logged for day in shown),
    )
    inside = frozenset(day.day for day in shown)
    intakes = [intake for intake in facts.counted if intake.day in inside]
    events = [event for event in facts.events(asked.symptom) if event.day in inside]
    who = reference_intakes.person(facts.profile)
    tracks = facts.profile.get("tracks")
    intake = summaries.intake_summary(shown, intakes, who, tracks=tracks)
    serum_rows = _serum(facts, period)
    weeks = summaries.weeks(shown)
    found, whole = _analysed(days, usable, facts)
    of_cramps = asked.symptom is None
    section = link_section(days, usable, found, outcome)
    if asked.pain:
        section = _of_pain(facts, days, today)
    section = _with_adjusted(section, facts, days, outcome)
    return Report(
        period=period,
        outcome=outcome,
        intake=intake,
        events=summaries.event_summary(shown, events),
        daily=shown,
        weeks=weeks if asked.span.given else weeks[-WEEKS_SHOWN:],
        thirds=[] if whole is None else _thirds(days, usable, whole, period, events),
        link=section,
        factors=summaries.factors(facts, shown),
        serum=serum_rows,
        notes=ahead(to_come)
        + notes(
            found,
            intake,
            today=any(day.day == today and day.logged for day in shown),
            partial_days=_partial_days(facts, inside),
            target_set=intake.target_mg is not None
            and bool(facts.profile.keys() & _TARGET_CHANGES),
            adult_range=_adult_range(who) if _wants_target(intake) else None,
            symptoms=_other_symptoms(facts, inside) if of_cramps else None,
        ),
        clinician=worth_telling(
            Seen(shown if of_cramps else (), intakes, events if of_cramps else (), serum_rows), who
        ),
        explain=_explained(days, whole) if asked.explain else (),
        judged_days=len(days) if asked.span.given else None,
    )
