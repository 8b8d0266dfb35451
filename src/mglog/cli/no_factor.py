"""`no-factor`: says that days were without something that may share a cause with cramps."""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.marks import mark_days, named_days
from mglog.cli.options import option
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.diary.entries import factor_names
from mglog.domain.kinds import NoFactor
from mglog.entering import factors

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
    session: Session = ctx.obj
    with session.diary.reading() as connection:
        known = factor_names(connection)
    name, days = factors.days_without(words, known)
    wanted = named_days(session, [*days, *([at] if at else [])])
    mark_days(session, NoFactor(name), wanted, note, yes=yes, dry_run=dry_run, as_json=as_json)
