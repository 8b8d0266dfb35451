"""From a run of days to numbers: capped intake, and its mean over windows of days.

Unknown is NaN here, and never leaves as a result. Loads NumPy, so it is
imported only once there is something to compute. Definitions:
docs/method.md, "From diary to series".
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mglog.analysis.days import WINDOW_DAYS, WINDOW_KNOWN, Day

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MAD_TO_SIGMA = 1.4826  # a normal distribution's sigma over its median absolute deviation
_MADS = 4


class Columns(NamedTuple):
    """A run of calendar days without gaps, as arrays of the same length.

    Attributes:
        mg: known elemental mg; NaN if unknown.
        events: cramps; −1 if unknown.
        over: whether the day had ended.
        number: how many events there were, where `events` is how much they counted; else None.
    """

    mg: Floats
    events: Ints
    over: NDArray[np.bool_]
    number: Ints | None = None


def columns(days: Sequence[Day], numbers: Sequence[Day] | None = None) -> Columns:
    """The days as arrays.

    Args:
        days: with what is judged.
        numbers: the same days with how many events there were, where that is another thing.
    """
    return Columns(
        np.array([np.nan if day.mg is None else day.mg for day in days], dtype=np.float64),
        _events(days),
        np.array([day.over for day in days], dtype=np.bool_),
        None if numbers is None else _events(numbers),
    )


def _events(days: Sequence[Day]) -> Ints:
    return np.array([-1 if day.events is None else day.events for day in days], dtype=np.int64)


def cap(mg: Floats) -> float | None:
    """Where intake is capped: max(P95, median + 4 · 1.4826 · MAD) of the known days, mg.

    One mistyped 5,000 mg would otherwise hide what the other days show. None
    if no day is known.
    """
    known = mg[~np.isnan(mg)]
    if not len(known):
        return None
    p95, median = np.percentile(known, [95, 50])
    mad = np.median(np.abs(known - median))
    return float(max(p95, median + _MADS * _MAD_TO_SIGMA * mad))


def window_mean(values: Floats, first: int, last: int, needed: int) -> Floats:
    """For each day, the mean of the known values on the days from `first` to `last` off it.

    Args:
        values: one a day, NaN if unknown.
        first: where the window begins, in days from the day; negative is before it.
        last: where it ends, included.
        needed: how many must be known; NaN where fewer are.
    """
    width = last - first + 1
    padding = np.full(abs(first) + abs(last) + 1, np.nan)
    padded = np.concatenate([padding, values, padding])
    windows = np.lib.stride_tricks.sliding_window_view(padded, width)
    begin = len(padding) + first
    inside = windows[begin : begin + len(values)]
    known = ~np.isnan(inside)
    number = known.sum(axis=1)
    sums = np.where(known, inside, 0.0).sum(axis=1)
    # Rounded, so that the same doses in another order tie, as they should.
    means = np.round(sums / np.maximum(number, 1), 9)
    found: Floats = np.where(number >= needed, means, np.nan)
    return found


class Series(NamedTuple):
    """A diary, or its beginning, ready to be analysed; computed once.

    Attributes:
        events, over: as in `Columns`.
        capped: intake cut down to its cap, mg; NaN if unknown.
        cap_mg: where intake is capped; None if no day reaches it.
        exposure: E, the mean of the capped intake of the 7 days before; NaN under 5 known.
        usable: the indices of days that are over, with known events and exposure.
    """

    events: Ints
    over: NDArray[np.bool_]
    capped: Floats
    cap_mg: float | None
    exposure: Floats
    usable: Ints
    number: Ints | None = None

    @property
    def counted(self) -> Ints:
        """How many events there were, for the gate on their number."""
        return self.events if self.number is None else self.number


def series(found: Columns) -> Series:
    """The series of a run of days."""
    limit = cap(found.mg)
    mg = found.mg if limit is None else np.minimum(found.mg, limit)
    bites = limit is not None and bool(np.any(found.mg > limit))
    exposed = window_mean(mg, -WINDOW_DAYS, -1, WINDOW_KNOWN)
    usable = np.flatnonzero(found.over & (found.events >= 0) & ~np.isnan(exposed))
    return Series(
        found.events, found.over, mg, limit if bites else None, exposed, usable, found.number
    )


def up_to(found: Columns, usable: Ints, count: int) -> Series:
    """The diary up to the day that is its `count`-th usable one, that day included.

    Everything is computed anew on that part: what is seen there does not
    change when the diary goes on.
    """
    end = int(usable[count - 1]) + 1
    number = None if found.number is None else found.number[:end]
    return series(Columns(found.mg[:end], found.events[:end], found.over[:end], number))


def nuisance_columns(days: Ints) -> Floats:
    """Z = [1, calendar day centred and scaled], for the given day indices."""
    time = days.astype(np.float64)
    scaled = (time - time.mean()) / (time.std() or 1.0)
    return np.column_stack([np.ones(len(time)), scaled])
