"""`today` and `list`: what the diary holds, day by day and entry by entry."""

import sys
from datetime import date
from typing import Annotated, Any

import typer

from mglog.cli.reporting import From, Last, To
from mglog.cli.session import Json, Session, document, hint, say
from mglog.cli.words import command
from mglog.diary import snapshot
from mglog.diary.entries import as_json as entry_json
from mglog.diary.entries import in_order
from mglog.domain.kinds import KINDS
from mglog.errors import ReadingError
from mglog.formatting import quoted
from mglog.nutrition import reference_intakes
from mglog.reading import when
from mglog.reading.ranges import read_range
from mglog.report.build import observed
from mglog.report.entry_lines import day_heading, list_line, today_line
from mglog.report.summaries import supplements_only
from mglog.report.wording import NOTHING_YET

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(app, "today")
def today(
    ctx: typer.Context,
    day: Annotated[
        str | None,
        typer.Option("--day", metavar="DAY", help="Another day: yesterday, mon, 2026-11-20."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show today, or another day."""
    show_today(ctx.obj, day, as_json=as_json)


def show_today(session: Session, day: str | None, *, as_json: bool) -> None:
    """One day: its totals and its entries."""
    from mglog.analysis.days import event_counter, totals  # not for `list`

    clock = session.clock
    wanted = clock.today if day is None else when.day(day, clock)
    iso = wanted.isoformat()
    with session.diary.reading() as connection:
        entries = list(in_order(connection, iso, iso))
        found = snapshot.load(connection)
        mg = totals((each.day, each.mg) for each in found.intakes if each.day == iso).get(iso)
        cramps = event_counter(observed(found, None))(iso)
        goal = reference_intakes.target(reference_intakes.person(found.profile), wanted.year)
        if supplements_only(found.intakes):
            goal = None  # supplements are not the total intake
    if as_json:
        document(
            {
                "schema": "mglog.today/1",
                "day": iso,
                "mg": mg,
                "target_mg": goal and goal.mg,
                "cramps": cramps,
                "entries": [entry_json(entry) for entry in entries],
            }
        )
        return
    if not found.days:
        for line in NOTHING_YET:
            say(line)
        return
    of = None if goal is None else goal.mg
    marked = iso in found.marked
    say(day_heading(wanted, mg, cramps, clock, marked=marked, target_mg=of))
    for entry in entries:
        say(today_line(entry))
    if not entries and wanted == clock.today:
        say("  Log with mglog add-intake 300mg, mglog add-cramp calf or mglog no-cramps.")


@command(app, "list")
def list_entries(
    ctx: typer.Context,
    first: From = None,
    last: To = None,
    stretch: Last = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help=f"One of {', '.join(KINDS)}.")
    ] = None,
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Answer as CSV.")] = False,
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
        entries = in_order(
            connection,
            _iso(span.first, ""),
            _iso(span.last, "9"),
            None if kind is None else KINDS[kind],
        )
        _show(entries, as_json=as_json, as_csv=as_csv)


def _iso(day: date | None, otherwise: str) -> str:
    return otherwise if day is None else day.isoformat()


def _show(entries: Any, *, as_json: bool, as_csv: bool) -> None:
    if as_json:
        listed = [entry_json(entry) for entry in entries]
        document({"schema": "mglog.list/1", "entries": listed})
    elif as_csv:
        from mglog.exchange import csv_export  # one of three renderers

        csv_export.write(entries, sys.stdout)
    else:
        empty = True
        for entry in entries:
            say(list_line(entry))
            empty = False
        if empty:
            hint("Nothing logged there. Log with mglog add-intake 300mg or mglog add-cramp.")
