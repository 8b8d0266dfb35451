"""`add-serum`: a laboratory value, with its caveat."""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import noted
from mglog.cli.doubts import moment, settle_values
from mglog.cli.options import option
from mglog.cli.replies import Reply, log
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.domain.entry import new
from mglog.nutrition import serum
from mglog.reading import text

app = options.new_app()


@command(app, "add-serum")
def add_serum(
    ctx: typer.Context,
    value: Annotated[
        list[str],
        typer.Argument(metavar="VALUE", help="With its unit: 0.82mmol/L, 2.0mg/dL, 1.64mEq/L."),
    ],
    low: Annotated[
        str | None, option("--low", "Where the lab's own range starts.", "VALUE")
    ] = None,
    high: Annotated[
        str | None, option("--high", "Where the lab's own range ends.", "VALUE")
    ] = None,
    at: options.At = None,
    note: options.Note = None,
    yes: options.Sure = False,
    dry_run: options.DryRun = False,
    as_json: options.JsonEntry = False,
) -> None:
    """Log magnesium measured in your blood, with the range on the lab's report.

    \b
    mglog add-serum 0.82mmol/L --low 0.70 --high 1.05 --at 2026-11-20
    """
    session: Session = ctx.obj
    found_at = moment(session, at, yes=yes)
    entry = new(serum.read(" ".join(value), low, high), found_at, text.note(noted(note)))
    settle_values(entry, yes=yes)
    log(session, entry, Reply(found_at.remark, dry_run, as_json))
