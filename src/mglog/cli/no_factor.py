"""`no-factor`: says that days were without something that may share a cause with cramps."""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.marks import mark_days, named_days
from mglog.cli.options import option
from mglog.cli.unquoted import command
from mglog.domain.kinds import NoFactor
from mglog.entering import felt

app = options.new_app()


@command(app, "no-factor")
def no_factor(
    ctx: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="NAME... [DAY]...", help="exercise; exercise mon-thu …")
    ],
    at: Annotated[str | None, option("--at", "The same as a DAY.", "DAY")] = None,
    note: options.Note = None,
    yes: options.Sure = False,
    dry_run: options.DryRun = False,
    as_json: options.JsonEntry = False,
) -> None:
    """Say that days were without a factor.

    \b
    mglog no-factor exercise
    mglog no-factor alcohol mon-thu
    """
    name, days = felt.named_factor(words)
    wanted = named_days(ctx.obj, [*days, *([at] if at else [])])
    mark = NoFactor(name)
    mark_days(ctx.obj, mark, wanted, note, yes=yes, dry_run=dry_run, as_json=as_json)
