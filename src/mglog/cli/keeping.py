"""Commands that keep the diary safe: `backup`, `restore`, `doctor`."""

import sqlite3
from pathlib import Path
from typing import Annotated

import typer

from mglog.cli.changing import ask
from mglog.cli.session import Session, document, hint, instant, say
from mglog.cli.words import command
from mglog.diary import backups, files, health, open_errors
from mglog.diary.diary import Diary
from mglog.errors import RefusedError
from mglog.formatting import path_text, plural

app = typer.Typer(add_completion=False, rich_markup_mode=None)


def _there(session: Session) -> None:
    if not session.diary.exists:
        raise RefusedError(
            f"There is no diary yet at {path_text(session.diary.path)}.",
            "Log something first: mglog add-intake 300mg",
        )


@command(app, "backup")
def backup(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="Where to; a dated file in backups/ if left out."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Copy the whole diary, history included, to a file, and read the copy back to check it.

    \b
    mglog backup
    mglog backup /media/stick/mglog.db
    """
    session: Session = ctx.obj
    _there(session)
    target = Path(file) if file else backups.automatic(session.diary.path, session.clock.now)
    with session.diary.reading(as_is=True) as found:
        count = backups.copy(found, session.diary.path, target, force=force)
    say(f"Backed up {plural(count, 'entry', 'entries')} to {path_text(target)}")
    if file is None:
        gone = backups.prune(session.diary.path, target)
        if gone:
            hint(f"The newest {backups.KEPT} are kept; {plural(len(gone), 'older one')} went.")


@command(app, "restore")
def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A backup of mglog's.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:
    """Put a backup in the diary's place. The present diary is backed up first.

    \b
    mglog restore backups/mglog-20261122-140500.db
    """
    session: Session = ctx.obj
    source, diary = Path(file), session.diary
    if diary.exists and files.same(source, diary.path):
        raise RefusedError("That is the diary itself.", "Name a backup.")
    count = health.verify_backup(source)
    if not yes:
        ask(
            f"Replace the diary by {path_text(source)} ({plural(count, 'entry', 'entries')})?",
            "Add -y to restore.",
        )
    if diary.exists and _is_damaged(diary):
        kept = backups.automatic(diary.path, instant())
        backups.replace_damaged(diary.path, source, kept)
        hint(f"The damaged diary, as it was: {path_text(kept)}")
    else:
        _restore_into(session, source)
    say(f"Restored {plural(count, 'entry', 'entries')} from {path_text(source)}")


def _is_damaged(diary: Diary) -> bool:
    """Whether what stands in the diary's place is a diary, but not a sound one.

    Raises:
        DiaryError: another program's file, a newer diary, or one that is in use: never replaced.
    """
    if open_errors.is_damaged(diary.path):
        return True
    open_errors.check(diary.path)
    with diary.reading(as_is=True) as found:
        try:
            # First what a killed change left behind is rolled back, and nobody can write meanwhile.
            found.execute("BEGIN")
            found.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            if open_errors.is_corrupt(error):
                return True
            raise
        sound = health.is_sound(found, diary.path)
        found.execute("ROLLBACK")
    if not sound:
        diary.close()
    return not sound


def _restore_into(session: Session, source: Path) -> None:
    diary = session.diary
    if diary.exists:
        kept = backups.automatic(diary.path, session.clock.now)
        with diary.reading(as_is=True) as found:
            backups.copy(found, diary.path, kept, force=False)
        hint(f"The diary as it was: {path_text(kept)}")
    else:
        diary.make()
    with diary.whole() as found:
        backups.restore(found, source)


@command(app, "doctor")
def doctor(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Check the diary's health: the file, its tables, and each row against its digest.

    Exit code 0 if all is well, 1 if something is not.
    """
    session: Session = ctx.obj
    _there(session)
    with session.diary.reading(as_is=True) as opened:
        found = health.examine(opened, session.diary.path)
    well = all(each.ok for each in found)
    if as_json:
        listed = [{**each._asdict(), "remedy": None if each.ok else each.remedy} for each in found]
        document({"schema": "mglog.doctor/1", "ok": well, "findings": listed})
    else:
        for each in found:
            say(f"{'ok ' if each.ok else 'BAD'}  {each.text}")
            if not each.ok:
                say(f"     {each.remedy}")
    if not well:
        bad = sum(not each.ok for each in found)
        hint(f"{plural(bad, 'finding')} to mend; what to do is said with each.")
        raise typer.Exit(1)
