"""Where an import is read from: a file, or stdin, opened and perhaps spooled.

Must never read a whole file into memory, nor take a diary for an export.
"""

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from mglog.errors import MglogError, ReadingError
from mglog.formatting import path_text

_LONG_FILE = 500_000  # bytes; below it an import is over before a bar could be read


@contextlib.contextmanager
def opened(file: str, *, again: bool) -> Iterator[BinaryIO]:
    """A file, or stdin (`-`): spooled, if it has to be read again.

    Raises:
        MglogError: it can't be read.
        ReadingError: it is a diary.
    """
    with _stdin(again=again) if file == "-" else _file(Path(file), again=again) as source:
        yield source


@contextlib.contextmanager
def _stdin(*, again: bool) -> Iterator[BinaryIO]:
    if sys.stdin is None:
        raise MglogError("stdin is closed.", "Name a file, or pipe one in.")
    if not again:
        yield sys.stdin.buffer
        return
    with _spooled(sys.stdin.buffer) as spooled:
        yield spooled


@contextlib.contextmanager
def _spooled(source: BinaryIO) -> Iterator[BinaryIO]:
    """What can be read once, kept so that it can be read again.

    Raises:
        MglogError: there is no room for it.
    """
    with tempfile.TemporaryFile() as kept:
        try:
            shutil.copyfileobj(source, kept)
            kept.seek(0)
        except OSError as error:
            raise MglogError(
                f"What is read can't be kept meanwhile ({error.strerror}); nothing was imported.",
                "Free some space, or name a file.",
            ) from None
        yield cast("BinaryIO", kept)


@contextlib.contextmanager
def _file(path: Path, *, again: bool) -> Iterator[BinaryIO]:
    name = path_text(path)
    try:
        source = path.open("rb")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "not a file name"
        raise MglogError(
            f"{name} can't be read: {why}.", "Name a file that mglog exported."
        ) from None
    with source:
        try:
            if source.peek(16).startswith(b"SQLite format 3"):
                raise ReadingError(
                    f"{name} is a diary, not an export.",
                    f"Export it first: mglog --db {name} export FILE",
                )
            if again and not source.seekable():
                with _spooled(source) as kept:
                    yield kept
            else:
                yield source
        except OSError as error:
            raise MglogError(f"{name} can't be read: {error.strerror}.") from None


@contextlib.contextmanager
def progress(source: BinaryIO, file: str) -> Iterator[BinaryIO]:
    """A bar on stderr while a long file is read, if somebody is there to see it."""
    size = 0 if file == "-" else Path(file).stat().st_size
    if size < _LONG_FILE or not sys.stderr.isatty():
        yield source
        return
    from rich.console import Console
    from rich.progress import wrap_file

    with wrap_file(
        source, size, description="Importing", console=Console(stderr=True), transient=True
    ) as lines:
        yield lines
