"""The plain table: days in thirds by what was taken in the week before.

No p-values here. Must never show a row of fewer than 7 days where it could
be merged into its neighbour.
"""

from collections.abc import Sequence

import numpy as np

from mglog.analysis.days import Day
from mglog.analysis.exposure import Series
from mglog.analysis.results import DESCRIBED_FROM, Third

LEAST_DAYS = 7


def merge_small(rows: list[Third]) -> list[Third]:
    """Each row under 7 days into its neighbour, the one with fewer days."""
    rows = list(rows)
    while len(rows) > 1:
        small = min(range(len(rows)), key=lambda at: rows[at].days)
        if rows[small].days >= LEAST_DAYS:
            break
        beside = [at for at in (small - 1, small + 1) if 0 <= at < len(rows)]
        other = min(beside, key=lambda at: rows[at].days)
        left, right = rows[min(small, other)], rows[max(small, other)]
        rows[min(small, other) : max(small, other) + 1] = [
            Third(left.from_mg, right.to_mg, left.on + right.on, left.events + right.events)
        ]
    return rows


def thirds(days: Sequence[Day], found: Series, inside: Sequence[int]) -> list[Third]:
    """The rows over some usable days, by their indices; none under 7 days.

    Cut at the tertiles of exposure (linear interpolation), right-closed; tied
    cuts are merged.
    """
    if len(inside) < DESCRIBED_FROM:
        return []
    exposed, events = found.exposure[inside], found.events[inside]
    cuts = np.unique([*np.percentile(exposed, [100 / 3, 200 / 3]), exposed.max()])
    rows = []
    below = float(exposed.min())
    row_of = np.searchsorted(cuts, exposed)
    for number, cut in enumerate(cuts):
        at = np.flatnonzero(row_of == number)
        if len(at):
            on = tuple(days[inside[position]].day for position in at.tolist())
            rows.append(Third(below, float(cut), on, int(events[at].sum())))
            below = float(cut)
    return merge_small(rows)
