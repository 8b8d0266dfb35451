"""The diary's health: what is wrong with the file and what to do. Reads, never mends.

`integrity_check` alone misses most flipped bits: so each row's content is
held against its digest, and the tables against the text they were made with.
"""

import contextlib
import os
import re
import shutil
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from mglog.diary import account, entries, files, products, schema
from mglog.diary.change import BATCH
from mglog.diary.database import in_memory, read_only, version_of, viewed
from mglog.diary.open_errors import check
from mglog.diary.row_text import checksum, history_checksum
from mglog.domain.entry import Entry, stamp
from mglog.domain.kinds import KINDS
from mglog.errors import DiaryError
from mglog.formatting import escaped, path_text

_LEAST_FREE = 50_000_000  # bytes
_SHOWN = 3
_CLOCKS_DIFFER = timedelta(days=1)
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
    yield _made(connection, indexes=True)


def _made(connection: sqlite3.Connection, *, indexes: bool = False) -> Finding:
    """Whether the tables are as they were made, and nothing is set off by writing to them.

    A view or an index that somebody added does no harm. With `indexes`, the diary's own must
    be there too, no other table may, and the versions must have been applied in turn.
    """
    query = (
        "SELECT type, name, tbl_name, sql FROM sqlite_master "
        "WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '%sqlite_migrations%' ORDER BY name"
    )
    version = version_of(connection)
    with contextlib.closing(in_memory(version)) as made:
        own = {row for row in _text(made.execute(query)) if indexes or row[0] == "table"}
    found = {*_text(connection.execute(query))}
    same = own <= found
    if indexes:
        same = same and not any(row[0] == "table" for row in found - own)
        same = same and _applied(connection) == [f"v{number}" for number in range(1, version + 1)]
    triggers = any(row[0] == "trigger" for row in found)
    if same and not triggers:
        added = sorted(row[1] for row in found - own) if indexes else []
        others = f"; not mglog's: {', '.join(map(escaped, added[:_SHOWN]))}" if added else ""
        return Finding("tables", ok=True, text=f"tables intact{others}")
    text = "the tables are not as they were made" if not same else "it holds a trigger"
    return Finding("tables", ok=False, text=text, remedy=_RESTORE)


def _text(rows: Iterable[tuple[object, ...]]) -> list[tuple[str, ...]]:
    """Rows without white space, which says nothing in SQL."""
    return [tuple("".join(str(cell).split()) for cell in row) for row in rows]


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
    if os.name != "posix":
        text = "who may open the file is the system's own to say"
    yield Finding("private", private, text, f"chmod 600 {path_text(path)}")
    free = shutil.disk_usage(path.parent).free
    text = f"{free // 1_000_000:,} MB free on the disk"
    yield Finding("space", free >= _LEAST_FREE, text, "Free some space before you log on.")
    links = path.stat().st_nlink
    text = "no other name leads to the file" if links == 1 else f"{links} names lead to the file"
    yield Finding("links", links == 1, text, "Remove the hard links: a copy is not a backup.")
    left = [path_text(Path(each.name)) for each in files.unfinished(path.resolve())]
    text = "nothing unfinished beside it" if not left else f"left unfinished: {', '.join(left)}"
    remedy = "Remove it, unless another mglog runs: a run that was stopped left it."
    yield Finding("unfinished", not left, text, remedy)
    copies = sorted(path_text(Path(name.name)) for name in _copies(path.resolve()))
    text = "no other copies beside it" if not copies else f"beside it: {', '.join(copies[:_SHOWN])}"
    remedy = "A sync tool may have kept two versions: export one and import it into the other."
    yield Finding("copies", not copies, text, remedy)


def _copies(path: Path) -> Iterator[Path]:
    """Other files that look like the diary: conflict copies, logs of a diary that keeps none."""
    with path.open("rb") as file:
        logged_ahead = file.read(20)[18:] == b"\x02\x02"  # in WAL mode they belong to it
    for other in path.parent.iterdir():
        name = other.name
        if name in (path.name, f"{path.name}-journal") or other.is_dir():
            continue
        log = name in (f"{path.name}-wal", f"{path.name}-shm")
        if log and logged_ahead:
            continue
        between = name[len(path.stem) : len(name) - len(path.suffix)]
        alike = name.startswith(path.stem) and name.endswith(path.suffix)
        if log or (alike and re.match(_OWN_COPY, between, re.IGNORECASE) is None):
            yield other


def _account(connection: sqlite3.Connection) -> Iterator[Finding]:
    found = account.wrong(connection)
    shown = "; ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
    text = f"not as the history says: {shown}" if found else "all is there that was ever written"
    yield Finding("account", not found, text, _RESTORE)


def _ahead(connection: sqlite3.Connection, now: datetime) -> Iterator[Finding]:
    """Entries and stamps of a time that has not been yet: the clock was wrong once."""
    limit = now.astimezone(UTC) + _CLOCKS_DIFFER
    stamped = stamp(limit)
    late = [
        entry.id
        for kind in KINDS.values()
        for entry in entries.every(connection, kind)
        if entry.deleted is None
        and (entry.day > limit.date() + timedelta(days=1)
             or (entry.at is not None and entry.at > limit))
    ]  # fmt: skip
    columns = [("clock", "latest"), ("profile", "changed")]
    columns += [(kind.table, name) for kind in KINDS.values() for name in ("created", "changed")]
    stamps = " UNION ALL ".join(f"SELECT max({name}) FROM {table}" for table, name in columns)
    latest = max((row[0] for row in connection.execute(stamps) if row[0]), default="")
    shown = ", ".join(late[:_SHOWN]) + (" …" if len(late) > _SHOWN else "")
    text = f"entries of a time still to come: {shown}" if late else "no entry is of a time to come"
    remedy = "Set the time: mglog edit ID --at WHEN"
    yield Finding("future", not late, text, remedy)
    ahead = latest > stamped
    text = (
        f"stamps ahead of the clock ({latest[:10]})" if ahead else "no stamp is ahead of the clock"
    )
    yield Finding("stamps", not ahead, text, "mglog doctor --mend-clock sets them to now.")


def examine(connection: sqlite3.Connection, path: Path, now: datetime) -> list[Finding]:
    """Everything that is looked at, in order. The file has been opened already.

    Raises:
        DiaryError: so damaged that it can't be examined further.
    """
    found = [*_integrity(connection), *_schema(connection)]
    try:
        with viewed(connection) as view:
            found += [*_digests(view), *_account(view), *_times(view), *_ahead(view, now)]
    except _UNREADABLE as error:
        found.append(
            Finding("rows", ok=False, text=f"rows can't be read: {error}", remedy=_RESTORE)
        )
    return [*found, *_file(path)]


_NO_MATTER = datetime(9999, 1, 1, tzinfo=UTC)  # what is ahead of now is no damage
_SURROUNDINGS = ("private", "space", "copies", "links", "unfinished", "future", "stamps")


def is_sound(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the content is what was once written; the file's surroundings don't matter."""
    try:
        found = examine(connection, path, _NO_MATTER)
    except (DiaryError, *_UNREADABLE):
        return False
    return all(each.ok for each in found if each.code not in _SURROUNDINGS)


def verify_backup(path: Path) -> int:
    """Check a file that is to take the diary's place; gives its number of entries.

    Raises:
        DiaryError: it is no diary of this version, or not a sound one.
    """
    check(path, otherwise="Name a backup that mglog made.")
    with contextlib.closing(read_only(path)) as connection:
        return verify(connection, path_text(path))


def verify(connection: sqlite3.Connection, name: str) -> int:
    """Check an open diary that is to take another's place; gives its number of entries.

    Raises:
        DiaryError: it is not a sound one.
    """
    try:
        with viewed(connection) as view:
            looked = (*_integrity(connection), _made(connection), *_digests(view))
            wrong = [each for each in looked if not each.ok]
            if wrong:
                raise DiaryError(f"{name} is damaged: {wrong[0].text}.", "Choose another.")
            total = 0
            for kind in KINDS.values():
                query = f"SELECT count(*) FROM {kind.table} WHERE deleted IS NULL"
                total += view.execute(query).fetchone()[0]
    except _UNREADABLE as error:
        raise DiaryError(f"{name} is damaged ({error}).", "Choose another.") from None
    return total
