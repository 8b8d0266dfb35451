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
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from mglog.diary import entries, products, row_text, schema, settings
from mglog.diary.diary import in_memory, newest_view, version_of
from mglog.diary.history import BATCH
from mglog.diary.open_errors import check
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
    same = made.execute(query).fetchall() == connection.execute(query).fetchall()
    made.close()
    same = same and _applied(connection) == [f"v{number}" for number in range(1, version + 1)]
    text = "tables as they were made" if same else "the tables are not as they were made"
    yield Finding("tables", same, text, _RESTORE)


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


def _rows(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Every row with a digest: its name, the digest stored, and that of its content."""
    for kind in KINDS.values():
        stored = dict(connection.execute(f"SELECT id, digest FROM {kind.table}"))
        for entry in entries.find(connection, kind, "1"):
            yield entry.name, stored[entry.id], row_text.digest(entries.cells(entry).items())
    stored = dict(connection.execute("SELECT uuid, digest FROM products"))
    for uuid, kept in stored.items():
        found = products.by_uuid(connection, uuid)
        if found is not None:
            yield f"product {found.name}", kept, row_text.digest(products.cells(found).items())
    stored = dict(connection.execute("SELECT key, digest FROM profile"))
    for setting in settings.every(connection):
        yield (
            f"profile {setting.key}",
            stored[setting.key],
            row_text.digest(setting._asdict().items()),
        )
    query = "SELECT id, digest, at, command, batch, undone, changes FROM history"
    for number, kept, *cells in connection.execute(query):
        yield f"history {number}", kept, row_text.history_digest(*cells)
    query = f"SELECT id, digest, {', '.join(BATCH)} FROM batches"
    for number, kept, *cells in connection.execute(query):
        yield f"import {number}", kept, row_text.digest(zip(BATCH, cells, strict=True))
    for kept, latest in connection.execute("SELECT digest, latest FROM clock"):
        yield "the diary's clock", kept, row_text.digest([("latest", latest)])


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
    odd = [
        entry.name
        for kind in KINDS.values()
        for entry in entries.find(connection, kind, "deleted IS NULL AND at IS NOT NULL")
        if not _fits(entry)
    ]
    shown = ", ".join(odd[:_SHOWN]) + (" …" if len(odd) > _SHOWN else "")
    text = "every time lies in its day" if not odd else f"times that don't fit their day: {shown}"
    yield Finding("times", not odd, text, "Set the time again: mglog edit ID --at WHEN")


def _fits(entry: entries.Entry) -> bool:
    """Whether a time lies in its day, or after midnight: an import may keep another day start."""
    at, day = datetime.fromisoformat(str(entry.at)), date.fromisoformat(entry.day)
    return timedelta(0) <= at.date() - day <= timedelta(days=1)


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
        view = newest_view(connection)
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


def read_only(path: Path) -> sqlite3.Connection:
    """A connection that can't change a file, nor make one."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - links stay as they are
    return sqlite3.connect(f"{whole.as_uri()}?mode=ro", uri=True)


def verify_backup(path: Path) -> int:
    """Check a file that is to take the diary's place; gives its number of entries.

    Raises:
        DiaryError: it is no diary of this version, or not a sound one.
    """
    check(path, otherwise="Name a backup that mglog made.")
    connection = read_only(path)
    try:
        view = newest_view(connection)
        wrong = [each for each in (*_integrity(connection), *_digests(view)) if not each.ok]
        if wrong:
            raise DiaryError(f"{path_text(path)} is damaged: {wrong[0].text}.", "Choose another.")
        total = 0
        for kind in KINDS.values():
            query = f"SELECT count(*) FROM {kind.table} WHERE deleted IS NULL"
            total += view.execute(query).fetchone()[0]
    except _UNREADABLE as error:
        raise DiaryError(f"{path_text(path)} is damaged ({error}).", "Choose another.") from None
    finally:
        connection.close()
    return total
