"""`add-cramp`: everything but the cramp itself is optional.

On the path that must feel instant: nothing heavy is imported here.
"""

from collections.abc import Sequence
from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import noted, settle
from mglog.cli.doubts import moment, settle_values
from mglog.cli.options import option
from mglog.cli.replies import Reply, log
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.diary.entries import of_muscle
from mglog.domain.entry import new
from mglog.domain.kinds import CRAMP, Cramp, Side, Situation
from mglog.entering import felt
from mglog.errors import ReadingError
from mglog.reading import muscles, text
from mglog.reading.muscles import Muscle
from mglog.reading.text import label

app = options.new_app()

_KNOWN_FROM = 2  # so often used before, a muscle's name is the person's own


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
    count: Annotated[int | None, option("--count", "How many.", "N", min=1, max=100)] = None,
    muscle: Annotated[
        str | None, option("--muscle", "The muscle, exactly as you call it.", "TEXT")
    ] = None,
    at: options.At = None,
    note: options.Note = None,
    yes: options.Sure = False,
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
    read = _muscle(session, where or [], muscle, side)
    if read.times is not None and count is not None:
        raise ReadingError(f"{read.times} and --count {count}: how many?", "Give one of them.")
    cramp = Cramp(
        read.name, read.side, felt.lasted_s(lasted, CRAMP), pain, knot, during, woke,
        felt.relief(relief), count or read.times or 1,
    )  # fmt: skip
    found_at = felt.of_night(moment(session, at, yes=yes), cramp, session.clock)
    entry = new(cramp, found_at, text.note(noted(note)))
    settle_values(entry, yes=yes)
    log(session, entry, Reply(found_at.remark, dry_run, as_json))


def _muscle(
    session: Session, words: Sequence[str], exactly: str | None, side: Side | None
) -> Muscle:
    """The muscle that the words name; one that is spelled almost like another is asked about.

    Raises:
        ReadingError: the words say more than a muscle, or the option says it too.
        MglogError: nobody is there to ask.
    """
    if exactly is not None:
        if words:
            raise ReadingError("--muscle and the words say the same.", "Give one of them.")
        return muscles.muscle([label(exactly, "the muscle")], side)
    read = muscles.muscle(words, side)
    doubtful = muscles.doubt(read.name)
    if doubtful is None or read.name is None:
        return read
    with session.diary.reading() as connection:
        if of_muscle(connection, read.name) >= _KNOWN_FROM:
            return read
    settle([doubtful], yes=False)
    meant = muscles.muscle(muscles.corrected(read.name), read.side)
    return meant._replace(times=read.times)
