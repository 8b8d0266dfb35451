"""`no-intake`: says that on these days none of what one logs was taken."""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.marks import mark_days, named_days
from mglog.cli.options import option
from mglog.cli.unquoted import command
from mglog.domain.kinds import NoIntake

app = options.new_app()


@command(app, "no-intake")
def no_intake(
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
    """Say that on a day none of what you log was taken: a known 0 mg.

    A day without an entry is unknown, and tells the report nothing. `add-intake 0` is the same.

    \b
    mglog no-intake
    mglog no-intake mon tue wed
    """
    words = [*(days or []), *([at] if at else [])]
    wanted = named_days(ctx.obj, words)
    mark_days(ctx.obj, NoIntake(), wanted, note, yes=yes, dry_run=dry_run, as_json=as_json)
