"""`forget`: what an entry says, wiped for good, from its row and from the history."""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import ask, hint, say
from mglog.cli.identify import entry_of_any
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.diary import backups
from mglog.diary.change import changing
from mglog.formatting import path_text, plural
from mglog.report.entry_lines import entry_line

app = options.new_app()


@command(app, "forget")
def forget(
    ctx: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="ID...", help="As list showed them.")],
    yes: options.Yes = False,
) -> None:
    """Wipe what entries say, for good: undo can't bring it back.

    `rm` keeps what it removes in the history, so that undo can. This wipes it from there
    too, rewrites the file, and names the backups that still hold it.
    """
    session: Session = ctx.obj
    session.need_diary()
    with session.diary.reading() as connection:
        found = {entry.id: entry for entry in (entry_of_any(connection, each) for each in names)}
    for entry in found.values():
        say(entry_line(entry, session.clock))
    if not yes:
        it = "it" if len(found) == 1 else f"these {len(found)}"
        ask(f"Forget {it} for good? It can't be undone.", "Add -y to forget.")
    with (
        session.writing() as connection,
        changing(connection, session.clock.now, "forget") as change,
    ):
        for name in found:
            change.forget(entry_of_any(connection, name))
    session.diary.rewrite()
    say(f"Forgot {plural(len(found), 'entry', 'entries')}, for good.")
    held = backups.holding(session.diary.path, list(found.values()))
    for path in held:
        hint(f"Still in a backup: {path_text(path)}")
