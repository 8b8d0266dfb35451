"""Undo: the last change that any command made, taken back, and the one before.

Each record holds the rows before and after; taking it back puts the rows
before in place, with a stamp of now, so that a merge knows it is the newest.
Must never take back half a change.
"""

import json
import sqlite3
from datetime import datetime
from typing import Any, NamedTuple

from mglog.diary import entries, products, row_text, settings
from mglog.diary.entries import Added, Entry, find, next_stamp
from mglog.domain.kinds import KINDS
from mglog.errors import DiaryError
from mglog.formatting import number_text

BATCH = ("uuid", "at", "format", "file", "added", "replaced", "undone")
_UNSET = "not set"


class Record(NamedTuple):
    """A change that can be taken back: its number, when, which command, its rows.

    Attributes:
        imported: how many lines an import took; None of other commands.
    """

    id: int
    at: str
    command: str
    batch: int | None
    imported: int | None
    changes: tuple[dict[str, Any], ...]

    def touched(self) -> list[str]:
        """What it changed, by name: `c4`, `Slow-Mag`, `day-starts`; each once."""
        return list(dict.fromkeys(name for change in self.changes for name in _names(change)))


def _names(change: dict[str, Any]) -> list[str]:
    before, after = change["before"] or {}, change["after"] or {}
    if change["kind"] == "product":
        return [str((before or after).get("name"))]
    if change["kind"] == "profile":
        return [key.replace("_", "-") for key in _settings_changed(before, after)]
    return [f"{KINDS[change['kind']].letter}{change['id']}"]


def _settings_changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [key for key in sorted({*before, *after}) if before.get(key) != after.get(key)]


class Undone(NamedTuple):
    """What taking a change back did: each entry as it was and as it is now (None: gone)."""

    record: Record
    entries: tuple[tuple[Entry, Entry | None], ...]
    others: tuple[str, ...]
    removed: int


def _record(row: tuple[int, str, str, int | None, int | None, str]) -> Record:
    number, at, command, batch, imported, changes = row
    try:
        listed = tuple(json.loads(changes))
    except ValueError:
        raise DiaryError("The history is damaged.", "See mglog doctor.") from None
    return Record(number, at, command, batch, imported, listed)


def undoable(connection: sqlite3.Connection, most: int) -> list[Record]:
    """The changes that can be taken back, the latest first."""
    found = connection.execute(
        "SELECT history.id, history.at, command, batch, added + replaced, changes FROM history "
        "LEFT JOIN batches ON batches.id = batch WHERE history.undone IS NULL "
        "ORDER BY history.id DESC LIMIT ?",
        (most,),
    )
    return [_record(row) for row in found.fetchall()]


def _entry_back(
    connection: sqlite3.Connection, change: dict[str, Any], at: str
) -> tuple[Entry, Entry | None] | None:
    kind = KINDS[change["kind"]]
    now = next(find(connection, kind, "id = ?", change["id"]), None)
    if now is None:
        return None
    before = change["before"]
    if before is None:
        then = now._replace(deleted=at, changed=at)
    else:
        values = {field.name: before.get(field.name) for field in kind.fields}
        common = {name: before.get(name) for name in entries.COMMON_CELLS}
        then = now._replace(values=values, **{**common, "changed": at})
    entries.update_changed(connection, now, then)
    return now, None if then.deleted is not None else then


def _product_back(
    connection: sqlite3.Connection, change: dict[str, Any], at: str, *, imported: bool
) -> str:
    row = (change["before"] or change["after"])["uuid"]
    now = products.by_uuid(connection, row)
    if now is None:
        return "a product that is gone"
    if change["before"] is None and imported:  # so that the file can be imported again
        connection.execute("DELETE FROM products WHERE id = ?", (now.id,))
        return f"gone: product {now.name}"
    if change["before"] is None:
        then = now._replace(deleted=at, changed=at)
    else:
        kept = {name: change["before"].get(name) for name in products.Product._fields[1:]}
        then = now._replace(**{**kept, "changed": at})
    products.put(connection, then, now)
    if then.deleted is not None:
        return f"gone: product {now.name}"
    if now.deleted is not None:
        return f"back: {_label(then)}"
    return f"{_label(now)} → {_label(then)}"


def _label(product: products.Product) -> str:
    return f"product {product.name}, {number_text(product.mg)} mg a {product.unit}"


def _profile_back(connection: sqlite3.Connection, change: dict[str, Any], at: str) -> list[str]:
    before: dict[str, str] = change["before"]
    after: dict[str, str] = change["after"]
    for key in _settings_changed(before, after):
        if key not in before:
            connection.execute("DELETE FROM profile WHERE key = ?", (key,))
        else:
            settings.put(connection, settings.Setting(key, before[key], at))
    return [
        f"profile {key.replace('_', '-')}: {after.get(key, _UNSET)} → {before.get(key, _UNSET)}"
        for key in _settings_changed(before, after)
    ]


def undo(connection: sqlite3.Connection, now: datetime) -> Undone | None:
    """Take back the latest change that still stands; None if there is none."""
    latest = undoable(connection, 1)
    if not latest:
        return None
    found = latest[0]
    at = next_stamp(connection, now)
    moved: list[tuple[Entry, Entry | None]] = []
    others: list[str] = []
    # Backwards: a mark can't be put back while the cramp that removed it is there.
    for change in reversed(found.changes):
        if change["kind"] == "product":
            imported = found.batch is not None
            others.append(_product_back(connection, change, at, imported=imported))
        elif change["kind"] == "profile":
            others += _profile_back(connection, change, at)
        else:
            pair = _entry_back(connection, change, at)
            moved += [pair] if pair else []
    removed = _batch_back(connection, found.batch, at)
    _set_undone(connection, found, at)
    return Undone(found, tuple(reversed(moved)), tuple(others), removed)


def _set_undone(connection: sqlite3.Connection, found: Record, at: str) -> None:
    query = "SELECT changes FROM history WHERE id = ?"
    (text,) = connection.execute(query, (found.id,)).fetchone()
    check = row_text.history_digest(found.at, found.command, found.batch, at, text)
    connection.execute(
        "UPDATE history SET undone = ?, digest = ? WHERE id = ?", (at, check, found.id)
    )


def _batch_back(connection: sqlite3.Connection, batch: int | None, at: str) -> int:
    """Take away what an import added: wholly, so that the file can be imported again."""
    if batch is None:
        return 0
    removed = 0
    for kind in KINDS.values():
        found = connection.execute(
            f"DELETE FROM {kind.table} WHERE batch = ?",
            (batch,),
        )
        removed += found.rowcount
    query = f"SELECT {', '.join(BATCH)} FROM batches WHERE id = ?"
    values = connection.execute(query, (batch,)).fetchone()
    row_text.update(
        connection, "batches", batch, {**dict(zip(BATCH, values, strict=True)), "undone": at}
    )
    return removed


def save(
    connection: sqlite3.Connection,
    command: str,
    changed: list[tuple[Entry, Entry]],
    now: datetime,
) -> list[Added]:
    """Change entries as one undoable change; gives them as they are now.

    A cramp that comes to a day marked no-cramps takes the mark away.
    """
    at = next_stamp(connection, now)
    changes: list[row_text.Change] = []
    done = []
    for before, after in changed:
        stamped = after._replace(changed=at, deleted=at if after.deleted else None)
        removed = None
        if after.kind == "cramp" and not after.deleted:
            removed = entries.remove_mark(connection, after.day, at)
        changes += [removed[1]] if removed else []
        changes.append(entries.update_changed(connection, before, stamped))
        done.append(Added(stamped, removed and removed[0]))
    row_text.record(connection, command, at, changes)
    return done


def last_added(connection: sqlite3.Connection) -> Entry | None:
    """The live entry that was added last by hand."""
    newest: Entry | None = None
    for kind in KINDS.values():
        # What was added here and replaced by an import since was still added here.
        where = (
            "deleted IS NULL AND (batch IS NULL OR created IN "
            "(SELECT at FROM history WHERE batch IS NULL)) ORDER BY created DESC, id DESC LIMIT 1"
        )
        found = next(find(connection, kind, where), None)
        if found is not None and (newest is None or found.created > newest.created):
            newest = found
    return newest
