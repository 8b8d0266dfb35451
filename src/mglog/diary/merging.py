"""Entries from outside, merged into a diary: the newest of each wins.

One transaction, one batch, one record of history. A deleted entry stays
deleted; importing the same again changes nothing.
"""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from mglog.diary.entries import (
    Change,
    Entry,
    find,
    insert_row,
    live_mark,
    next_stamp,
    record,
    remove_mark,
    update_changed,
)
from mglog.diary.kinds import KINDS


class Merged(NamedTuple):
    """How many entries were added, replaced by newer ones, and left as they were."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0


def _clear_of(connection: sqlite3.Connection, entry: Entry) -> bool:
    """Whether a no-cramps mark may stand: its day has neither a cramp nor another mark."""
    cramp = connection.execute(
        "SELECT 1 FROM cramps WHERE day = ? AND deleted IS NULL", (entry.day,)
    ).fetchone()
    mark = live_mark(connection, entry.day)
    return cramp is None and (mark is None or mark.uuid == entry.uuid)


class _Merge:
    """One import under way."""

    def __init__(self, connection: sqlite3.Connection, at: str, batch: int) -> None:
        self.connection = connection
        self.at = at
        self.batch = batch
        self.changes: list[Change] = []
        self.added = self.replaced = self.unchanged = 0
        self.latest = at

    def take(self, entry: Entry) -> None:
        """Add the entry, or replace the stored one of its UUID, or leave it."""
        kind = KINDS[entry.kind]
        stored = next(find(self.connection, kind, "uuid = ?", entry.uuid), None)
        newer = stored is None or (
            stored.deleted is None and bool(entry.changed) and entry.changed > stored.changed
        )
        if not newer or (entry.kind == "no-cramps" and not _clear_of(self.connection, entry)):
            self.unchanged += 1
            return
        if entry.kind == "cramp":
            removed = remove_mark(self.connection, entry.day, self.at)
            self.changes += [removed[1]] if removed else []
        changed = entry.changed or self.at
        self.latest = max(self.latest, changed)
        whole = entry._replace(created=entry.created or changed, changed=changed, batch=self.batch)
        if stored is None:
            insert_row(self.connection, whole)
            self.added += 1
        else:
            self.changes.append(update_changed(self.connection, whole._replace(id=stored.id)))
            self.replaced += 1


def merge(
    connection: sqlite3.Connection,
    entries: Iterable[Entry],
    now: datetime,
    *,
    format_name: str,
    file: str | None,
) -> Merged:
    """Merge entries into the diary, inside the caller's transaction.

    Args:
        connection: the diary, its transaction begun.
        entries: read one by one; an error in any leaves the diary as it was.
        now: the instant of the import.
        format_name: what was read.
        file: its name, for the list of imports.
    """
    at = next_stamp(connection, now)
    found = connection.execute(
        "INSERT INTO batches (uuid, at, format, file) VALUES (?, ?, ?, ?)",
        (str(uuid4()), at, format_name, file),
    )
    under_way = _Merge(connection, at, found.lastrowid or 0)
    for entry in entries:
        under_way.take(entry)
    done = Merged(under_way.added, under_way.replaced, under_way.unchanged)
    if not (done.added or under_way.changes):
        connection.execute("DELETE FROM batches WHERE id = ?", (under_way.batch,))
        return done
    connection.execute(
        "UPDATE batches SET added = ?, replaced = ? WHERE id = ?",
        (done.added, done.replaced, under_way.batch),
    )
    connection.execute("UPDATE clock SET latest = max(latest, ?)", (under_way.latest,))
    record(connection, "import", at, under_way.changes, under_way.batch)
    return done
