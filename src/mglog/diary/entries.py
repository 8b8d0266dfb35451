"""Entries: written to the diary and read back.

Must never store a value that `kinds` has not checked, nor change a row
without its history in the same transaction.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from mglog.diary import row_text
from mglog.diary.row_text import Change
from mglog.domain.kinds import KINDS, NO_CRAMPS, Kind, Value, checked_values
from mglog.reading.when import When

SCHEMA = "mglog.entry/1"
_STAMP = "%Y-%m-%dT%H:%M:%S.%fZ"
_COMMON = (
    "id", "uuid", "day", "at", "night", "note", "source", "source_key", "batch", "created",
    "changed", "deleted",
)  # fmt: skip


COMMON_CELLS = _COMMON[1:]


class Entry(NamedTuple):
    """One entry of any kind.

    Attributes:
        kind: its name in the exchange format (a key of `KINDS`).
        uuid: its name for machines, the same in every copy of the diary.
        day: diary day, ISO.
        at: local time with offset, ISO; None if unknown.
        values: the kind's own fields, every one present.
        id: its number within the kind; None before it is stored.
        night: the time is unknown but it was at night.
        source: None if typed by hand, else where it was imported from.
        created, changed, deleted: UTC stamps, ISO to the microsecond.
    """

    kind: str
    uuid: str
    day: str
    at: str | None
    values: Mapping[str, Value]
    id: int | None = None
    night: bool | None = None
    note: str | None = None
    source: str | None = None
    source_key: str | None = None
    batch: int | None = None
    created: str = ""
    changed: str = ""
    deleted: str | None = None

    @property
    def name(self) -> str:
        """The id that people type: `i12`; empty before it is stored."""
        return "" if self.id is None else f"{KINDS[self.kind].letter}{self.id}"


def stamp(instant: datetime) -> str:
    """An instant as the diary stamps it: UTC, to the microsecond."""
    return instant.astimezone(UTC).strftime(_STAMP)


def new(kind: Kind, when: When, values: Mapping[str, object], note: str | None) -> Entry:
    """An entry typed by hand, checked, not yet stored.

    Raises:
        ReadingError: a value out of its bounds.
    """
    at = None if when.at is None else when.at.isoformat()
    return Entry(
        kind.name,
        str(uuid4()),
        when.day.isoformat(),
        at,
        checked_values(kind, values),
        night=when.night or None,
        note=note,
    )


def as_json(entry: Entry) -> dict[str, object]:
    """The entry as one object of the exchange format, every key present, unknown as null."""
    return {
        "schema": SCHEMA,
        "kind": entry.kind,
        **({"id": entry.name} if entry.id is not None else {}),
        "uuid": entry.uuid,
        "at": entry.at,
        "day": entry.day,
        "night": entry.night,
        **entry.values,
        "note": entry.note,
        "source": entry.source,
        "source_key": entry.source_key,
        "created": entry.created or None,
        "changed": entry.changed or None,
    }


def _columns(kind: Kind) -> tuple[str, ...]:
    return _COMMON + tuple(field.name for field in kind.fields)


def _from_row(kind: Kind, row: tuple[Value, ...]) -> Entry:
    common = dict(zip(_COMMON, row, strict=False))
    values = {
        field.name: bool(value) if field.type == "flag" and value is not None else value
        for field, value in zip(kind.fields, row[len(_COMMON) :], strict=True)
    }
    night = common.pop("night")
    night = None if night is None else bool(night)
    return Entry(kind.name, values=values, night=night, **common)  # type: ignore[arg-type]


def next_stamp(connection: sqlite3.Connection, now: datetime) -> str:
    """The stamp of a change: now, but never earlier than any before it. Moves the clock on."""
    (latest,) = connection.execute("SELECT latest FROM clock").fetchone()
    moment = stamp(now)
    if moment <= latest:
        moment = stamp(datetime.fromisoformat(latest) + timedelta(microseconds=1))
    row_text.set_latest(connection, moment)
    return moment


def cells(entry: Entry) -> dict[str, Value]:
    """An entry's columns but its id, as they are stored."""
    common = {name: getattr(entry, name) for name in _COMMON[1:]}
    return {**common, **entry.values}


def insert_row(connection: sqlite3.Connection, entry: Entry) -> Entry:
    """Store an entry as it is, stamps included; gives it back with its id. No history."""
    return entry._replace(id=row_text.insert(connection, KINDS[entry.kind].table, cells(entry)))


def insert_changed(connection: sqlite3.Connection, entry: Entry) -> tuple[Entry, Change]:
    """Store an entry as it is, and what to record of it."""
    stored = insert_row(connection, entry)
    return stored, Change(
        entry.kind, stored.id or 0, after=row_text.row_text(cells(stored).items())
    )


def update_changed(connection: sqlite3.Connection, before: Entry, after: Entry) -> Change:
    """Write an entry over the stored one of its id, and give what to record of it."""
    kind, row_id = KINDS[before.kind], before.id or 0
    row_text.update(connection, kind.table, row_id, cells(after))
    texts = (row_text.row_text(cells(entry).items()) for entry in (before, after))
    return Change(before.kind, row_id, *texts)


def remove_mark(connection: sqlite3.Connection, day: str, at: str) -> tuple[Entry, Change] | None:
    """Take a day's no-cramps mark away, if there is one."""
    mark = live_mark(connection, day)
    if mark is None:
        return None
    return mark, update_changed(connection, mark, mark._replace(deleted=at, changed=at))


class Added(NamedTuple):
    """What an add did: the stored entry, and the no-cramps mark it took away, if any."""

    entry: Entry
    unmarked: Entry | None


def add(connection: sqlite3.Connection, entry: Entry, now: datetime) -> Added:
    """Store a new entry with its history."""
    return add_all(connection, [entry], now, f"add {entry.kind}")[0]


def add_all(
    connection: sqlite3.Connection, fresh: Sequence[Entry], now: datetime, command: str
) -> list[Added]:
    """Store new entries as one undoable change.

    A cramp takes away its day's no-cramps mark.
    """
    at = next_stamp(connection, now)
    changes: list[Change] = []
    done = []
    for entry in fresh:
        removed = remove_mark(connection, entry.day, at) if entry.kind == "cramp" else None
        stored, change = insert_changed(connection, entry._replace(created=at, changed=at))
        changes += [removed[1], change] if removed else [change]
        done.append(Added(stored, removed and removed[0]))
    row_text.record(connection, command, at, changes)
    return done


def _select(kind: Kind, where: str) -> str:
    return f"SELECT {', '.join(_columns(kind))} FROM {kind.table} WHERE {where}"


def find(connection: sqlite3.Connection, kind: Kind, where: str, *values: Value) -> Iterator[Entry]:
    """The entries of a kind that a condition holds for, deleted ones included."""
    for row in connection.execute(_select(kind, where), values):
        yield _from_row(kind, row)


def live_mark(connection: sqlite3.Connection, day: str) -> Entry | None:
    """The no-cramps mark of a day."""
    return next(find(connection, NO_CRAMPS, "day = ? AND deleted IS NULL", day), None)


def _place(entry: Entry) -> tuple[int, float, str, str]:
    """Where an entry stands within its day: time unknown, by its instant, in the night."""
    if entry.at is None:
        return 2 if entry.night else 0, 0.0, entry.created, entry.uuid
    return 1, datetime.fromisoformat(entry.at).timestamp(), entry.created, entry.uuid


def in_order(
    connection: sqlite3.Connection, first: str = "", last: str = "9", kind: Kind | None = None
) -> Iterator[Entry]:
    """The live entries of a range of days (ISO, inclusive), by day, time, when logged, UUID.

    The order depends on the entries alone, not on when they were stored. Holds
    one day's entries at a time.
    """
    from heapq import merge  # not on the path of an add
    from itertools import groupby

    where = "deleted IS NULL AND day BETWEEN ? AND ? ORDER BY day"
    streams = [
        find(connection, each, where, first, last)
        for each in KINDS.values()
        if kind is None or each is kind
    ]

    def by_day(entry: Entry) -> str:
        return entry.day

    for _, inside in groupby(merge(*streams, key=by_day), by_day):
        yield from sorted(inside, key=_place)


class Day(NamedTuple):
    """A day's totals: mg is the sum of known intakes, None if none is known.

    `symptoms` holds name (in lower case) and count of each entry.
    """

    mg: float | None
    cramps: int
    symptoms: tuple[tuple[str, int], ...] = ()
    supplement_mg: float = 0.0


def day_totals(connection: sqlite3.Connection, day: str) -> Day:
    """What a day holds so far."""
    (mg,) = connection.execute(
        "SELECT sum(mg) FROM intakes WHERE day = ? AND deleted IS NULL", (day,)
    ).fetchone()
    (cramps,) = connection.execute(
        "SELECT coalesce(sum(count), 0) FROM cramps WHERE day = ? AND deleted IS NULL", (day,)
    ).fetchone()
    symptoms = connection.execute(
        "SELECT name, count FROM symptoms WHERE day = ? AND deleted IS NULL", (day,)
    ).fetchall()
    (supplements,) = connection.execute(
        "SELECT total(mg) FROM intakes "
        "WHERE day = ? AND source_kind = 'supplement' AND deleted IS NULL",
        (day,),
    ).fetchone()
    named = tuple((name.casefold(), count) for name, count in symptoms)
    return Day(mg, cramps, named, supplements)


def supplements_only(connection: sqlite3.Connection) -> bool:
    """Whether more than half of the days with known intake hold supplements only."""
    (only, days) = connection.execute(
        "SELECT total(only_them), count(*) FROM ("
        "SELECT min(source_kind IS 'supplement') AS only_them FROM intakes "
        "WHERE deleted IS NULL GROUP BY day HAVING count(mg) > 0)"
    ).fetchone()
    return bool(2 * only > days)


def named(connection: sqlite3.Connection, name: str) -> Entry | None:
    """The live entry of an id as people type it: `i12`; None if there is none."""
    kind = next((kind for kind in KINDS.values() if kind.letter == name[:1]), None)
    if kind is None or not name[1:].isdecimal() or len(name) > 12:
        return None
    return next(find(connection, kind, "id = ? AND deleted IS NULL", int(name[1:])), None)


def repeated(model: Entry, when: When) -> Entry:
    """An entry like another, at another time; typed by hand, not yet stored."""
    return model._replace(
        id=None,
        uuid=str(uuid4()),
        day=when.day.isoformat(),
        at=None if when.at is None else when.at.isoformat(),
        night=when.night or None,
        source=None,
        source_key=None,
        batch=None,
        created="",
        changed="",
        deleted=None,
    )
