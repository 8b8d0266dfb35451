"""Files that only their owner can read, and that are never replaced by accident.

Must never leave a half-written file under its final name.
"""

import contextlib
import errno
import os
import re
import secrets
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from mglog.errors import DiaryError, RefusedError
from mglog.formatting import path_text

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def why(error: Exception) -> str:
    """The reason in an error, without its number and path."""
    return str(getattr(error, "strerror", None) or error)


def same(one: Path, other: Path) -> bool:
    """Whether two names lead to the same file, by a link or however they are spelled."""
    with contextlib.suppress(OSError, ValueError):
        return one.samefile(other)
    # One of them is not there yet. Where names that differ by case alone are the same, so here.
    names = [os.path.realpath(each) for each in (one, other)]
    if sys.platform in ("darwin", "win32"):
        names = [name.casefold() for name in names]
    return names[0] == names[1]


def refuse_target(target: Path, diary: Path, *, force: bool) -> None:
    """Refuse to write a whole file where something stands that must not be replaced.

    Raises:
        RefusedError: the diary itself or a file of SQLite's beside it, whether `force` is set
            or not; what is no plain file; or any file, and `force` is not set.
    """
    # SQLite keeps its own files beside the file that a link leads to.
    real = Path(os.path.realpath(diary))
    own = [real, *(real.with_name(f"{real.name}-{end}") for end in SIDES)]
    if any(same(target, each) for each in own):
        raise RefusedError(
            f"{path_text(target)} is the diary itself; nothing was written.", "Name another file."
        )
    if force and target.exists() and not target.is_file():
        raise RefusedError(
            f"{path_text(target)} is not a file; nothing was written.", "Name another file."
        )
    if not force and os.path.lexists(target):
        raise taken(target)


def target_of(path: Path, *, force: bool) -> Path:
    """The file that is written: a link stays one, and what it leads to is replaced."""
    return Path(os.path.realpath(path)) if force and path.is_symlink() else path


def taken(target: Path) -> RefusedError:
    """The refusal to replace a file unasked."""
    return RefusedError(
        f"{path_text(target)} exists already; nothing was written.", "Add --force to replace it."
    )


def make_private_folder(folder: Path) -> None:
    """Make a folder and its parents, those that are new with mode 0700.

    Raises:
        DiaryError: it can't be made.
    """
    missing = [folder, *folder.parents]
    try:
        for part in reversed(missing):
            if not part.exists():
                with contextlib.suppress(FileExistsError):  # another process was first
                    part.mkdir(mode=PRIVATE_FOLDER)
                with contextlib.suppress(OSError):  # one may enter it without reading it
                    sync_folder(part.parent)
    except OSError as error:
        raise DiaryError(
            f"The folder {path_text(folder)} can't be made: {error.strerror}.",
            "Choose another place with --db FILE or MGLOG_DB.",
        ) from None


# What a file system answers that knows no sync of a folder, or of a file opened to read.
_NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EACCES, errno.EPERM, errno.EBADF,
            errno.EISDIR, errno.ENOSYS}  # fmt: skip
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut, where the system can.

    Some network file systems can't: that is no reason to call a finished file unwritten.
    """
    if os.name != "posix":
        return
    try:
        _sync(folder, os.O_RDONLY)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def sync_file(path: Path) -> None:
    """Make a file's content survive a power cut."""
    _sync(path, os.O_RDWR if os.access(path, os.W_OK) else os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        if sys.platform == "darwin":  # there fsync leaves it in the drive's own memory
            fcntl = import_module("fcntl")
            with contextlib.suppress(OSError, AttributeError):
                fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
                return
        os.fsync(handle)
    finally:
        os.close(handle)


def make_private_file(path: Path) -> None:
    """Make an empty file that only its owner can read.

    Raises:
        FileExistsError: something has the name, perhaps a link that leads elsewhere.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_FOLLOW
    os.close(os.open(path, flags, PRIVATE_FILE))


def exists(path: Path) -> bool:
    """Whether a name is taken; one in a folder that can't be looked into counts as taken."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True  # there, for all that can be told: opening it says what is wrong
    return True


_PART = r"\.(?P<name>.+)\.[0-9a-f]{16}\.part"
_STALE_S = 3600  # what is older was left by a run that was stopped


def beside(path: Path) -> Path:
    """A name for a temporary file in the same folder that nobody can foresee."""
    return path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.part")


def unfinished(path: Path) -> list[Path]:
    """The temporary files that runs which were stopped have left beside a file."""
    try:
        others = list(path.parent.iterdir())
    except OSError:
        return []
    found = (re.fullmatch(_PART, each.name) for each in others)
    return [path.with_name(part[0]) for part in found if part and part["name"] == path.name[:100]]


def sweep(path: Path, now_s: float) -> None:
    """Remove temporary files that were left long ago; one of a run under way is younger.

    Args:
        path: the file that they were to become.
        now_s: the file system's time, in seconds.
    """
    for old in unfinished(path):
        with contextlib.suppress(OSError):
            if now_s - old.lstat().st_mtime > _STALE_S:
                for each in (old, *(old.with_name(f"{old.name}-{end}") for end in SIDES)):
                    discard(each)


SIDES = ("journal", "wal", "shm")  # of SQLite's own files beside a database


def set_aside(path: Path) -> list[Path]:
    """Rename what SQLite would replay into a new file of a name; gives the new names.

    A journal that another database of that name left behind is not the new one's.
    """
    moved = []
    for end in SIDES:
        stale = path.with_name(f"{path.name}-{end}")
        if exists(stale):
            kept = stale.with_name(f"{stale.name}.stale-{secrets.token_hex(4)}")
            stale.rename(kept)
            moved.append(kept)
    return moved


def discard(temporary: Path) -> None:
    """Remove a temporary file that may be gone, or never was."""
    with contextlib.suppress(OSError):
        temporary.unlink()


def publish(temporary: Path, path: Path, *, replace: bool) -> bool:
    """Give a finished file its final name, in one step; it is on disk when this returns.

    Returns:
        False if the name was taken and `replace` is not set.
    """
    if replace:
        temporary.replace(path)
    else:
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError:  # a file system without links, such as FAT
            if os.path.lexists(path):
                return False
            temporary.rename(path)
    sync_folder(path.parent)
    return True


@contextlib.contextmanager
def written_whole(
    path: Path, diary: Path, *, force: bool, binary: bool = False
) -> Iterator[IO[Any]]:
    """A private file, of text unless `binary`, that gets its name when all of it is on disk.

    Raises:
        RefusedError: the file must not be replaced (`refuse_target`).
        DiaryError: it can't be written; nothing is left behind.
    """
    refuse_target(path, diary, force=force)
    path = target_of(path, force=force)
    temporary = beside(path)
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, PRIVATE_FILE)
        opened = (
            os.fdopen(handle, "wb")
            if binary
            else os.fdopen(handle, "w", encoding="utf-8", newline="\n")
        )
        with opened as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not publish(temporary, path, replace=force):
            raise taken(path)
    except OSError as error:
        raise DiaryError(
            f"{path_text(path)} can't be written: {why(error)}; nothing was saved."
        ) from None
    finally:
        discard(temporary)
