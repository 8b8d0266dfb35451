"""`undo`: what was taken back, as it was and as it is now."""

from datetime import datetime
from typing import Annotated

import typer

from mglog.cli.session import Session, hint, say
from mglog.cli.words import WordsCommand
from mglog.diary import history
from mglog.diary.entries import Entry
from mglog.errors import RefusedError
from mglog.formatting import escaped, plural
from mglog.report.entry_lines import entry_line

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_LISTED = 10
_NAMED = 5


@app.command("undo", cls=WordsCommand)
def undo(
    ctx: typer.Context,
    listing: Annotated[
        bool, typer.Option("--list", help="Show what could be taken back, the latest first.")
    ] = False,
) -> None:
    """Take back the last change of any command; again for the one before.

    \b
    mglog undo
    mglog undo --list
    """
    session: Session = ctx.obj
    if listing:
        _list_undoable(session)
        return
    done = None
    if session.diary.exists:
        with session.diary.writing() as connection:
            done = history.undo(connection, session.clock.now)
    if done is None:
        raise RefusedError("There is nothing to undo.")
    say(f"Undid {done.record.command} of {_shown_stamp(done.record.at)}:")
    for now, then in done.entries:
        say(f"  {_undone_line(session, now, then)}")
    for other in done.others:
        say(f"  {escaped(other)}")
    if done.removed:
        say(f"  gone: {plural(done.removed, 'imported entry', 'imported entries')}")


def _list_undoable(session: Session) -> None:
    with session.diary.reading() as connection:
        found = history.undoable(connection, _LISTED + 1)
    for record in found[:_LISTED]:
        say(f"{_shown_stamp(record.at)}  {record.command}  {_touched(record)}")
    if len(found) > _LISTED:
        hint("… and older ones, once these are undone.")
    if not found:
        hint("There is nothing to undo.")


def _touched(record: history.Record) -> str:
    """What a change touched, shortly."""
    if record.imported is not None:
        return plural(record.imported, "line")
    names = record.touched()
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return escaped(", ".join(names[:_NAMED]) + more)


def _undone_line(session: Session, now: Entry, then: Entry | None) -> str:
    if then is None:
        return f"gone: {entry_line(now, session.clock)}"
    if now.deleted is not None:
        return f"back: {entry_line(then, session.clock)}"
    return f"{entry_line(now, session.clock)}\n    → {entry_line(then, session.clock)}"


def _shown_stamp(stamp: str) -> str:
    return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M")
