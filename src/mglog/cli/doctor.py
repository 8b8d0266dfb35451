"""`doctor`: the diary's health."""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import document, hint, say
from mglog.cli.options import option
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.diary import health
from mglog.diary.change import changing
from mglog.formatting import plural

app = options.new_app()


@command(app, "doctor")
def doctor(
    ctx: typer.Context,
    mend_clock: Annotated[
        bool, option("--mend-clock", "Set stamps that are ahead of the clock to now.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Check the diary's health: the file, its tables, and each row.

    It checks the diary's file, not you: what to show a doctor is in mglog report.
    Each row is held against its checksum. Exit code 0 if all is well, 1 if
    something is not.
    """
    session: Session = ctx.obj
    session.need_diary()
    now = session.clock.now
    if mend_clock:
        with session.writing() as connection, changing(connection, now, "doctor") as change:
            mended = change.mend_clock(now)
        hint(f"Set to now: the stamps of {plural(mended, 'row')}. mglog undo takes it back.")
    with session.diary.reading(as_is=True) as opened:
        found = health.examine(opened, session.diary.path, now)
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
