"""`redo`: the last undo, taken back."""

import typer

from mglog.cli import options
from mglog.cli.session import Session
from mglog.cli.undo import show_undone
from mglog.cli.unquoted import command
from mglog.diary import history
from mglog.errors import RefusedError

app = options.new_app()


@command(app, "redo")
def redo(ctx: typer.Context) -> None:
    """Do again what undo took back, until something else is changed.

    \b
    mglog undo
    mglog redo
    """
    session: Session = ctx.obj
    done = None
    if session.diary.exists:
        with session.writing() as connection:
            done = history.redo(connection, session.clock.now)
    if done is None:
        raise RefusedError("There is nothing to redo.", "Redo takes back an undo, nothing else.")
    show_undone(session, done, "Redid")
