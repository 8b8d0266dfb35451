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
    recipient: options.Recipient = None,
    force: options.Force = False,
) -> None:
    """Copy the whole diary, checked, to a file.

    Its history too; the copy is read back before it gets its name.

    \b
    mglog backup
    mglog backup /media/stick/mglog.db
    mglog backup --encrypt-to age1… /media/stick/mglog.db.age
    """
    session: Session = ctx.obj
    session.need_diary()
    diary = session.diary
    with diary.reading(as_is=True) as found:
        if recipient is not None:
            target = Path(file) if file else _encrypted_name(session)
            count = backups.copy_encrypted(found, diary.path, target, recipient, force=force)
        elif file:
            target = Path(file)
            count = backups.copy(found, diary.path, target, force=force)
        else:
            target, count = backups.automatic_copy(found, diary.path, session.clock.now)
    say(f"Backed up {plural(count, 'entry', 'entries')} to {path_text(target)}")
    if file is None and recipient is None:
        gone = backups.prune(session.diary.path, target)
        if gone:
            hint(f"The newest {backups.KEPT} are kept; {plural(len(gone), 'older one')} went.")


def _encrypted_name(session: Session) -> Path:
    plain = backups.automatic(session.diary.path, session.clock.now)
    return plain.with_name(f"{plain.name}.enc")
