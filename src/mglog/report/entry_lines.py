"""One entry, or one day, as a line of plain text: replies, lists and today go by it.

Must never load a renderer: this is on the path of every logged line. Every
text that a person or a file supplied leaves here inert.
"""

from datetime import date, timedelta

from mglog.clock import Clock, day_of
from mglog.domain.entry import Entry
from mglog.domain.kinds import MARKS, Cramp, Intake, NoCramps, NoIntake, Serum, Symptom
from mglog.formatting import date_text, duration_text, escaped, number_text, plural
from mglog.nutrition import serum

SEPARATOR = " · "
_NO_PLURAL = {"tbsp", "floz", "small", "medium", "large"}
_SHORT_NOUNS = {"cup", "can", "bar", "jar", "mug", "ear"}
_NOUNS = {"cup", "slice", "piece", "can", "bar", "serving", "packet", "container", "package"}


def day_text(day: date, clock: Clock) -> str:
    """A diary day for people: `today`, `Sat 21 Nov`, with the year if it is another."""
    if day == clock.today:
        return "today"
    return date_text(day, year=day.year != clock.today.year)


def moment_text(entry: Entry, clock: Clock) -> str:
    """When an entry was: the day and time it resolved to, and the night it belongs to."""
    day, at = entry.day, entry.at
    if at is None:
        if entry.night:
            return f"night of {date_text(day, year=day.year != clock.today.year)}, time unknown"
        return f"{day_text(day, clock)}, time unknown"
    if at.date() == day and (day != clock.today or day == clock.now.date()):
        return f"{day_text(day, clock)} {at:%H:%M}"
    year = at.year != clock.today.year
    if at.date() == day:
        return f"{date_text(day, year=year)} {at:%H:%M}"
    if at.date() == day + timedelta(days=1) and day_of(at, clock.day_start) == day:
        return f"{date_text(at.date(), year=year)} {at:%H:%M} (night of {date_text(day)})"
    return f"{date_text(at.date(), year=year)} {at:%H:%M} (day {date_text(day)})"


def _amount(intake: Intake) -> str | None:
    if intake.amount is None or intake.unit is None:
        return None if intake.amount is None else number_text(intake.amount)
    return f"{number_text(intake.amount)} {units_text(escaped(intake.unit), intake.amount)}"


def units_text(unit: str, value: float) -> str:
    """A unit in the plural where it has one: 2 capsules, 2 glasses, 30 g."""
    if value <= 1 or unit in _NO_PLURAL or (len(unit) <= 3 and unit not in _SHORT_NOUNS):
        return unit
    first, space, rest = unit.partition(" ")
    if space and (len(first) > 3 or first in _SHORT_NOUNS) and first in _NOUNS:
        return f"{units_text(first, value)} {rest}"  # cups sliced
    if unit in ("half", "leaf"):
        return f"{unit[:-1]}ves"
    if unit.endswith("y"):
        return f"{unit[:-1]}ies"
    return f"{unit}es" if unit.endswith("s") else f"{unit}s"


def _intake(intake: Intake) -> list[str | None]:
    amount, grams = _amount(intake), intake.grams
    what = intake.what and escaped(intake.what)
    named = f"{what}, {amount}" if what and amount else what
    if named and grams is not None and intake.mg_per_100g is not None:
        weight = f"{number_text(grams)} g"
        named += f" ({weight})" if amount != weight else ""
    known = "mg unknown" if intake.mg is None else f"{number_text(intake.mg)} mg magnesium"
    return [known, named, intake.source_kind]


def _side(side: str | None, muscle: str | None) -> str | None:
    """`both feet`, but `both sides calf`."""
    plural_muscle = muscle is not None and muscle.endswith(("s", "feet"))
    return "both sides" if side == "both" and not plural_muscle else side


def _cramp(cramp: Cramp) -> list[str | None]:
    muscle = cramp.muscle and escaped(cramp.muscle)
    where = " ".join(part for part in (_side(cramp.side, muscle), muscle) if part)
    return [
        "Cramp" if cramp.count == 1 else f"{cramp.count} cramps",
        where or None,
        None if cramp.lasted_s is None else duration_text(cramp.lasted_s),
        None if cramp.pain is None else f"pain {cramp.pain}",
        None if cramp.knot is None else ("knot" if cramp.knot else "no knot"),
        cramp.during and f"during {cramp.during}",
        None if cramp.woke is None else ("woke me" if cramp.woke else "did not wake me"),
        cramp.relief and f"relief: {escaped(cramp.relief)}",
    ]


def _symptom(symptom: Symptom) -> list[str | None]:
    name = escaped(symptom.name)
    return [
        name[:1].upper() + name[1:] + ("" if symptom.count == 1 else f" × {symptom.count}"),
        None if symptom.severity is None else f"severity {symptom.severity}",
        None if symptom.lasted_s is None else duration_text(symptom.lasted_s),
    ]


def _serum(value: Serum) -> list[str | None]:
    mmol, low, high, unit = value
    shown = serum.shown(mmol, unit)
    if unit not in (None, "mmol/L"):
        shown += f" = {serum.shown(mmol, None)}"
    return [f"Serum magnesium {shown}", serum.against(mmol, low, high, unit)]


def described(entry: Entry) -> str:
    """What an entry says, without its time and id."""
    parts: list[str | None]
    match entry.values:
        case Intake() as intake:
            parts = _intake(intake)
        case Cramp() as cramp:
            parts = _cramp(cramp)
        case Symptom() as symptom:
            parts = _symptom(symptom)
        case Serum() as value:
            parts = _serum(value)
        case NoCramps():
            parts = ["No cramps"]
        case NoIntake():
            parts = ["No intake (0 mg)"]
    return SEPARATOR.join(part for part in parts if part)


def entry_line(entry: Entry, clock: Clock) -> str:
    """An entry on one line: what, when, its id and its note."""
    when = day_text(entry.day, clock) if entry.kind in MARKS else moment_text(entry, clock)
    parts = [described(entry), when, entry.id, entry.note and f"“{escaped(entry.note)}”"]
    return SEPARATOR.join(part for part in parts if part)


def _time_text(entry: Entry) -> str:
    """The time within a diary day; `+` marks the calendar day after it."""
    if entry.kind in MARKS:
        return ""
    if entry.at is None:
        return "night" if entry.night else "--:--"
    return f"{entry.at:%H:%M}" + ("+" if entry.at.date() > entry.day else "")


def today_line(entry: Entry) -> str:
    """An entry under its day's heading."""
    noted = f"{SEPARATOR}“{escaped(entry.note)}”" if entry.note else ""
    return f"  {_time_text(entry):6}  {entry.id:5}  {described(entry)}{noted}"


def list_line(entry: Entry) -> str:
    """An entry with its diary day: one line, however long."""
    return f"{entry.day}{today_line(entry)}"


def day_heading(
    day: date,
    mg: float | None,
    cramps: int | None,
    clock: Clock,
    *,
    marked: bool,
    target_mg: float | None = None,
) -> str:
    """A day and its totals; unknown is said, never drawn as zero."""
    name = date_text(day, year=True)
    if day == clock.today:
        name = f"Today, {name}"
    of = "" if target_mg is None else f" of {number_text(target_mg)}"
    intake = "intake unknown" if mg is None else f"{number_text(mg)}{of} mg magnesium"
    if cramps:
        events = plural(cramps, "cramp")
    elif marked:
        events = "no cramps"
    else:
        events = "cramps unknown" if cramps is None else "no cramps logged"
    return f"{name}: {intake}, {events}"
