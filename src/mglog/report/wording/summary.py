"""The plain counts and means of a period, in words, and the labels of its tables."""

from collections.abc import Iterator, Sequence
from datetime import date

from mglog.analysis.results import Third
from mglog.formatting import MONTHS, date_text, duration_text, escaped, number_text, plural
from mglog.nutrition import serum
from mglog.report.contents import (
    EventSummary,
    FactorSummary,
    IntakeSummary,
    Outcome,
    Period,
    SerumReading,
    WeekRow,
)
from mglog.report.wording.ratios import two_figures

UNKNOWN = "?"  # must never look like zero
CLINICIAN_HEAD = "Worth telling a clinician"
HOW_HEAD = "How this was computed"
LEAST_RATE_DAYS = 7


def rounded(value: float) -> str:
    """A figure for the eye: whole from 10 up, one decimal below; nothing is 0."""
    if value == 0:
        return "0"
    return f"{value:.0f}" if abs(value) >= 9.95 else f"{value:.1f}"


def figure(value: float | None) -> str:
    """A figure for the eye, or the sign for what is unknown."""
    return UNKNOWN if value is None else rounded(value)


def mean_pain(value: float | None) -> str:
    """A mean of pain or severity, to a tenth."""
    return UNKNOWN if value is None else f"{value:.1f}"


def count(value: int | None) -> str:
    """A count, or the sign for what is unknown."""
    return UNKNOWN if value is None else str(value)


def _span(first: date, last: date) -> str:
    if first == last:
        return f"{first.day} {MONTHS[first.month - 1]} {first.year}"
    start = f"{first.day} {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} – {last.day} {MONTHS[last.month - 1]} {last.year}"


def title(outcome: Outcome) -> str:
    """The report's title."""
    return f"Magnesium and {outcome.plural}"


def period(found: Period) -> str | None:
    """The days that the tables cover; None where nothing was logged on them."""
    if found.first is None or found.last is None or not found.days:
        return None
    days = plural(found.days, "day")
    return f"{_span(found.first, found.last)} · {days}, {found.logged_days} logged"


def of_whole_diary(days: int) -> str:
    """What the verdict is of, where the tables show a part."""
    return f"This is of your whole diary ({plural(days, 'day')}); the tables below are of a part."


NOTHING_THERE = "Nothing was logged in that range."


def _shares(parts: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{escaped(what)} {share:.0%}".replace("%", " %") for what, share in parts)


def intake(found: IntakeSummary) -> Iterator[str]:
    """How much was taken in, against which target, and from what."""
    if found.mean_mg is None or found.median_mg is None:
        yield "unknown: no day has a known intake"
        return
    days = plural(found.days, "known day")
    middle = rounded(found.median_mg)
    yield f"{rounded(found.mean_mg)} mg a day on average, median {middle}, on {days}"
    if found.target_mg is not None:
        goal = f"target {number_text(found.target_mg)} mg ({found.target_source})"
        yield f"{goal}: reached on {found.days_at_target} of {days}"
    total = sum(found.by_kind_mg.values())
    if total and set(found.by_kind_mg) != {"unknown"}:
        named = {"unknown": "kind not given"}
        yield _shares([(named.get(k, k), mg / total) for k, mg in found.by_kind_mg.items()])
    if len(found.top_sources) > 1:
        yield "mostly " + _shares([(source.what, source.share) for source in found.top_sources])


def events(found: EventSummary, outcome: Outcome) -> Iterator[str]:
    """How many there were, how they felt, and when."""
    if found.per_week is None:
        yield f"unknown: no day says whether there were {outcome.plural}"
        return
    days = plural(found.days_known, "known day")
    if not found.count:
        yield f"none on {days}"
        return
    # A rate from less than a week would be a guess at what the other days were.
    rate = f"{rounded(found.per_week)} a week: " if found.days_known >= LEAST_RATE_DAYS else ""
    yield f"{rate}{found.count} on {days}"
    felt = []
    if found.mean_pain is not None:
        felt.append(f"average {felt_as(outcome)} {found.mean_pain:.1f} of 10")
    if found.mean_lasted_s is not None:
        long = duration_text(found.mean_lasted_s)
        felt.append(f"lasting {long}" if felt else f"lasting {long} on average")
    if felt:
        yield ", ".join(felt)
    if found.with_time:
        yield f"{found.at_night} of {found.with_time} with a known time at night (22–06)"
    if outcome.symptom is None and set(found.by_name) != {"unknown"}:
        yield ", ".join(f"{escaped(name)} {number}" for name, number in found.by_name.items())


def factor(found: FactorSummary) -> Iterator[str]:
    """A factor: on how many days, how much; and its days in each of the last twelve weeks."""
    much = ""
    if found.mean is not None:
        much = f", {number_text(found.mean)} {escaped(found.unit or '')}".rstrip() + " on average"
    none = f", none on {found.days_without}" if found.days_without else ""
    yield f"{escaped(found.name)} on {plural(found.days, 'day')}{none}{much}"
    weeks = " ".join(str(count) if count else "·" for count in found.by_week)
    yield f"  days a week, the newest last: {weeks}"


def felt_as(outcome: Outcome) -> str:
    """What is felt of it: a cramp's pain, a symptom's severity."""
    return "pain" if outcome.symptom is None else "severity"


HOURS = "time of day, 16:00 to 16:00: "
FIRST_HOUR = 16


def week(row: WeekRow, *, year: bool) -> str:
    """A week by its Monday."""
    monday = row.monday
    text = f"{monday.day:2} {MONTHS[monday.month - 1]}"
    return f"{text} {monday.year}" if year else text


def unknown_weeks(number: int) -> str:
    """What stands where nothing of a week, or of several, is known."""
    return "(nothing known)" if number == 1 else f"({number} weeks not logged)"


def third(rows: Sequence[Third], at: int) -> str:
    """A row of the table of thirds by its exposure."""
    low, high = rounded(rows[at].from_mg), rounded(rows[at].to_mg)
    if len(rows) == 1:
        return f"{low}–{high} mg a day"
    if at == 0:
        return f"up to {high} mg a day"
    return f"over {low} mg a day" if at == len(rows) - 1 else f"{low}–{high} mg a day"


def ratio(value: float, low: float | None, high: float | None) -> str:
    """A rate ratio and its interval: `×0.75 (0.62–0.9)`; an open end is an ellipsis."""
    ends = ("…" if end is None else two_figures(end) for end in (low, high))
    return f"×{two_figures(value)} ({'–'.join(ends)})"


def serum_line(found: SerumReading) -> str:
    """A blood value, when, and how it reads against the lab's own range."""
    row = found.row
    against = serum.against(row.mmol_per_l, row.low, row.high, row.unit)
    return f"{date_text(row.day, year=True)}  {serum.shown(row.mmol_per_l, row.unit)}, {against}"
