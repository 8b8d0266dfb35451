"""`add-cramp`: everything but the cramp itself is optional.

On the path that must feel instant: nothing heavy is imported here.
"""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.options import option
from mglog.cli.replies import Reply, log
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.domain.entry import new
from mglog.domain.kinds import CRAMP, Cramp, Side, Situation
from mglog.entering import values
from mglog.reading import text
from mglog.reading.muscles import muscle
from mglog.reading.when import when

app = options.new_app()


@command(app, "add-cramp")
def add_cramp(
    ctx: typer.Context,
    where: Annotated[
        list[str] | None, typer.Argument(metavar="[MUSCLE]...", help="calf, left foot, thigh …")
    ] = None,
    side: Annotated[Side | None, option("--side", "Which side.")] = None,
    lasted: options.Lasted = None,
    pain: Annotated[int | None, option("--pain", "How bad.", "0-10", min=0, max=10)] = None,
    knot: Annotated[
        bool | None, option("--knot/--no-knot", "Whether you could feel a knot.")
    ] = None,
    during: Annotated[Situation | None, option("--during", "What you were doing.")] = None,
    woke: Annotated[bool | None, option("--woke/--no-woke", "Whether it woke you.")] = None,
    relief: Annotated[
        str | None, option("--relief", "What helped: stretching, walking …", "TEXT")
    ] = None,
    count: options.Count = 1,
    at: options.At = None,
    note: options.Note = None,
    dry_run: options.DryRun = False,
    as_json: options.JsonEntry = False,
) -> None:
    """Log a muscle cramp. Everything but the cramp itself is optional.

    \b
    mglog add-cramp
    mglog add-cramp left calf --pain 7 --lasted 90s --at 2:30
    mglog add-cramp foot --at last night --woke
    """
    session: Session = ctx.obj
    read = muscle(where or [], side)
    cramp = Cramp(
        read.name, read.side, values.lasted_s(lasted, CRAMP), pain, knot, during, woke,
        values.relief(relief), count,
    )  # fmt: skip
    moment = when(at, session.clock)
    log(session, new(cramp, moment, text.note(note)), Reply(moment.remark, dry_run, as_json))
