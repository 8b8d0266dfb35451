"""`rm`: remove entries; `undo` brings them back."""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import ask, say
from mglog.cli.identify import entry_of
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.diary.change import changing
from mglog.formatting import plural
from mglog.report.entry_lines import entry_line

app = options.new_app()


@command(app, "rm")
def rm(
    ctx: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="ID...", help="As list shows them.")],
    yes: options.Yes = False,
) -> None:
    """Remove entries. `undo` brings them back."""
    session: Session = ctx.obj
    with session.diary.reading() as connection:
        found = {entry.id: entry for entry in (entry_of(connection, name) for name in names)}
    for entry in found.values():
        say(entry_line(entry, session.clock))
    if not yes:
        ask(
            f"Remove {'it' if len(found) == 1 else f'these {len(found)}'}?",
            "Add -y.",
            done="Nothing removed",
        )
    with session.writing() as connection, changing(connection, session.clock.now, "rm") as change:
        for name in found:
            change.remove(entry_of(connection, name))
    back = "it" if len(found) == 1 else "them"
    say(f"Removed {plural(len(found), 'entry', 'entries')}. mglog undo brings {back} back.")
