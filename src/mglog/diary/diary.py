"""The diary file: made, opened, read and written to; every refusal by name.

Must never change a file that is not a diary of this version, and never let
SQLite's own errors out: every write is in BEGIN IMMEDIATE.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from time import time as time_s

from mglog.clock import DAY_START
from mglog.diary import files, profile, schema
from mglog.diary.database import (
    connect,
    in_memory,
    newest_view,
    prepare_writing,
    read_only,
    version_of,
)
from mglog.diary.open_errors import check, is_corrupt, translated, unfit
from mglog.domain.profile import day_start
from mglog.errors import DiaryError
from mglog.formatting import path_text

BUSY_TIMEOUT_S = 30.0
# What a damaged row may raise on its way into an entry.
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, OverflowError)


class Diary:
    """A diary file that may not exist yet.

    Args:
        path: the file.
        timeout: how long to wait for another writer, in seconds; `BUSY_TIMEOUT_S` if None.

    Attributes:
        before_upgrade: the copy of the diary as it was, where this run brought it up to date.
    """

    before_upgrade: Path | None = None

    def __init__(self, path: Path, *, timeout: float | None = None) -> None:
        self.path = path
        self._timeout = BUSY_TIMEOUT_S if timeout is None else timeout
        self._connection: sqlite3.Connection | None = None
        self._view: sqlite3.Connection | None = None  # of an older diary, a copy brought up to date
        self._empty: sqlite3.Connection | None = None  # what is shown where there is no file

    @property
    def exists(self) -> bool:
        """Whether there is a file of that name, a diary or not."""
        return files.exists(self.path)

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            check(self.path)
            self._connection = connect(self.path, self._timeout)
        return self._connection

    def close(self) -> None:
        """Let go of the file, and of what was shown in its place."""
        for connection in (self._view, self._empty, self._connection):
            if connection is not None:
                connection.close()
        self._connection = self._view = self._empty = None

    def _newest(self) -> sqlite3.Connection:
        """The diary as the newest version shows it; an empty one where there is no file."""
        if not self.exists:
            if self._empty is None:
                self._empty = in_memory()
            return self._empty
        if self._view is None:
            opened = self._open()
            newest = newest_view(opened)
            if newest is opened:
                return opened
            self._view = newest
        return self._view

    def _forget_view(self) -> None:
        if self._view is not None:
            self._view.close()
            self._view = None

    @contextlib.contextmanager
    def reading(self, *, as_is: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection to read by; an empty diary where there is no file. Never makes one.

        An older diary is shown as the newest version would have it, unless `as_is`.

        Raises:
            DiaryError: the file can't be read.
        """
        try:
            connection = self._open() if as_is else self._newest()
            connection.execute("PRAGMA query_only = ON")
            try:
                yield connection
            finally:
                connection.execute("PRAGMA query_only = OFF")
        except sqlite3.Error as error:
            raise translated(error, self.path, reading=True) from None
        except _UNREADABLE as error:
            self._blame(error)
            raise

    @contextlib.contextmanager
    def writing(self, *, keep: bool = True) -> Iterator[sqlite3.Connection]:
        """A transaction, begun with the lock held; makes the diary if there is none.

        Commits on leaving; on any exception, or without `keep`, nothing is stored
        (and no diary is made).

        Raises:
            DiaryError: the file can't be made or written.
        """
        if keep:
            self.make()
        try:
            if keep:
                self._upgrade()
            connection = self._newest()
            prepare_writing(connection)
            connection.execute("BEGIN IMMEDIATE")
            try:
                _recheck(connection, self.path)
                yield connection
                if keep:
                    connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise translated(error, self.path) from None
        except _UNREADABLE as error:
            self._blame(error)
            raise

    def _blame(self, error: Exception) -> None:
        """Say that the diary is damaged, if that is why something in it could not be read.

        Raises:
            DiaryError: it is. Else the error is a defect of ours, and is left to be one.
        """
        from mglog.diary.health import is_sound  # only after an error

        if self._connection is not None and not is_sound(self._connection, self.path):
            raise DiaryError(
                f"The diary {path_text(self.path)} is damaged ({type(error).__name__}).",
                "See mglog doctor, or restore a backup.",
            ) from None

    def _upgrade(self) -> None:
        """Bring an older diary to the newest version; a checked copy of it is kept first."""
        connection = self._open()
        if version_of(connection) == schema.newest():
            return
        from mglog.diary import backups  # an older diary only
        from mglog.diary.migrations import apply

        prepare_writing(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            if version_of(connection) < schema.newest():  # again, now that it can't change
                kept = backups.before_upgrade(self.path)
                with contextlib.closing(connect(self.path, self._timeout)) as reader:
                    backups.copy(reader, self.path, kept, force=False)
                apply(connection)
                connection.execute("COMMIT")
                self.before_upgrade = kept
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        self._forget_view()

    def make(self) -> None:
        """Make an empty diary, if there is no file of that name.

        Raises:
            DiaryError: it can't be made.
        """
        if not self.exists:
            _create(self.path)

    def is_damaged(self) -> bool:
        """Whether SQLite itself can't use what stands in the diary's place.

        A view, an index or an edited note is no damage: such a diary is replaced in place,
        under SQLite's own lock.

        Raises:
            DiaryError: another program's file, a newer diary, or one that is in use.
        """
        found = unfit(self.path)
        if found is not None and found.damaged:
            return True
        check(self.path)
        # Closing it would let a write-ahead log be replayed, and go: what is damaged is kept.
        logged = files.exists(self.path.resolve().with_name(f"{self.path.resolve().name}-wal"))
        connection = read_only(self.path) if logged else connect(self.path, self._timeout)
        try:
            # What a killed change left behind is rolled back, and nobody can write meanwhile.
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            whole = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            connection.rollback()
        except sqlite3.Error as error:
            if not is_corrupt(error):
                raise translated(error, self.path, reading=True) from None
            whole = False
        finally:
            connection.close()
        return not whole

    @contextlib.contextmanager
    def whole(self) -> Iterator[sqlite3.Connection]:
        """A connection whose content may be replaced as a whole, by SQLite's own backup.

        It alone has the diary meanwhile: what others log waits, and is lost in no gap between
        a copy of what was there and what is put in its place.

        Raises:
            DiaryError: the file can't be written, or is in use; it is as it was.
        """
        try:
            connection = self._open()
            prepare_writing(connection)
            connection.execute("BEGIN EXCLUSIVE")
            try:
                connection.execute("PRAGMA locking_mode = EXCLUSIVE")
                connection.execute("COMMIT")  # the lock stays, by its mode
                yield connection
            finally:
                connection.execute("PRAGMA locking_mode = NORMAL")
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # lets it go
        except sqlite3.Error as error:
            raise translated(error, self.path) from None

    def rewrite(self) -> None:
        """Write the file anew, so that nothing of what was wiped is left between its rows."""
        try:
            connection = self._open()
            prepare_writing(connection)
            connection.execute("VACUUM")
        except sqlite3.Error as error:
            raise translated(error, self.path) from None

    def day_start(self) -> time:
        """When a day begins in this diary; 04:00 unless its profile says otherwise."""
        if not self.exists:
            return DAY_START
        with self.reading() as connection:
            return day_start(profile.load(connection))


def _recheck(connection: sqlite3.Connection, path: Path) -> None:
    """The version again, now that nobody else can change it."""
    if version_of(connection) != schema.newest():
        raise DiaryError(f"{path_text(path)} was changed by another mglog.", "Try again.")


def _create(path: Path) -> None:
    """Make an empty diary under a temporary name and publish it whole.

    Whoever publishes first wins; the others use that diary. So there is never
    an empty or half-made file under the diary's name.
    """
    from mglog.diary.migrations import apply  # heavy, first run only

    files.make_private_folder(path.parent)
    files.sweep(path, time_s())
    temporary = files.beside(path)
    try:
        files.make_private_file(temporary)
        connection = connect(temporary, 0)
        try:
            prepare_writing(connection)
            connection.execute("BEGIN IMMEDIATE")
            apply(connection)
            connection.execute("COMMIT")
        finally:
            connection.close()
        if not path.exists():
            files.set_aside(path)  # another diary's journal would be replayed into this one
        files.publish(temporary, path, replace=False)
    except sqlite3.Error as error:
        raise translated(error, path) from None
    except OSError as error:
        raise DiaryError(
            f"The diary {path_text(path)} can't be made: {error.strerror}; nothing was saved.",
            "Choose another place with --db FILE or MGLOG_DB.",
        ) from None
    finally:
        files.discard(temporary)
