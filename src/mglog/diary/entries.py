"""Entries as they are stored, read back. Must never change a row: `change` does that."""

import sqlite3
from collections.abc import Generator, Iterator
from datetime import date, datetime

from mglog.diary.row_text import Cell
from mglog.domain.entry import Entry
from mglog.domain.kinds import KINDS, Kind, Value
from mglog.formatting import comparable

COMMON = (
    "uuid", "day", "at", "night", "note", "source", "source_key", "batch", "created", "changed",
    "deleted",
)  # fmt: skip
_LONGEST_ID = 12


def columns(kind: Kind) -> tuple[str, ...]:
    """The columns of a kind's table but its id and digest, in order."""
    return COMMON + tuple(field.name for field in kind.fields)


def cells(entry: Entry) -> dict[str, Cell]:
    """An entry's columns but its id and digest, as they are stored."""
    common: dict[str, Cell] = {name: getattr(entry, name) for name in COMMON}
    common["day"] = entry.day.isoformat()
    common["at"] = None if entry.at is None else entry.at.isoformat()
    return {**common, **entry.values._asdict()}


def from_cells(kind: Kind, number: int, cells: dict[str, Value]) -> Entry:
    """The entry of a row."""
    night, at = cells["night"], cells["at"]
    own = (
        bool(cells.get(name)) if of == "flag" and cells.get(name) is not None else cells.get(name)
        for name, of, *_ in kind.fields
    )
    common: dict[str, object] = {name: cells.get(name) for name in COMMON}
    common |= {
        "day": date.fromisoformat(str(cells["day"])),
        "at": None if at is None else datetime.fromisoformat(str(at)),
        "night": None if night is None else bool(night),
    }
    return Entry(kind.holds(*own), number=number, **common)  # type: ignore[arg-type]


def _select(
    connection: sqlite3.Connection, kind: Kind, where: str, *values: Value
) -> Generator[Entry, None, None]:
    """The entries of a kind that a condition of this module's holds for."""
    names = columns(kind)
    query = f"SELECT id, {', '.join(names)} FROM {kind.table} WHERE {where}"
    found = connection.execute(query, values)
    try:
        for number, *row in found:
            yield from_cells(kind, number, dict(zip(names, row, strict=True)))
    finally:  # a statement left half-read keeps the file locked after its connection is closed
        found.close()


def every(connection: sqlite3.Connection, kind: Kind) -> Iterator[Entry]:
    """Every entry of a kind, deleted ones included."""
    return _select(connection, kind, "1 ORDER BY id")


def timed(connection: sqlite3.Connection, kind: Kind) -> Iterator[Entry]:
    """The live entries of a kind whose time is known."""
    return _select(connection, kind, "deleted IS NULL AND at IS NOT NULL")


def by_uuid(connection: sqlite3.Connection, kind: Kind, uuid: str) -> Entry | None:
    """The entry of a UUID, deleted or not."""
    return next(_select(connection, kind, "uuid = ?", uuid), None)


def by_source(
    connection: sqlite3.Connection, kind: Kind
) -> dict[tuple[str | None, str | None], str]:
    """The UUIDs of the entries of a kind that have a name where they come from."""
    query = f"SELECT source, source_key, uuid FROM {kind.table} WHERE source_key IS NOT NULL"
    return {(source, name): uuid for source, name, uuid in connection.execute(query)}


def by_number(connection: sqlite3.Connection, kind: Kind, number: int) -> Entry | None:
    """The entry of a number, deleted or not."""
    return next(_select(connection, kind, "id = ?", number), None)


def by_id(connection: sqlite3.Connection, name: str) -> Entry | None:
    """The live entry of an id as people type it: `i12`; None if there is none."""
    kind = next((kind for kind in KINDS.values() if kind.letter == name[:1]), None)
    if kind is None or not name[1:].isdecimal() or len(name) > _LONGEST_ID:
        return None
    found = by_number(connection, kind, int(name[1:]))
    return None if found is None or found.deleted is not None else found


def on_day(connection: sqlite3.Connection, kind: Kind, day: date) -> Entry | None:
    """The first live entry of a kind on a day: of a mark, the only one there can be."""
    where = "day = ? AND deleted IS NULL ORDER BY id LIMIT 1"
    return next(_select(connection, kind, where, day.isoformat()), None)


def like_on_day(connection: sqlite3.Connection, kind: Kind, entry: Entry) -> Entry | None:
    """The first live entry of a kind on another's day; of the same name, where both have one."""
    name = getattr(entry.values, "name", None)
    if name is None or all(field.name != "name" for field in kind.fields):
        return on_day(connection, kind, entry.day)
    where = "day = ? AND deleted IS NULL ORDER BY id"
    found = _select(connection, kind, where, entry.day.isoformat())
    wanted = comparable(name)
    return next((each for each in found if comparable(each.values.name) == wanted), None)  # type: ignore[union-attr]


def factor_names(connection: sqlite3.Connection) -> list[str]:
    """The names of all live factors and marks of them, each once."""
    query = (
        "SELECT name FROM factors WHERE deleted IS NULL UNION "
        "SELECT name FROM no_factors WHERE deleted IS NULL ORDER BY name"
    )
    return list({comparable(row[0]): row[0] for row in connection.execute(query)}.values())


def first_day(connection: sqlite3.Connection) -> date | None:
    """The earliest day that holds a live entry; None of an empty diary."""
    earliest = [
        connection.execute(f"SELECT min(day) FROM {kind.table} WHERE deleted IS NULL").fetchone()[0]
        for kind in KINDS.values()
    ]
    return min((date.fromisoformat(day) for day in earliest if day), default=None)


def of_muscle(connection: sqlite3.Connection, name: str) -> int:
    """How many live cramps of a muscle there are, its name compared as names are."""
    found = connection.execute(
        "SELECT muscle FROM cramps WHERE deleted IS NULL AND muscle IS NOT NULL"
    )
    return sum(comparable(other) == comparable(name) for (other,) in found)


def last_added(connection: sqlite3.Connection) -> Entry | None:
    """The live entry that was added last by hand."""
    # What was added here and replaced by an import since was still added here.
    where = (
        "deleted IS NULL AND (batch IS NULL OR created IN "
        "(SELECT at FROM history WHERE batch IS NULL)) ORDER BY created DESC, id DESC LIMIT 1"
    )
    newest = [next(_select(connection, kind, where), None) for kind in KINDS.values()]
    return max((each for each in newest if each), key=lambda each: each.created, default=None)


def _place(entry: Entry) -> tuple[int, float, str, str]:
    """Where an entry stands within its day: time unknown, by its instant, in the night."""
    if entry.at is None:
        return 2 if entry.night else 0, 0.0, entry.created, entry.uuid
    return 1, entry.at.timestamp(), entry.created, entry.uuid


def in_order(
    connection: sqlite3.Connection,
    first: date | None = None,
    last: date | None = None,
    kind: Kind | None = None,
) -> Iterator[Entry]:
    """The live entries of a range of days (inclusive; None is open), by day, time, when logged.

    The order depends on the entries alone, not on when they were stored. Holds
    one day's entries at a time.
    """
    from heapq import merge
    from itertools import groupby

    begin, end = (None if day is None else day.isoformat() for day in (first, last))
    where = "deleted IS NULL AND day BETWEEN ? AND ? ORDER BY day"
    kinds = KINDS.values() if kind is None else [kind]
    streams = [_select(connection, each, where, begin or "", end or "9") for each in kinds]

    def by_day(entry: Entry) -> date:
        return entry.day

    try:
        for _, inside in groupby(merge(*streams, key=by_day), by_day):
            yield from sorted(inside, key=_place)
    finally:
        for stream in streams:
            stream.close()
