"""`export`: the whole diary, written to a file."""

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
    force: options.Force = False,
) -> None:
    """Write the whole diary to a file.

    \b
    mglog export diary.ndjson
    mglog export diary.csv
    mglog export - | gzip > diary.ndjson.gz
    """
    session: Session = ctx.obj
    written = _format(file, file_format)
    with session.diary.reading() as connection:

        def write(out: IO[str]) -> int:
            if written == "csv":
                return csv_export.write(in_order(connection), out)
            known: list[ndjson.Line] = [*products.every(connection), *profile.every(connection)]
            return ndjson.write(known, out) + ndjson.write(in_order(connection), out)

        if file == "-":
            with data() as out:
                write(out)
            return
        path = Path(file)
        with written_whole(path, session.diary.path, force=force) as whole:
            count = write(whole)
    hint(f"Exported {plural(count, 'line')} to {path_text(path)}")
