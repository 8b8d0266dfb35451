"""A whole diary as light rows, for whatever computes on it: the report, a study of many. Pure.

Must never fill a gap: what the diary does not hold is None or absent.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from mglog.domain.kinds import SerumUnit
from mglog.formatting import comparable


class IntakeRow(NamedTuple):
    """One intake: diary day, elemental mg (None if unknown), what, kind of source."""

    day: date
    mg: float | None
    what: str | None
    source_kind: str | None


class EventRow(NamedTuple):
    """One cramp, or one symptom: severity stands where a cramp has pain."""

    day: date
    at: datetime | None
    times: int
    pain: int | None
    lasted_s: int | None
    name: str | None


class SerumRow(NamedTuple):
    """One blood value, mmol/L, with the lab's own range."""

    day: date
    mmol_per_l: float
    low: float | None
    high: float | None
    unit: SerumUnit | None


class FactorRow(NamedTuple):
    """What may share a cause with cramps, on a day; a value of None is that it was there."""

    day: date
    name: str
    value: float | None
    unit: str | None


class Facts(NamedTuple):
    """Everything live in a diary, each list by day.

    Attributes:
        marked: days with a no-cramps mark.
        untaken: days with a no-intake mark: a known 0 mg.
        typed: days with any entry typed by hand.
        imported: days with any imported entry.
        observed: days on which a cramp, a mark, an intake or a symptom was typed by hand in time
            (within two days): those on which the rest would have been logged too.
        symptoms: every symptom's events, its name in `EventRow.name`.
        profile: the person's settings, as text.
    """

    intakes: Sequence[IntakeRow]
    cramps: Sequence[EventRow]
    symptoms: Sequence[EventRow]
    serum: Sequence[SerumRow]
    marked: frozenset[date]
    untaken: frozenset[date]
    typed: frozenset[date]
    imported: frozenset[date]
    observed: frozenset[date]
    profile: Mapping[str, str]
    factors: Sequence[FactorRow] = ()
    without: frozenset[tuple[date, str]] = frozenset()
    adjust_since: date | None = None

    @property
    def days(self) -> frozenset[date]:
        """Every day that holds an entry of any kind."""
        return self.typed | self.imported

    def until(self, last: date) -> "Facts":
        """The facts of the days up to one: what is of a time still to come is left out."""
        if all(day <= last for day in self.days):
            return self

        def kept(days: frozenset[date]) -> frozenset[date]:
            return frozenset(day for day in days if day <= last)

        return Facts(
            [row for row in self.intakes if row.day <= last],
            [row for row in self.cramps if row.day <= last],
            [row for row in self.symptoms if row.day <= last],
            [row for row in self.serum if row.day <= last],
            kept(self.marked), kept(self.untaken), kept(self.typed), kept(self.imported),
            kept(self.observed), self.profile,
            [row for row in self.factors if row.day <= last],
            frozenset(pair for pair in self.without if pair[0] <= last), self.adjust_since,
        )  # fmt: skip

    @property
    def tracks_supplements(self) -> bool:
        """Whether the person logs supplements only, so that a day without one is a known 0."""
        return self.profile.get("tracks") == "supplements"

    @property
    def counted(self) -> Sequence[IntakeRow]:
        """The intakes that count: all, or the supplements of a person who tracks only those."""
        if not self.tracks_supplements:
            return self.intakes
        return [row for row in self.intakes if row.source_kind == "supplement"]

    def events(self, symptom: str | None) -> Sequence[EventRow]:
        """The cramps, or a symptom's events by its name in any case."""
        if symptom is None:
            return self.cramps
        wanted = comparable(symptom)
        return [event for event in self.symptoms if comparable(event.name or "") == wanted]


def supplements_only(intakes: Sequence[IntakeRow]) -> bool:
    """Whether more than half of the days with known intake hold supplement entries only."""
    kinds: dict[date, set[str | None]] = {}
    for intake in intakes:
        kinds.setdefault(intake.day, set()).add(intake.source_kind)
    known = {intake.day for intake in intakes if intake.mg is not None}
    only = sum(kinds[day] == {"supplement"} for day in known)
    return 2 * only > len(known)
