"""`report`: read the diary, build the report, show it one way."""

import os
import sys
from contextlib import AbstractContextManager, closing, nullcontext
from typing import Annotated, Any, Literal

import typer

from mglog.cli import options
from mglog.cli.console import document, say
from mglog.cli.options import option
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.clock import Clock
from mglog.diary import snapshot
from mglog.domain.facts import Facts
from mglog.errors import ReadingError, RefusedError
from mglog.formatting import comparable, escaped, quoted, typed
from mglog.reading.muscles import cramping
from mglog.reading.ranges import read_range
from mglog.reading.text import label
from mglog.report.build import ReportRequest, build
from mglog.report.wording.notes import DEMO, NOTHING_YET

app = options.new_app()


@command(app, "report")
def report(
    ctx: typer.Context,
    first: options.From = None,
    last: options.To = None,
    stretch: options.Last = None,
    symptom: Annotated[
        str | None, option("--symptom", "Count this symptom in place of cramps.", "NAME")
    ] = None,
    outcome: Annotated[
        Literal["count", "pain"],
        option("--outcome", "Judge the number of cramps, or the day's summed pain."),
    ] = "count",
    explain: Annotated[
        bool, option("--explain", "Show every day: kept or left out, and why.")
    ] = False,
    demo: Annotated[
        bool, option("--demo", "Show the report of a sample diary, not yours.")
    ] = False,
    as_json: options.Json = False,
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
    for library in ("OPENBLAS", "MKL", "OMP"):
        # On matrices this small more threads cost several times the work; NumPy reads it once.
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    found, clock = _demo() if demo else _own(session)
    span = read_range(first, last, stretch, clock)
    name = symptom and label(symptom, "the symptom")
    if name is not None and outcome == "pain":
        raise ReadingError("--outcome pain is of cramps.", "Leave out --symptom.")
    if name is not None:
        _refuse_unknown(found, name)
    if not (found.days or as_json):
        for line in NOTHING_YET:
            say(line)
        return
    opened: AbstractContextManager[Any] = nullcontext() if demo else session.diary.reading()
    with opened:  # so that a damaged diary is named, whatever it breaks
        built = build(found, clock.today, ReportRequest(span, name, explain, outcome == "pain"))
    if as_json:
        from mglog.report.report_json import as_json as to_json  # one of two renderers

        more: dict[str, object] = {"demo": True} if demo else {}
        more |= {"outcome": "pain"} if outcome == "pain" else {}
        document({**to_json(built), **more})
        return
    from mglog.report.terminal.page import console, show  # loads Rich

    show(built, console(sys.stdout, os.environ), DEMO if demo else None)


def _own(session: Session) -> tuple[Facts, Clock]:
    with session.diary.reading() as connection:
        return snapshot.load(connection), session.clock


def _demo() -> tuple[Facts, Clock]:
    """The sample diary, read into memory like any other; the user's is not touched."""
    from mglog.diary.database import in_memory  # only the demo needs these
    from mglog.sample import demo

    with closing(in_memory()) as connection:
        demo.load(connection)
        return snapshot.load(connection), Clock(demo.NOW)


def _refuse_unknown(found: Facts, name: str) -> None:
    if cramping(name) is not None:
        raise ReadingError("Cramps are what the report is about.", "Type mglog report")
    known = {comparable(event.name or ""): event.name or "" for event in found.symptoms}
    if comparable(name) in known:
        return
    hint = f"Log one: mglog add-symptom {typed(name)}"
    if known:
        hint = f"Logged so far: {', '.join(escaped(known[key]) for key in sorted(known)[:8])}."
    raise RefusedError(f"No symptom {quoted(name)} in this diary.", hint)
