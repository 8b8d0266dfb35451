"""Entries from outside, merged into a diary: the newest of each wins.

One transaction, one batch, one record of history. A deleted entry stays
deleted; importing the same again changes nothing.
"""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from mglog.diary import entries, products, profile
from mglog.diary.change import Change
from mglog.domain.entry import Entry
from mglog.domain.product import Product
from mglog.domain.profile import Setting

Line = Entry | Product | Setting


class Merged(NamedTuple):
    """How many entries were added, replaced by newer ones, and left as they were.

    Attributes:
        moved: entries that were there and came to another day, by an imported day start.
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    moved: int = 0


def _newer(changed: str, stored: Entry | Product | None) -> bool:
    """Whether a line is to be taken: unknown yet, or newer than what is there and lives."""
    if stored is None:
        return True
    return stored.deleted is None and bool(changed) and changed > stored.changed


class _Merge:
    """One import under way."""

    def __init__(self, change: Change, batch: int) -> None:
        self.change = change
        self.batch = batch
        self._sources: dict[str, dict[tuple[str | None, str | None], str]] = {}
        self.added = self.replaced = self.unchanged = self.moved = 0

    def take(self, line: Line) -> None:
        """Add what a line holds, or replace the stored one of its name, or leave it."""
        if isinstance(line, Entry):
            self._entry(line)
        elif isinstance(line, Product):
            self._product(line)
        else:
            self._setting(line)

    def _count(self, *, taken: bool, there: bool) -> None:
        self.unchanged += not taken
        self.replaced += taken and there
        self.added += taken and not there

    def _entry(self, line: Entry) -> None:
        stored = entries.by_uuid(self.change.connection, line.kind, line.uuid)
        if stored is None and line.source and line.source_key:
            stored = self._of_source(line)
            line = line if stored is None else line._replace(uuid=stored.uuid)
        taken = _newer(line.changed, stored) and self.change.take(line, stored, self.batch)
        self._count(taken=taken, there=stored is not None)

    def _of_source(self, line: Entry) -> Entry | None:
        """The stored entry that has the same name where both come from."""
        kind = line.kind
        if kind.name not in self._sources:
            self._sources[kind.name] = entries.by_source(self.change.connection, kind)
        uuid = self._sources[kind.name].get((line.source, line.source_key))
        return None if uuid is None else entries.by_uuid(self.change.connection, kind, uuid)

    def _product(self, line: Product) -> None:
        stored = products.by_uuid(self.change.connection, line.uuid)
        namesake = products.find(self.change.connection, line.name)
        free = namesake is None or namesake.uuid == line.uuid
        taken = free and _newer(line.changed, stored)
        if taken:
            self.change.take_product(line, stored)
        self._count(taken=taken, there=stored is not None)

    def _setting(self, line: Setting) -> None:
        stored = {each.key: each for each in profile.every(self.change.connection)}.get(line.key)
        taken = stored is None or (bool(line.changed) and line.changed > stored.changed)
        if taken:
            self.moved += self.change.take_setting(line).entries
        self._count(taken=taken, there=stored is not None)


def merge(
    connection: sqlite3.Connection,
    lines: Iterable[Line],
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
    change = Change(connection, now)
    batch = change.open_batch(format_name, file)
    under_way = _Merge(change, batch)
    for line in lines:
        under_way.take(line)
    change.close_batch(batch, under_way.added, under_way.replaced)
    return Merged(under_way.added, under_way.replaced, under_way.unchanged, under_way.moved)
