"""The report's words, tables and figures, finished: what every renderer shows.

Made once, so that a terminal and a page say the same without either knowing
the other. Must never lay out, colour, or cut a text off.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from mglog.analysis.results import Lag
from mglog.formatting import escaped
from mglog.report.contents import Report, WeekRow
from mglog.report.wording import link as link_words
from mglog.report.wording import summary as words
from mglog.report.wording.notes import TRACKS_UNSET

_COLLAPSED = 3  # so many weeks in a row of which nothing is known become one line

Role = Literal["intake", "events", "serum"]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Some lines under a label; `hours` are 24 counts from 16:00 that the last line leads to."""

    label: str
    role: Role
    lines: Sequence[str]
    hours: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A week, or a run of weeks of which nothing is known: figures as text, and to draw."""

    label: str
    mg: float | None
    mg_text: str
    mg_known: str
    events: int | None
    events_text: str
    events_known: str
    remark: str


@dataclass(frozen=True, slots=True)
class ThirdLine:
    """A row of the table of thirds; `pain` is None where no row has one."""

    label: str
    days: str
    events: str
    per_week: str
    pain: str | None
    rate: float


@dataclass(frozen=True, slots=True)
class IntervalLine:
    """A rate ratio with its interval, to draw on a log scale; None where there is none."""

    label: str
    text: str
    ratio: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of the diary, and whether the link uses it."""

    day: str
    mg: str
    exposure: str
    events: str
    used: bool
    why: str


@dataclass(frozen=True, slots=True)
class Sections:
    """Everything that a renderer shows, in the order of a report.

    Attributes:
        period: the days that it covers, or that there are none.
        empty: there are none.
        events_head: a column's head for what is counted.
        felt_head: a column's head for how bad it was.
        question: what the person is asked before anything else.
    """

    title: str
    period: str
    empty: bool
    question: str | None
    verdict: str
    reasons: Sequence[str]
    interval: IntervalLine | None
    summary: Sequence[Labelled]
    events_head: str
    felt_head: str
    weeks: Sequence[WeekLine]
    thirds: Sequence[ThirdLine]
    description: str | None
    lags: Sequence[IntervalLine]
    lag_sentences: Sequence[str]
    how: str | None
    serum: Sequence[str]
    clinician: Sequence[str]
    explain: Sequence[DayLine]
    notes: Sequence[str]


def _reasons(report: Report) -> list[str]:
    """What stands behind the verdict, where its sentence does not say it already."""
    found = report.link
    told = len(found.reasons) == 1 and found.result.verdict == "not-enough-data"
    reasons = [] if told else [f"{escaped(reason)}." for reason in found.reasons]
    if report.judged_days is None:
        return reasons
    return [words.of_whole_diary(report.judged_days), *reasons]


def _question(report: Report) -> str | None:
    """Whether days without a supplement were days on which none was taken, if nobody said so."""
    intake = report.intake
    asked = intake.tracks is None and intake.supplements_only and intake.days > 0
    return TRACKS_UNSET if asked else None


def _interval(report: Report) -> IntervalLine | None:
    found = report.link.result.estimate
    if found is None:
        return None
    numbers = (found.rate_ratio, found.low, found.high)
    return IntervalLine("100 mg more", words.ratio(*numbers), *numbers)


def _summary(report: Report) -> list[Labelled]:
    felt, first = report.events, words.FIRST_HOUR
    lines = list(words.events(felt, report.outcome))
    hours = [felt.by_hour[(hour + first) % 24] for hour in range(24)] if felt.with_time else []
    found = [
        Labelled("Intake", "intake", list(words.intake(report.intake))),
        Labelled(report.outcome.head, "events", lines + [words.HOURS] * bool(hours), hours),
    ]
    told = [line for each in report.factors for line in words.factor(each)]
    return [*found, Labelled("Factors", "serum", told)] if told else found


def _unknown(week: WeekRow) -> bool:
    return week.mg is None and week.events is None


def _runs(rows: Sequence[WeekRow]) -> Iterator[tuple[WeekRow, int, int]]:
    """The weeks, long runs of unknown ones as one: the first, how many, and their days."""
    for unknown, group in groupby(rows, _unknown):
        run = list(group)
        if unknown and len(run) >= _COLLAPSED:
            yield run[0], len(run), sum(week.days for week in run)
        else:
            yield from ((week, 1, week.days) for week in run)


def _weeks(rows: Sequence[WeekRow]) -> Iterator[WeekLine]:
    if all(map(_unknown, rows)):
        return
    year = len({week.monday.year for week in rows}) > 1
    for week, number, days in _runs(rows):
        yield WeekLine(
            words.week(week, year=year),
            week.mg,
            words.figure(week.mg),
            f"{week.mg_days}/{days}",
            week.events,
            words.count(week.events),
            f"{week.event_days}/{days}",
            words.unknown_weeks(number) if _unknown(week) else "",
        )


def _thirds(report: Report) -> Iterator[ThirdLine]:
    rows = [row.third for row in report.thirds]
    felt = any(row.mean_pain is not None for row in report.thirds)
    for at, row in enumerate(report.thirds):
        yield ThirdLine(
            words.third(rows, at),
            str(row.third.days),
            str(row.third.events),
            f"{row.third.per_week:.1f}",
            words.mean_pain(row.mean_pain) if felt else None,
            row.third.per_week,
        )


def _lag(lag: Lag) -> IntervalLine:
    label = f"{lag.from_days}–{lag.to_days} days before"
    if lag.rate_ratio is None:
        return IntervalLine(label, "not enough known")
    numbers = (lag.rate_ratio, lag.low, lag.high)
    return IntervalLine(label, words.ratio(*numbers), *numbers)


def _lags(report: Report) -> tuple[list[IntervalLine], list[str]]:
    """When it was taken, and what that says; nothing where no window could be computed."""
    link = report.link.result
    if all(lag.rate_ratio is None for lag in link.lags):
        return [], []
    sentences = (
        link_words.lag_sentence(link.lags),
        link_words.after_sentence(link.after, report.outcome),
    )
    return [_lag(lag) for lag in link.lags], [each for each in sentences if each]


def _explained(report: Report) -> Iterator[DayLine]:
    for row in report.explain:
        yield DayLine(
            row.day.day.isoformat(),
            words.figure(row.day.mg),
            words.figure(row.exposure_mg),
            words.count(row.day.events),
            row.left_out is None,
            link_words.left_out(row.left_out),
        )


def sections(report: Report) -> Sections:
    """The finished sections of a report."""
    described = report.link.result.describe if report.thirds else None
    period = words.period(report.period)
    lags, lag_sentences = _lags(report)
    return Sections(
        title=words.title(report.outcome),
        period=period or words.NOTHING_THERE,
        empty=period is None,
        question=_question(report),
        verdict=report.link.sentence,
        reasons=_reasons(report),
        interval=_interval(report),
        summary=_summary(report),
        events_head=report.outcome.head,
        felt_head=words.felt_as(report.outcome),
        weeks=list(_weeks(report.weeks)),
        thirds=list(_thirds(report)),
        description=described and link_words.describe(described, report.outcome),
        lags=lags,
        lag_sentences=lag_sentences,
        how=link_words.how(report.link.result, report.outcome),
        serum=[words.serum_line(row) for row in report.serum],
        clinician=[note.text for note in report.clinician],
        explain=list(_explained(report)),
        notes=[note.text for note in report.notes],
    )
