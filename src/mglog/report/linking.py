"""From a diary's series to what the report says about the link.

NumPy is loaded only once there are days to describe. Must never give a
verdict that its gates don't carry.
"""

from mglog.analysis.series import Series
from mglog.report import wording
from mglog.report.model import Description, GateRow, Link

DESCRIBED_FROM = 7
MILESTONE_DAYS = 30
FIRST_MILESTONE = 60

# The needs, told before there is anything to compute; a test holds them equal to
# those of `analysis.gates`, which is not imported for a thin diary.
NEEDS = {"usable_days": 60.0, "cramps": 20.0, "spread_mg": 50.0, "looks": 8.0}


def _gates(found: Series) -> tuple[dict[str, GateRow], Description | None]:
    usable = found.usable
    events = [found.days[at].events or 0 for at in usable]
    if len(usable) < DESCRIBED_FROM:
        values = {"usable_days": len(usable), "cramps": sum(events)}
        rows = {name: GateRow(values.get(name), need, ok=False) for name, need in NEEDS.items()}
        return rows, None
    from mglog.analysis.gates import gates  # noqa: PLC0415 - loads NumPy
    from mglog.analysis.rank import spearman  # noqa: PLC0415 - loads NumPy

    exposure = [value for at in usable if (value := found.exposure[at]) is not None]
    judged = gates(exposure, events)
    rows = {
        name: GateRow(gate.value, gate.need, ok=gate.ok)
        for name, gate in zip(NEEDS, judged, strict=True)
    }
    rho = spearman(exposure, events)
    return rows, None if rho is None else Description(len(usable), rho)


def link(found: Series, outcome: wording.Outcome) -> Link:
    """The link over a whole diary."""
    rows, described = _gates(found)
    count = len(found.usable)
    known = [day.events for day in found.days if day.events is not None]
    reasons = wording.missing(rows, outcome, wording.Seen(len(known), sum(known)))
    reached = max(FIRST_MILESTONE, count // MILESTONE_DAYS * MILESTONE_DAYS + MILESTONE_DAYS)
    return Link(
        verdict="not-enough-data",
        reasons=reasons or ["link not computed in this version"],
        gates=rows,
        describe=described,
        next_milestone=reached if count >= FIRST_MILESTONE else FIRST_MILESTONE,
        days_to_milestone=(reached if count >= FIRST_MILESTONE else FIRST_MILESTONE) - count,
    )
