"""Undo and redo: the last change that any command made, taken back, and the one before.

Each record holds the rows before and after; taking it back puts the rows
before in place, with a stamp of now, so that a merge knows it is the newest.
Must never take back half a change.
"""

import json
import sqlite3
from datetime import datetime
from typing import Any, NamedTuple

from mglog.clock import EARLIEST
from mglog.diary import entries, products
from mglog.diary.change import Change
from mglog.domain.entry import Entry
from mglog.domain.kinds import KINDS
from mglog.domain.product import Product
from mglog.errors import DiaryError, RefusedError


class Record(NamedTuple):
    """A change that can be taken back: its number, when, which command, its rows.

    Attributes:
        imported: how many lines an import took; None of other commands.
    """

    number: int
    at: str
    command: str
    batch: int | None
    imported: int | None
    changes: tuple[dict[str, Any], ...]


def settings_changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The settings that differ, by name."""
    return [key for key in sorted({*before, *after}) if before.get(key) != after.get(key)]


class ProductBack(NamedTuple):
    """A product as it was and as it is now (None: gone; it was gone already: both None)."""

    now: Product | None
    then: Product | None


class SettingBack(NamedTuple):
    """A setting as it was and as it is now (None: not set)."""

    key: str
    now: str | None
    then: str | None


class Undone(NamedTuple):
    """What taking a change back did.

    Attributes:
        entries: each entry as it was and as it is now (None: gone).
        others: products and settings.
        removed: how many imported entries went.
    """

    record: Record
    entries: list[tuple[Entry, Entry | None]]
    others: list[ProductBack | SettingBack]
    removed: int = 0


def _record(row: tuple[int, str, str, int | None, int | None, str]) -> Record:
    number, at, command, batch, imported, changes = row
    try:
        listed = tuple(json.loads(changes))
    except ValueError:
        raise DiaryError("The history is damaged.", "See mglog doctor.") from None
    return Record(number, at, command, batch, imported, listed)


_RECORDS = (
    "SELECT history.id, history.at, command, batch, added + replaced, changes FROM history "
    "LEFT JOIN batches ON batches.id = batch WHERE "
)


def undoable(connection: sqlite3.Connection, most: int) -> list[Record]:
    """The changes that can be taken back, the latest first."""
    which = "history.undone IS NULL ORDER BY history.id DESC LIMIT ?"
    return [_record(row) for row in connection.execute(_RECORDS + which, (most,)).fetchall()]


def redoable(connection: sqlite3.Connection) -> Record | None:
    """The change that was taken back last; None if there is none, or another came after it."""
    which = (
        "history.undone > (SELECT max(at) FROM history) AND history.id > "
        "(SELECT ifnull(max(id), 0) FROM history WHERE undone IS NULL) ORDER BY history.id"
    )
    found = map(_record, connection.execute(_RECORDS + which))
    return next((record for record in found if not _forgotten(record)), None)


def _forgotten(record: Record) -> bool:
    """Whether all that a change was of has been forgotten: there is nothing to do again."""
    rows = [row["after"] or row["before"] or {} for row in record.changes]
    return bool(rows) and all(row.get("day") == EARLIEST.isoformat() for row in rows)


def entries_of(row: dict[str, Any]) -> tuple[Entry | None, Entry | None]:
    """The entry of a recorded row as it was before and after; None where there was none."""
    kind = KINDS[row["kind"]]

    def read(held: dict[str, Any] | None) -> Entry | None:
        whole = None if held is None else dict.fromkeys(entries.columns(kind)) | held
        return None if whole is None else entries.from_cells(kind, row["id"], whole)

    return read(row["before"]), read(row["after"])


def _entry_back(change: Change, row: dict[str, Any]) -> tuple[Entry, Entry | None] | None:
    kind = KINDS[row["kind"]]
    now = entries.by_number(change.connection, kind, row["id"])
    if now is None:
        return None
    if row["before"] is None:
        change.put_back(now, now._replace(deleted=change.at, changed=change.at))
        return now, None
    held = dict.fromkeys(entries.columns(kind)) | row["before"] | {"changed": change.at}
    then = change.put_back(now, entries.from_cells(kind, row["id"], held))
    return now, None if then.deleted is not None else then


def _product_back(change: Change, row: dict[str, Any], *, imported: bool) -> ProductBack:
    now = products.by_uuid(change.connection, (row["before"] or row["after"])["uuid"])
    if now is None:
        return ProductBack(None, None)
    if row["before"] is None:
        if imported:
            change.forget_product(now)
        else:
            change.remove_product(now)
        return ProductBack(now, None)
    kept = {name: row["before"].get(name) for name in products.COLUMNS}
    then = change.put_product(now._replace(**{**kept, "changed": change.at}), now)
    return ProductBack(now, None if then.deleted is not None else then)


def _settings_back(change: Change, row: dict[str, Any]) -> list[SettingBack]:
    before, after = row["before"], row["after"]
    keys = settings_changed(before, after)
    change.put_settings({key: before.get(key) for key in keys})
    return [SettingBack(key, after.get(key), before.get(key)) for key in keys]


def _take_back(change: Change, done: Undone) -> None:
    """Put the rows before in place of those after; the last first, as one takes steps back."""
    for row in reversed(done.record.changes):
        if row["kind"] == "product":
            imported = done.record.batch is not None
            done.others.append(_product_back(change, row, imported=imported))
        elif row["kind"] == "profile":
            done.others.extend(_settings_back(change, row))
        elif (pair := _entry_back(change, row)) is not None:
            done.entries.insert(0, pair)


def undo(connection: sqlite3.Connection, now: datetime) -> Undone | None:
    """Take back the latest change that still stands; None if there is none."""
    latest = undoable(connection, 1)
    if not latest:
        return None
    change, done = Change(connection, now), Undone(latest[0], [], [])
    _take_back(change, done)
    batch = done.record.batch
    removed = 0 if batch is None else change.forget_batch(batch)
    change.record_undone(done.record.number)
    return done._replace(removed=removed)


def _turned(record: Record) -> Record:
    """A record with its rows before and after exchanged: taking that back does it again."""
    rows = ({**row, "before": row["after"], "after": row["before"]} for row in record.changes)
    return record._replace(changes=tuple(rows)[::-1])


def redo(connection: sqlite3.Connection, now: datetime) -> Undone | None:
    """Do again the change that was taken back last; None if there is none.

    Raises:
        RefusedError: it was an import, whose lines went with it.
    """
    record = redoable(connection)
    if record is None:
        return None
    if record.batch is not None:
        raise RefusedError("An import is not redone from here.", "Import the file again.")
    change, done = Change(connection, now), Undone(_turned(record), [], [])
    _take_back(change, done)
    change.record_redone(record.number)
    return done
