"""Commands that move entries in and out: `export`, `import`, `db path`."""

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Annotated, BinaryIO, Literal, cast

import typer

from mglog.cli.session import Session, hint, say
from mglog.cli.words import command
from mglog.diary import products, settings
from mglog.diary.entries import in_order
from mglog.diary.files import written_whole
from mglog.diary.merge import Merged, merge
from mglog.errors import MglogError, ReadingError
from mglog.exchange import csv_export, ndjson
from mglog.formatting import path_text

app = typer.Typer(add_completion=False, rich_markup_mode=None)
db = typer.Typer(add_completion=False, rich_markup_mode=None, help="Show where the diary is.")
app.add_typer(db, name="db")

_LONG_FILE = 500_000  # bytes; below it an import is over before a bar could be read


@db.callback()
def db_group() -> None:
    """Show where the diary is."""


@db.command("path")
def db_path(ctx: typer.Context) -> None:
    """Print the path of the diary, whether it exists yet or not."""
    session: Session = ctx.obj
    say(path_text(session.diary.path.absolute()))


@command(app, "export")
def export(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="Where to; - is stdout.")],
    file_format: Annotated[
        Literal["ndjson", "csv"],
        typer.Option("--format", help="ndjson is lossless; csv is for a spreadsheet."),
    ] = "ndjson",
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Write the whole diary to a file.

    \b
    mglog export diary.ndjson
    mglog export - | gzip > diary.ndjson.gz
    """
    session: Session = ctx.obj
    with session.diary.reading() as connection:

        def write(out: IO[str]) -> int:
            if file_format == "csv":
                return csv_export.write(in_order(connection), out)
            known: list[ndjson.Line] = [*products.every(connection)]
            known += settings.every(connection)
            return ndjson.write(known, out) + ndjson.write(in_order(connection), out)

        if file == "-":
            write(sys.stdout)
            return
        path = Path(file)
        with written_whole(path, session.diary.path, force=force) as out:
            count = write(out)
    hint(f"Exported {count} line{'s' if count != 1 else ''} to {path_text(path)}")


@command(app, "import")
def import_file(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="What to read; - is stdin.")],
    file_format: Annotated[  # noqa: ARG001 - one format so far
        Literal["ndjson"], typer.Option("--format", help="What it is.")
    ] = "ndjson",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read all of it, say what it would do, store nothing.")
    ] = False,
    yes: Annotated[  # noqa: ARG001 - this format has nothing to ask; scripts may pass it
        bool, typer.Option("--yes", "-y", help="Ask nothing.")
    ] = False,
) -> None:
    """Read entries from a file: all of them, or none if a line is wrong.

    Importing a file twice changes nothing; of two versions of an entry the
    newer one stays.
    """
    session: Session = ctx.obj
    is_new = not session.diary.exists
    name = None if file == "-" else os.fsencode(file).decode("utf-8", "replace")
    with _opened(file, again=is_new) as source:
        if is_new:  # a file that is refused, or holds nothing, must not leave an empty diary
            done = _merged(session, source, file, name, keep=False)
            source.seek(0)
        if not is_new or (done.added and not dry_run):
            done = _merged(session, source, file, name, keep=not dry_run)
    if is_new and not dry_run and done.added:
        hint(f"Started a new diary: {path_text(session.diary.path)}")
    verb = "Would import" if dry_run else "Imported"
    say(f"{verb} {done.added} new, {done.replaced} newer; {done.unchanged} left as they were.")


def _merged(
    session: Session, source: BinaryIO, file: str, name: str | None, *, keep: bool
) -> Merged:
    clock = session.clock
    with _progress(source, file) as lines, session.diary.writing(keep=keep) as connection:
        entries = ndjson.read(lines, clock)
        return merge(connection, entries, clock.now, format_name=ndjson.FORMAT, file=name)


@contextlib.contextmanager
def _opened(file: str, *, again: bool) -> Iterator[BinaryIO]:
    """The file, or stdin: spooled, if it has to be read again."""
    if file == "-":
        if sys.stdin is None:
            raise MglogError("stdin is closed.", "Name a file, or pipe one in.")
        if not again:
            yield sys.stdin.buffer
            return
        with tempfile.TemporaryFile() as spooled:
            shutil.copyfileobj(sys.stdin.buffer, spooled)
            spooled.seek(0)
            yield cast("BinaryIO", spooled)
        return
    try:
        source = Path(file).open("rb")  # noqa: SIM115 - closed below
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "not a file name"
        raise MglogError(
            f"{path_text(Path(file))} can't be read: {why}.", "Name a file that mglog exported."
        ) from None
    with source:
        try:
            if source.peek(16).startswith(b"SQLite format 3"):
                raise ReadingError(
                    f"{path_text(Path(file))} is a diary, not an export.",
                    f"Export it first: mglog --db {path_text(Path(file))} export FILE",
                )
            yield source
        except OSError as error:
            raise MglogError(f"{path_text(Path(file))} can't be read: {error.strerror}.") from None


@contextlib.contextmanager
def _progress(source: BinaryIO, file: str) -> Iterator[BinaryIO]:
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
