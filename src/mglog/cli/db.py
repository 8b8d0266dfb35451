"""`db path`: where the diary is."""

import typer

from mglog.cli import options
from mglog.cli.console import say
from mglog.cli.session import Session
from mglog.formatting import path_text

app = options.new_app()
db = options.new_app()
app.add_typer(db, name="db", help="Show where the diary is.")


@db.callback()
def db_group() -> None:
    """Show where the diary is."""


@db.command("path")
def db_path(ctx: typer.Context) -> None:
    """Print the path of the diary, whether it exists yet or not."""
    session: Session = ctx.obj
    say(path_text(session.diary.path.absolute()))
