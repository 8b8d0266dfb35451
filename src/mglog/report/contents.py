"""The report as values: what is shown, before anyone decides how.

Every count says what it counts over; unknown is None, never 0. Must never
import a database, a terminal or the command line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from mglog.analysis.days import Day, LeftOut
from mglog.analysis.results import Link, Third
from mglog.domain.facts import SerumRow
from mglog.formatting import escaped, number_text, plural


class Outcome(NamedTuple):
    """What is counted: cramps, or a symptom by its name."""

    symptom: str | None = None

    def counted(self, number: float) -> str:
        """`1 cramp`, `14 cramps`, `3 × twitching`."""
        if self.symptom is not None:
            return f"{number_text(number)} × {escaped(self.symptom)}"
        return plural(number, "cramp")

    @property
    def plural(self) -> str:
        """`cramps`, or the symptom's name."""
        return "cramps" if self.symptom is None else escaped(self.symptom)

    @property
    def head(self) -> str:
        """A column's head; a symptom's name may be long, and stands in the title."""
        return "Cramps" if self.symptom is None else "Count"

    @property
    def fewer(self) -> str:
        """The word for a smaller number of it."""
        return "fewer" if self.symptom is None else "less"


PAIN = Outcome("cramp pain")  # what is judged with `--outcome pain`


@dataclass(frozen=True, slots=True)
class Period:
    """The days that the tables cover; None where the diary is empty."""

    first: date | None
    last: date | None
    days: int
    logged_days: int


@dataclass(frozen=True, slots=True)
class Source:
    """Something that magnesium came from: mg over the period, and its share of all known mg."""

    what: str
    mg: float
    share: float


@dataclass(frozen=True, slots=True)
class IntakeSummary:
    """Intake over the days on which it is known (`days`); mg is elemental."""

    days: int
    mean_mg: float | None
    median_mg: float | None
    by_kind_mg: Mapping[str, float]
    top_sources: Sequence[Source]
    supplements_only: bool
    target_mg: float | None = None
    target_source: str | None = None
    days_at_target: int | None = None
    tracks: str | None = None


@dataclass(frozen=True, slots=True)
class EventSummary:
    """Cramps, or a symptom, over the days on which they are known.

    Attributes:
        with_time: events whose time is known; `at_night` and `by_hour` count these.
        at_night: from 22:00 to 06:00.
        mean_pain: over events with a pain (severity); mean_lasted_s likewise.
        by_name: events by muscle, "unknown" where none was named.
        by_hour: 24 counts, from 00:00.
    """

    count: int
    days_known: int
    per_week: float | None
    with_time: int
    at_night: int
    mean_pain: float | None
    mean_lasted_s: float | None
    by_name: Mapping[str, int]
    by_hour: Sequence[int]


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week from Monday: the mean of its known days, and how many those are.

    Attributes:
        mg: mean mg a day over `mg_days`; None if none is known.
        events: events over `event_days`; None if none is known.
        days: days of the week that lie in the period.
    """

    monday: date
    mg: float | None
    mg_days: int
    events: int | None
    event_days: int
    days: int


@dataclass(frozen=True, slots=True)
class ThirdRow:
    """A row of the plain table, and the mean pain of what was felt on its days."""

    third: Third
    mean_pain: float | None


@dataclass(frozen=True, slots=True)
class LinkSection:
    """What the diary says about intake and events, with how it was reached.

    Attributes:
        result: what the analysis found.
        sentence: the verdict as one plain sentence.
        reasons: what stands behind it: what is missing, or which check failed.
        next_milestone: in usable days, which is `days_to_milestone` usable days away.
    """

    result: Link
    sentence: str
    reasons: Sequence[str]
    next_milestone: int
    days_to_milestone: int


@dataclass(frozen=True, slots=True)
class SerumReading:
    """A blood value against the lab's own range."""

    row: SerumRow
    reading: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader should know, with a stable code."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class ExplainedDay:
    """One day of the diary, its exposure, and why the link does not use it, if it doesn't."""

    day: Day
    exposure_mg: float | None
    left_out: LeftOut | None


@dataclass(frozen=True, slots=True)
class FactorSummary:
    """A factor over the period: its days, its mean where it has values, and its days by week."""

    name: str
    days: int
    days_without: int
    mean: float | None
    unit: str | None
    by_week: Sequence[int]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says.

    Attributes:
        outcome: what is counted.
        clinician: what is worth telling a clinician, driven by the data.
        explain: every day of the diary, if asked for.
        judged_days: how many days the verdict is of, where the tables show fewer; else None.
    """

    period: Period
    outcome: Outcome
    intake: IntakeSummary
    events: EventSummary
    daily: Sequence[Day]
    weeks: Sequence[WeekRow]
    thirds: Sequence[ThirdRow]
    link: LinkSection
    serum: Sequence[SerumReading]
    notes: Sequence[Note]
    clinician: Sequence[Note] = ()
    explain: Sequence[ExplainedDay] = ()
    judged_days: int | None = None
    factors: Sequence[FactorSummary] = ()
