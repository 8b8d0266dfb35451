"""The diary's health: what is wrong with the file and what to do. Reads, never mends.

`integrity_check` alone misses most flipped bits: so each row's content is
held against its digest, and the tables against the text they were made with.
"""

import os
import re
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from mglog.diary import entries, products, schema
from mglog.diary.change import BATCH
from mglog.diary.database import in_memory, read_only, version_of, viewed
from mglog.diary.open_errors import check
from mglog.diary.row_text import checksum, history_checksum
from mglog.domain.entry import Entry
from mglog.domain.kinds import KINDS
from mglog.errors import DiaryError
from mglog.formatting import path_text

_LEAST_FREE = 50_000_000  # bytes
_SHOWN = 3
# How people name their own copies: mglog-2026.db, mglog.old.db. Sync tools number or say why.
_OWN_COPY = r"[-_. ]?(?:[0-9]{4}|back|bak|old|before|save|restore)"
# What a damaged row may raise on its way into an entry: a null where none may be, bytes that
# are no text, a number where a text was.
_UNREADABLE = (
    sqlite3.Error, ValueError, KeyError, TypeError, AttributeError, OverflowError,
)  # fmt: skip


class Finding(NamedTuple):
    """One thing looked at: a stable code, whether it is well, and what to do if it is not."""

    code: str
    ok: bool
    text: str
    remedy: str = ""


_RESTORE = "Restore a backup (mglog restore FILE); export what can still be read first."


def _integrity(connection: sqlite3.Connection) -> Iterator[Finding]:
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
    yield Finding("integrity", found == ["ok"], f"SQLite's own check: {found[0]}", _RESTORE)
    orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    text = "references between tables: " + (
        "all there" if not orphans else f"{len(orphans)} broken"
    )
    yield Finding("references", not orphans, text, _RESTORE)


def _schema(connection: sqlite3.Connection) -> Iterator[Finding]:
    version, newest = version_of(connection), schema.newest()
    older = "" if version == newest else f"; the next change brings it to {newest}"
    known = 0 < version <= newest
    yield Finding("version", known, f"version {version} of the diary{older}", "Upgrade mglog.")
    query = (
        "SELECT type, name, tbl_name, sql FROM sqlite_master "
        "WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '%sqlite_migrations%' ORDER BY name"
    )
    made = in_memory(version)
    same = _squeezed(made.execute(query)) == _squeezed(connection.execute(query))
    made.close()
    same = same and _applied(connection) == [f"v{number}" for number in range(1, version + 1)]
    text = "tables as they were made" if same else "the tables are not as they were made"
    yield Finding("tables", same, text, _RESTORE)


def _squeezed(found: sqlite3.Cursor) -> list[tuple[str, ...]]:
    """Rows of text without white space, which says nothing in SQL."""
    return [tuple("".join(str(cell).split()) for cell in row) for row in found]


def _applied(connection: sqlite3.Connection) -> list[str]:
    """The versions that sqlite-utils' own list names; empty if it can't be read."""
    query = (
        "SELECT _sqlite_migrations.name, applied_at FROM _sqlite_migrations, sqlite_master AS made "
        "WHERE made.name = '_sqlite_migrations' AND type = 'table' AND migration_set = 'mglog' "
        "ORDER BY id"
    )
    try:
        found = connection.execute(query).fetchall()
        return [name for name, at in found if datetime.fromisoformat(at) is not None]
    except (sqlite3.Error, ValueError, TypeError):
        return []


def _kept(
    connection: sqlite3.Connection, called: str, table: str, key: str, columns: tuple[str, ...]
) -> Iterator[tuple[str, str, str]]:
    """The rows of a table: each its name, the checksum stored, and that of its cells."""
    query = f"SELECT {key}, digest, {', '.join(columns)} FROM {table}"
    for name, kept, *cells in connection.execute(query):
        yield f"{called}{name}", kept, checksum(zip(columns, cells, strict=True))


def _rows(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Every row with a checksum: its name, the checksum stored, and that of its content."""
    for kind in KINDS.values():
        yield from _kept(connection, kind.letter, kind.table, "id", entries.columns(kind))
        for _ in entries.every(connection, kind):
            pass  # each can be read as an entry, or says why not
    product = (*products.COLUMNS, "name_key")
    yield from _kept(connection, "product ", "products", "name", product)
    yield from _kept(connection, "profile ", "profile", "key", ("key", "value", "changed"))
    yield from _kept(connection, "import ", "batches", "id", BATCH)
    for _, *sums in _kept(connection, "", "clock", "id", ("latest",)):
        yield "the diary's clock", sums[0], sums[1]
    query = "SELECT id, digest, at, command, batch, undone, changes FROM history"
    for number, kept, *cells in connection.execute(query):
        yield f"history {number}", kept, history_checksum(*cells)


def _digests(connection: sqlite3.Connection) -> Iterator[Finding]:
    count = 0
    changed = []
    for name, stored, content in _rows(connection):
        count += 1
        if stored != content:
            changed.append(name)
    shown = ", ".join(changed[:_SHOWN]) + (" …" if len(changed) > _SHOWN else "")
    text = f"{count} rows, none changed silently" if not changed else f"changed silently: {shown}"
    remedy = "Look at them with mglog list and mend them, or restore a backup."
    yield Finding("digests", not changed, text, remedy)


def _times(connection: sqlite3.Connection) -> Iterator[Finding]:
    timed = (entry for kind in KINDS.values() for entry in entries.timed(connection, kind))
    odd = [entry.id for entry in timed if not _fits(entry)]
    shown = ", ".join(odd[:_SHOWN]) + (" …" if len(odd) > _SHOWN else "")
    text = "every time lies in its day" if not odd else f"times that don't fit their day: {shown}"
    yield Finding("times", not odd, text, "Set the time again: mglog edit ID --at WHEN")


def _fits(entry: Entry) -> bool:
    """Whether a time lies in its day, or after midnight: an import may keep another day start."""
    date_lived = entry.day if entry.at is None else entry.at.date()
    return timedelta(0) <= date_lived - entry.day <= timedelta(days=1)


def _file(path: Path) -> Iterator[Finding]:
    mode = stat.S_IMODE(path.stat().st_mode)
    private = os.name != "posix" or not mode & 0o077
    text = "the file is yours alone" if private else f"others can open the file (mode {mode:o})"
    yield Finding("private", private, text, f"chmod 600 {path_text(path)}")
    free = shutil.disk_usage(path.parent).free
    text = f"{free // 1_000_000:,} MB free on the disk"
    yield Finding("space", free >= _LEAST_FREE, text, "Free some space before you log on.")
    copies = sorted(path_text(Path(name.name)) for name in _copies(path.resolve()))
    text = "no other copies beside it" if not copies else f"beside it: {', '.join(copies[:_SHOWN])}"
    remedy = "A sync tool may have kept two versions: export one and import it into the other."
    yield Finding("copies", not copies, text, remedy)


def _copies(path: Path) -> Iterator[Path]:
    """Other files that look like the diary: conflict copies, write-ahead logs, unfinished ones."""
    for other in path.parent.iterdir():
        name = other.name
        if name in (path.name, f"{path.name}-journal") or other.is_dir():
            continue
        unfinished = name.startswith(f".{path.name}.") and name.endswith(".part")
        log = name in (f"{path.name}-wal", f"{path.name}-shm")
        between = name[len(path.stem) : len(name) - len(path.suffix)]
        alike = name.startswith(path.stem) and name.endswith(path.suffix)
        if unfinished or log or (alike and re.match(_OWN_COPY, between, re.IGNORECASE) is None):
            yield other


def examine(connection: sqlite3.Connection, path: Path) -> list[Finding]:
    """Everything that is looked at, in order. The file has been opened already.

    Raises:
        DiaryError: so damaged that it can't be examined further.
    """
    found = [*_integrity(connection), *_schema(connection)]
    try:
        with viewed(connection) as view:
            found += [*_digests(view), *_times(view)]
    except _UNREADABLE as error:
        found.append(
            Finding("rows", ok=False, text=f"rows can't be read: {error}", remedy=_RESTORE)
        )
    return [*found, *_file(path)]


def is_sound(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the content is what was once written; the file's surroundings don't matter."""
    try:
        found = examine(connection, path)
    except (DiaryError, *_UNREADABLE):
        return False
    return all(each.ok for each in found if each.code not in ("private", "space", "copies"))


def verify_backup(path: Path) -> int:
    """Check a file that is to take the diary's place; gives its number of entries.

    Raises:
        DiaryError: it is no diary of this version, or not a sound one.
    """
    check(path, otherwise="Name a backup that mglog made.")
    connection = read_only(path)
    try:
        with viewed(connection) as view:
            wrong = [each for each in (*_integrity(connection), *_digests(view)) if not each.ok]
            if wrong:
                raise DiaryError(
                    f"{path_text(path)} is damaged: {wrong[0].text}.", "Choose another."
                )
            total = 0
            for kind in KINDS.values():
                query = f"SELECT count(*) FROM {kind.table} WHERE deleted IS NULL"
                total += view.execute(query).fetchone()[0]
    except _UNREADABLE as error:
        raise DiaryError(f"{path_text(path)} is damaged ({error}).", "Choose another.") from None
    finally:
        connection.close()
    return total
