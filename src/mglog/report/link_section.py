"""From a diary's days to what the report says about the link.

NumPy is loaded only once there are days to describe. Must never give a
verdict that its gates don't carry.
"""

from collections.abc import Sequence

from mglog.analysis.days import Day
from mglog.analysis.results import Link, gates_of, next_milestone
from mglog.report.contents import LinkSection, Outcome
from mglog.report.wording import link as wording


def thin(days: Sequence[Day], usable: Sequence[int]) -> Link:
    """The link of a diary with too few usable days to compute anything."""
    events = sum(days[at].events or 0 for at in usable)
    return Link("not-enough-data", len(usable), gates_of(len(usable), events))


def link_section(
    days: Sequence[Day], usable: Sequence[int], found: Link, outcome: Outcome, *,
    judged: Outcome | None = None, numbers: Sequence[Day] | None = None,
) -> LinkSection:  # fmt: skip
    """What the report says of a link that was found.

    Args:
        days: with what was judged.
        usable: the indices of those that the link uses.
        found: the link.
        outcome: what is counted.
        judged: what was judged, where that is another thing.
        numbers: the same days with how many events there were, where `days` hold another thing.
    """
    milestone, away = next_milestone(len(usable))
    counts = days if numbers is None else numbers
    known = [day.events for day in counts if day.events is not None]
    on_usable = sum(counts[at].events or 0 for at in usable)
    seen = wording.Seen(len(known), sum(known), len(usable), on_usable, away)
    if found.estimate is None:
        reasons = wording.missing(found, outcome, seen) or [wording.NOT_SEPARABLE]
    else:
        reasons = wording.checks(found)
    sentence = wording.verdict(found, reasons, judged or outcome, away)
    if judged is not None:
        reasons = [wording.OF_PAIN, *reasons]
    return LinkSection(found, sentence, reasons, milestone, away)
