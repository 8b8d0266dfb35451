"""Files that only their owner can read, and that are never replaced by accident.

Must never leave a half-written file under its final name.
"""

import contextlib
import os
from collections.abc import Iterator
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
    return os.path.realpath(one) == os.path.realpath(other)  # one of them is not there yet


def refuse_target(target: Path, diary: Path, *, force: bool) -> None:
    """Refuse to write a whole file where something stands that must not be replaced.

    Raises:
        RefusedError: the diary itself or a file of SQLite's beside it, whether `force` is set
            or not; what is no plain file; or any file, and `force` is not set.
    """
    # SQLite keeps its own files beside the file that a link leads to.
    real = Path(os.path.realpath(diary))
    own = [real, *(real.with_name(f"{real.name}-{end}") for end in ("journal", "wal", "shm"))]
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


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut, where the system can."""
    if os.name != "posix":
        return
    sync_file(folder)


def sync_file(path: Path) -> None:
    """Make a file's content survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_private_file(path: Path) -> None:
    """Make an empty file that only its owner can read, or empty the one that is there."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE))


def exists(path: Path) -> bool:
    """Whether a name is taken; one in a folder that can't be looked into counts as taken."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True  # there, for all that can be told: opening it says what is wrong
    return True


def beside(path: Path) -> Path:
    """A name for a temporary file in the same folder, of this process alone."""
    return path.with_name(f".{path.name[:100]}.{os.getpid()}.part")


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
def written_whole(path: Path, diary: Path, *, force: bool) -> Iterator[IO[Any]]:
    """A private text file that gets its name only when all of it is on disk.

    Raises:
        RefusedError: the file must not be replaced (`refuse_target`).
        DiaryError: it can't be written; nothing is left behind.
    """
    refuse_target(path, diary, force=force)
    temporary = beside(path)
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
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
