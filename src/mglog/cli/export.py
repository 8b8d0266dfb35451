"""`export`: the whole diary, written to a file."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Annotated, Literal

import typer

from mglog.cli import options
from mglog.cli.console import data, hint
from mglog.cli.options import option
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.diary import products, profile
from mglog.diary.entries import in_order
from mglog.diary.files import written_whole
from mglog.domain.entry import without_names
from mglog.errors import ReadingError
from mglog.exchange import csv_export, ndjson
from mglog.formatting import path_text, plural, quoted

app = options.new_app()

Format = Literal["ndjson", "csv"]
_EXTENSIONS: dict[str, Format] = {".ndjson": "ndjson", ".jsonl": "ndjson", ".csv": "csv"}
_KNOWN = ".ndjson or .csv"


def _format(file: str, said: Format | None) -> Format:
    """The format of a file, by its extension or as it was said.

    Raises:
        ReadingError: no known extension and nothing said, or the two contradict.
    """
    if file == "-":
        return said or "ndjson"
    extension = Path(file).suffix.lower()
    known = _EXTENSIONS.get(extension)
    if known is None and said is None:
        raise ReadingError(
            f"mglog writes no {extension}." if extension else f"{quoted(file)} has no extension.",
            f"End the name in {_KNOWN}, or say --format ndjson or --format csv.",
        )
    if known is not None and said is not None and known != said:
        raise ReadingError(
            f"{quoted(Path(file).name)} ends in {extension}, and --format says {said}.",
            "Let them agree.",
        )
    return said or known or "ndjson"


@command(app, "export")
def export(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="Where to; - is stdout.")],
    file_format: Annotated[
        Format | None,
        option("--format", "By the extension; ndjson is lossless, csv is for a spreadsheet."),
    ] = None,
    anonymous: Annotated[
        bool,
        option(
            "--anonymous",
            (
                "Leave out notes, products' names and clock times; "
                "what symptoms and factors are called stays."
            ),
        ),
    ] = False,
    recipient: options.Recipient = None,
    force: options.Force = False,
) -> None:
    """Write the whole diary to a file.

    \b
    mglog export diary.ndjson
    mglog export diary.csv
    mglog export - | gzip > diary.ndjson.gz
    """
    session: Session = ctx.obj
    written = _format(file.removesuffix(".age").removesuffix(".gpg"), file_format)
    with session.diary.reading() as connection:

        def write(out: IO[str]) -> int:
            found = in_order(connection)
            entries = map(without_names, found) if anonymous else found
            if written == "csv":
                return csv_export.write(entries, out)
            known: list[ndjson.Line] = [] if anonymous else [*products.every(connection)]
            settings = profile.every(connection)
            known += map(profile.of_its_day, settings) if anonymous else settings
            return ndjson.write(known, out) + ndjson.write(entries, out)

        count = _written(session, file, write, recipient, force=force)
    if file != "-":
        hint(f"Exported {plural(count, 'line')} to {path_text(Path(file))}")


def _written(
    session: Session, file: str, write: Callable[[IO[str]], int], recipient: str | None, *,
    force: bool,
) -> int:  # fmt: skip
    """Write it where it is to go, encrypted if somebody is named; gives the lines."""
    if recipient is not None:
        from mglog.diary.cipher import encrypted  # seldom wanted

        held = io.StringIO()
        count = write(held)
        content = encrypted(held.getvalue().encode(), recipient)
        if file == "-":
            sys.stdout.buffer.write(content)
            return count
        with written_whole(Path(file), session.diary.path, force=force, binary=True) as whole:
            whole.write(content)
        return count
    if file == "-":
        with data() as out:
            return write(out)
    with written_whole(Path(file), session.diary.path, force=force) as whole:
        return write(whole)
