"""The plain table: days in thirds by what was taken in the week before.

No p-values here. Must never show a row of fewer than 7 days where it could
be merged into its neighbour.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_DAYS = 7


class Bin(NamedTuple):
    """A row: exposure over `from_mg` (from it, in the first row) up to `to_mg`, both mg a day.

    Attributes:
        positions: which of the given days are in it.
        events: cramps on those days.
    """

    from_mg: float
    to_mg: float
    positions: tuple[int, ...]
    events: int

    @property
    def days(self) -> int:
        """How many days are in it."""
        return len(self.positions)

    @property
    def per_week(self) -> float:
        """Events a week: 7 · events / days."""
        return 7 * self.events / self.days


def _merge_small(rows: list[Bin]) -> list[Bin]:
    """Each row under 7 days into its neighbour, the one with fewer days."""
    while len(rows) > 1:
        small = min(range(len(rows)), key=lambda at: rows[at].days)
        if rows[small].days >= LEAST_DAYS:
            break
        beside = [at for at in (small - 1, small + 1) if 0 <= at < len(rows)]
        other = min(beside, key=lambda at: rows[at].days)
        left, right = rows[min(small, other)], rows[max(small, other)]
        rows[min(small, other) : max(small, other) + 1] = [
            Bin(
                left.from_mg,
                right.to_mg,
                left.positions + right.positions,
                left.events + right.events,
            )
        ]
    return rows


def bins(exposure: Floats, events: Ints) -> list[Bin]:
    """The rows over usable days: their exposure (mg a day) and events; none under 7 days.

    Cut at the tertiles of exposure (linear interpolation), right-closed; tied
    cuts are merged.
    """
    if len(exposure) < LEAST_DAYS:
        return []
    cuts = np.unique([*np.percentile(exposure, [100 / 3, 200 / 3]), exposure.max()])
    rows = []
    below = float(exposure.min())
    row_of = np.searchsorted(cuts, exposure)
    for number, cut in enumerate(cuts):
        inside = np.flatnonzero(row_of == number)
        if len(inside):
            rows.append(Bin(below, float(cut), tuple(inside.tolist()), int(events[inside].sum())))
            below = float(cut)
    return _merge_small(rows)
