"""The link between intake and cramps: tests, milestones, verdict.

Everything of a milestone is computed on the diary cut after its last day, so
that what was seen then does not change later. Method and its figures:
docs/method.md. Must never give a verdict beyond what its gates carry.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from mglog.analysis import ewc_test, poisson, shift_test, spearman
from mglog.analysis.days import Day
from mglog.analysis.exposure import Columns, Floats, Ints, cap, columns, exposure, trend, usable
from mglog.analysis.gates import USABLE_DAYS, Gates, gates
from mglog.analysis.lags import After, Lag, after_control, lag_profile

FIRST_MILESTONE = USABLE_DAYS
MILESTONE_DAYS = 30
SHIFT_BELOW, SCORE_BELOW, SLOW_BELOW = 0.05, 0.10, 0.10
# Stricter for the look that makes it `linked`. With 0.10 there too, 7 % of diaries without a
# link, watched each month for a year and a half, were called linked at some time (docs/method.md).
LINKED_SLOW_BELOW = 0.05
WIDE = 4.0
SMALL = (0.80, 1.25)
PLATEAUS = 0.8

Verdict = Literal[
    "not-enough-data", "cannot-tell", "no-clear-link", "small-if-any", "unsteady-pattern",
    "early-sign", "linked",
]  # fmt: skip
Check = Literal["score", "slow"]


class Sample(NamedTuple):
    """The usable days of a diary, or of its beginning, as a regression sees them.

    Attributes:
        y: events, N.
        exposure: E in mg a day, N.
        u: (E − mean E)/100, N.
        trend: Z = [1, calendar day centred and scaled], N × 2.
        cap_mg: where intake was capped; None if no day reached it.
    """

    y: Floats
    exposure: Floats
    u: Floats
    trend: Floats
    cap_mg: float | None


class Tests(NamedTuple):
    """The three checks of rule R, at β₀ = 0.

    Attributes:
        beta: β̂, log rate ratio per +100 mg a day; None if it can't be told from time.
        shift, score, slow: p-values.
        failed: the checks beside the shift test that don't hold, or disagree in sign.
        rule: whether rule R holds.
        settled: whether every null fit converged; one that did not has p = 1.
    """

    beta: float | None
    shift: float
    score: float
    slow: float
    failed: tuple[Check, ...]
    rule: bool
    settled: bool


class Estimate(NamedTuple):
    """The link at the last milestone; rate ratios are per +100 mg a day, None is open-ended."""

    usable_days: int
    events: int
    cap_mg: float | None
    rate_ratio: float
    low: float | None
    high: float | None
    tests: Tests
    spearman: float | None
    p_spearman: float | None


class Milestone(NamedTuple):
    """A look at the first `usable_days` usable days: its gates, and rule R if they are open."""

    usable_days: int
    gates: Gates
    tests: Tests | None

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


class Link(NamedTuple):
    """What a diary shows.

    Attributes:
        usable_days: of the whole diary.
        gates: of the last milestone; before the first, of all usable days.
        changed_once: intake went from one level to another, once.
    """

    verdict: Verdict
    usable_days: int
    gates: Gates
    changed_once: bool
    estimate: Estimate | None
    lags: Sequence[Lag]
    after: After | None
    milestones: Sequence[Milestone]


def sample(found: Columns, days: Ints, exposed: Floats) -> Sample:
    """The regression's view of the given usable days."""
    level = exposed[days]
    limit = cap(found.mg)
    bites = limit is not None and bool(np.any(found.mg > limit))
    return Sample(
        found.events[days].astype(np.float64),
        level,
        (level - level.mean()) / 100,
        trend(days),
        limit if bites else None,
    )


def cut(found: Columns, days: Ints, count: int) -> tuple[Columns, Ints, Floats]:
    """The diary up to the day that is its `count`-th usable one, that day included."""
    part = found.until(int(days[count - 1]) + 1)
    return part, days[:count], exposure(part.mg)


def run_tests(data: Sample) -> Tests:
    """The three checks of rule R."""
    beta = poisson.estimate(data.y, data.trend, data.u)
    null = poisson.score(data.y, poisson.plain(data.trend), data.u, 0.0)
    if beta is None or not null.ok:
        return Tests(beta, 1.0, 1.0, 1.0, ("score", "slow"), rule=False, settled=False)
    sign = np.sign(beta)
    p_shift = shift_test.p_value(null.x, null.e)
    agrees = np.sign(shift_test.covariance(null.x, null.e)) == sign
    p_score, total = ewc_test.p_value(null.x, null.e)
    slow = poisson.score(data.y, ewc_test.slow_design(len(data.y)), data.u, 0.0)
    p_slow = shift_test.p_value(slow.x, slow.e) if slow.ok else 1.0
    slow_sign = np.sign(shift_test.covariance(slow.x, slow.e))
    failed: list[Check] = []
    if p_score >= SCORE_BELOW or np.sign(total) != sign:
        failed.append("score")
    if p_slow >= SLOW_BELOW or slow_sign != sign:
        failed.append("slow")
    rule = bool(p_shift < SHIFT_BELOW and agrees and not failed)
    return Tests(beta, p_shift, p_score, p_slow, tuple(failed), rule, settled=slow.ok)


def milestone(found: Columns, days: Ints, count: int) -> Milestone:
    """A look at the diary cut after its `count`-th usable day."""
    part, inside, exposed = cut(found, days, count)
    judged = gates(exposed[inside], part.events[inside])
    tests = run_tests(sample(part, inside, exposed)) if judged.ok else None
    return Milestone(count, judged, tests)


def estimate_of(data: Sample, tests: Tests) -> Estimate | None:
    """The estimate and its interval; None where β can't be told from time."""
    if tests.beta is None:
        return None
    ends = shift_test.interval(data.y, poisson.plain(data.trend), data.u, tests.beta)
    ranks = spearman.average_ranks(data.exposure), spearman.average_ranks(data.y)
    rho = spearman.spearman(data.exposure, data.y)
    return Estimate(
        len(data.y),
        int(data.y.sum()),
        data.cap_mg,
        float(np.exp(tests.beta)),
        None if ends.low is None else float(np.exp(ends.low)),
        None if ends.high is None else float(np.exp(ends.high)),
        tests,
        rho,
        None if rho is None else shift_test.p_value(*ranks),
    )


def held_twice(looked: Sequence[Milestone]) -> bool:
    """Whether rule R held at the last two milestones, in the same direction."""
    return (
        len(looked) > 1
        and looked[-1].direction != 0
        and looked[-2].direction == looked[-1].direction
    )


def is_linked(looked: Sequence[Milestone]) -> bool:
    """Whether it held twice, and no slow change makes it nearly as well."""
    tests = looked[-1].tests
    return held_twice(looked) and tests is not None and tests.slow < LINKED_SLOW_BELOW


def verdict_of(looked: Sequence[Milestone], estimate: Estimate | None) -> Verdict:
    """The first that applies, in the order of docs/method.md."""
    if estimate is None:
        return "not-enough-data"
    tests, low, high = estimate.tests, estimate.low, estimate.high
    if tests.rule:
        return "linked" if is_linked(looked) else "early-sign"
    if tests.shift < SHIFT_BELOW:
        return "unsteady-pattern"
    if low is None or high is None or high / low > WIDE:
        return "cannot-tell"
    if low >= SMALL[0] and high <= SMALL[1]:
        return "small-if-any"
    return "no-clear-link"


def changed_once(level: Floats) -> bool:
    """Whether exposure went from one plateau to another, once.

    At least four in five days lie in its outer quarters, so that a slow drift is
    none; and the quarters change once.
    """
    low, high = np.percentile(level, [10, 90])
    quarter = (high - low) / 4
    side = np.where(level <= low + quarter, -1, np.where(level >= high - quarter, 1, 0))
    outer = side[side != 0]
    plateaus = len(outer) >= PLATEAUS * len(level)
    return bool(plateaus and np.count_nonzero(np.diff(outer)) == 1)


def judge(run: Sequence[Day]) -> Link:
    """The link of a diary's days, at least one of them usable."""
    found = columns(run)
    exposed = exposure(found.mg)
    days = usable(found, exposed)
    counts = range(FIRST_MILESTONE, len(days) + 1, MILESTONE_DAYS)
    looked = [milestone(found, days, count) for count in counts]
    judged = looked[-1].gates if looked else gates(exposed[days], found.events[days])
    seen = days[: looked[-1].usable_days] if looked else days
    once = len(seen) >= FIRST_MILESTONE and changed_once(exposed[seen])
    if not looked or looked[-1].tests is None:
        return Link("not-enough-data", len(days), judged, once, None, (), None, looked)
    part, inside, part_exposed = cut(found, days, looked[-1].usable_days)
    data = sample(part, inside, part_exposed)
    estimate = estimate_of(data, looked[-1].tests)
    return Link(
        verdict_of(looked, estimate),
        len(days),
        judged,
        once,
        estimate,
        lag_profile(part) if estimate is not None else (),
        after_control(part, inside, part_exposed) if estimate is not None else None,
        looked,
    )
