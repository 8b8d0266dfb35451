"""`today`: one day of the diary, its totals and its entries."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import document, say
from mglog.cli.no_cramps import NOON
from mglog.cli.options import option
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.clock import Clock
from mglog.diary import snapshot
from mglog.diary.entries import in_order
from mglog.domain.entry import Entry
from mglog.domain.entry import as_json as entry_json
from mglog.domain.facts import supplements_only
from mglog.nutrition import reference_intakes
from mglog.reading import when
from mglog.report.entry_lines import day_heading, last_night, list_line, today_line
from mglog.report.wording.notes import NOTHING_YET, TARGET_NOW

app = options.new_app()


@command(app, "today")
def today(
    ctx: typer.Context,
    day: Annotated[
        str | None, option("--day", "Another day: yesterday, mon, 2026-11-20.", "DAY")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Show today, or another day."""
    show_today(ctx.obj, day, as_json=as_json)


def show_today(session: Session, day: str | None, *, as_json: bool) -> None:
    """One day: its totals and its entries."""
    from mglog.analysis.days import EventCount, observed, totals

    clock = session.clock
    wanted = clock.today if day is None else when.day(day, clock)
    with session.diary.reading() as connection:
        entries = list(in_order(connection, wanted, wanted))
        ahead = list(in_order(connection, wanted + timedelta(days=1)))
        before = list(in_order(connection, wanted - timedelta(days=1), wanted - timedelta(days=1)))
        found = snapshot.load(connection)
    mg = totals(found).get(wanted)
    cramps = EventCount(observed(found, None))(wanted)
    goal = reference_intakes.target(reference_intakes.person(found.profile), wanted.year)
    if found.tracks_supplements or supplements_only(found.intakes):
        goal = None  # supplements are not the total intake
    if as_json:
        document(
            {
                "schema": "mglog.today/1",
                "day": wanted.isoformat(),
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
    say(
        day_heading(
            wanted,
            mg,
            cramps,
            clock,
            marked=wanted in found.marked,
            empty=not entries,
            target_mg=of,
        )
    )
    if wanted != clock.today:
        for line in [*([f"  {TARGET_NOW}"] if goal else []), *map(today_line, entries)]:
            say(line)
        return
    _rest_of_today(clock, before, entries, ahead)


def _rest_of_today(
    clock: Clock, before: Sequence[Entry], entries: Sequence[Entry], ahead: Sequence[Entry]
) -> None:
    """What today shows under its head: last night first, then what was logged."""
    told = last_night([*before, *entries], clock.today)
    if told:
        say(told)
    for entry in entries:
        say(today_line(entry))
    for entry in ahead:  # one who flew west has entries of a day ahead
        say(f"  {list_line(entry, clock)}")
    if not entries:
        morning = clock.now.hour < NOON and clock.now.date() == clock.today
        none = "mglog no-cramps today" if morning and before else "mglog no-cramps"
        say(f"  Log with mglog add-intake 300mg, mglog add-cramp calf or {none}.")
