"""`no-cramps`: says that days had none."""

from datetime import date, timedelta
from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import hint
from mglog.cli.marks import mark_days, named_days
from mglog.cli.options import option
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.clock import NIGHT_TO
from mglog.diary.entries import in_order
from mglog.domain.kinds import CRAMP, NoCramps
from mglog.errors import RefusedError
from mglog.formatting import date_text

app = options.new_app()

NOON = 12


@command(app, "no-cramps")
def no_cramps(
    ctx: typer.Context,
    days: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DAY]...", help="today, yesterday, mon tue, mon-thu, last week …"),
    ] = None,
    at: Annotated[str | None, option("--at", "The same as a DAY.", "DAY")] = None,
    note: options.Note = None,
    yes: options.Sure = False,
    dry_run: options.DryRun = False,
    as_json: options.JsonEntry = False,
) -> None:
    """Say that a day had no cramps: that is worth as much as a cramp.

    Without a day it is today; before noon the day before, whose night is just past.

    \b
    mglog no-cramps
    mglog no-cramps mon tue wed
    """
    session: Session = ctx.obj
    words = [*(days or []), *([at] if at else [])]
    morning = not words and session.clock.today == session.clock.now.date()
    past = morning and session.clock.now.hour < NOON
    wanted = named_days(session, ["last night"] if past else words)
    if past or " ".join(words).lower() == "last night":
        _refuse_night_with_cramp(session, wanted[0])
    mark_days(session, NoCramps(), wanted, note, yes=yes, dry_run=dry_run, as_json=as_json)
    if past and not as_json:
        hint("That is of the night just past. For today: mglog no-cramps today")


def _refuse_night_with_cramp(session: Session, day: date) -> None:
    """Refuse a night that a cramp of the next day's first hours was in.

    Raises:
        RefusedError: there is one.
    """
    with session.diary.reading() as connection:
        after = in_order(connection, day + timedelta(days=1), day + timedelta(days=1), CRAMP)
        found = next((each for each in after if each.at and each.at.time() < NIGHT_TO
                      and each.at.date() == each.day), None)  # fmt: skip
    if found is not None and found.at is not None:
        raise RefusedError(
            f"There was a cramp that night: {found.id}, {date_text(found.at.date())} "
            f"{found.at:%H:%M}.",
            f"For the day alone type mglog no-cramps {day}",
        )
