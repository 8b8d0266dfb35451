"""From entries to days: what is known of each, and which ones the link can use.

Every fact is known or unknown, never assumed; nothing here is ever filled in.
Knows no NumPy: a thin diary's report must not load it.
Definitions and their reasons: docs/method.md, "From diary to series".
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import NamedTuple

WINDOW_DAYS = 7
WINDOW_KNOWN = 5


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


def _known_before(days: Sequence[Day], at: int) -> int:
    return sum(day.mg is not None for day in days[max(0, at - WINDOW_DAYS) : at])


def usable_days(days: Sequence[Day]) -> list[int]:
    """The indices of the days that the link can use; the same as `exposure.usable` finds.

    A usable day is over, its events are known, and so is the intake of at
    least 5 of the 7 days before it.
    """
    return [at for at in range(len(days)) if why_left_out(days, at) is None]


def why_left_out(days: Sequence[Day], at: int) -> str | None:
    """Why a day is not usable, or None if it is."""
    day = days[at]
    if not day.over:
        return "today is not over"
    if day.events is None:
        return "not known whether there were any"
    known = _known_before(days, at)
    if known < WINDOW_KNOWN:
        return f"intake known on {known} of the {WINDOW_DAYS} days before, {WINDOW_KNOWN} needed"
    return None
