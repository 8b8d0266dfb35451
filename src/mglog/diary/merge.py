"""Entries from outside, merged into a diary: the newest of each wins.

One transaction, one batch, one record of history. A deleted entry stays
deleted; importing the same again changes nothing.
"""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from mglog.diary import products, settings
from mglog.diary.entries import (
    Entry,
    find,
    insert_row,
    live_mark,
    next_stamp,
    remove_mark,
    update_changed,
)
from mglog.diary.products import Product
from mglog.diary.row_text import Cell, Change, insert, record, set_latest, update
from mglog.diary.settings import Setting
from mglog.domain.kinds import KINDS


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

    def take(self, line: Entry | Product | Setting) -> None:
        """Add what a line holds, or replace the stored one of its name, or leave it."""
        if isinstance(line, Entry):
            self._entry(line)
        elif isinstance(line, Product):
            self._product(line)
        else:
            self._setting(line)

    def _product(self, product: Product) -> None:
        stored = products.by_uuid(self.connection, product.uuid)
        namesake = products.find(self.connection, product.name)
        taken = namesake is not None and namesake.uuid != product.uuid
        if taken or not self._newer(product.changed, stored):
            self.unchanged += 1
            return
        changed = product.changed or self.at
        self.latest = max(self.latest, changed)
        whole = product._replace(created=product.created or changed, changed=changed)
        self.changes.append(products.put(self.connection, whole, stored))
        self._count(replaced=stored is not None)

    def _setting(self, setting: Setting) -> None:
        stored = {found.key: found for found in settings.every(self.connection)}
        before = stored.get(setting.key)
        if before is not None and not (setting.changed and setting.changed > before.changed):
            self.unchanged += 1
            return
        changed = setting.changed or self.at
        self.latest = max(self.latest, changed)
        settings.put(self.connection, setting._replace(changed=changed))
        values = {key: found.value for key, found in stored.items()}
        after = {**values, setting.key: setting.value}
        self.changes.append(settings.change_record(values, after))
        self._count(replaced=before is not None)

    @staticmethod
    def _newer(changed: str, stored: Entry | Product | None) -> bool:
        """Whether a line is to be taken: unknown yet, or newer than what is there and lives."""
        if stored is None:
            return True
        return stored.deleted is None and bool(changed) and changed > stored.changed

    def _count(self, *, replaced: bool) -> None:
        self.replaced += replaced
        self.added += not replaced

    def _entry(self, entry: Entry) -> None:
        kind = KINDS[entry.kind]
        stored = next(find(self.connection, kind, "uuid = ?", entry.uuid), None)
        newer = self._newer(entry.changed, stored)
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
        else:
            self.changes.append(update_changed(self.connection, stored, whole))
        self._count(replaced=stored is not None)


def merge(
    connection: sqlite3.Connection,
    lines: Iterable[Entry | Product | Setting],
    now: datetime,
    *,
    format_name: str,
    file: str | None,
) -> Merged:
    """Merge entries into the diary, inside the caller's transaction.

    Args:
        connection: the diary, its transaction begun.
        lines: read one by one; an error in any leaves the diary as it was.
        now: the instant of the import.
        format_name: what was read.
        file: its name, for the list of imports.
    """
    at = next_stamp(connection, now)
    batch: dict[str, Cell] = {
        "uuid": str(uuid4()), "at": at, "format": format_name, "file": file,
        "added": 0, "replaced": 0,
    }  # fmt: skip
    under_way = _Merge(connection, at, insert(connection, "batches", batch))
    for line in lines:
        under_way.take(line)
    done = Merged(under_way.added, under_way.replaced, under_way.unchanged)
    if not (done.added or under_way.changes):
        connection.execute("DELETE FROM batches WHERE id = ?", (under_way.batch,))
        return done
    counted = {**batch, "added": done.added, "replaced": done.replaced}
    update(connection, "batches", under_way.batch, counted)
    set_latest(connection, under_way.latest)
    record(connection, "import", at, under_way.changes, under_way.batch)
    return done
