"""From entries to days: what is known of each, and which ones the link can use.

Every fact is known or unknown, never assumed; nothing here is ever filled in.
Knows no NumPy: a thin diary's report must not load it.
Definitions and their reasons: docs/method.md, "From diary to series".
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import Literal, NamedTuple

from mglog.domain.facts import Facts

WINDOW_DAYS = 7
WINDOW_KNOWN = 5
# An imported day says nothing of cramps in a long gap of what is typed: counted as without any,
# such gaps made false signs of spurts of logging (docs/method.md).
KEPT_WITHIN = 28


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
    """What makes a day's events known (see `EventCount`), each by diary day.

    On `unknown` days there were events, of which it is not known how much they count.
    """

    events: Mapping[date, int]
    marked: AbstractSet[date]
    observed: AbstractSet[date]
    imported: AbstractSet[date]
    since: date | None = None
    unknown: AbstractSet[date] = frozenset()


def observed(facts: Facts, symptom: str | None, *, pain: bool = False) -> Observed:
    """What makes a day's cramps, or a symptom's count, known.

    Args:
        facts: the diary.
        symptom: counted in place of cramps.
        pain: whether a cramp counts as much as it hurt; one of unknown pain leaves its day open.
    """
    counts: dict[date, int] = {}
    unknown: set[date] = set()
    for event in facts.events(symptom):
        weight = event.pain if pain else 1
        if weight is None:
            unknown.add(event.day)
        counts[event.day] = counts.get(event.day, 0) + event.times * (weight or 0)
    if symptom is None:
        return Observed(counts, facts.marked, facts.observed, facts.imported, unknown=unknown)
    since = min(counts, default=date.max)
    return Observed(counts, frozenset(), facts.observed, facts.imported, since)


class EventCount:
    """Counts events by day; None is unknown.

    A day is known if it holds an event or a mark; or anything typed by hand in
    time (none then), from the first event or mark on; or anything imported,
    within the days on which events were kept at all. So neither imported food
    history nor tablets from before the first cramp was logged are cramp-free time.
    """

    def __init__(self, seen: Observed) -> None:
        self._seen = seen
        kept = {*seen.events, *seen.marked, *seen.observed}
        self._kept = sorted(kept)
        self._began = min({*seen.events, *seen.marked}, default=date.max)

    def __call__(self, day: date) -> int | None:
        """The number of events of a day."""
        seen = self._seen
        if (seen.since is not None and day < seen.since) or day in seen.unknown:
            return None
        if day in seen.events or day in seen.marked:
            return seen.events.get(day, 0)
        if day in seen.observed and day >= self._began:
            return 0
        return 0 if day in seen.imported and self._was_kept(day) else None

    def _was_kept(self, day: date) -> bool:
        """Whether something was typed, or an event known, within four weeks on both sides."""
        at = bisect_left(self._kept, day)
        if at < len(self._kept) and self._kept[at] == day:
            return True
        if at in (0, len(self._kept)):
            return False
        before, after = self._kept[at - 1], self._kept[at]
        return (day - before).days <= KEPT_WITHIN and (after - day).days <= KEPT_WITHIN


def totals(facts: Facts) -> dict[date, float]:
    """Known elemental mg by day; a day of unknown amounts alone is absent.

    A day marked no-intake is a known 0; so is, where supplements only are
    tracked, a day that was observed and holds none, nor anything of unknown kind.
    """
    found: dict[date, float] = dict.fromkeys(facts.untaken, 0.0)
    if facts.tracks_supplements:
        # What is of unknown kind may have been one.
        held = {row.day for row in facts.intakes if row.source_kind not in ("food", "drink")}
        found |= dict.fromkeys(facts.observed - held, 0.0)
    for intake in facts.counted:
        if intake.mg is not None:
            found[intake.day] = found.get(intake.day, 0.0) + intake.mg
    return found


def fold(
    first: date, last: date, today: date, mg: Mapping[date, float], seen: Observed
) -> list[Day]:
    """Every calendar day from first to last, in order, with what is known of it.

    Args:
        first: the first day.
        last: the last day, included.
        today: the day that is not over yet.
        mg: known elemental mg by day.
        seen: what makes events known.
    """
    count = EventCount(seen)
    span = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [Day(day, mg.get(day), count(day), day < today) for day in span]


def diary_days(
    facts: Facts, symptom: str | None, today: date,
    first: date | None = None, last: date | None = None, *, pain: bool = False,
) -> list[Day]:  # fmt: skip
    """Every calendar day of a diary, from its first entry's to its last's, or of a range of it.

    Gaps at the ends of a range are in it, as unknown days. Empty without entries.
    """
    if not facts.days:
        return []
    begin, end = first or min(facts.days), last or max(facts.days)
    return fold(begin, end, today, totals(facts), observed(facts, symptom, pain=pain))


class LeftOut(NamedTuple):
    """Why a day is not usable; `known` is how many of the days before have a known intake."""

    why: Literal["not over", "events unknown", "intake unknown"]
    known: int = 0


def left_out(days: Sequence[Day]) -> list[LeftOut | None]:
    """Why each day is not usable, or None if it is.

    A usable day is over, its events are known, and so is the intake of at
    least 5 of the 7 days before it.
    """
    found: list[LeftOut | None] = []
    known = 0  # of the days before
    for at, day in enumerate(days):
        if not day.over:
            found.append(LeftOut("not over"))
        elif day.events is None:
            found.append(LeftOut("events unknown"))
        else:
            found.append(None if known >= WINDOW_KNOWN else LeftOut("intake unknown", known))
        known += day.mg is not None
        known -= at >= WINDOW_DAYS and days[at - WINDOW_DAYS].mg is not None
    return found


def usable_days(days: Sequence[Day]) -> list[int]:
    """The indices of the days that the link can use."""
    return [at for at, why in enumerate(left_out(days)) if why is None]
