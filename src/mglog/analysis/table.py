"""The plain table: days in thirds by what was taken in the week before.

No p-values here. Must never show a row of fewer than 7 days where it could
be merged into its neighbour.
"""

from collections.abc import Sequence
from typing import NamedTuple

from mglog.analysis.series import Series, percentile

LEAST_DAYS = 7


class Bin(NamedTuple):
    """A row: exposure over `from_mg` (from it, in the first row) up to `to_mg`, both mg a day.

    Attributes:
        days: usable days in it.
        events: cramps on those days.
        days_at: indices of those days.
    """

    from_mg: float
    to_mg: float
    days: int
    events: int
    days_at: tuple[int, ...]

    @property
    def per_week(self) -> float:
        """Events a week: 7 · events / days."""
        return 7 * self.events / self.days


def _merged(left: Bin, right: Bin) -> Bin:
    return Bin(
        left.from_mg,
        right.to_mg,
        left.days + right.days,
        left.events + right.events,
        left.days_at + right.days_at,
    )


def _merge_small(rows: list[Bin]) -> list[Bin]:
    """Each row under 7 days into its neighbour, the one with fewer days."""
    while len(rows) > 1:
        small = min(range(len(rows)), key=lambda at: rows[at].days)
        if rows[small].days >= LEAST_DAYS:
            break
        beside = [at for at in (small - 1, small + 1) if 0 <= at < len(rows)]
        other = min(beside, key=lambda at: rows[at].days)
        left, right = sorted((small, other))
        rows[left : right + 1] = [_merged(rows[left], rows[right])]
    return rows


def bins(found: Series, usable: Sequence[int]) -> list[Bin]:
    """The rows over the given usable days; none under 7 days.

    Cut at the tertiles of exposure (linear interpolation), right-closed; tied
    cuts are merged.
    """
    exposure = {at: value for at in usable if (value := found.exposure[at]) is not None}
    if len(exposure) < LEAST_DAYS:
        return []
    ordered = sorted(exposure.values())
    cuts = sorted({percentile(ordered, 1 / 3), percentile(ordered, 2 / 3), ordered[-1]})
    rows = []
    below = ordered[0]
    for position, cut in enumerate(cuts):
        inside = tuple(
            at
            for at, value in exposure.items()
            if value <= cut and (position == 0 or value > below)
        )
        if inside:
            events = sum(found.days[at].events or 0 for at in inside)
            rows.append(Bin(below, cut, len(inside), events, inside))
            below = cut
    return _merge_small(rows)
