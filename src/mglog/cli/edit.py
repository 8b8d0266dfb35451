"""`edit`: change an entry, only what is given."""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import choose, document, hint, noted, say, settle
from mglog.cli.doubts import settle_days
from mglog.cli.identify import entry_of
from mglog.cli.options import option
from mglog.cli.replies import unmarked_text
from mglog.cli.session import Session
from mglog.cli.unquoted import EditCommand, command
from mglog.diary.change import Written, changing
from mglog.domain.entry import Entry
from mglog.domain.entry import as_json as entry_json
from mglog.domain.kinds import Side, Situation, SourceKind
from mglog.entering.edit import Given, edited
from mglog.errors import RefusedError
from mglog.report.entry_lines import SEPARATOR, entry_line

app = options.new_app()

_Text = str | None
_Flag = bool | None


@command(app, "edit", cls=EditCommand)
def edit(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="As list shows it: i12, c4; or last.")],
    what: Annotated[_Text, option("--what", "Of an intake: what it was.")] = None,
    amount: Annotated[_Text, option("--amount", "Of an intake: how much.")] = None,
    mg: Annotated[_Text, option("--mg", "Of an intake: its magnesium.")] = None,
    elemental: Annotated[
        _Flag, option("--elemental/--compound", "Of a salt: what was weighed.")
    ] = None,
    food: Annotated[_Text, option("--food", "Of an intake: which food.", "ID")] = None,
    mg_per_litre: Annotated[_Text, option("--mg-per-litre", "Of a water: its label.", "MG")] = None,
    kind: Annotated[SourceKind | None, option("--kind", "Of an intake.")] = None,
    muscle: Annotated[_Text, option("--muscle", "Of a cramp.")] = None,
    side: Annotated[Side | None, option("--side", "Of a cramp.")] = None,
    lasted: options.Lasted = None,
    pain: Annotated[int | None, option("--pain", "Of a cramp.", "0-10", min=0, max=10)] = None,
    knot: Annotated[_Flag, option("--knot/--no-knot", "Of a cramp.")] = None,
    during: Annotated[Situation | None, option("--during", "Of a cramp.")] = None,
    woke: Annotated[_Flag, option("--woke/--no-woke", "Of a cramp.")] = None,
    relief: Annotated[_Text, option("--relief", "Of a cramp.")] = None,
    count: Annotated[int | None, option("--count", "How many.", "N", min=1, max=100)] = None,
    symptom: Annotated[_Text, option("--name", "Of a symptom or a factor.")] = None,
    severity: Annotated[
        int | None, option("--severity", "Of a symptom.", "0-10", min=0, max=10)
    ] = None,
    value: Annotated[_Text, option("--value", "Of a serum value, or how much of a factor.")] = None,
    low: Annotated[_Text, option("--low", "Of a serum value.")] = None,
    high: Annotated[_Text, option("--high", "Of a serum value.")] = None,
    at: Annotated[_Text, option("--at", "When it was.", "WHEN")] = None,
    note: options.Note = None,
    clear: Annotated[list[str] | None, option("--clear", "Make a field unknown.", "FIELD")] = None,
    yes: options.Sure = False,
    dry_run: Annotated[bool, option("--dry-run", "Show it; change nothing.")] = False,
    as_json: options.Json = False,
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
            "severity": severity, "value": value, "low": low, "high": high, "at": at,
            "note": noted(note),
        },
        clear or [],
    )  # fmt: skip
    with session.diary.reading() as connection:
        before = entry_of(connection, name)
    after, doubts = edited(before, given, session.clock, session.saved, choose)
    settle(doubts, yes=yes)
    if after.day != before.day:
        settle_days(session, [after.day], yes=yes)
    if after == before and not as_json:
        say(f"Already so: {entry_line(before, session.clock)}")
        return
    written = Written(before)
    if after != before:
        written = _replaced(session, before, after, keep=not dry_run)
    told = unmarked_text(written.unmarked, dry_run=dry_run)
    if as_json:
        document(entry_json(after if dry_run else written.entry))
        if told:
            hint(f"{after.day}: {told}")
        return
    say(f"{'Would change: ' if dry_run else ''}{entry_line(before, session.clock)}")
    gone = f"{SEPARATOR}{told}" if told else ""
    say(f"  → {entry_line(after, session.clock)}{gone}")


def _replaced(session: Session, before: Entry, after: Entry, *, keep: bool) -> Written:
    with (
        session.writing(keep=keep) as connection,
        changing(connection, session.clock.now, "edit") as change,
    ):
        if entry_of(connection, before.id) != before:
            raise RefusedError(f"{before.id} was changed meanwhile.", "Try again.")
        return change.replace(before, after)
