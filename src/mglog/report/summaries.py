"""Plain counts and means over a period, from the diary's facts.

Descriptions only: must never compute anything that is tested.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import fmean, median

from mglog.analysis.days import Day
from mglog.clock import NIGHT_FROM, NIGHT_TO
from mglog.domain.factors import amounts, names
from mglog.domain.facts import EventRow, Facts, IntakeRow, supplements_only
from mglog.formatting import comparable
from mglog.nutrition import reference_intakes
from mglog.report.contents import EventSummary, FactorSummary, IntakeSummary, Source, WeekRow

TOP_SOURCES = 5
UNKNOWN = "unknown"


def named_totals(pairs: Iterable[tuple[str | None, float]]) -> dict[str, float]:
    """Sums by name, compared as names are, shown as first seen; largest first."""
    shown: dict[str, str] = {}
    sums: Counter[str] = Counter()
    for name, amount in pairs:
        key = comparable(name or UNKNOWN)
        shown.setdefault(key, name or UNKNOWN)
        sums[key] += amount  # type: ignore[assignment]
    ordered = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    return {shown[key]: total for key, total in ordered}


def _against_target(
    days: Sequence[Day], who: reference_intakes.Person
) -> tuple[float | None, str | None, int | None]:
    """The target at the period's end, its source, and the days that reached that of their time."""
    if not days:
        return None, None, None
    by_year = {year: reference_intakes.target(who, year) for year in {day.day.year for day in days}}
    last = by_year[days[-1].day.year]
    if last is None:
        return None, None, None
    reached = sum(
        day.mg >= goal.mg
        for day in days
        if day.mg is not None and (goal := by_year[day.day.year]) is not None
    )
    return last.mg, last.source, reached


def days_over_limit(intakes: Sequence[IntakeRow], who: reference_intakes.Person) -> int:
    """Days on which supplements alone passed their upper limit; food never counts."""
    sums: Counter[date] = Counter()
    for intake in intakes:
        if intake.source_kind == "supplement" and intake.mg is not None:
            sums[intake.day] += intake.mg  # type: ignore[assignment]
    limits = {
        year: reference_intakes.supplement_limit(who, year) for year in {day.year for day in sums}
    }
    return sum(mg > limit.mg for day, mg in sums.items() if (limit := limits[day.year]) is not None)


def intake_summary(
    days: Sequence[Day],
    intakes: Sequence[IntakeRow],
    who: reference_intakes.Person,
    *,
    tracks: str | None = None,
) -> IntakeSummary:
    """Intake over a period: its days, and the intakes on them.

    A diary of supplements only is not compared with a target for total intake.
    """
    only = tracks == "supplements" or supplements_only(intakes)
    goal, source, reached = (None, None, None) if only else _against_target(days, who)
    known = [day.mg for day in days if day.mg is not None]
    total = sum(known)
    kinds = named_totals((each.source_kind, each.mg) for each in intakes if each.mg is not None)
    sources = named_totals(
        (each.what or "magnesium, not named", each.mg) for each in intakes if each.mg is not None
    )
    top = [
        Source(what, mg, mg / total if total else 0.0)
        for what, mg in list(sources.items())[:TOP_SOURCES]
    ]
    return IntakeSummary(
        days=len(known),
        mean_mg=fmean(known) if known else None,
        median_mg=median(known) if known else None,
        by_kind_mg=kinds,
        top_sources=top,
        supplements_only=only,
        target_mg=goal,
        target_source=source,
        days_at_target=reached,
        tracks=tracks,
    )


def weighted_mean(pairs: Iterable[tuple[int | None, int]]) -> float | None:
    """The mean of the known values, each weighted by its count; None if none is known."""
    known = [(value, count) for value, count in pairs if value is not None]
    weight = sum(count for _, count in known)
    return sum(value * count for value, count in known) / weight if weight else None


def event_summary(days: Sequence[Day], events: Sequence[EventRow]) -> EventSummary:
    """Events over a period: its days, and the events on them, each weighted by its count."""
    days_known = sum(day.events is not None for day in days)
    count = sum(event.times for event in events)
    timed = [(event.at.time(), event.times) for event in events if event.at]
    by_hour = [0] * 24
    for moment, times in timed:
        by_hour[moment.hour] += times
    names = named_totals((event.name, event.times) for event in events)
    return EventSummary(
        count=count,
        days_known=days_known,
        per_week=7 * count / days_known if days_known else None,
        with_time=sum(times for _, times in timed),
        at_night=sum(times for moment, times in timed if moment >= NIGHT_FROM or moment < NIGHT_TO),
        mean_pain=weighted_mean((event.pain, event.times) for event in events),
        mean_lasted_s=weighted_mean((event.lasted_s, event.times) for event in events),
        by_name={name: int(total) for name, total in names.items()},
        by_hour=by_hour,
    )


def weeks(days: Sequence[Day]) -> list[WeekRow]:
    """The weeks of a period, from Monday, in order; unknown weeks stay, as unknown."""
    by_monday: dict[date, list[Day]] = {}
    for day in days:
        monday = day.day - timedelta(days=day.day.weekday())
        by_monday.setdefault(monday, []).append(day)
    found = []
    for monday, inside in by_monday.items():
        mg = [day.mg for day in inside if day.mg is not None]
        events = [day.events for day in inside if day.events is not None]
        found.append(
            WeekRow(
                monday,
                fmean(mg) if mg else None,
                len(mg),
                sum(events) if events else None,
                len(events),
                len(inside),
            )
        )
    return found


_WEEKS = 12


def factors(facts: Facts, days: Sequence[Day]) -> list[FactorSummary]:
    """What may share a cause with cramps, over a period; by its last twelve weeks."""
    if not days:
        return []
    first, last = days[0].day, days[-1].day
    monday = last - timedelta(days=last.weekday())
    mondays = [monday - timedelta(days=7 * back) for back in range(_WEEKS - 1, -1, -1)]
    summaries = []
    for name in names(facts):
        found = amounts(facts, name)
        on = [day for day in found.level if first <= day <= last]
        without = [day for day in found.without if first <= day <= last]
        told = [value for day, value in found.told.items() if first <= day <= last]
        by_week = [sum(start <= day < start + timedelta(days=7) for day in on) for start in mondays]
        mean = fmean(told) if told else None
        if on or without:
            summaries.append(FactorSummary(name, len(on), len(without), mean, found.unit, by_week))
    return sorted(summaries, key=lambda each: (-each.days, each.name))
