"""Backups: whole copies of the diary, checked before they get their name.

Must never replace a file unasked, nor keep a copy that was not read back.
"""

import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

from mglog.diary import files, schema
from mglog.diary.health import read_only, verify_backup
from mglog.errors import DiaryError, RefusedError

FOLDER = "backups"
KEPT = 12
_PREFIX = "mglog-"


def automatic(path: Path, now: datetime) -> Path:
    """A new name in the `backups` folder beside the diary."""
    return _free(path, f"{_PREFIX}{now:%Y%m%d-%H%M%S}")


def before_upgrade(path: Path) -> Path:
    """A new name for the diary as it is before a newer version changes it; never pruned."""
    return _free(path, f"before-version-{schema.newest()}")


def _free(path: Path, base: str) -> Path:
    folder = path.parent / FOLDER
    numbered = (f"{base}{'' if count == 0 else f'-{count}'}.db" for count in range(1000))
    return next(folder / name for name in numbered if not files.exists(folder / name))


def copy(connection: sqlite3.Connection, target: Path, *, force: bool) -> int:
    """Copy the diary to a new private file, checked by reading it back; gives its entries.

    Raises:
        RefusedError: the file exists and `force` is not set.
        DiaryError: it can't be written, or does not read back whole; nothing is left.
    """
    taken = RefusedError(
        f"{files.shown(target)} exists already; nothing was written.", "Add --force to replace it."
    )
    if not force and files.exists(target):
        raise taken
    files.make_private_folder(target.parent)
    temporary = files.beside(target)
    try:
        files.make_private_file(temporary)
        made = sqlite3.connect(temporary)
        try:
            connection.backup(made)
            made.execute("PRAGMA journal_mode = DELETE")
        finally:
            made.close()
        try:
            count = verify_backup(temporary)
        except DiaryError as error:
            raise DiaryError(
                "The diary is damaged: what was copied of it does not read back whole.",
                "See mglog doctor; mglog restore FILE puts a backup in its place.",
            ) from error
        files.sync_file(temporary)
        if not files.publish(temporary, target, replace=force):
            raise taken
    except (OSError, sqlite3.Error) as error:
        raise DiaryError(
            f"{files.shown(target)} can't be written: {files.why(error)}; nothing was saved."
        ) from None
    finally:
        files.discard(temporary)
    return count


def prune(path: Path) -> list[Path]:
    """Remove the oldest automatic backups, so that the newest `KEPT` are left."""
    found = sorted((path.parent / FOLDER).glob(f"{_PREFIX}*.db"))
    gone = found[:-KEPT]
    for old in gone:
        files.discard(old)
    return gone


def replace_damaged(path: Path, source: Path, kept: Path) -> None:
    """Put a checked backup in a damaged diary's place; its bytes are kept as they are.

    Under the diary's name there is always one or the other, whole.

    Raises:
        DiaryError: it can't be written.
    """
    files.make_private_folder(kept.parent)
    journal = path.with_name(f"{path.name}-journal")
    temporary = files.beside(path)
    try:
        for old, copied in ((path, kept), (journal, kept.with_name(f"{kept.name}-journal"))):
            if old.exists():
                files.make_private_file(copied)
                shutil.copyfile(old, copied)
                files.sync_file(copied)
        files.sync_folder(kept.parent)
        files.make_private_file(temporary)
        made = sqlite3.connect(temporary)
        try:
            restore(made, source)
        finally:
            made.close()
        files.sync_file(temporary)
        # Else SQLite would take the damaged diary's unfinished change for the new one's.
        files.discard(journal)
        files.publish(temporary, path, replace=True)
    except (OSError, sqlite3.Error) as error:
        raise DiaryError(f"{files.shown(path)} can't be written: {files.why(error)}.") from None
    finally:
        files.discard(temporary)


def restore(connection: sqlite3.Connection, source: Path) -> None:
    """Put a checked backup's content into the open diary, as one transaction of SQLite's own.

    Whoever has the diary open waits, and then sees the restored one.
    """
    backup = read_only(source)
    try:
        backup.backup(connection)
    finally:
        backup.close()
