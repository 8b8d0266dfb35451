"""Commands that log: read the words, store one entry, say so in one line.

On the path that must feel instant: nothing heavy is imported here.
"""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mglog.cli.named import Named
from mglog.cli.replies import Reply, log
from mglog.cli.session import hint
from mglog.cli.words import command
from mglog.diary.entries import new
from mglog.domain import kinds
from mglog.errors import ReadingError
from mglog.formatting import number_text, quoted
from mglog.nutrition import serum
from mglog.reading import durations, quantities, text
from mglog.reading.misplaced import refuse_stray
from mglog.reading.muscles import muscle
from mglog.reading.when import when

if TYPE_CHECKING:
    from mglog.cli.session import Session

app = typer.Typer(add_completion=False, rich_markup_mode=None)

At = Annotated[
    str | None,
    typer.Option(
        "--at", metavar="WHEN", help="When: 2:30, yesterday 22:30, last night, mon, 2h ago."
    ),
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Anything to remember.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be stored; store nothing.")
]
Json = Annotated[bool, typer.Option("--json", help="Answer with the entry as JSON.")]
Lasted = Annotated[
    str | None,
    typer.Option("--lasted", metavar="DURATION", help="How long: 90s, 2min, 2m30s, 1:30."),
]
Count = Annotated[int, typer.Option("--count", metavar="N", min=1, max=100, help="How many.")]


@command(app, "add-intake")
def add_intake(
    ctx: typer.Context,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="WHAT...", help="300mg; or a food, product, salt or water, and how much."
        ),
    ],
    mg: Annotated[
        str | None,
        typer.Option("--mg", metavar="MG", help="The magnesium in it: total, elemental."),
    ] = None,
    elemental: Annotated[
        bool | None,
        typer.Option(
            "--elemental/--compound", help="A salt's weight: its magnesium, or all of it."
        ),
    ] = None,
    food: Annotated[
        str | None,
        typer.Option("--food", metavar="ID", help="Which food, as food search gives it."),
    ] = None,
    mg_per_litre: Annotated[
        str | None,
        typer.Option("--mg-per-litre", metavar="MG", help="Of a water, from its label."),
    ] = None,
    kind: Annotated[
        Literal["food", "drink", "supplement"] | None,
        typer.Option("--kind", help="What it was."),
    ] = None,
    at: At = None,
    note: Note = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Log magnesium taken in.

    \b
    mglog add-intake 300mg
    mglog add-intake pumpkin seeds 30g --at yesterday 12:30
    mglog add-intake magnesium citrate 600mg --compound
    mglog add-intake gerolsteiner 500ml
    mglog add-intake my drink --mg 60 --kind drink
    """
    session: Session = ctx.obj
    refuse_stray(text.tokens(what), "what you took in")
    flags = (mg, elemental, food, mg_per_litre)
    if sum(flag is not None for flag in (mg, food, mg_per_litre)) > 1:
        raise ReadingError("--mg, --food and --mg-per-litre say the same.", "Give one of them.")
    named = _taken(session, what, flags)
    moment = when(at, session.clock)
    values = {**named.values, **({"source_kind": kind} if kind else {})}
    entry = new(kinds.INTAKE, moment, values, text.note(note))
    remark = " · ".join(part for part in (named.remark, moment.remark) if part)
    log(session, entry, Reply(remark, dry_run, as_json))
    if named.talk and not as_json:
        hint(named.talk)


_Flags = tuple[str | None, bool | None, str | None, str | None]


def _taken(session: "Session", what: list[str], flags: _Flags) -> Named:
    """What was taken in: a quantity of magnesium, or something named."""
    read = quantities.what(what, named=flags[2] is not None)
    if read.quantity is None:
        if read.name == "magnesium" and read.amount and read.amount.unit in ("mg", "mcg", "g"):
            weight = f"{number_text(read.amount.value)}{read.amount.unit}"
            raise ReadingError(
                "Magnesium itself needs no name: a quantity alone is elemental magnesium.",
                f"Type mglog add-intake {weight}",
            )
        from mglog.cli.naming import Flags, resolve  # opens the food table

        return resolve(session, read, Flags(*flags))
    if any(flag is not None for flag in flags):
        raise ReadingError(
            f"{quoted(' '.join(what))} is a quantity already.",
            "Give a name with that option, or the quantity alone.",
        )
    bare = "a bare number is mg of elemental magnesium" if read.quantity.bare else ""
    return Named({"mg": read.quantity.mg}, bare)


@command(app, "add-cramp")
def add_cramp(
    ctx: typer.Context,
    where: Annotated[
        list[str] | None, typer.Argument(metavar="[MUSCLE]...", help="calf, left foot, thigh …")
    ] = None,
    side: Annotated[
        Literal["left", "right", "both"] | None, typer.Option("--side", help="Which side.")
    ] = None,
    lasted: Lasted = None,
    pain: Annotated[
        int | None, typer.Option("--pain", metavar="0-10", min=0, max=10, help="How bad.")
    ] = None,
    knot: Annotated[
        bool | None, typer.Option("--knot/--no-knot", help="Whether you could feel a knot.")
    ] = None,
    during: Annotated[
        Literal["rest", "sleep", "exercise", "other"] | None,
        typer.Option("--during", help="What you were doing."),
    ] = None,
    woke: Annotated[
        bool | None, typer.Option("--woke/--no-woke", help="Whether it woke you.")
    ] = None,
    relief: Annotated[
        str | None,
        typer.Option("--relief", metavar="TEXT", help="What helped: stretching, walking …"),
    ] = None,
    count: Count = 1,
    at: At = None,
    note: Note = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Log a muscle cramp. Everything but the cramp itself is optional.

    \b
    mglog add-cramp
    mglog add-cramp left calf --pain 7 --lasted 90s --at 2:30
    mglog add-cramp foot --at last night --woke
    """
    session: Session = ctx.obj
    read = muscle(where or [], side)
    values = {
        "muscle": read.name,
        "side": read.side,
        "lasted_s": lasted and durations.duration(lasted, longest_s=24 * 3600),
        "pain": pain,
        "knot": knot,
        "during": during,
        "woke": woke,
        "relief": relief and text.label(relief, "the relief"),
        "count": count,
    }
    moment = when(at, session.clock)
    entry = new(kinds.CRAMP, moment, values, text.note(note))
    log(session, entry, Reply(moment.remark, dry_run, as_json))


@command(app, "add-symptom")
def add_symptom(
    ctx: typer.Context,
    name: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="twitching, restless legs, migraine …")
    ],
    severity: Annotated[
        int | None, typer.Option("--severity", metavar="0-10", min=0, max=10, help="How bad.")
    ] = None,
    lasted: Lasted = None,
    count: Count = 1,
    at: At = None,
    note: Note = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Log any other symptom; it is counted per day, like cramps.

    \b
    mglog add-symptom twitching eyelid --severity 3
    mglog report --symptom "twitching eyelid"
    """
    session: Session = ctx.obj
    refuse_stray(text.tokens(name), "a symptom", number="--severity", lasted=True)
    values = {
        "name": text.label(" ".join(name), "the symptom"),
        "severity": severity,
        "lasted_s": lasted and durations.duration(lasted),
        "count": count,
    }
    moment = when(at, session.clock)
    entry = new(kinds.SYMPTOM, moment, values, text.note(note))
    log(session, entry, Reply(moment.remark, dry_run, as_json))


@command(app, "add-serum")
def add_serum(
    ctx: typer.Context,
    value: Annotated[
        list[str],
        typer.Argument(metavar="VALUE", help="With its unit: 0.82mmol/L, 2.0mg/dL, 1.64mEq/L."),
    ],
    low: Annotated[
        str | None, typer.Option("--low", metavar="VALUE", help="Where the lab's own range starts.")
    ] = None,
    high: Annotated[
        str | None, typer.Option("--high", metavar="VALUE", help="Where the lab's own range ends.")
    ] = None,
    at: At = None,
    note: Note = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Log magnesium measured in your blood, with the range on the lab's report.

    \b
    mglog add-serum 0.82mmol/L --low 0.70 --high 1.05 --at 2026-11-20
    """
    session: Session = ctx.obj
    moment = when(at, session.clock)
    read = serum.read(" ".join(value), low, high)
    entry = new(kinds.SERUM, moment, read._asdict(), text.note(note))
    log(session, entry, Reply(moment.remark, dry_run, as_json))


@command(app, "no-cramps")
def no_cramps(
    ctx: typer.Context,
    days: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DAY]...", help="today, yesterday, mon tue, 2026-11-20 …"),
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="DAY", help="The same as a DAY.")
    ] = None,
    note: Note = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Say that a day had no cramps: that is worth as much as a cramp.

    \b
    mglog no-cramps
    mglog no-cramps mon tue wed
    """
    from mglog.cli.marking import mark  # only this command needs it

    words = [*(days or []), *([at] if at else [])]
    mark(ctx.obj, words, text.note(note), dry_run=dry_run, as_json=as_json)
