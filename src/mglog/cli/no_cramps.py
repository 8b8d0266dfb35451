"""`no-cramps`: says that days had none."""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.marks import mark_days, named_days
from mglog.cli.options import option
from mglog.cli.unquoted import command
from mglog.domain.kinds import NoCramps

app = options.new_app()


@command(app, "no-cramps")
def no_cramps(
    ctx: typer.Context,
    days: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DAY]...", help="today, yesterday, mon tue, mon-thu, last week …"),
    ] = None,
    at: Annotated[str | None, option("--at", "The same as a DAY.", "DAY")] = None,
    note: options.Note = None,
    dry_run: options.DryRun = False,
    as_json: options.JsonEntry = False,
) -> None:
    """Say that a day had no cramps: that is worth as much as a cramp.

    \b
    mglog no-cramps
    mglog no-cramps mon tue wed
    """
    words = [*(days or []), *([at] if at else [])]
    wanted = named_days(ctx.obj, words)
    mark_days(ctx.obj, NoCramps(), wanted, note, dry_run=dry_run, as_json=as_json)
