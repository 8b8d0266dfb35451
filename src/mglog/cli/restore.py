"""`restore`: a backup put in the diary's place."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import ask, hint, say
from mglog.cli.session import Session, instant
from mglog.cli.unquoted import command
from mglog.diary import backups, files, health
from mglog.errors import RefusedError
from mglog.formatting import path_text, plural

app = options.new_app()


@command(app, "restore")
def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A backup of mglog's.")],
    identity: options.Identity = None,
    yes: options.Yes = False,
) -> None:
    """Put a backup in the diary's place. The present diary is backed up first.

    One that was encrypted is decrypted by your own age or gpg.

    \b
    mglog restore backups/mglog-20261122-140500.db
    """
    session: Session = ctx.obj
    source, diary = Path(file), session.diary
    if diary.exists and files.same(source, diary.path):
        raise RefusedError("That is the diary itself.", "Name a backup.")
    with closing(backups.opened(source, identity)) as backup:
        count = health.verify(backup, path_text(source))
        if not yes:
            ask(
                f"Replace the diary by {path_text(source)} ({plural(count, 'entry', 'entries')})?",
                "Add -y to restore.",
            )
        if diary.exists and diary.is_damaged():
            kept = backups.automatic(diary.path, instant())
            diary.close()  # some systems replace no file that is open
            backups.replace_damaged(diary.path, backup, kept)
            hint(f"The damaged diary, as it was: {path_text(kept)}")
        else:
            _restore_into(session, backup)
    say(f"Restored {plural(count, 'entry', 'entries')} from {path_text(source)}")


def _restore_into(session: Session, backup: sqlite3.Connection) -> None:
    """Put it in under one lock: what others log waits, and is in the copy or in the diary."""
    diary = session.diary
    is_new = not diary.exists
    if is_new:
        diary.make()
    now = instant()
    with diary.whole() as found:
        if not is_new:
            kept = backups.automatic(diary.path, now)
            backups.copy(found, diary.path, kept, force=False, checked=False)
            hint(f"The diary as it was: {path_text(kept)}")
        backups.restore(found, backup)
