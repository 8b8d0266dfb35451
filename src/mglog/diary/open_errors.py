"""What keeps a file from being a diary, and SQLite's errors in plain words.

Must never change a file, nor let SQLite's own errors out.
"""

import sqlite3
import stat
from pathlib import Path
from typing import NamedTuple

from mglog.diary import schema
from mglog.errors import DiaryError
from mglog.formatting import path_text

_HEADER = 100
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


NAME_ANOTHER = "Name the diary with --db FILE."
RESTORE = "mglog restore FILE puts a backup in its place."


class Unfit(NamedTuple):
    """What keeps a file from being this version's diary.

    Attributes:
        why: completes "FILE …".
        remedy: what to do, unless the caller knows better; empty if it does.
        damaged: it is a diary, whose header is damaged, and may be restored.
    """

    why: str
    remedy: str = ""
    damaged: bool = False


def unfit(path: Path) -> Unfit | None:
    """What keeps a file from being this version's diary, or None. Reads, never writes.

    Raises:
        OSError: it can't be read.
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        return Unfit("is a folder, not a diary")
    if not stat.S_ISREG(mode):
        return Unfit("is not a file")
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if not header:
        return Unfit("is empty: not an mglog diary")
    if not header.startswith(b"SQLite format 3\0"):
        return Unfit("is not an mglog diary")
    if len(header) < _HEADER:
        return Unfit("is damaged: it ends within its first 100 bytes", RESTORE, damaged=True)
    if int.from_bytes(header[68:72], "big") != schema.APPLICATION_ID:
        return Unfit("is a database of another program, not an mglog diary")
    version = int.from_bytes(header[60:64], "big", signed=True)
    if version > schema.newest():
        known = f"version {version} of the diary; this one knows {schema.newest()}"
        return Unfit(f"was written by a newer mglog ({known})", "Upgrade mglog.")
    if version < 1:
        return Unfit("is damaged: its version is gone", RESTORE, damaged=True)
    return None


def check(path: Path, *, otherwise: str = NAME_ANOTHER) -> None:
    """Refuse a file that is not a readable diary of this version; it stays untouched.

    Args:
        path: the file.
        otherwise: what to do if it is none.

    Raises:
        DiaryError: says which file, and why.
    """
    try:
        found = unfit(path)
    except OSError as error:
        raise DiaryError(f"{path_text(path)} can't be read: {error.strerror}.", otherwise) from None
    if found is not None:
        raise DiaryError(f"{path_text(path)} {found.why}.", found.remedy or otherwise)


def is_corrupt(error: sqlite3.Error) -> bool:
    """Whether SQLite says that the file itself is damaged: not that it is in use, say."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGED


def translated(error: sqlite3.Error, path: Path, *, reading: bool = False) -> DiaryError:
    """SQLite's error as one sentence about the diary, and what to do."""
    name, text = path_text(path), str(error)
    if reading and not is_corrupt(error):
        return DiaryError(f"The diary {name} can't be read ({text}).", "Try again.")
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return DiaryError("The disk is full; nothing was saved.", "Free some space and try again.")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DiaryError(
            f"The diary {name} is in use by another program; nothing was saved.", "Try again."
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        return DiaryError(
            f"The diary {name} can't be written; nothing was saved.",
            "Check who may write it and its folder, or name another with --db FILE.",
        )
    if code == sqlite3.SQLITE_CONSTRAINT:
        kind = text.partition(":")[0]  # what follows is a page of SQL
        return DiaryError(
            f"A row of the diary {name} is not what it may be ({kind}); nothing was saved.",
            "See mglog doctor.",
        )
    if code in _DAMAGED:
        return DiaryError(f"The diary {name} is damaged ({text}).", RESTORE)
    return DiaryError(
        f"The diary {name} can't be used ({text}); it may not be saved.",
        "See mglog list before you try again.",
    )
