"""From days to series: what is known of each day, its capped intake, its exposure.

Every fact is known or unknown, never assumed; nothing here is ever filled in.
Definitions and their reasons: docs/method.md, "From diary to series".
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import NamedTuple

WINDOW_DAYS = 7
WINDOW_KNOWN = 5
_MAD_TO_SIGMA = 1.4826  # a normal distribution's sigma over its median absolute deviation
_MADS = 4


class Day(NamedTuple):
    """One calendar day of a diary.

    Attributes:
        day: the diary day.
        mg: elemental mg taken in, the known part of it; None if none is known.
        events: cramps (or another symptom) that day; None if unknown, 0 if known to be none.
        over: whether the day had ended when the diary was read.
    """

    day: date
    mg: float | None
    events: int | None
    over: bool = True

    @property
    def logged(self) -> bool:
        """Whether either fact is known."""
        return self.mg is not None or self.events is not None


class Observed(NamedTuple):
    """What makes a day's events known (see `event_count`), each a set of ISO days."""

    events: Mapping[str, int]
    marked: AbstractSet[str]
    typed: AbstractSet[str]
    imported: AbstractSet[str]
    since: str | None = None


def event_counter(seen: Observed) -> "EventCount":
    """The rule that says how many events a day had, with its span worked out once."""
    span = {*seen.events, *seen.marked, *seen.typed}
    return EventCount(seen, min(span, default=""), max(span, default=""))


class EventCount(NamedTuple):
    """Counts events by day; None is unknown.

    A day is known if it holds an event or a mark; or anything typed by hand
    (none then); or anything imported, within the days on which events were
    kept at all, from `first` to `last`. So imported food history from before
    the first cramp was logged is not cramp-free time.
    """

    seen: Observed
    first: str
    last: str

    def __call__(self, day: str) -> int | None:
        """The number of events of an ISO day."""
        seen = self.seen
        if seen.since is not None and day < seen.since:
            return None
        if day in seen.events or day in seen.marked:
            return seen.events.get(day, 0)
        if day in seen.typed or (day in seen.imported and self.first <= day <= self.last):
            return 0
        return None


def fold(
    first: date, last: date, today: date, mg: Mapping[str, float], seen: Observed
) -> list[Day]:
    """Every calendar day from first to last, in order, with what is known of it.

    Args:
        first: the first day.
        last: the last day, included.
        today: the day that is not over yet.
        mg: known elemental mg by ISO day.
        seen: what makes events known.
    """
    count = event_counter(seen)
    found = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        iso = day.isoformat()
        found.append(Day(day, mg.get(iso), count(iso), day < today))
    return found


def totals(intakes: Iterable[tuple[str, float | None]]) -> dict[str, float]:
    """Known elemental mg by ISO day; a day of unknown amounts alone is absent."""
    found: dict[str, float] = {}
    for day, mg in intakes:
        if mg is not None:
            found[day] = found.get(day, 0.0) + mg
    return found


def percentile(ordered: Sequence[float], share: float) -> float:
    """The percentile of ascending values by linear interpolation (share from 0 to 1)."""
    position = share * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


def cap(values: Sequence[float]) -> float | None:
    """Where intake is capped: max(P95, median + 4 · 1.4826 · MAD); None without values.

    One mistyped 5,000 mg would otherwise hide what the other days show.
    """
    if not values:
        return None
    ordered = sorted(values)
    median = percentile(ordered, 0.5)
    mad = percentile(sorted(abs(value - median) for value in ordered), 0.5)
    return max(percentile(ordered, 0.95), median + _MADS * _MAD_TO_SIGMA * mad)


def window_mean(values: Sequence[float | None], first: int, last: int, needed: int) -> float | None:
    """The mean of the known values at first … last; None if fewer than needed are known."""
    known = [value for value in values[max(first, 0) : max(last + 1, 0)] if value is not None]
    return sum(known) / len(known) if len(known) >= needed else None


class Series(NamedTuple):
    """A diary's days with their capped intake and exposure.

    Attributes:
        days: every calendar day, in order.
        cap_mg: where intake is capped; None if no intake is known.
        capped: capped mg by day; None if unknown.
        exposure: the mean of the known capped mg of the 7 days before; None if fewer
            than 5 of them are known.
        usable: the indices of days with known events and exposure that are over.
    """

    days: Sequence[Day]
    cap_mg: float | None
    capped: Sequence[float | None]
    exposure: Sequence[float | None]
    usable: Sequence[int]

    @property
    def cap_bites(self) -> bool:
        """Whether any day's intake was in fact cut down."""
        return any(
            day.mg is not None and self.cap_mg is not None and day.mg > self.cap_mg
            for day in self.days
        )


def series(days: Sequence[Day]) -> Series:
    """The series of a run of calendar days without gaps."""
    limit = cap([day.mg for day in days if day.mg is not None])
    capped = [None if day.mg is None or limit is None else min(day.mg, limit) for day in days]
    exposure = [
        window_mean(capped, at - WINDOW_DAYS, at - 1, WINDOW_KNOWN) for at in range(len(days))
    ]
    usable = [
        at
        for at, day in enumerate(days)
        if day.over and day.events is not None and exposure[at] is not None
    ]
    return Series(days, limit, capped, exposure, usable)


def why_left_out(found: Series, at: int) -> str | None:
    """Why a day is not usable, or None if it is."""
    day = found.days[at]
    if not day.over:
        return "today is not over"
    if day.events is None:
        return "not known whether there were any"
    if found.exposure[at] is None:
        known = sum(mg is not None for mg in found.capped[max(0, at - WINDOW_DAYS) : at])
        return f"intake known on {known} of the 7 days before, {WINDOW_KNOWN} needed"
    return None
