"""Commands that change what is there: `edit`, `rm`, `again`."""

import re
import sqlite3
import sys
from datetime import date, datetime
from typing import Annotated, Literal

import typer

from mglog.cli.adding import Lasted, Note
from mglog.cli.editing import Given, edited
from mglog.cli.replies import UNMARKED, reply_line
from mglog.cli.session import Json, Session, document, hint, say
from mglog.cli.words import EditCommand, command
from mglog.clock import Clock
from mglog.diary import entries, history
from mglog.diary.entries import Entry
from mglog.diary.entries import as_json as entry_json
from mglog.errors import MglogError, ReadingError, RefusedError
from mglog.formatting import plural, quoted
from mglog.reading.ranges import read_range
from mglog.reading.when import When, when
from mglog.report.entry_lines import SEPARATOR, entry_line

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_ID = re.compile("[icsbn][1-9][0-9]{0,10}")
_MOST_DAYS = 366


def _entry(connection: sqlite3.Connection, name: str) -> Entry:
    """The entry that an id, or `last`, names.

    Raises:
        ReadingError: not an id.
        RefusedError: there is none of that id.
    """
    wanted = name.strip().lower()
    if wanted == "last":
        found = history.last_added(connection)
        if found is None:
            raise RefusedError("Nothing was logged yet.", "Log something: mglog add-intake 300mg")
        return found
    if _ID.fullmatch(wanted) is None:
        raise ReadingError(f"{quoted(name)} is not an id.", "Type one like i12 or c4, or last.")
    found = entries.named(connection, wanted)
    if found is None:
        raise RefusedError(f"There is no entry {wanted}.", "See them: mglog list --last 7d")
    return found


@command(app, "edit", cls=EditCommand)
def edit(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="As list shows it: i12, c4; or last.")],
    what: Annotated[str | None, typer.Option("--what", help="Of an intake: what it was.")] = None,
    amount: Annotated[str | None, typer.Option("--amount", help="Of an intake: how much.")] = None,
    mg: Annotated[str | None, typer.Option("--mg", help="Of an intake: its magnesium.")] = None,
    elemental: Annotated[
        bool | None, typer.Option("--elemental/--compound", help="Of a salt: what was weighed.")
    ] = None,
    food: Annotated[
        str | None, typer.Option("--food", metavar="ID", help="Of an intake: which food.")
    ] = None,
    mg_per_litre: Annotated[
        str | None, typer.Option("--mg-per-litre", metavar="MG", help="Of a water: its label.")
    ] = None,
    kind: Annotated[
        Literal["food", "drink", "supplement"] | None, typer.Option("--kind", help="Of an intake.")
    ] = None,
    muscle: Annotated[str | None, typer.Option("--muscle", help="Of a cramp.")] = None,
    side: Annotated[
        Literal["left", "right", "both"] | None, typer.Option("--side", help="Of a cramp.")
    ] = None,
    lasted: Lasted = None,
    pain: Annotated[
        int | None, typer.Option("--pain", metavar="0-10", min=0, max=10, help="Of a cramp.")
    ] = None,
    knot: Annotated[bool | None, typer.Option("--knot/--no-knot", help="Of a cramp.")] = None,
    during: Annotated[
        Literal["rest", "sleep", "exercise", "other"] | None,
        typer.Option("--during", help="Of a cramp."),
    ] = None,
    woke: Annotated[bool | None, typer.Option("--woke/--no-woke", help="Of a cramp.")] = None,
    relief: Annotated[str | None, typer.Option("--relief", help="Of a cramp.")] = None,
    count: Annotated[
        int | None, typer.Option("--count", metavar="N", min=1, max=100, help="How many.")
    ] = None,
    symptom: Annotated[str | None, typer.Option("--name", help="Of a symptom.")] = None,
    severity: Annotated[
        int | None, typer.Option("--severity", metavar="0-10", min=0, max=10, help="Of a symptom.")
    ] = None,
    value: Annotated[str | None, typer.Option("--value", help="Of a serum value.")] = None,
    low: Annotated[str | None, typer.Option("--low", help="Of a serum value.")] = None,
    high: Annotated[str | None, typer.Option("--high", help="Of a serum value.")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="WHEN", help="When it was.")] = None,
    note: Note = None,
    clear: Annotated[
        list[str] | None, typer.Option("--clear", metavar="FIELD", help="Make a field unknown.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it; change nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Change an entry: only what you give is changed.

    \b
    mglog edit c4 --pain 6 --lasted 2min
    mglog edit last --at 2:30
    mglog edit i12 --amount 45g
    mglog edit i12 --what walnuts 30g
    mglog edit c4 --clear side
    """
    session: Session = ctx.obj
    given = Given(
        {
            "what": what, "amount": amount, "mg": mg, "elemental": elemental, "food": food,
            "mg_per_litre": mg_per_litre, "source_kind": kind, "muscle": muscle,
            "side": side, "lasted_s": lasted, "pain": pain, "knot": knot, "during": during,
            "woke": woke, "relief": relief, "count": count, "name": symptom,
            "severity": severity, "value": value, "low": low, "high": high, "at": at, "note": note,
        },
        clear or [],
    )  # fmt: skip
    with session.diary.reading() as connection:
        before = _entry(connection, name)
    after, unmarked = edited(session, before, given), None
    if after == before and not as_json:
        say(f"Already so: {entry_line(before, session.clock)}")
        return
    if after != before and not dry_run:
        with session.diary.writing() as connection:
            fresh = _entry(connection, before.name)
            if fresh != before:
                raise RefusedError(f"{before.name} was changed meanwhile.", "Try again.")
            _refuse_marked(connection, after)
            ((after, unmarked),) = history.save(
                connection, "edit", [(before, after)], session.clock.now
            )
    elif after != before:
        with session.diary.reading() as connection:
            _refuse_marked(connection, after)
            if after.kind == "cramp":
                unmarked = entries.live_mark(connection, after.day)
    told = "removes its no-cramps mark" if dry_run else UNMARKED
    if as_json:
        document(entry_json(after))
        if unmarked:
            hint(f"{after.day}: {told}")
        return
    verb = "Would change: " if dry_run else ""
    say(f"{verb}{entry_line(before, session.clock)}")
    gone = f"{SEPARATOR}{told}" if unmarked else ""
    say(f"  → {entry_line(after, session.clock)}{gone}")


def _refuse_marked(connection: sqlite3.Connection, after: Entry) -> None:
    """A no-cramps mark can't come to a day that has a mark or a cramp."""
    if after.kind != "no-cramps":
        return
    other = entries.live_mark(connection, after.day)
    cramp = entries.day_totals(connection, after.day).cramps
    if cramp or (other is not None and other.id != after.id):
        raise RefusedError(
            f"{after.day} has {'a cramp' if cramp else 'a no-cramps mark already'}.",
            "Nothing was changed.",
        )


@command(app, "rm")
def rm(
    ctx: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="ID...", help="As list shows them.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:
    """Remove entries. `undo` brings them back."""
    session: Session = ctx.obj
    with session.diary.reading() as connection:
        found = {entry.name: entry for entry in (_entry(connection, name) for name in names)}
    for entry in found.values():
        say(entry_line(entry, session.clock))
    if not yes:
        ask(f"Remove {'it' if len(found) == 1 else f'these {len(found)}'}?", "Add -y to remove.")
    with session.diary.writing() as connection:
        pairs = [(_entry(connection, name), entry) for name, entry in found.items()]
        gone = [(before, before._replace(deleted="now")) for before, _ in pairs]
        history.save(connection, "rm", gone, session.clock.now)
    back = "it" if len(found) == 1 else "them"
    say(f"Removed {plural(len(found), 'entry', 'entries')}. mglog undo brings {back} back.")


def ask(question: str, otherwise: str) -> None:
    """Go on only if a person at a terminal says yes.

    Raises:
        RefusedError: no, or nobody is there to ask.
    """
    if sys.stdin is None or not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise MglogError("Nobody is there to ask; nothing was changed.", otherwise)
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise RefusedError("Nothing was changed.")


@command(app, "again")
def again(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="i12, c4 …; or last.")] = "last",
    at: Annotated[
        str | None, typer.Option("--at", metavar="WHEN", help="When; now if left out.")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="Once on each day from.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="… to, included.")] = None,
    as_json: Json = False,
) -> None:
    """Log an entry once more, or once on each day of a range.

    \b
    mglog again i12
    mglog again last --at 21:30
    mglog again i12 --from mon --to yesterday
    """
    session: Session = ctx.obj
    if at is not None and (first is not None or last is not None):
        raise ReadingError("--at can't stand beside --from or --to.", "Give one or the other.")
    if last is not None and first is None:
        raise ReadingError("--to needs --from.", "Say from which day.")
    with session.diary.reading() as connection:
        model = _entry(connection, name)
    moments = _moments(session.clock, model, at, first, last)
    fresh = [entries.repeated(model, moment) for moment in moments]
    with session.diary.writing() as connection:
        for entry in fresh:
            _refuse_marked(connection, entry)
        added = entries.add_all(connection, fresh, session.clock.now, "again")
        lines = [reply_line(connection, session, each) for each in added]
    if as_json:
        listed = [entry_json(each.entry) for each in added]
        document(listed[0] if len(listed) == 1 else {"schema": "mglog.list/1", "entries": listed})
        for each in added:
            if each.unmarked:
                hint(f"{each.entry.day}: {UNMARKED}")
        return
    for line in lines:
        say(line)


def _moments(
    clock: Clock, model: Entry, at: str | None, first: str | None, last: str | None
) -> list[When]:
    if first is None:
        moment = when(at, clock)
        return [When(moment.day, None) if model.kind == "no-cramps" else moment]
    span = read_range(first, last, None, clock)
    begin, end = span.first or clock.today, span.last or clock.today
    days = [date.fromordinal(number) for number in range(begin.toordinal(), end.toordinal() + 1)]
    if len(days) > _MOST_DAYS:
        raise ReadingError(
            f"That would be {len(days)} entries.", f"{_MOST_DAYS} days are the most."
        )
    return [_same_time(clock, model, day) for day in days]


def _same_time(clock: Clock, model: Entry, day: date) -> When:
    """The model's own time of day on another diary day; unknown where that is not to be had."""
    if model.at is None:
        return When(day, None, night=bool(model.night))
    old = datetime.fromisoformat(model.at)
    shift = old.date() - date.fromisoformat(model.day)
    readings = clock.readings(datetime.combine(day + shift, old.time()))
    past = [reading for reading in readings if reading <= clock.now]
    return When(day, past[0] if past else None)
