"""Connections to SQLite: how the diary's file is opened, read and prepared for a change.

The ground that the rest of `diary` stands on. Settings (measured in power-loss
replay): rollback journal, synchronous=EXTRA. Must never let a connection be
opened with others.
"""

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from mglog.diary import schema
from mglog.errors import DiaryError

_OLDEST_SQLITE = (3, 37, 0)  # STRICT tables
_MEMORY = ":memory:"


def connect(path: Path, timeout: float) -> sqlite3.Connection:
    """A connection to a file, by its absolute name: ":memory:" is a name like any other."""
    return _open(os.path.abspath(path), timeout)  # noqa: PTH100 - links stay as they are


def _open(name: str, timeout: float) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise DiaryError(
            f"mglog needs SQLite 3.37 or newer; this Python has {sqlite3.sqlite_version}.",
            "Use a Python that brings a newer SQLite along: those of python.org and of uv do.",
        )
    connection = sqlite3.connect(name, timeout=timeout, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def prepare_writing(connection: sqlite3.Connection) -> None:
    """Set how a change reaches the disk.

    Another program may have put the file into WAL and still read it: then it stays so, and is
    as safe with its log synced at each change.
    """
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode == "wal":
        (timeout,) = connection.execute("PRAGMA busy_timeout").fetchone()
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode & 0xFF) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
        finally:
            connection.execute(f"PRAGMA busy_timeout = {int(timeout)}")
    else:
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")
    if sys.platform == "darwin":
        connection.execute("PRAGMA fullfsync = ON")


def read_only(path: Path) -> sqlite3.Connection:
    """A connection that can't change a file, nor make one."""
    return sqlite3.connect(f"{uri(path)}?mode=ro", uri=True)


def uri(path: Path) -> str:
    """A file as SQLite's URIs name it: a drive gets a slash, a share stays in the path."""
    whole = Path(os.path.abspath(path)).as_posix()  # noqa: PTH100 - links stay as they are
    return f"file://{'' if whole.startswith('/') else '/'}{quote(whole)}"


def in_memory(version: int | None = None) -> sqlite3.Connection:
    """An empty diary in memory: what a reader sees where there is none, and the demo's home."""
    connection = _open(_MEMORY, 0)
    for statement in schema.statements(until=version):
        connection.execute(statement)
    return connection


def version_of(connection: sqlite3.Connection) -> int:
    """The version of an open diary."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def newest_view(connection: sqlite3.Connection) -> sqlite3.Connection:
    """A diary as the newest version shows it: itself, or a copy in memory brought up to date.

    So an older diary can be read, and its upgrade be tried, without touching the file.
    """
    if version_of(connection) == schema.newest():
        return connection
    from mglog.diary.migrations import apply  # an older diary only

    copy = _open(_MEMORY, 0)
    try:
        connection.backup(copy)
        copy.execute("BEGIN")
        apply(copy)
        copy.execute("COMMIT")
    except BaseException:
        copy.close()
        raise
    return copy


@contextlib.contextmanager
def viewed(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """The newest view of a diary, for as long as it is looked at."""
    view = newest_view(connection)
    try:
        yield view
    finally:
        if view is not connection:
            view.close()
