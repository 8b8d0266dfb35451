"""An entry of any kind: what happened, when, and where it came from. Pure.

Must never hold a value that `kinds` has not checked.
"""

from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import uuid4

from mglog.clock import NIGHT_FROM, NIGHT_TO
from mglog.domain.kinds import KIND_OF, Cramp, Intake, Kind, Values, checked_values

SCHEMA = "mglog.entry/1"
_STAMP = "%Y-%m-%dT%H:%M:%S.%fZ"


class Doubt(NamedTuple):
    """What is unlikely enough to be asked about before it is stored.

    Attributes:
        found: what is unlikely, as a sentence.
        question: what a person is asked.
        otherwise: what to type where nobody can be asked.
    """

    found: str
    question: str
    otherwise: str = ""


class When(NamedTuple):
    """A moment of the diary.

    Attributes:
        day: the diary day.
        at: local time with its offset, to the second; None if unknown.
        night: it was in the night of that day, which neither a time nor its lack can say.
        remark: what the reply should add (a time that came twice); may be empty.
        doubts: what to ask about it first.
    """

    day: date
    at: datetime | None
    night: bool = False
    remark: str = ""
    doubts: tuple[Doubt, ...] = ()


class Entry(NamedTuple):
    """One entry of any kind.

    Attributes:
        values: what its kind holds; their type says which kind it is.
        day: the diary day.
        at: local time with its offset; None if unknown.
        night: of the night of its day: its time is unknown, or so late that it would be the next.
        uuid: its name for machines, the same in every copy of the diary.
        number: its number within the kind; None before it is stored.
        source: None if typed by hand, else where it was imported from.
        created, changed, deleted: UTC stamps, ISO to the microsecond, which compare as text.
    """

    values: Values
    day: date
    at: datetime | None = None
    night: bool | None = None
    note: str | None = None
    uuid: str = ""
    number: int | None = None
    source: str | None = None
    source_key: str | None = None
    batch: int | None = None
    created: str = ""
    changed: str = ""
    deleted: str | None = None

    @property
    def kind(self) -> Kind:
        """Its kind."""
        return KIND_OF[type(self.values)]

    @property
    def id(self) -> str:
        """The id that people type: `i12`; empty before it is stored."""
        return "" if self.number is None else f"{self.kind.letter}{self.number}"


def stamp(instant: datetime) -> str:
    """An instant as the diary stamps it: UTC, to the microsecond."""
    return instant.astimezone(UTC).strftime(_STAMP)


def new(values: Values, when: When, note: str | None) -> Entry:
    """An entry typed by hand, checked, not yet stored.

    Raises:
        ReadingError: a value out of its bounds.
    """
    checked = checked_values(KIND_OF[type(values)], values._asdict())
    return Entry(checked, when.day, when.at, when.night or None, note, str(uuid4()))


def repeated(model: Entry, when: When) -> Entry:
    """An entry like another, at another time; typed by hand, not yet stored."""
    return Entry(model.values, when.day, when.at, when.night or None, model.note, str(uuid4()))


def without_names(entry: Entry) -> Entry:
    """An entry that names nobody's habits: no note, no product, no clock time.

    Whether it was at night stays, as its hours alone say it.
    """
    held = entry.values
    if isinstance(held, Intake):
        named = held.product is not None or (held.food_id is None and held.salt is None)
        held = held._replace(what=None if named else held.what, product=None)
    elif isinstance(held, Cramp):
        held = held._replace(relief=None)
    night = entry.night
    if entry.at is not None:
        hour = entry.at.time()
        night = True if hour >= NIGHT_FROM or hour < NIGHT_TO else entry.night
    return entry._replace(
        values=held, note=None, at=None, night=night or None, source_key=None,
        created="", changed="",
    )  # fmt: skip


def as_json(entry: Entry) -> dict[str, object]:
    """The entry as one object of the exchange format, every key present, unknown as null."""
    return {
        "schema": SCHEMA,
        "kind": entry.kind.name,
        **({"id": entry.id} if entry.id else {}),
        "uuid": entry.uuid,
        "at": None if entry.at is None else entry.at.isoformat(),
        "day": entry.day.isoformat(),
        "night": entry.night,
        **entry.values._asdict(),
        "note": entry.note,
        "source": entry.source,
        "source_key": entry.source_key,
        "created": entry.created or None,
        "changed": entry.changed or None,
    }
