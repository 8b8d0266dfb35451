"""`again`: log an entry once more, or once on each day of a range."""

from datetime import date, datetime
from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import hint, say
from mglog.cli.doubts import moment, settle_days
from mglog.cli.identify import entry_of
from mglog.cli.options import option
from mglog.cli.replies import document_of, reply_line, unmarked_text
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.clock import Clock
from mglog.diary.change import changing
from mglog.diary.entries import in_order
from mglog.domain.entry import Entry, When, repeated
from mglog.domain.kinds import MARKS
from mglog.errors import ReadingError
from mglog.formatting import date_text
from mglog.reading.ranges import read_range

app = options.new_app()

_MOST_DAYS = 366
_MOST_NAMED = 7


@command(app, "again")
def again(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="i12, c4 …; or last.")] = "last",
    at: Annotated[str | None, option("--at", "When; now if left out.", "WHEN")] = None,
    first: Annotated[str | None, option("--from", "Once on each day from.", "DAY")] = None,
    last: Annotated[str | None, option("--to", "… to, included.", "DAY")] = None,
    twice: Annotated[
        bool, option("--twice", "Also on the days that hold the same already.")
    ] = False,
    yes: options.Sure = False,
    as_json: options.Json = False,
) -> None:
    """Log an entry once more, or once on each day of a range.

    \b
    mglog again i12
    mglog again last --at 21:30
    mglog again i12 --from mon --to yesterday
    """
    session: Session = ctx.obj
    if at is not None and (first is not None or last is not None):
        raise ReadingError("--at can't stand beside --from or --to.", "Give one or the other.")
    if last is not None and first is None:
        raise ReadingError("--to needs --from.", "Say from which day.")
    with session.diary.reading() as connection:
        model = entry_of(connection, name)
    moments = _moments(session, model, at, first, last, yes=yes)
    if first is not None and not twice:
        moments = _not_held(session, model, moments)
    with session.writing() as connection:
        with changing(connection, session.clock.now, "again") as change:
            written = [change.add(repeated(model, each)) for each in moments]
        lines = [reply_line(connection, session, each) for each in written]
    if as_json:
        document_of([each.entry for each in written])
        for each in written:
            if each.unmarked:
                hint(f"{each.entry.day}: {unmarked_text(each.unmarked)}")
        return
    for line in lines:
        say(line)


def _moments(
    session: Session,
    model: Entry,
    at: str | None,
    first: str | None,
    last: str | None,
    *,
    yes: bool,
) -> list[When]:
    clock = session.clock
    if first is None:
        found = moment(session, at, yes=yes)
        return [When(found.day, None) if model.kind in MARKS else found]
    span = read_range(first, last, None, clock)
    begin, end = span.first or clock.today, span.last or clock.today
    days = [date.fromordinal(number) for number in range(begin.toordinal(), end.toordinal() + 1)]
    if len(days) > _MOST_DAYS:
        raise ReadingError(
            f"That would be {len(days)} entries.", f"{_MOST_DAYS} days are the most."
        )
    settle_days(session, days, yes=yes)
    return [_same_time(clock, model, day) for day in days]


def _not_held(session: Session, model: Entry, moments: list[When]) -> list[When]:
    """The moments on whose days nothing like the entry is logged yet; says which days those are."""
    with session.diary.reading() as connection:
        found = in_order(connection, moments[0].day, moments[-1].day, model.kind)
        held = {entry.day for entry in found if entry.values == model.values}
    if held:
        days = ", ".join(date_text(day) for day in sorted(held)[:_MOST_NAMED])
        more = " …" if len(held) > _MOST_NAMED else ""
        hint(f"Left out, for they hold the same already: {days}{more}. To log it again: --twice")
    return [each for each in moments if each.day not in held]


def _same_time(clock: Clock, model: Entry, day: date) -> When:
    """The model's own time of day on another diary day; unknown where that is not to be had."""
    if model.at is None:
        return When(day, None, night=bool(model.night))
    shift = model.at.date() - model.day
    readings = clock.readings(datetime.combine(day + shift, model.at.time()))
    past = [reading for reading in readings if reading <= clock.now]
    return When(day, past[0] if past else None)
