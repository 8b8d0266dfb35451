"""`add-symptom`: any other symptom, counted per day like cramps."""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import noted
from mglog.cli.doubts import moment
from mglog.cli.options import option
from mglog.cli.replies import Reply, log
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.domain.entry import new
from mglog.domain.kinds import SYMPTOM, Symptom
from mglog.entering import felt
from mglog.reading import text

app = options.new_app()


@command(app, "add-symptom")
def add_symptom(
    ctx: typer.Context,
    name: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="twitching, restless legs, migraine …")
    ],
    severity: Annotated[int | None, option("--severity", "How bad.", "0-10", min=0, max=10)] = None,
    lasted: options.Lasted = None,
    count: options.Count = 1,
    at: options.At = None,
    note: options.Note = None,
    yes: options.Sure = False,
    dry_run: options.DryRun = False,
    as_json: options.JsonEntry = False,
) -> None:
    """Log any other symptom; it is counted per day, like cramps.

    \b
    mglog add-symptom twitching eyelid --severity 3
    mglog report --symptom "twitching eyelid"
    """
    session: Session = ctx.obj
    long = felt.lasted_s(lasted, SYMPTOM)
    symptom = Symptom(felt.symptom_name(name), severity, long, count)
    found_at = moment(session, at, yes=yes)
    log(
        session,
        new(symptom, found_at, text.note(noted(note))),
        Reply(found_at.remark, dry_run, as_json),
    )
