"""`list`: what the diary holds, entry by entry."""

from collections.abc import Iterable
from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import data, document, hint, say
from mglog.cli.options import option
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.clock import Clock
from mglog.diary.entries import in_order
from mglog.domain.entry import Entry
from mglog.domain.entry import as_json as entry_json
from mglog.domain.kinds import KINDS
from mglog.errors import ReadingError
from mglog.formatting import quoted
from mglog.reading.ranges import read_range
from mglog.report.entry_lines import list_line

app = options.new_app()


@command(app, "list")
def list_entries(
    ctx: typer.Context,
    first: options.From = None,
    last: options.To = None,
    stretch: options.Last = None,
    kind: Annotated[str | None, option("--kind", f"One of {', '.join(KINDS)}.", "KIND")] = None,
    as_json: options.Json = False,
    as_csv: Annotated[bool, option("--csv", "Answer as CSV.")] = False,
) -> None:
    """List entries, oldest first."""
    session: Session = ctx.obj
    if as_json and as_csv:
        raise ReadingError("--json and --csv can't both be.", "Give one.")
    if kind is not None and kind not in KINDS:
        kind = kind.removesuffix("s")
    if kind is not None and kind not in KINDS:
        raise ReadingError(f"{quoted(kind)} is not a kind.", f"Type one of {', '.join(KINDS)}.")
    span = read_range(first, last, stretch, session.clock)
    with session.diary.reading() as connection:
        wanted = None if kind is None else KINDS[kind]
        # One who flew west has entries of a day ahead: `--last` is up to the last of them.
        last_day = None if stretch is not None else span.last
        entries = in_order(connection, span.first, last_day, wanted)
        _show(entries, session.clock, as_json=as_json, as_csv=as_csv)


def _show(entries: Iterable[Entry], clock: Clock, *, as_json: bool, as_csv: bool) -> None:
    if as_json:
        listed = [entry_json(entry) for entry in entries]
        document({"schema": "mglog.list/1", "entries": listed})
    elif as_csv:
        from mglog.exchange import csv_export  # one of three renderers

        with data() as out:
            csv_export.write(entries, out)
    else:
        empty = True
        for entry in entries:
            say(list_line(entry, clock))
            empty = False
        if empty:
            hint("Nothing logged there. Log with mglog add-intake 300mg or mglog add-cramp.")
