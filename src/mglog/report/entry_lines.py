"""One entry, or one day, as a line of plain text: replies, lists and today go by it.

Must never load a renderer: this is on the path of every logged line. Every
text that a person or a file supplied leaves here inert.
"""

from datetime import date, datetime, timedelta

from mglog.clock import Clock, day_of
from mglog.diary.entries import Entry
from mglog.formatting import date_text, duration_text, escaped, number_text, plural
from mglog.nutrition import serum

SEPARATOR = " · "
_NO_PLURAL = {"tbsp", "floz", "small", "medium", "large"}


def day_text(day: date, clock: Clock) -> str:
    """A diary day for people: `today`, `Sat 21 Nov`, with the year if it is another."""
    if day == clock.today:
        return "today"
    return date_text(day, year=day.year != clock.today.year)


def moment_text(entry: Entry, clock: Clock) -> str:
    """When an entry was: the day and time it resolved to, and the night it belongs to."""
    day = date.fromisoformat(entry.day)
    if entry.at is None:
        if entry.night:
            return f"night of {date_text(day, year=day.year != clock.today.year)}, time unknown"
        return f"{day_text(day, clock)}, time unknown"
    at = datetime.fromisoformat(entry.at)
    if at.date() == day and (day != clock.today or day == clock.now.date()):
        return f"{day_text(day, clock)} {at:%H:%M}"
    year = at.year != clock.today.year
    if at.date() == day:
        return f"{date_text(day, year=year)} {at:%H:%M}"
    if at.date() == day + timedelta(days=1) and day_of(at, clock.day_start) == day:
        return f"{date_text(at.date(), year=year)} {at:%H:%M} (night of {date_text(day)})"
    return f"{date_text(at.date(), year=year)} {at:%H:%M} (day {date_text(day)})"


def _text(entry: Entry, key: str) -> str | None:
    value = entry.values.get(key)
    return escaped(value) if isinstance(value, str) else None


def _number(entry: Entry, key: str) -> float | None:
    value = entry.values.get(key)
    return value if isinstance(value, (int, float)) else None


def _amount(entry: Entry) -> str | None:
    value, unit = _number(entry, "amount"), _text(entry, "unit")
    if value is None:
        return None
    return number_text(value) if unit is None else f"{number_text(value)} {_in_number(unit, value)}"


def _in_number(unit: str, value: float) -> str:
    """A unit in the plural where it has one: 2 capsules, 2 glasses, 30 g."""
    if value <= 1 or len(unit) <= 3 or unit in _NO_PLURAL:
        return f"{unit}s" if unit in ("cup", "can", "bar") and value > 1 else unit
    if unit.endswith("y"):
        return f"{unit[:-1]}ies"
    return f"{unit}es" if unit.endswith("s") else f"{unit}s"


def _intake(entry: Entry) -> list[str | None]:
    mg = _number(entry, "mg")
    amount = _amount(entry)
    what = _text(entry, "what")
    grams, per_100g = _number(entry, "grams"), _number(entry, "mg_per_100g")
    named = f"{what}, {amount}" if what and amount else what
    if named and grams is not None and per_100g is not None and amount != f"{number_text(grams)} g":
        named += f" ({number_text(grams)} g)"
    kind = _text(entry, "source_kind")
    known = "mg unknown" if mg is None else f"{number_text(mg)} mg magnesium"
    return [known, named, kind]


def _side(side: str | None, muscle: str | None) -> str | None:
    """`both feet`, but `both sides calf`."""
    plural_muscle = muscle is not None and muscle.endswith(("s", "feet"))
    return "both sides" if side == "both" and not plural_muscle else side


def _cramp(entry: Entry) -> list[str | None]:
    count, lasted, pain = (_number(entry, key) for key in ("count", "lasted_s", "pain"))
    side = _text(entry, "side")
    muscle = _text(entry, "muscle")
    where = " ".join(part for part in (_side(side, muscle), muscle) if part)
    knot, woke = entry.values.get("knot"), entry.values.get("woke")
    return [
        "Cramp" if count == 1 else f"{number_text(count or 1)} cramps",
        where or None,
        None if lasted is None else duration_text(lasted),
        None if pain is None else f"pain {pain}",
        None if knot is None else ("knot" if knot else "no knot"),
        None if entry.values.get("during") is None else f"during {_text(entry, 'during')}",
        None if woke is None else ("woke me" if woke else "did not wake me"),
        _text(entry, "relief") and f"relief: {_text(entry, 'relief')}",
    ]


def _symptom(entry: Entry) -> list[str | None]:
    count, lasted, severity = (_number(entry, key) for key in ("count", "lasted_s", "severity"))
    name = _text(entry, "name") or ""
    return [
        name[:1].upper() + name[1:] + ("" if count == 1 else f" × {number_text(count or 1)}"),
        None if severity is None else f"severity {severity}",
        None if lasted is None else duration_text(lasted),
    ]


def _serum(entry: Entry) -> list[str | None]:
    value, low, high = (_number(entry, key) for key in ("mmol_per_l", "low", "high"))
    unit = _text(entry, "unit")
    duration_text = serum.shown(value or 0, unit)
    if unit not in (None, "mmol/L"):
        duration_text += f" = {serum.shown(value or 0, None)}"
    return [f"Serum magnesium {duration_text}", serum.against(value or 0, low, high, unit)]


_LINES = {"intake": _intake, "cramp": _cramp, "symptom": _symptom, "serum": _serum}


def described(entry: Entry) -> str:
    """What an entry says, without its time and id."""
    if entry.kind == "no-cramps":
        return "No cramps"
    return SEPARATOR.join(part for part in _LINES[entry.kind](entry) if part)


def entry_line(entry: Entry, clock: Clock) -> str:
    """An entry on one line: what, when, its id and its note."""
    when = (
        day_text(date.fromisoformat(entry.day), clock)
        if entry.kind == "no-cramps"
        else moment_text(entry, clock)
    )
    parts = [described(entry), when, entry.name, entry.note and f"“{escaped(entry.note)}”"]
    return SEPARATOR.join(part for part in parts if part)


def _time_text(entry: Entry) -> str:
    """The time within a diary day; `+` marks the calendar day after it."""
    if entry.at is None:
        return "night" if entry.night else "--:--"
    at = datetime.fromisoformat(entry.at)
    return f"{at:%H:%M}" + ("+" if at.date().isoformat() > entry.day else "")


def _noted(entry: Entry) -> str:
    return described(entry) + (f"{SEPARATOR}“{escaped(entry.note)}”" if entry.note else "")


def today_line(entry: Entry) -> str:
    """An entry under its day's heading."""
    time = "" if entry.kind == "no-cramps" else _time_text(entry)
    return f"  {time:6}  {entry.name:5}  {_noted(entry)}"


def list_line(entry: Entry) -> str:
    """An entry with its diary day: one line, however long."""
    time = "" if entry.kind == "no-cramps" else _time_text(entry)
    return f"{entry.day}  {time:6}  {entry.name:5}  {_noted(entry)}"


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
