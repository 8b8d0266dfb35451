"""The report as values: what is shown, before anyone decides how.

Every count says what it counts over; unknown is None, never 0. Must never
import a database, a terminal or the command line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Verdict = Literal[
    "not-enough-data",
    "cannot-tell",
    "no-clear-link",
    "small-if-any",
    "unsteady-pattern",
    "early-sign",
    "linked",
]


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
class DayRow:
    """One day: known mg or None, events or None."""

    day: date
    mg: float | None
    events: int | None
    logged: bool


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
class BinRow:
    """A row of the plain table: exposure from … to mg a day in the week before."""

    from_mg: float
    to_mg: float
    days: int
    events: int
    per_week: float
    mean_pain: float | None


@dataclass(frozen=True, slots=True)
class GateRow:
    """A gate: the figure (None: not computable yet), the need, whether it is met."""

    value: float | None
    need: float
    ok: bool


@dataclass(frozen=True, slots=True)
class Description:
    """Spearman's ρ of exposure and events, over days; a description, not a test."""

    days: int
    spearman: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """The link at the last milestone; rate ratios per +100 mg a day, a None bound is open.

    Attributes:
        cap_mg: where intake was capped; None if no day reached it.
        p_shift, p_score, p_slow: the three checks of rule R.
        failed: those of "score" and "slow" that don't hold.
        p_spearman: None under 20 days.
    """

    usable_days: int
    events: int
    cap_mg: float | None
    rate_ratio: float
    low: float | None
    high: float | None
    p_shift: float
    p_score: float
    p_slow: float
    failed: Sequence[str]
    spearman: float | None
    p_spearman: float | None


@dataclass(frozen=True, slots=True)
class LagRow:
    """A stretch of days before; all None where it could not be computed."""

    from_days: int
    to_days: int
    rate_ratio: float | None
    low: float | None
    high: float | None
    p_holm: float | None


@dataclass(frozen=True, slots=True)
class AfterRow:
    """The negative control: intake in the week after, given the week before."""

    rate_ratio: float
    p_shift: float


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """Whether rule R held on the first `usable_days` usable days."""

    usable_days: int
    rule: bool


@dataclass(frozen=True, slots=True)
class Link:
    """What the diary says about intake and events, with how it was reached.

    Attributes:
        sentence: the verdict as one plain sentence.
        reasons: what stands behind it: what is missing, or which check failed.
        cap_mg: where intake is capped in the tables; None if no day reaches it.
        unsettled: a check's fit did not converge, so that it counts as failed.
    """

    verdict: Verdict
    sentence: str
    reasons: Sequence[str]
    gates: Mapping[str, GateRow]
    describe: Description | None
    next_milestone: int
    days_to_milestone: int
    estimate: Estimate | None = None
    lags: Sequence[LagRow] = ()
    after: AfterRow | None = None
    milestones: Sequence[MilestoneRow] = ()
    cap_mg: float | None = None
    unsettled: bool = False


@dataclass(frozen=True, slots=True)
class SerumRow:
    """A blood value in mmol/L against the lab's own range."""

    day: date
    mmol_per_l: float
    low: float | None
    high: float | None
    unit: str | None
    reading: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader should know, with a stable code."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class ExplainRow:
    """One day of the diary, and whether the link uses it."""

    day: date
    mg: float | None
    exposure_mg: float | None
    events: int | None
    left_out: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says.

    Attributes:
        outcome: the symptom that stands in the place of cramps, or None.
        whole: no range narrowed it.
        clinician: what is worth telling a clinician, driven by the data.
        explain: every day of the diary, if asked for.
    """

    period: Period
    outcome: str | None
    whole: bool
    intake: IntakeSummary
    events: EventSummary
    daily: Sequence[DayRow]
    weeks: Sequence[WeekRow]
    bins: Sequence[BinRow]
    link: Link
    serum: Sequence[SerumRow]
    notes: Sequence[Note]
    clinician: Sequence[Note] = field(default=())
    explain: Sequence[ExplainRow] = field(default=())
