"""One entry, or one day, as a line of plain text: replies, lists and today go by it.

Must never load a renderer: this is on the path of every logged line. Every
text that a person or a file supplied leaves here inert.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from mglog.clock import NIGHT_FROM, NIGHT_TO, Clock
from mglog.domain.entry import Entry
from mglog.domain.kinds import (
    MARKS,
    Cramp,
    Factor,
    Intake,
    NoCramps,
    NoFactor,
    NoIntake,
    Serum,
    Symptom,
)
from mglog.formatting import date_text, duration_text, escaped, number_text, plural
from mglog.nutrition import serum

SEPARATOR = " · "
_NO_PLURAL = {"mmol", "mval", "tbsp", "floz", "small", "medium", "large"}
_SHORT_NOUNS = {"cup", "can", "bar", "jar", "mug", "ear"}
_NOUNS = {"cup", "slice", "piece", "can", "bar", "serving", "packet", "container", "package"}


def day_text(day: date, clock: Clock) -> str:
    """A diary day for people: `today`, `Sat 21 Nov`, with the year if it is another."""
    if day == clock.today:
        return "today"
    return date_text(day, year=day.year != clock.today.year)


def night_text(day: date) -> str:
    """The night that a diary day ends with: `night of Sat`."""
    return f"night of {date_text(day)[:3]}"


def moment_text(entry: Entry, clock: Clock) -> str:
    """When an entry was, as it was lived: calendar date and clock time, and whose night it was."""
    day, at = entry.day, entry.at
    if at is None:
        if entry.night:
            return f"night of {date_text(day, year=day.year != clock.today.year)}, time unknown"
        return f"{day_text(day, clock)}, time unknown"
    lived = at.date()
    name = date_text(lived, year=at.year != clock.today.year)
    if lived == day == clock.today == clock.now.date():
        name = "today"
    if lived == day:
        return f"{name} {at:%H:%M}"
    if lived == day + timedelta(days=1):
        return f"{name} {at:%H:%M}, {night_text(day)}"
    return f"{name} {at:%H:%M} (day {date_text(day)})"


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


def _where(cramp: Cramp) -> str | None:
    """The muscle and its side; None if neither was said."""
    if not cramp.muscle and not cramp.side:
        return None
    from mglog.reading.muscles import in_number  # only of a cramp

    return in_number(escaped(cramp.muscle or ""), cramp.side)


def _cramp(cramp: Cramp) -> list[str | None]:
    where = _where(cramp)
    return [
        "Cramp" if cramp.count == 1 else f"{cramp.count} cramps",
        where,
        None if cramp.lasted_s is None else duration_text(cramp.lasted_s),
        None if cramp.pain is None else f"pain {cramp.pain}",
        None if cramp.knot is None else ("knot" if cramp.knot else "no knot"),
        cramp.during and f"during {cramp.during}",
        None if cramp.woke is None else ("woke me" if cramp.woke else "did not wake me"),
        cramp.relief and f"relief: {escaped(cramp.relief)}",
    ]


def _capital(name: str) -> str:
    shown = escaped(name)
    return shown[:1].upper() + shown[1:]


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
        case Factor(name, value, unit):
            shown = None if value is None else f"{number_text(value)} {escaped(unit or '')}".strip()
            parts = [_capital(name), shown]
        case NoFactor(name):
            parts = [f"No {escaped(name)}"]
    return SEPARATOR.join(part for part in parts if part)


def entry_line(entry: Entry, clock: Clock) -> str:
    """An entry on one line: what, when, its id and its note."""
    when = day_text(entry.day, clock) if entry.kind in MARKS else moment_text(entry, clock)
    parts = [described(entry), when, entry.id, entry.note and f"“{escaped(entry.note)}”"]
    return SEPARATOR.join(part for part in parts if part)


def _time_text(entry: Entry) -> str:
    """The clock time, after midnight with its weekday; a mark has none."""
    if entry.kind in MARKS:
        return ""
    if entry.at is None:
        return "night" if entry.night else "--:--"
    after = f"{date_text(entry.at.date())[:3]} " if entry.at.date() > entry.day else ""
    return f"{after}{entry.at:%H:%M}"


def today_line(entry: Entry) -> str:
    """An entry under its day's heading."""
    noted = f"{SEPARATOR}“{escaped(entry.note)}”" if entry.note else ""
    return f"  {_time_text(entry):5}  {entry.id:5}  {described(entry)}{noted}"


def list_line(entry: Entry, clock: Clock) -> str:
    """An entry with the date and time that were lived: one line, however long."""
    at = entry.at
    lived = entry.day if at is None else at.date()
    clocked = _time_text(entry) if at is None else f"{at:%H:%M}"
    name = date_text(lived, year=lived.year != clock.today.year)
    night = SEPARATOR + night_text(entry.day) if lived > entry.day else ""
    noted = f"{SEPARATOR}“{escaped(entry.note)}”" if entry.note else ""
    return f"{name:10} {clocked:5}  {entry.id:5}  {described(entry)}{night}{noted}"


def last_night(entries: Sequence[Entry], today: date) -> str | None:
    """The cramps of the night just past, as a line; None if there were none.

    Args:
        entries: those of the diary days of yesterday and today.
        today: the diary day that it is.
    """
    found = [each for each in entries if isinstance(each.values, Cramp) and _of_night(each, today)]
    if not found:
        return None
    count = sum(each.values.count for each in found if isinstance(each.values, Cramp))
    named = (
        " ".join(part for part in (_where(each.values), f"{each.at:%H:%M}" if each.at else "")
                 if part)
        for each in found if isinstance(each.values, Cramp)
    )  # fmt: skip
    told = ", ".join(part for part in named if part)
    return f"Last night: {plural(count, 'cramp')}" + (f", {told}" if told else "")


def _of_night(entry: Entry, today: date) -> bool:
    """Whether an entry was of the night before today: at_night's hours, or said so."""
    if entry.at is None:
        return bool(entry.night) and entry.day == today - timedelta(days=1)
    if entry.day == today:
        return entry.at.date() == today and entry.at.time() < NIGHT_TO
    late = entry.at.time() >= NIGHT_FROM or entry.at.date() > entry.day
    return entry.day == today - timedelta(days=1) and late


def day_heading(
    day: date,
    mg: float | None,
    cramps: int | None,
    clock: Clock,
    *,
    marked: bool,
    empty: bool = False,
    target_mg: float | None = None,
) -> str:
    """A day and its totals; unknown is said, never drawn as zero."""
    name = date_text(day, year=True)
    if day == clock.today:
        name = f"Today, {name}"
    of = "" if target_mg is None else f" of {number_text(target_mg)}"
    if empty:
        return f"{name}: nothing logged yet" if day == clock.today else f"{name}: nothing logged"
    intake = "intake unknown" if mg is None else f"{number_text(mg)}{of} mg magnesium"
    if cramps:
        events = plural(cramps, "cramp")
    elif marked:
        events = "no cramps"
    else:
        events = "cramps unknown" if cramps is None else "no cramps logged"
    return f"{name}: {intake}, {events}"
