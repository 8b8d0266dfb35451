"""Backups: whole copies of the diary, checked before they get their name.

Must never replace a file unasked, nor keep a copy that was not read back.
"""

import re
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from mglog.clock import EARLIEST
from mglog.diary import files, schema
from mglog.diary.cipher import decrypted, encrypted, is_encrypted
from mglog.diary.database import read_only
from mglog.diary.health import verify, verify_backup
from mglog.diary.open_errors import is_corrupt
from mglog.domain.entry import Entry
from mglog.errors import DiaryError, RefusedError
from mglog.formatting import path_text

FOLDER = "backups"
KEPT = 12
_TRIES = 100


def automatic(path: Path, now: datetime) -> Path:
    """A new name in the `backups` folder beside the diary, with the diary's own name in it."""
    return _free(path, f"{_own(path)}-{now:%Y%m%d-%H%M%S}")


def _own(path: Path) -> str:
    """What a diary's backups begin with: two diaries of one stem have each their own."""
    return path.stem if path.suffix == ".db" else f"{path.name}_"


def before_upgrade(path: Path) -> Path:
    """A new name for the diary as it is before a newer version changes it; never pruned."""
    return _free(path, f"{_own(path)}-before-version-{schema.newest()}")


def _free(path: Path, base: str) -> Path:
    folder = path.parent / FOLDER
    numbered = (f"{base}{'' if count == 0 else f'-{count}'}.db" for count in range(1000))
    return next(folder / name for name in numbered if not files.exists(folder / name))


def copy(
    connection: sqlite3.Connection, diary: Path, target: Path, *, force: bool, checked: bool = True
) -> int:
    """Copy the diary to a new private file, checked by reading it back; gives its entries.

    Args:
        connection: the diary.
        diary: its file, which is never the target.
        target: the copy's file.
        force: replace a file that is there.
        checked: whether a copy of a diary that is not sound is refused; what is kept before
            a restore is kept as it is.

    Raises:
        RefusedError: the target must not be replaced (`files.refuse_target`).
        DiaryError: it can't be written, or does not read back whole; nothing is left.
    """
    files.refuse_target(target, diary, force=force)
    target = files.target_of(target, force=force)
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
        count = 0
        try:
            count = verify_backup(temporary) if checked else 0
        except DiaryError as error:
            raise _damaged() from error
        files.sync_file(temporary)
        if force or not files.exists(target):
            files.set_aside(target)  # else SQLite would take them for this copy's
        if not files.publish(temporary, target, replace=force):
            raise files.taken(target)
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.Error) and is_corrupt(error):
            raise _damaged() from None
        raise DiaryError(
            f"{path_text(target)} can't be written: {files.why(error)}; nothing was saved."
        ) from None
    finally:
        files.discard(temporary)
    return count


def copy_encrypted(
    connection: sqlite3.Connection, diary: Path, target: Path, recipient: str, *, force: bool
) -> int:
    """Copy the diary, checked, to a file for a recipient alone; gives its entries.

    It is copied in memory and piped through the user's own tool: nothing plain is on disk.

    Raises:
        DiaryError: as `copy`.
        MglogError: the tool is not there, or failed.
    """
    files.refuse_target(target, diary, force=force)
    with closing(sqlite3.connect(":memory:")) as made:
        connection.backup(made)
        count = verify(made, path_text(diary))
        content = encrypted(made.serialize(), recipient)
    files.make_private_folder(target.parent)
    with files.written_whole(target, diary, force=force, binary=True) as out:
        out.write(content)
    return count


def opened(source: Path, identity: str | None) -> sqlite3.Connection:
    """A backup, opened to read: one that is encrypted is so in memory alone.

    Raises:
        DiaryError: it is no sound diary.
        MglogError: it can't be decrypted.
    """
    try:
        with source.open("rb") as file:
            head = file.read(64)
            data = head + file.read() if is_encrypted(head) else b""
    except (OSError, ValueError) as error:
        why = files.why(error)
        raise DiaryError(f"{path_text(source)} can't be read: {why}.", "Name a backup.") from None
    if not data:
        verify_backup(source)
        return read_only(source)
    plain = decrypted(data, identity)
    made = sqlite3.connect(":memory:")
    try:
        made.deserialize(plain)
        verify(made, path_text(source))
    except (sqlite3.Error, DiaryError) as error:
        made.close()
        raise DiaryError(f"{path_text(source)} holds no sound diary ({error}).") from None
    return made


def holding(path: Path, entries: Sequence[Entry]) -> list[Path]:
    """The backups in the diary's folder in which some entries still say something."""
    folder = path.parent / FOLDER
    names = folder.glob(f"{_own(path)}-*.db") if folder.is_dir() else iter(())
    return [each for each in sorted(names) if any(_says(each, entry) for entry in entries)]


def _says(backup: Path, entry: Entry) -> bool:
    query = f"SELECT 1 FROM {entry.kind.table} WHERE uuid = ? AND day <> ?"
    try:
        with closing(read_only(backup)) as connection:
            found = connection.execute(query, (entry.uuid, EARLIEST.isoformat())).fetchone()
    except sqlite3.Error:
        return True  # for all that can be told
    return found is not None


def _damaged() -> DiaryError:
    return DiaryError(
        "The diary is damaged: what was copied of it does not read back whole.",
        "See mglog doctor; mglog restore FILE puts a backup in its place.",
    )


def prune(path: Path, made: Path) -> list[Path]:
    """Remove the diary's oldest automatic backups, so that the newest `KEPT` are left.

    The one just made is among them, whatever the clock says; another diary's are left alone.
    """
    form = re.compile(rf"{re.escape(_own(path))}-([0-9]{{8}}-[0-9]{{6}})(?:-([0-9]+))?\.db")

    def age(found: re.Match[str]) -> tuple[bool, str, int]:
        return found[0] == made.name, found[1], int(found[2] or 0)

    named = [form.fullmatch(each.name) for each in (path.parent / FOLDER).iterdir()]
    oldest = sorted((found for found in named if found is not None), key=age)[:-KEPT]
    gone = [path.parent / FOLDER / found[0] for found in oldest]
    for old in gone:
        files.discard(old)
        for side in files.SIDES:
            files.discard(old.with_name(f"{old.name}-{side}"))
    return gone


def automatic_copy(connection: sqlite3.Connection, diary: Path, now: datetime) -> tuple[Path, int]:
    """A dated copy, checked: its file and its entries. Of several at once each gets a name.

    Raises:
        DiaryError: as `copy`.
    """
    for _ in range(_TRIES):
        target = automatic(diary, now)
        try:
            return target, copy(connection, diary, target, force=False)
        except RefusedError:  # another process was first
            continue
    raise files.taken(target)


def replace_damaged(path: Path, backup: sqlite3.Connection, kept: Path) -> None:
    """Put a checked backup in a damaged diary's place; its bytes are kept as they are.

    A link stays a link: what it leads to is replaced. Under the diary's name there is always
    one or the other, whole.

    Raises:
        DiaryError: it can't be written.
    """
    files.make_private_folder(kept.parent)
    path = path.resolve()
    temporary = files.beside(path)
    try:
        for end in ("", *(f"-{side}" for side in files.SIDES)):
            old, copied = (each.with_name(f"{each.name}{end}") for each in (path, kept))
            if old.exists():
                files.make_private_file(copied)
                shutil.copyfile(old, copied)
                files.sync_file(copied)
        files.sync_folder(kept.parent)
        files.make_private_file(temporary)
        made = sqlite3.connect(temporary)
        try:
            restore(made, backup)
        finally:
            made.close()
        files.sync_file(temporary)
        # Else SQLite would take the damaged diary's unfinished changes for the new one's.
        for side in files.SIDES:
            files.discard(path.with_name(f"{path.name}-{side}"))
        files.publish(temporary, path, replace=True)
    except (OSError, sqlite3.Error) as error:
        raise DiaryError(f"{path_text(path)} can't be written: {files.why(error)}.") from None
    finally:
        files.discard(temporary)


def restore(connection: sqlite3.Connection, backup: sqlite3.Connection) -> None:
    """Put a checked backup's content into the open diary, as one transaction of SQLite's own.

    Whoever has the diary open waits, and then sees the restored one.
    """
    backup.backup(connection)
