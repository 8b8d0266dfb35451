"""The link between intake and cramps: tests, milestones, verdict.

Everything of a milestone is computed on the diary cut after its last day, so
that what was seen then does not change later. Method and its figures:
docs/method.md. Must never give a verdict beyond what its gates carry.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mglog.analysis import ewc_test, poisson, shift_test, spearman
from mglog.analysis.exposure import Columns, Floats, Ints, Series, nuisance_columns, up_to
from mglog.analysis.gates import gates
from mglog.analysis.lags import lag_profile, negative_control
from mglog.analysis.results import (
    RHYTHM_FROM,
    SPEARMAN_P_FROM,
    Adjusted,
    Check,
    Description,
    Estimate,
    Link,
    Milestone,
    Rhythm,
    RuleChecks,
    Verdict,
    held_twice,
    looks_until,
)
from mglog.analysis.rhythm import columns_with, rhythm

SHIFT_BELOW, SCORE_BELOW, SLOW_BELOW, RHYTHM_BELOW = 0.05, 0.10, 0.10, 0.05
# Stricter for the look that makes it `linked`. With 0.10 there too, 7 % of diaries without a
# link, watched each month for a year and a half, were called linked at some time (docs/method.md).
LINKED_SLOW_BELOW = 0.05
WIDE = 4.0
SMALL = (0.80, 1.25)
PLATEAUS = 0.8


class Sample(NamedTuple):
    """The usable days of a diary, or of its beginning, as a regression sees them.

    Attributes:
        y: events, N.
        exposure: E in mg a day, N.
        u: (E − mean E)/100, N.
        nuisance: Z = [1, calendar day centred and scaled], N × 2.
        cap_mg: where intake was capped; None if no day reached it.
        days: their indices in the diary, N.
    """

    y: Floats
    exposure: Floats
    u: Floats
    nuisance: Floats
    cap_mg: float | None
    days: Ints


def sample(found: Series) -> Sample:
    """The regression's view of the usable days."""
    level = found.exposure[found.usable]
    return Sample(
        found.events[found.usable].astype(np.float64),
        level,
        (level - level.mean()) / 100,
        nuisance_columns(found.usable),
        found.cap_mg,
        found.usable,
    )


def run_tests(data: Sample) -> RuleChecks:
    """The checks of rule R: three, and a fourth where intake keeps a rhythm."""
    beta = poisson.estimate(data.y, data.nuisance, data.u)
    null = poisson.score(data.y, poisson.dense_design(data.nuisance), data.u, 0.0)
    if beta is None or not null.ok:
        return RuleChecks(beta, 1.0, 1.0, 1.0, ("score", "slow"), rule=False, settled=False)
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
    held = RuleChecks(beta, p_shift, p_score, p_slow, tuple(failed), rule, settled=slow.ok)
    return _without_rhythm(data, held) if rule else held


def _without_rhythm(data: Sample, held: RuleChecks) -> RuleChecks:
    """The checks, once the rhythm that intake keeps, if it keeps one, is taken out."""
    found = rhythm(data.days, data.exposure)
    if found is None or found.share < RHYTHM_FROM:
        return held
    nuisance = poisson.dense_design(columns_with(data.days, found.period_days))
    left = poisson.score(data.y, nuisance, data.u, 0.0)
    same = np.sign(shift_test.covariance(left.x, left.e)) == np.sign(held.beta or 0.0)
    p = shift_test.p_value(left.x, left.e) if left.ok and same else 1.0
    holds = p < RHYTHM_BELOW
    return held._replace(
        period_days=found.period_days, rhythm=p, rule=holds,
        failed=() if holds else ("rhythm",), settled=held.settled and left.ok,
    )  # fmt: skip


def milestone(part: Series) -> Milestone:
    """A look at the diary cut after a usable day."""
    judged = gates(part.exposure[part.usable], part.counted[part.usable])
    tests = run_tests(sample(part)) if judged.ok else None
    return Milestone(len(part.usable), judged, tests)


def estimate_of(data: Sample, tests: RuleChecks) -> Estimate | None:
    """The estimate and its interval; None where β can't be told from time."""
    if tests.beta is None:
        return None
    ends = shift_test.interval(data.y, poisson.dense_design(data.nuisance), data.u, tests.beta)
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
        None if rho is None or len(data.y) < SPEARMAN_P_FROM else shift_test.p_value(*ranks),
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


def describe(whole: Series) -> Description | None:
    """Spearman's ρ over all usable days."""
    rho = spearman.spearman(whole.exposure[whole.usable], whole.events[whole.usable])
    return None if rho is None else Description(len(whole.usable), rho)


def adjusted(data: Sample, extra: Floats) -> Adjusted | None:
    """The estimate and its interval with more columns in Z; None where β can't be told from them.

    Args:
        data: the sample.
        extra: what is held fixed, on every day of the diary, N days × k.
    """
    nuisance = np.hstack([data.nuisance, extra[data.days]])
    varied = [at for at in range(nuisance.shape[1]) if at == 0 or np.ptp(nuisance[:, at]) > 0]
    design = poisson.dense_design(nuisance[:, varied])
    beta = poisson.estimate(data.y, design.matrix, data.u)
    null = poisson.score(data.y, design, data.u, 0.0)
    if beta is None or not null.ok:
        return None
    ends = shift_test.interval(data.y, design, data.u, beta)
    low, high = (None if end is None else float(np.exp(end)) for end in ends)
    return Adjusted(float(np.exp(beta)), low, high, shift_test.p_value(null.x, null.e))


def judge(found: Columns, whole: Series, extra: Floats | None = None) -> Link:
    """The link of a diary, at least one of whose days is usable.

    Args:
        found: its days.
        whole: its series.
        extra: what the person named to be held fixed beside it, a row a day; None for nothing.
    """
    usable = len(whole.usable)
    looked: list[Milestone] = []
    part = whole
    for count in looks_until(usable):
        part = up_to(found, whole.usable, count)
        looked.append(milestone(part))
    levels = whole.exposure[whole.usable]
    link = Link(
        "not-enough-data",
        usable,
        looked[-1].gates if looked else gates(levels, whole.counted[whole.usable]),
        bool(looked) and changed_once(levels[: looked[-1].usable_days]),
        milestones=looked,
        describe=describe(whole),
        cap_mg=whole.cap_mg,
        rhythm=_rhythm_of(part) if looked and not looked[-1].gates.effective_days.ok else None,
    )
    tests = looked[-1].tests if looked else None
    estimate = None if tests is None else estimate_of(sample(part), tests)
    if estimate is None:
        return link
    return link._replace(
        verdict=verdict_of(looked, estimate),
        estimate=estimate,
        lags=lag_profile(part),
        after=negative_control(part),
        fell_away=fell_away(looked),
        adjusted=None if extra is None else adjusted(sample(part), extra),
        judged_until=int(part.usable[-1]),
    )


def _rhythm_of(part: Series) -> Rhythm | None:
    """The rhythm that is why intake tells nothing, if that is why."""
    found = rhythm(part.usable, part.exposure[part.usable])
    return found if found is not None and found.share >= RHYTHM_FROM else None


def fell_away(looked: Sequence[Milestone]) -> int | None:
    """The last look at which the diary was linked, where it is no more; else None."""
    if is_linked(looked):
        return None
    linked = (count for count in range(len(looked) - 1, 1, -1) if is_linked(looked[:count]))
    found = next(linked, None)
    return None if found is None else looked[found - 1].usable_days
