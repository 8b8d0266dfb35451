"""`export`: the whole diary, written to a file."""

import sys
from pathlib import Path
from typing import IO, Annotated, Literal

import typer

from mglog.cli import options
from mglog.cli.console import hint
from mglog.cli.options import option
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.diary import products, profile
from mglog.diary.entries import in_order
from mglog.diary.files import written_whole
from mglog.exchange import csv_export, ndjson
from mglog.formatting import path_text, plural

app = options.new_app()


@command(app, "export")
def export(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="Where to; - is stdout.")],
    file_format: Annotated[
        Literal["ndjson", "csv"],
        option("--format", "ndjson is lossless; csv is for a spreadsheet."),
    ] = "ndjson",
    force: options.Force = False,
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
            known: list[ndjson.Line] = [*products.every(connection), *profile.every(connection)]
            return ndjson.write(known, out) + ndjson.write(in_order(connection), out)

        if file == "-":
            write(sys.stdout)
            return
        path = Path(file)
        with written_whole(path, session.diary.path, force=force) as out:
            count = write(out)
    hint(f"Exported {plural(count, 'line')} to {path_text(path)}")
