"""`add-intake`: read the words, store one entry, say so in one line.

On the path that must feel instant: nothing heavy is imported here.
"""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import choose, hint
from mglog.cli.replies import Reply, log
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.domain.entry import new
from mglog.entering.resolve import Flags, check_flags, resolve
from mglog.entering.values import intake_words
from mglog.reading import text
from mglog.reading.when import when

app = options.new_app()


@command(app, "add-intake")
def add_intake(
    ctx: typer.Context,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="WHAT...", help="300mg; or a food, product, salt or water, and how much."
        ),
    ],
    mg: options.Mg = None,
    elemental: options.Elemental = None,
    food: options.FoodId = None,
    mg_per_litre: options.MgPerLitre = None,
    kind: options.WhichKind = None,
    at: options.At = None,
    note: options.Note = None,
    dry_run: options.DryRun = False,
    as_json: options.JsonEntry = False,
) -> None:
    """Log magnesium taken in: a quantity, or a name and how much.

    \b
    mglog add-intake 300mg
    mglog add-intake pumpkin seeds 30g --at yesterday 12:30
    mglog add-intake magnesium citrate 600mg --compound
    mglog add-intake gerolsteiner 500ml
    mglog add-intake my drink --mg 60 --kind drink
    """
    session: Session = ctx.obj
    flags = Flags(mg, elemental, food, mg_per_litre)
    check_flags(flags)
    read = intake_words(what, named=food is not None)
    found = resolve(read, flags, session.saved, choose)
    moment = when(at, session.clock)
    values = found.values._replace(source_kind=kind) if kind else found.values
    entry = new(values, moment, text.note(note))
    remark = " · ".join(part for part in (found.remark, moment.remark) if part)
    log(session, entry, Reply(remark, dry_run, as_json))
    if found.hint and not as_json:
        hint(found.hint)
