"""What the history and the imports say must be in the tables, held against what is there.

A checksum finds a row that was changed, and not one that is gone: but every row
that was ever written stands in the history or is counted by its import. Reads only.
"""

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from mglog.diary import entries, products, profile
from mglog.domain.kinds import KINDS

Key = tuple[str, int]
_TABLES = {**{kind.name: kind.table for kind in KINDS.values()}, "product": "products"}


class _Record(NamedTuple):
    """A change as the history keeps it."""

    batch: int | None
    undone: bool
    rows: list[dict[str, Any]]


class _Expected(NamedTuple):
    """What must be there.

    Attributes:
        rows: by kind and number, the content that a row must have; of some its stamp may differ.
        restamped: those whose stamp is not known.
        settings: the profile, if the history knows it.
    """

    rows: dict[Key, dict[str, Any]]
    restamped: set[Key]
    settings: dict[str, str] | None


def _records(connection: sqlite3.Connection) -> list[_Record]:
    import json  # only to look into the history

    found = connection.execute("SELECT batch, undone, changes FROM history ORDER BY id")
    return [_Record(batch, undone is not None, json.loads(text)) for batch, undone, text in found]


def _in_effect(records: list[_Record]) -> Iterator[_Record]:
    """The records in the order in which they shaped the rows: undone ones from the last back."""
    undone: list[_Record] = []
    for record in records:
        if record.undone:
            undone.append(record)
            continue
        yield from reversed(undone)
        undone = []
        yield record
    yield from reversed(undone)


def _expected(records: list[_Record], undone_batches: set[int]) -> _Expected:
    """The state that the changes lead to, those that were undone taken back."""
    rows: dict[Key, dict[str, Any]] = {}
    restamped: set[Key] = set()
    settings: dict[str, str] | None = None
    for record in _in_effect(records):
        for row in record.rows[:: -1 if record.undone else 1]:
            held = row["before"] if record.undone else row["after"]
            if row["kind"] == "profile":
                settings = held or {}
                continue
            key = (row["kind"], row["id"])
            restamped.discard(key)
            if record.undone:
                restamped.add(key)
            if held is None and record.batch is not None:
                rows.pop(key, None)  # a product that went with its import
            else:
                rows[key] = held if held is not None else {}
    kept = {key: row for key, row in rows.items() if row.get("batch") not in undone_batches}
    return _Expected(kept, restamped, settings)


def _cells(connection: sqlite3.Connection, kind: str) -> dict[int, dict[str, Any]]:
    """The rows of a table by number, their nulls left out."""
    names = products.COLUMNS if kind == "product" else entries.columns(KINDS[kind])
    if kind == "product":
        names = (*names, "name_key")
    found = connection.execute(f"SELECT id, {', '.join(names)} FROM {_TABLES[kind]}")
    return {
        number: {
            name: cell for name, cell in zip(names, row, strict=True) if cell is not None
        }
        for number, *row in found
    }  # fmt: skip


def _name(kind: str, number: int) -> str:
    return f"product {number}" if kind == "product" else f"{KINDS[kind].letter}{number}"


def _rows(connection: sqlite3.Connection, expected: _Expected) -> Iterator[str]:
    """The rows that are not there, or not as they were last written."""
    tables = {kind: _cells(connection, kind) for kind in _TABLES}
    for (kind, number), row in expected.rows.items():
        there = tables[kind].get(number)
        if there is None:
            yield f"{_name(kind, number)} is gone"
            continue
        free = {"changed", "name_key"} if (kind, number) in expected.restamped else {"name_key"}
        if not row:  # its adding was undone: a tombstone
            if "deleted" not in there:
                yield f"{_name(kind, number)} is there though it was taken back"
        elif any(there.get(name) != row.get(name) for name in {*row, *there} - free):
            yield f"{_name(kind, number)} is not as it was last written"


def _unrecorded(connection: sqlite3.Connection, expected: _Expected) -> Iterator[str]:
    """The rows that neither the history nor an import knows."""
    for kind, table in _TABLES.items():
        where = "" if kind == "product" else " WHERE batch IS NULL"
        for (number,) in connection.execute(f"SELECT id FROM {table}{where}"):
            if (kind, number) not in expected.rows:
                yield f"{_name(kind, number)} is in no record"


def _imports(connection: sqlite3.Connection, records: list[_Record]) -> Iterator[str]:
    """The imports of whose entries some are gone."""
    found = connection.execute("SELECT id, added, undone FROM batches").fetchall()
    added = {number: _entries_added(records, number, count) for number, count, _ in found}
    wanted = {number: 0 if undone else added[number] for number, _, undone in found}
    for record in records:
        if record.batch is None or record.undone:
            continue
        for row in record.rows:
            if row["kind"] in KINDS and row["before"] is not None:
                was, now = row["before"].get("batch"), (row["after"] or {}).get("batch")
                if was != now:
                    wanted[now] = wanted.get(now, 0) + 1
                    wanted[was] = wanted.get(was, 0) - 1
    for number in added:
        there = sum(
            connection.execute(f"SELECT count(*) FROM {kind.table} WHERE batch = ?", (number,))
            .fetchone()[0]
            for kind in KINDS.values()
        )  # fmt: skip
        if there != wanted[number]:
            yield f"import {number} added {wanted[number]} entries, and {there} are there"
    gaps = sum(_gaps(connection, kind.table) for kind in KINDS.values())
    undone = sum(added[number] for number, _, gone in found if gone)
    if gaps != undone:
        yield f"{abs(gaps - undone)} rows are gone, or their numbers were changed"


def _entries_added(records: list[_Record], batch: int, added: int) -> int:
    """How many of the lines that an import added were entries."""
    for record in records:
        if record.batch == batch:
            for row in record.rows:
                if row["kind"] == "product" and row["before"] is None:
                    added -= 1
                elif row["kind"] == "profile":
                    added -= len({*(row["after"] or {})} - {*(row["before"] or {})})
    return added


def _gaps(connection: sqlite3.Connection, table: str) -> int:
    """How many of the numbers that a table has given are not in it."""
    given = connection.execute(
        "SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)
    ).fetchone()
    (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return (given[0] if given else 0) - int(count)


def _clock(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with the diary's clock: it is gone, or behind what it stamped."""
    found = connection.execute("SELECT latest FROM clock").fetchall()
    if len(found) != 1:
        yield "the diary's clock is gone"
        return
    stamps = " UNION ALL ".join(
        ["SELECT max(at) FROM history", "SELECT max(changed) FROM products",
         *(f"SELECT max(changed) FROM {kind.table}" for kind in KINDS.values())]
    )  # fmt: skip
    newest = max((row[0] for row in connection.execute(stamps) if row[0]), default="")
    if found[0][0] < newest:
        yield "the diary's clock is behind its stamps"


def wrong(connection: sqlite3.Connection) -> list[str]:
    """What is not as the history and the imports say, each as a short sentence.

    Args:
        connection: a diary of the newest version.
    """
    records = _records(connection)
    undone = {row[0] for row in connection.execute("SELECT id FROM batches WHERE undone NOTNULL")}
    expected = _expected(records, undone)
    found = [*_clock(connection)]
    if _gaps(connection, "history") != 0:
        found.append("records of the history are gone")
    found += _rows(connection, expected)
    found += _unrecorded(connection, expected)
    found += _imports(connection, records)
    if expected.settings is not None and expected.settings != profile.load(connection):
        found.append("the profile is not as it was last set")
    return found
