"""What the analysis finds, as plain values, and the constants that they are judged by.

Holds no NumPy, so that a thin diary's report need not load it. n, estimate,
interval and method travel together; unknown is None. Definitions: docs/method.md.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

DESCRIBED_FROM = 7  # usable days; fewer are not computed on
SPEARMAN_P_FROM = 20
FIRST_MILESTONE = 60
MILESTONE_DAYS = 30
# From here on each look is half as far again: looking each month for ten years would at some
# time call one diary in fourteen without a link linked (docs/method.md).
SPACED_FROM, SPACED_BY = 360, 1.5
DISTINCT = 3  # values of exposure; with fewer, intake hardly varies

# The gates: what a diary must hold. `looks` is the contract's name for effective days.
NEEDS = {"usable_days": FIRST_MILESTONE, "cramps": 20, "spread_mg": 50.0, "looks": 8.0}

Verdict = Literal[
    "not-enough-data", "cannot-tell", "no-clear-link", "small-if-any", "unsteady-pattern",
    "early-sign", "linked",
]  # fmt: skip
Check = Literal["score", "slow", "rhythm"]


class Gate(NamedTuple):
    """One requirement: the figure, the need, and whether it is met; None is not computable."""

    value: float | None
    need: float

    @property
    def ok(self) -> bool:
        """Whether the figure reaches the need."""
        return self.value is not None and self.value >= self.need


class Gates(NamedTuple):
    """All four; every one is needed.

    Attributes:
        usable_days: days with known events and exposure.
        events: cramps on them.
        spread_mg: P90 − P10 of exposure, mg; 0 with fewer than 3 distinct values.
        effective_days: as many independent days would say as much about exposure.
    """

    usable_days: Gate
    events: Gate
    spread_mg: Gate
    effective_days: Gate

    @property
    def ok(self) -> bool:
        """Whether every gate is open."""
        return all(gate.ok for gate in self)

    def by_name(self) -> Mapping[str, Gate]:
        """Each by its name in the contract."""
        return dict(zip(NEEDS, self, strict=True))


def gates_of(
    usable_days: int, events: int, spread_mg: float | None = None,
    effective_days: float | None = None,
) -> Gates:  # fmt: skip
    """The gates of these figures."""
    values = (usable_days, events, spread_mg, effective_days)
    return Gates(*(Gate(value, need) for value, need in zip(values, NEEDS.values(), strict=True)))


class Rhythm(NamedTuple):
    """What comes back in intake: every how many days, and its share of exposure's variance."""

    period_days: float
    share: float


RHYTHM_FROM = 0.4  # from this share on, intake keeps a rhythm that must be taken out


class RuleChecks(NamedTuple):
    """The checks of rule R, at β₀ = 0.

    Attributes:
        beta: β̂, log rate ratio per +100 mg a day; None if it can't be told from time.
        shift, score, slow: p-values.
        failed: the checks beside the shift test that don't hold, or disagree in sign.
        rule: whether rule R holds.
        settled: whether every null fit converged; one that did not has p = 1.
        period_days, rhythm: the rhythm that intake keeps, and the shift test's p with it taken
            out; None where it keeps none, or another check failed.
    """

    beta: float | None
    shift: float
    score: float
    slow: float
    failed: tuple[Check, ...]
    rule: bool
    settled: bool
    period_days: float | None = None
    rhythm: float | None = None


class Estimate(NamedTuple):
    """The link at the last milestone; rate ratios are per +100 mg a day, None is open-ended.

    Attributes:
        cap_mg: where intake was capped; None if no day reached it.
        p_spearman: None under 20 days.
    """

    usable_days: int
    events: int
    cap_mg: float | None
    rate_ratio: float
    low: float | None
    high: float | None
    tests: RuleChecks
    spearman: float | None
    p_spearman: float | None


class Adjusted(NamedTuple):
    """The estimate with what the person named held fixed; None is open-ended."""

    rate_ratio: float
    low: float | None
    high: float | None
    p_shift: float


class Lag(NamedTuple):
    """A stretch of days before: rate ratio per +100 mg a day, its interval, its p by Holm.

    All None where the stretch does not vary or is too seldom known; a None
    bound beside a rate ratio is open-ended. The interval's level is
    1 − 0.05/4, so that the four hold together.
    """

    from_days: int
    to_days: int
    rate_ratio: float | None = None
    low: float | None = None
    high: float | None = None
    p_holm: float | None = None


class After(NamedTuple):
    """The week after, given the week before: rate ratio per +100 mg a day, and its shift p."""

    rate_ratio: float
    p_shift: float


class Milestone(NamedTuple):
    """A look at the first `usable_days` usable days: its gates, and rule R if they are open."""

    usable_days: int
    gates: Gates
    tests: RuleChecks | None

    @property
    def rule(self) -> bool:
        """Whether rule R held."""
        return self.tests is not None and self.tests.rule

    @property
    def direction(self) -> int:
        """The sign of the estimate where rule R held; 0 where it did not."""
        if self.tests is None or self.tests.beta is None or not self.tests.rule:
            return 0
        return 1 if self.tests.beta > 0 else -1


class Description(NamedTuple):
    """Spearman's ρ of exposure and events, over days; a description, not a test."""

    days: int
    spearman: float


class Link(NamedTuple):
    """What a diary shows.

    Attributes:
        usable_days: of the whole diary.
        gates: of the last milestone; before the first, of all usable days.
        changed_once: intake went from one level to another, once.
        describe: ρ over all usable days; None where it can't be computed.
        cap_mg: where intake is capped on the whole diary; None if no day reaches it.
        rhythm: what intake keeps where that is why nothing can be told; else None.
        adjusted: the estimate with the factors that were named held fixed; None if none were.
        judged_until: the index of the last day of the last look; None before the first.
        fell_away: at how many usable days an earlier link stood that stands no more; else None.
    """

    verdict: Verdict
    usable_days: int
    gates: Gates
    changed_once: bool = False
    estimate: Estimate | None = None
    lags: Sequence[Lag] = ()
    after: After | None = None
    milestones: Sequence[Milestone] = ()
    describe: Description | None = None
    cap_mg: float | None = None
    rhythm: Rhythm | None = None
    fell_away: int | None = None
    adjusted: Adjusted | None = None
    judged_until: int | None = None

    @property
    def held_twice(self) -> bool:
        """Whether rule R held at the last two milestones, in the same direction."""
        return held_twice(self.milestones)

    @property
    def settled(self) -> bool:
        """Whether every fit behind the estimate converged."""
        return self.estimate is None or self.estimate.tests.settled


class Third(NamedTuple):
    """A row of the plain table: days by the mean intake of the week before them.

    Attributes:
        from_mg, to_mg: over `from_mg` (from it, in the first row) up to `to_mg`, mg a day.
        on: the days.
        events: cramps on those days.
    """

    from_mg: float
    to_mg: float
    on: tuple[date, ...]
    events: int

    @property
    def days(self) -> int:
        """How many days are in it."""
        return len(self.on)

    @property
    def per_week(self) -> float:
        """Events a week: 7 · events / days."""
        return 7 * self.events / self.days


def held_twice(looked: Sequence[Milestone]) -> bool:
    """Whether rule R held at the last two milestones, in the same direction."""
    return (
        len(looked) > 1
        and looked[-1].direction != 0
        and looked[-2].direction == looked[-1].direction
    )


def looks_until(usable_days: int) -> list[int]:
    """The looks at a diary of so many usable days: 60, 90 … 360, then each half as far again."""
    found: list[int] = []
    at = FIRST_MILESTONE
    while at <= usable_days:
        found.append(at)
        at = _after(at)
    return found


def _after(look: int) -> int:
    return look + MILESTONE_DAYS if look < SPACED_FROM else round(look * SPACED_BY)


def next_milestone(usable_days: int) -> tuple[int, int]:
    """The next milestone, and how many usable days it is away."""
    looked = looks_until(usable_days)
    following = _after(looked[-1]) if looked else FIRST_MILESTONE
    return following, following - usable_days
