"""`backup`: the whole diary, copied and read back."""

from pathlib import Path
from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import hint, say
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.diary import backups
from mglog.formatting import path_text, plural

app = options.new_app()


@command(app, "backup")
def backup(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="Where to; a dated file in backups/ if left out."),
    ] = None,
    force: options.Force = False,
) -> None:
    """Copy the whole diary, checked, to a file.

    Its history too; the copy is read back before it gets its name.

    \b
    mglog backup
    mglog backup /media/stick/mglog.db
    """
    session: Session = ctx.obj
    session.need_diary()
    target = Path(file) if file else backups.automatic(session.diary.path, session.clock.now)
    with session.diary.reading(as_is=True) as found:
        count = backups.copy(found, session.diary.path, target, force=force)
    say(f"Backed up {plural(count, 'entry', 'entries')} to {path_text(target)}")
    if file is None:
        gone = backups.prune(session.diary.path, target)
        if gone:
            hint(f"The newest {backups.KEPT} are kept; {plural(len(gone), 'older one')} went.")
