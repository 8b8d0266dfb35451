"""Commands that log: read the words, store one entry, say so in one line.

On the path that must feel instant: nothing heavy is imported here.
"""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mglog.cli.replies import Reply, log
from mglog.cli.words import command
from mglog.diary import kinds
from mglog.diary.entries import new
from mglog.errors import ReadingError, RefusedError
from mglog.nutrition import serum
from mglog.reading import durations, numbers, quantities, text
from mglog.reading.muscles import muscle
from mglog.reading.stray import refuse_stray
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
        typer.Argument(metavar="WHAT...", help="300mg; or a name, perhaps an amount, with --mg."),
    ],
    mg: Annotated[
        str | None,
        typer.Option("--mg", metavar="MG", help="The magnesium in it: total, elemental."),
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
    mglog add-intake magnesium citrate 2 tablets --mg 200 --kind supplement
    mglog add-intake pumpkin seeds 30g --mg 178 --kind food --at yesterday 12:30
    """
    session: Session = ctx.obj
    refuse_stray(text.tokens(what), "what you took in")
    read = quantities.what(what)
    values: dict[str, object] = {"source_kind": kind}
    remark = ""
    if read.quantity is not None:
        if mg is not None:
            raise ReadingError(
                f"{text.quoted(' '.join(what))} is a quantity already.",
                "Give a name with --mg, or the quantity alone.",
            )
        values["mg"] = read.quantity.mg
        remark = "a bare number is mg of elemental magnesium" if read.quantity.bare else ""
    else:
        values |= _named(read, mg)
    entry = new(kinds.INTAKE, when(at, session.clock), values, text.note(note))
    log(session, entry, Reply(when(at, session.clock).remark or remark, dry_run, as_json))


def _named(read: quantities.What, mg: str | None) -> dict[str, object]:
    """The values of an intake that was named."""
    name = read.name or ""
    if (
        mg is None
        and name.lower() == "magnesium"
        and read.amount
        and read.amount.unit in ("mg", "mcg", "g")
    ):
        weight = f"{numbers.plain(read.amount.value)}{read.amount.unit}"
        raise ReadingError(
            f"{text.quoted(name)} needs no name: a quantity alone is elemental magnesium.",
            f"Type mglog add-intake {weight}",
        )
    if mg is None:
        turned = quantities.name_first(name)
        if turned is not None:
            raise ReadingError(
                f"{text.quoted(name)} starts with an amount.",
                f"The name goes first, and --mg says how much: {text.inert(turned)} --mg …",
            )
        raise RefusedError(
            f"How much magnesium is in {text.quoted(name)}? "
            "This version has no food table to look it up in.",
            "Add --mg with the elemental milligrams in all of it.",
        )
    amount = read.amount
    return {
        "mg": quantities.total_mg(mg),
        "what": name,
        "amount": amount and amount.value,
        "unit": amount and amount.unit,
    }


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
    from mglog.cli.marking import mark  # noqa: PLC0415 - only this command needs it

    words = [*(days or []), *([at] if at else [])]
    mark(ctx.obj, words, text.note(note), dry_run=dry_run, as_json=as_json)
