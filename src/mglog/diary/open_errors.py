"""What keeps a file from being a diary, and SQLite's errors in plain words.

Must never change a file, nor let SQLite's own errors out.
"""

import sqlite3
import stat
from pathlib import Path

from mglog.diary import schema
from mglog.errors import DiaryError
from mglog.formatting import path_text

_HEADER = 100
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _look(path: Path) -> str | None:
    """What keeps a file from being this version's diary, or None. Reads, never writes."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        return "is a folder, not a diary"
    if not stat.S_ISREG(mode):
        return "is not a file"
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if not header:
        return "is empty: not an mglog diary"
    if not header.startswith(b"SQLite format 3\0"):
        return "is not an mglog diary"
    if len(header) < _HEADER:
        return "is damaged: it ends within its first 100 bytes"
    if int.from_bytes(header[68:72], "big") != schema.APPLICATION_ID:
        return "is a database of another program, not an mglog diary"
    version = int.from_bytes(header[60:64], "big", signed=True)
    if version > schema.newest():
        return (
            f"was written by a newer mglog (version {version} of the diary; "
            f"this one knows {schema.newest()})"
        )
    if version < 1:
        return "is damaged: its version is gone"
    return None


NAME_ANOTHER = "Name the diary with --db FILE."


def is_damaged(path: Path) -> bool:
    """Whether a file is a diary whose very header is damaged."""
    return "damaged" in (_look(path) or "")


def check(path: Path, *, otherwise: str = NAME_ANOTHER) -> None:
    """Refuse a file that is not a readable diary of this version; it stays untouched.

    Args:
        path: the file.
        otherwise: what to do if it is none.

    Raises:
        DiaryError: says which file, and why.
    """
    try:
        wrong = _look(path)
    except OSError as error:
        raise DiaryError(f"{path_text(path)} can't be read: {error.strerror}.", otherwise) from None
    if wrong is not None:
        hint = "Upgrade mglog." if "newer" in wrong else otherwise
        if "damaged" in wrong:
            hint = "mglog restore FILE puts a backup in its place."
        raise DiaryError(f"{path_text(path)} {wrong}.", hint)


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
        return DiaryError(
            f"The diary {name} is damaged ({text}).",
            "mglog restore FILE puts a backup in its place.",
        )
    return DiaryError(
        f"The diary {name} can't be used ({text}); it may not be saved.",
        "See mglog list before you try again.",
    )
