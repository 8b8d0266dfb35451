"""`report`: read the diary, build the model, show it one way."""

import sys
from typing import Annotated

import typer

from mglog.cli.session import Session, document, say
from mglog.cli.words import command
from mglog.clock import Clock
from mglog.diary import snapshot
from mglog.errors import RefusedError
from mglog.formatting import quoted
from mglog.reading.ranges import read_range
from mglog.reading.text import label
from mglog.report.build import Asked, build
from mglog.report.wording import NOTHING_YET

app = typer.Typer(add_completion=False, rich_markup_mode=None)

From = Annotated[str | None, typer.Option("--from", metavar="DAY", help="The first day.")]
To = Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last day, included.")]
Last = Annotated[
    str | None,
    typer.Option("--last", metavar="TIME", help="A stretch up to today: 30d, 12w, 6mo, 1y."),
]
DEMO = (
    "Sample diary: an invented person's 200 days, not yours. "
    "Yours starts with mglog add-intake 300mg."
)


@command(app, "report")
def report(
    ctx: typer.Context,
    first: From = None,
    last: To = None,
    stretch: Last = None,
    symptom: Annotated[
        str | None,
        typer.Option("--symptom", metavar="NAME", help="Count this symptom in place of cramps."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show every day: kept or left out, and why.")
    ] = False,
    demo: Annotated[
        bool, typer.Option("--demo", help="Show the report of a sample diary, not yours.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Show what the diary says about magnesium and cramps.

    Without a range the tables cover the whole diary. The link is always
    computed on the whole diary.

    \b
    mglog report
    mglog report --last 30d
    mglog report --demo
    """
    session: Session = ctx.obj
    found, clock = _demo() if demo else _own(session)
    span = read_range(first, last, stretch, clock)
    name = symptom and label(symptom, "the symptom")
    if name is not None:
        _refuse_unknown(found, name)
    if not (found.days or as_json):
        for line in NOTHING_YET:
            say(line)
        return
    with session.diary.reading():  # so that a damaged diary is named, whatever it breaks
        built = build(found, clock.today, Asked(span, name, explain))
    if as_json:
        from mglog.report.report_json import as_json as to_json  # one of two renderers

        document({**to_json(built), **({"demo": True} if demo else {})})
        return
    from mglog.report.terminal.page import console, show  # loads Rich

    show(built, console(sys.stdout), DEMO if demo else None)


def _own(session: Session) -> tuple[snapshot.Facts, Clock]:
    with session.diary.reading() as connection:
        return snapshot.load(connection), session.clock


def _demo() -> tuple[snapshot.Facts, Clock]:
    """The sample diary, read into memory like any other; the user's is not touched."""
    from mglog.diary.diary import in_memory  # only the demo needs these
    from mglog.sample import demo

    connection = in_memory()
    demo.load(connection)
    return snapshot.load(connection), Clock(demo.NOW)


def _refuse_unknown(found: snapshot.Facts, name: str) -> None:
    known = sorted({(event.name or "").casefold() for event in found.symptoms})
    if name.casefold() in known:
        return
    hint = (
        f"Logged so far: {', '.join(known[:8])}." if known else f"Log one: mglog add-symptom {name}"
    )
    raise RefusedError(f"No symptom {quoted(name)} in this diary.", hint)
