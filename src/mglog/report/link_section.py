"""From a diary's days to what the report says about the link.

NumPy is loaded only once there are days to describe. Must never give a
verdict that its gates don't carry.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mglog.analysis.days import Day, usable_days
from mglog.report import contents, wording

if TYPE_CHECKING:
    from mglog.analysis import link as analysis

DESCRIBED_FROM = 7
SPEARMAN_P_FROM = 20
FIRST_MILESTONE = 60
MILESTONE_DAYS = 30

# The needs, told before there is anything to compute; a test holds them equal to
# those of `analysis.gates`, which is not imported for a thin diary.
NEEDS = {"usable_days": 60.0, "cramps": 20.0, "spread_mg": 50.0, "looks": 8.0}


def _next_milestone(usable: int) -> tuple[int, int]:
    """The next milestone, and how many usable days it is away."""
    if usable < FIRST_MILESTONE:
        return FIRST_MILESTONE, FIRST_MILESTONE - usable
    reached = usable - (usable - FIRST_MILESTONE) % MILESTONE_DAYS
    return reached + MILESTONE_DAYS, reached + MILESTONE_DAYS - usable


def _seen(days: Sequence[Day], usable: Sequence[int]) -> wording.Seen:
    known = [day.events for day in days if day.events is not None]
    on_usable = sum(days[at].events or 0 for at in usable)
    away = _next_milestone(len(usable))[1]
    return wording.Seen(len(known), sum(known), len(usable), on_usable, away)


def _thin(days: Sequence[Day], usable: Sequence[int], outcome: wording.Outcome) -> contents.Link:
    """The link of a diary with too few usable days to compute anything."""
    values = {"usable_days": len(usable), "cramps": sum(days[at].events or 0 for at in usable)}
    gates = {
        name: contents.GateRow(values.get(name), need, ok=False) for name, need in NEEDS.items()
    }
    reasons = wording.missing(gates, outcome, _seen(days, usable), changed_once=False)
    milestone, away = _next_milestone(len(usable))
    sentence = wording.verdict("not-enough-data", reasons, None, outcome, away)
    return contents.Link("not-enough-data", sentence, reasons, gates, None, milestone, away)


def _estimate(found: "analysis.Estimate | None") -> contents.Estimate | None:
    if found is None:
        return None
    tests = found.tests
    enough = found.usable_days >= SPEARMAN_P_FROM
    return contents.Estimate(
        found.usable_days,
        found.events,
        found.cap_mg,
        found.rate_ratio,
        found.low,
        found.high,
        tests.shift,
        tests.score,
        tests.slow,
        tests.failed,
        found.spearman,
        found.p_spearman if enough else None,
    )


def _describe(days: Sequence[Day], usable: Sequence[int]) -> contents.Description | None:
    from mglog.analysis.exposure import columns, exposure  # loads NumPy
    from mglog.analysis.spearman import spearman  # loads NumPy

    found = columns(days)
    rho = spearman(exposure(found.mg)[usable], found.events[usable])
    return None if rho is None else contents.Description(len(usable), rho)


def _tables_cap(days: Sequence[Day]) -> float | None:
    from mglog.analysis.exposure import cap, columns  # loads NumPy

    limit = cap(columns(days).mg)
    bites = limit is not None and any(day.mg is not None and day.mg > limit for day in days)
    return limit if bites else None


def link(days: Sequence[Day], outcome: wording.Outcome) -> contents.Link:
    """The link over a whole diary."""
    usable = usable_days(days)
    if len(usable) < DESCRIBED_FROM:
        return _thin(days, usable, outcome)
    from mglog.analysis.link import held_twice, judge  # loads NumPy

    found = judge(days)
    gates = {
        name: contents.GateRow(gate.value, gate.need, ok=gate.ok)
        for name, gate in zip(NEEDS, found.gates, strict=True)
    }
    estimate = _estimate(found.estimate)
    milestone, away = _next_milestone(len(usable))
    if estimate is None:
        reasons = wording.missing(
            gates, outcome, _seen(days, usable), changed_once=found.changed_once
        )
        reasons = reasons or [wording.NOT_SEPARABLE]
    else:
        reasons = wording.checks(found.verdict, estimate, held_twice=held_twice(found.milestones))
    return contents.Link(
        verdict=found.verdict,
        sentence=wording.verdict(found.verdict, reasons, estimate, outcome, away),
        reasons=reasons,
        gates=gates,
        describe=_describe(days, usable),
        next_milestone=milestone,
        days_to_milestone=away,
        estimate=estimate,
        lags=[contents.LagRow(*lag) for lag in found.lags],
        after=found.after and contents.AfterRow(*found.after),
        milestones=[
            contents.MilestoneRow(look.usable_days, look.rule) for look in found.milestones
        ],
        cap_mg=_tables_cap(days),
        unsettled=found.estimate is not None and not found.estimate.tests.settled,
    )
