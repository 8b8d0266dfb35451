"""`add-factor`: what may share a cause with cramps."""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import noted
from mglog.cli.doubts import moment
from mglog.cli.replies import Reply, log
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.domain.entry import new
from mglog.domain.kinds import NoFactor
from mglog.entering import factors
from mglog.reading import text

app = options.new_app()


@command(app, "add-factor")
def add_factor(
    ctx: typer.Context,
    name: Annotated[
        list[str], typer.Argument(metavar="NAME... [VALUE]", help="exercise 60min, alcohol 2, ill")
    ],
    at: options.At = None,
    note: options.Note = None,
    yes: options.Sure = False,
    dry_run: options.DryRun = False,
    as_json: options.JsonEntry = False,
) -> None:
    """Log what may share a cause with cramps: exercise, alcohol, an illness.

    \b
    mglog add-factor exercise 60min
    mglog add-factor alcohol 2 --at last night
    mglog no-factor exercise mon-thu
    """
    session: Session = ctx.obj
    factor = factors.factor(name)
    found_at = moment(session, at, yes=yes)
    if factor.value == 0:
        from mglog.cli.marks import mark_days  # another way to say no-factor

        mark, wanted = NoFactor(factor.name), [found_at.day]
        mark_days(session, mark, wanted, note, yes=yes, dry_run=dry_run, as_json=as_json)
        return
    entry = new(factor, found_at, text.note(noted(note)))
    log(session, entry, Reply(found_at.remark, dry_run, as_json))
