"""`add-intake`: read the words, store one entry, say so in one line.

On the path that must feel instant: nothing heavy is imported here.
"""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import choose, hint, noted
from mglog.cli.doubts import moment, settle_values
from mglog.cli.options import option
from mglog.cli.replies import Reply, log
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.domain.entry import new
from mglog.domain.kinds import NoIntake, SourceKind
from mglog.entering.values import Dose, Flags, check_flags, intake_words, is_none_taken, of_quantity
from mglog.reading import text
from mglog.reading.intake_words import What

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
    mg: Annotated[
        str | None, option("--mg", "The magnesium in it: total, elemental.", "MG")
    ] = None,
    elemental: Annotated[
        bool | None,
        option("--elemental/--compound", "A salt's weight: its magnesium, or all of it."),
    ] = None,
    food: Annotated[
        str | None, option("--food", "Which food, as food search gives it.", "ID")
    ] = None,
    mg_per_litre: Annotated[
        str | None, option("--mg-per-litre", "Of a water, from its label.", "MG")
    ] = None,
    kind: Annotated[SourceKind | None, option("--kind", "What it was.")] = None,
    at: options.At = None,
    note: options.Note = None,
    yes: options.Sure = False,
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
    mglog add-intake 0
    """
    session: Session = ctx.obj
    flags = Flags(mg, elemental, food, mg_per_litre)
    check_flags(flags)
    if is_none_taken(what, flags) and kind is None:
        from mglog.cli.marks import mark_days  # another way to say no-intake

        wanted = [moment(session, at, yes=yes).day]
        mark_days(session, NoIntake(), wanted, note, yes=yes, dry_run=dry_run, as_json=as_json)
        return
    read = intake_words(what, session.saved, named=food is not None)
    found = _dose(session, read, flags)
    found_at = moment(session, at, yes=yes)
    values = found.values._replace(source_kind=kind) if kind else found.values
    entry = new(values, found_at, text.note(noted(note)))
    settle_values(entry, yes=yes)
    remark = " · ".join(part for part in (found.remark, found_at.remark) if part)
    log(session, entry, Reply(remark, dry_run, as_json))
    if found.hint and not as_json:
        hint(found.hint)


def _dose(session: Session, read: What, flags: Flags) -> Dose:
    if read.quantity is not None:
        return of_quantity(read, read.quantity, flags)
    from mglog.entering.resolve import resolve  # opens the food table

    return resolve(read, flags, session.saved, choose)
