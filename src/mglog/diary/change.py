"""The one door for writes: entries and their marks, products, settings, imports.

Must never change a row without what stood there before being kept, nor let a
mark and what it denies stand on one day.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from typing import NamedTuple
from uuid import uuid4

from mglog.clock import EARLIEST, day_of
from mglog.diary import entries, products, profile
from mglog.diary.ledger import Ledger, RowChange
from mglog.diary.row_text import Cell, checksum, history_checksum, row_text
from mglog.domain.entry import Entry, stamp
from mglog.domain.kinds import KINDS, MARKS, forgotten
from mglog.domain.product import Product
from mglog.domain.profile import Setting, checked, day_start
from mglog.errors import RefusedError
from mglog.formatting import date_text, quoted, typed

_EPOCH = "1970-01-01T00:00:00.000000Z"
BATCH = ("uuid", "at", "format", "file", "added", "replaced", "undone")


class Written(NamedTuple):
    """An entry as it is stored now, and the mark that it took away, if any."""

    entry: Entry
    unmarked: Entry | None = None


class Marked(NamedTuple):
    """A mark, and whether it was there before."""

    entry: Entry
    known: bool


class Moved(NamedTuple):
    """How many entries came to another day, and the marks that went because of it."""

    entries: int = 0
    unmarked: tuple[Entry, ...] = ()


def obstacle(connection: sqlite3.Connection, mark: Entry) -> Entry | None:
    """What keeps a mark from its day: an entry that it denies, or another mark like it."""
    if mark.kind.denies is None:
        return None
    denied = entries.like_on_day(connection, KINDS[mark.kind.denies], mark)
    other = entries.like_on_day(connection, mark.kind, mark)
    return denied or (other if other is not None and other.uuid != mark.uuid else None)


def _refused(found: Entry, *, several: bool = False) -> RefusedError:
    article = "an" if found.kind.name[0] in "aeiou" else "a"
    named = f"{article} {found.kind.name}"
    named += " mark already" if found.kind in MARKS else f" ({found.id})"
    if several:
        return RefusedError(
            f"{date_text(found.day)} has {named}; nothing was marked.", "Leave that day out."
        )
    return RefusedError(
        f"{date_text(found.day)} has {named}.", f"See it: mglog today --day {found.day}"
    )


class Change(Ledger):
    """One undoable change under way, inside the caller's transaction."""

    _latest = ""  # of the stamps that imported lines came with

    # Entries.

    def _write(self, before: Entry | None, after: Entry) -> Written:
        """Store an entry as it is; a live one takes away the mark of its day that denies it."""
        unmarked = None
        if after.deleted is None:
            found = obstacle(self.connection, after)
            if found is not None:
                raise _refused(found)
            unmarked = self._unmark(after)
        return Written(self.put_back(before, after), unmarked)

    def _unmark(self, entry: Entry) -> Entry | None:
        for kind in MARKS:
            if kind.denies == entry.kind.name:
                mark = entries.like_on_day(self.connection, kind, entry)
                if mark is not None:
                    self.put_back(mark, mark._replace(deleted=self.at, changed=self.at))
                    return mark
        return None

    def put_back(self, before: Entry | None, after: Entry) -> Entry:
        """Store an entry as it is, whatever else its day holds: what undo puts back was so."""
        kind = after.kind
        number = None if before is None else before.number
        held = None if before is None else entries.cells(before)
        found = self.put(kind.name, kind.table, number, held, entries.cells(after))
        return after._replace(number=found)

    def add(self, entry: Entry) -> Written:
        """Store a new entry, stamped now.

        Raises:
            RefusedError: a mark, and its day holds what it denies.
        """
        return self._write(None, entry._replace(created=self.at, changed=self.at))

    def replace(self, before: Entry, after: Entry) -> Written:
        """Store an entry over what it was, stamped now.

        Raises:
            RefusedError: a mark, and its day holds what it denies.
        """
        return self._write(before, after._replace(changed=self.at))

    def remove(self, entry: Entry) -> None:
        """Leave a tombstone in an entry's place."""
        self.replace(entry, entry._replace(deleted=self.at))

    def mark(self, marks: Sequence[Entry]) -> list[Marked]:
        """Mark the days that have no such mark yet: all of them, or none.

        Raises:
            RefusedError: a day holds what the mark denies.
        """
        found = [obstacle(self.connection, mark) for mark in marks]
        for mark, other in zip(marks, found, strict=True):
            if other is not None and other.kind is not mark.kind:
                raise _refused(other, several=len(marks) > 1)
        return [
            Marked(self.add(mark).entry, known=False)
            if other is None
            else Marked(other, known=True)
            for mark, other in zip(marks, found, strict=True)
        ]

    # Lines from outside: with the stamps that they come with.

    def _stamped(self, changed: str) -> str:
        found = changed or self.at
        self._latest = max(self._latest, found)
        return found

    def take(self, line: Entry, stored: Entry | None, batch: int) -> bool:
        """Store an imported entry; False if it is a mark that its day denies."""
        if obstacle(self.connection, line) is not None:
            return False
        changed = self._stamped(line.changed)
        whole = line._replace(created=line.created or changed, changed=changed, batch=batch)
        self._write(stored, whole)
        if stored is None:
            self.rows.pop()  # the batch says which rows it added
        return True

    def take_product(self, line: Product, stored: Product | None) -> None:
        """Store an imported product."""
        changed = self._stamped(line.changed)
        self.put_product(line._replace(created=line.created or changed, changed=changed), stored)

    def take_setting(self, line: Setting) -> Moved:
        """Store an imported setting; a new day start moves days as `set_profile` does."""
        before = profile.load(self.connection)
        self._put_setting(line._replace(changed=self._stamped(line.changed)))
        return self._profile_changed(before, refit=line.key == "day_starts")

    # Products.

    def put_product(self, product: Product, stored: Product | None) -> Product:
        """Store a product as it is, new or over the stored one."""
        number = None if stored is None else stored.number
        held = None if stored is None else products.cells(stored)
        found = self.put("product", "products", number, held, products.cells(product))
        return product._replace(number=found)

    def save_product(self, product: Product) -> Product:
        """Store a product, stamped now.

        Raises:
            RefusedError: another product has the name.
        """
        other = products.find(self.connection, product.name)
        if other is not None and other.uuid != product.uuid:
            raise RefusedError(
                f"There is a product {quoted(other.name)} already.",
                f"Change it: mglog product edit {typed(other.name)} --mg …",
            )
        stored = products.by_uuid(self.connection, product.uuid)
        stamped = product._replace(created=product.created or self.at, changed=self.at)
        return self.put_product(stamped, stored)

    def remove_product(self, product: Product) -> None:
        """Leave a tombstone in a product's place."""
        self.put_product(product._replace(deleted=self.at, changed=self.at), product)

    def forget_product(self, product: Product) -> None:
        """Take an imported product away wholly, so that its file can be imported again."""
        self.connection.execute("DELETE FROM products WHERE id = ?", (product.number,))

    # Settings.

    def _put_setting(self, setting: Setting) -> None:
        self.connection.execute(
            "INSERT OR REPLACE INTO profile (key, value, changed, digest) VALUES (?, ?, ?, ?)",
            (*setting, checksum(setting._asdict().items())),
        )

    def put_settings(self, wanted: Mapping[str, str | None]) -> None:
        """Make settings as they are given, or take them away (None). Moves no days."""
        for key, value in wanted.items():
            if value is None:
                self.connection.execute("DELETE FROM profile WHERE key = ?", (key,))
            else:
                self._put_setting(Setting(key, checked(key, value), self.at))

    def set_profile(self, wanted: Mapping[str, str | None]) -> Moved:
        """Make settings, or take them away (None).

        A day start, even the same again, moves the entries that have a time to
        the days that they belong to by it.
        """
        before = profile.load(self.connection)
        self.put_settings({k: v for k, v in wanted.items() if v != before.get(k)})
        return self._profile_changed(before, refit="day_starts" in wanted)

    def _profile_changed(self, before: dict[str, str], *, refit: bool) -> Moved:
        after = profile.load(self.connection)
        if before != after:
            texts = (row_text(found.items()) for found in (before, after))
            self.rows.append(RowChange("profile", 0, *texts))
        return self._fit_days(day_start(after)) if refit else Moved()

    def _fit_days(self, starts: time) -> Moved:
        moved, unmarked = 0, list[Entry]()
        for kind in KINDS.values():
            for entry in list(entries.timed(self.connection, kind)):
                night = bool(entry.night)
                day = entry.day if entry.at is None else day_of(entry.at, starts, night=night)
                if day != entry.day:
                    moved += 1
                    mark = self.replace(entry, entry._replace(day=day)).unmarked
                    unmarked += [mark] if mark else []
        return Moved(moved, tuple(unmarked))

    def forget(self, entry: Entry) -> None:
        """Wipe what an entry says, from its row and from the history; its tombstone stays.

        This is no change that could be undone: it leaves no record.
        """
        blank = Entry(
            forgotten(entry.kind), EARLIEST, uuid=entry.uuid, number=entry.number,
            source=entry.source and "forgotten", batch=entry.batch, created=entry.created,
            changed=self.at, deleted=entry.deleted or self.at,
        )  # fmt: skip
        wiped = entries.cells(blank)
        self.update(entry.kind.table, entry.number or 0, wiped)
        held = {name: cell for name, cell in wiped.items() if cell is not None}
        for number, text in self.connection.execute("SELECT id, changes FROM history").fetchall():
            self._wipe(number, text, entry, held)

    def _wipe(self, number: int, text: str, entry: Entry, held: Mapping[str, Cell]) -> None:
        """Put the blank row in place of an entry's rows in one record of the history."""
        import json

        rows = json.loads(text)
        own = [row for row in rows if (row["kind"], row["id"]) == (entry.kind.name, entry.number)]
        if not own:
            return
        for row in own:
            row["before"] = row["before"] and held
            row["after"] = row["after"] and held
        whole = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        query = "SELECT at, command, batch, undone FROM history WHERE id = ?"
        at, command, batch, undone = self.connection.execute(query, (number,)).fetchone()
        if len(own) == len(rows):
            undone = undone or self.at  # there is nothing left of it to take back
        check = history_checksum(at, command, batch, undone, whole)
        self.connection.execute(
            "UPDATE history SET changes = ?, undone = ?, digest = ? WHERE id = ?",
            (whole, undone, check, number),
        )

    def mend_clock(self, now: datetime) -> int:
        """Set what is stamped ahead of now to now; gives how many rows that were.

        One wrong reading of the clock would else make every later stamp one of that time.
        """
        limit = stamp(now)
        stamps = " UNION ALL ".join(
            f"SELECT max(changed) FROM {kind.table} WHERE changed <= :limit"
            for kind in KINDS.values()
        )
        found = self.connection.execute(stamps, {"limit": limit})
        self.set_latest(max((row[0] for row in found if row[0]), default=_EPOCH))
        mended = 0
        for kind in KINDS.values():
            for entry in list(entries.every(self.connection, kind)):
                if max(entry.created, entry.changed, entry.deleted or "") > limit:
                    mended += 1
                    gone = None if entry.deleted is None else min(entry.deleted, self.at)
                    made = min(entry.created, self.at)
                    self.put_back(
                        entry, entry._replace(created=made, changed=self.at, deleted=gone)
                    )
        for product in list(products.all_of(self.connection)):
            if max(product.created, product.changed) > limit:
                mended += 1
                made = min(product.created, self.at)
                self.put_product(product._replace(created=made, changed=self.at), product)
        ahead = [each for each in profile.every(self.connection) if each.changed > limit]
        self.put_settings({each.key: each.value for each in ahead})
        self._mend_history(limit)
        return mended + len(ahead)

    def _mend_history(self, limit: str) -> None:
        query = (
            "SELECT id, at, command, batch, undone, changes FROM history "
            "WHERE max(at, ifnull(undone, '')) > ?"
        )
        found = self.connection.execute(query, (limit,)).fetchall()
        for number, at, command, batch, undone, text in found:
            ats = (min(at, self.at), None if undone is None else min(undone, self.at))
            check = history_checksum(ats[0], command, batch, ats[1], text)
            self.connection.execute(
                "UPDATE history SET at = ?, undone = ?, digest = ? WHERE id = ?",
                (*ats, check, number),
            )

    # Imports.

    def open_batch(self, format_name: str, file: str | None) -> int:
        """Begin the record of an import; gives its number."""
        return self.insert("batches", {
            "uuid": str(uuid4()), "at": self.at, "format": format_name, "file": file,
            "added": 0, "replaced": 0,
        })  # fmt: skip

    def close_batch(self, batch: int, added: int, replaced: int) -> None:
        """End the record of an import; one that changed nothing leaves none."""
        if not (added or self.rows):
            self.connection.execute("DELETE FROM batches WHERE id = ?", (batch,))
            return
        self._update_batch(batch, {"added": added, "replaced": replaced})
        if self._latest > self.at:
            self.set_latest(self._latest)
        self.record("import", batch)

    def _update_batch(self, batch: int, changed: Mapping[str, Cell]) -> None:
        query = f"SELECT {', '.join(BATCH)} FROM batches WHERE id = ?"
        held = self.connection.execute(query, (batch,)).fetchone()
        self.update("batches", batch, {**dict(zip(BATCH, held, strict=True)), **changed})

    def forget_batch(self, batch: int) -> int:
        """Take away what an import added: wholly, so that the file can be imported again."""
        removed = sum(
            self.connection.execute(f"DELETE FROM {kind.table} WHERE batch = ?", (batch,)).rowcount
            for kind in KINDS.values()
        )
        self._update_batch(batch, {"undone": self.at})
        return removed


@contextmanager
def changing(connection: sqlite3.Connection, now: datetime, command: str) -> Iterator[Change]:
    """A change that is recorded under a command's name when it is done."""
    made = Change(connection, now)
    yield made
    made.record(command)
