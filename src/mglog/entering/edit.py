"""What `edit` makes of its flags: the entry as it will be. Stores nothing, asks nobody.

Words are read as the add commands read them (`values`, `resolve`). Must never
change a field that was not named, but for what follows from it.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from math import isclose
from typing import Any, NamedTuple

from mglog.clock import NIGHT_ENDS, Clock, day_of
from mglog.domain import plausible
from mglog.domain.entry import Doubt, Entry, When
from mglog.domain.kinds import (
    CRAMP,
    FACTOR,
    INTAKE,
    MARKS,
    NO_CRAMPS,
    NO_FACTOR,
    NO_INTAKE,
    SERUM,
    SYMPTOM,
    Cramp,
    Intake,
    Serum,
    checked_values,
)
from mglog.entering import factors, felt, values
from mglog.entering.resolve import Choose, resolve
from mglog.entering.values import Flags, Saved, check_flags, of_quantity, quantity_already
from mglog.errors import ReadingError, RefusedError
from mglog.formatting import comparable, date_text, quoted, typed
from mglog.nutrition import amounts, food_table, serum
from mglog.reading import quantities
from mglog.reading.intake_words import Split, What, amount_words, with_amount
from mglog.reading.measures import Amount
from mglog.reading.muscles import muscle
from mglog.reading.text import label, note
from mglog.reading.when import time_alone, when

_EVENING = time(18)

# The fields that each kind's flags name.
_OWN = {
    INTAKE.name: ("what", "amount", "mg", "elemental", "food", "mg_per_litre", "source_kind"),
    CRAMP.name: (
        "muscle", "side", "lasted_s", "pain", "knot", "during", "woke", "relief", "count",
    ),
    NO_CRAMPS.name: (),
    NO_INTAKE.name: (),
    SYMPTOM.name: ("name", "severity", "lasted_s", "count"),
    SERUM.name: ("value", "low", "high"),
    FACTOR.name: ("name", "value"),
    NO_FACTOR.name: ("name",),
}  # fmt: skip
_EVERY = ("at", "note")
_EXAMPLES = {INTAKE.name: "--amount 45g", CRAMP.name: "--pain 6", SYMPTOM.name: "--severity 3",
             SERUM.name: "--value 0.82mmol/L"}  # fmt: skip
_FLAG = {"source_kind": "kind", "lasted_s": "lasted", "mg_per_litre": "mg-per-litre",
         "elemental": "elemental/--compound"}  # fmt: skip
_FIELD = {"kind": "source_kind", "lasted": "lasted_s", "time": "at"}
# The flags that say what an intake was, or how much of it.
_NAMING = {"what", "amount", "food", "mg_per_litre", "elemental"}
_ARTICLES = {INTAKE.name: "an intake", **{each.name: f"a {each.name} mark" for each in MARKS}}


class Given(NamedTuple):
    """The flags by field, None where not given; and the fields to clear."""

    flags: Mapping[str, Any]
    clear: list[str]


class Edited(NamedTuple):
    """The entry as it will be, and what to ask first."""

    entry: Entry
    doubts: tuple[Doubt, ...]


def edited(before: Entry, given: Given, clock: Clock, saved: Saved, choose: Choose) -> Edited:
    """The entry as it will be.

    Args:
        before: as it is.
        given: what is to be changed.
        clock: for the time.
        saved: as `resolve` takes them.
        choose: the same.

    Raises:
        ReadingError: a flag that does not fit, or a value out of its bounds.
        RefusedError: a name or an amount that can't be turned into mg.
    """
    flags = _fitting(before, given)
    held = before.values
    if isinstance(held, Intake):
        own = _intake(before.id, held, flags, saved, choose)
    elif isinstance(held, Serum):
        own = _serum(held, flags)
    else:
        own = _plain(before, flags)
    moment = _moment(before, flags, clock)
    after = before._replace(note=note(flags["note"]) if "note" in flags else before.note)
    after = _cleared(after, {**held._asdict(), **own}, given.clear)
    if after.at is not None or "at" in flags:
        moment = _of_night(before, after, moment, flags, clock)
        after = after._replace(day=moment.day, at=moment.at, night=moment.night or None)
    doubts = () if after.values == held else plausible.doubts(after.values)
    return Edited(after, moment.doubts + doubts)


def _fitting(entry: Entry, given: Given) -> dict[str, Any]:
    """The flags given, all of which must fit the kind.

    Raises:
        ReadingError: a flag of another kind, or none at all.
    """
    found = {name: value for name, value in given.flags.items() if value is not None}
    known = (*_OWN[entry.kind.name], *_EVERY)
    for name in found:
        if name in (_field(field) for field in given.clear):
            flag = _FLAG.get(name, name)
            raise ReadingError(f"--{flag} and --clear {flag} contradict.", "Give one of them.")
        if name not in known:
            shown = ", ".join(f"--{_FLAG.get(each, each)}" for each in known)
            kind = _ARTICLES.get(entry.kind.name, f"a {entry.kind.name} entry")
            raise ReadingError(f"--{_FLAG.get(name, name)} is not for {kind}.", f"It has {shown}.")
    if not (found or given.clear):
        example = _EXAMPLES.get(entry.kind.name, "--note TEXT")
        raise ReadingError("What should change?", f"For instance mglog edit {entry.id} {example}")
    return found


def _field(typed: str) -> str:
    """The field that --clear names: its flag, or its own name."""
    name = typed.replace("-", "_")
    return _FIELD.get(name, name)


def _moment(before: Entry, flags: Mapping[str, Any], clock: Clock) -> When:
    """When it will have been: a time alone keeps its own day, a day alone its time."""
    if "at" not in flags:
        return When(before.day, before.at, night=bool(before.night))
    typed = flags["at"]
    if before.kind in MARKS:
        return When(when(typed, clock).day, None)
    alone = time_alone(typed)
    if alone is not None:
        return _same_day(before, alone, typed, clock)
    found = when(typed, clock)
    if found.at is not None or before.at is None:
        return found
    own = before.at.time()
    if found.night and NIGHT_ENDS <= own < _EVENING:  # no time of a night
        return found
    late = own < (NIGHT_ENDS if found.night or before.night else clock.day_start)
    return _at(found.day + timedelta(days=late), own, before, typed, clock)


def _same_day(before: Entry, own: time, typed: str, clock: Clock) -> When:
    """Another time of its own day; of its own night, where it was in the night."""
    nightly = before.night or (before.at is not None and before.at.date() > before.day)
    late = own < (NIGHT_ENDS if nightly else clock.day_start)
    return _at(before.day + timedelta(days=late), own, before, typed, clock)


def _at(on: date, own: time, before: Entry, typed: str, clock: Clock) -> When:
    """A calendar date and time of an entry, in the zone that it was logged in.

    Raises:
        ReadingError: in the future, or left out where clocks went forward.
    """
    wall = datetime.combine(on, own)
    there = before.at is not None and clock.local(before.at).utcoffset() != before.at.utcoffset()
    zone = before.at.tzinfo if there and before.at is not None else None
    readings = [wall.replace(tzinfo=zone)] if zone else clock.readings(wall)
    if not readings or readings[0] > clock.now:
        why = "did not exist: clocks went forward" if not readings else "is in the future"
        raise ReadingError(
            f"{quoted(typed)}, {date_text(on)} {own:%H:%M}, {why}.", "Give the date and the time."
        )
    night = day_of(readings[0], clock.day_start) != before.day and on > before.day
    day = day_of(readings[0], clock.day_start, night=night or bool(before.night))
    return When(day, readings[0], night=day != day_of(readings[0], clock.day_start))


def _of_night(
    before: Entry, after: Entry, moment: When, flags: Mapping[str, Any], clock: Clock
) -> When:
    """The moment in its day, where whether a cramp was of the night is said anew."""
    if not isinstance(after.values, Cramp) or not flags.keys() & {"at", "woke", "during"}:
        return moment
    said = felt.of_night(moment, after.values, clock)
    if said is not moment or "at" in flags or moment.at is None:
        return said
    was = isinstance(before.values, Cramp) and felt.is_of_night(before.values)
    return When(day_of(moment.at, clock.day_start), moment.at) if was else moment


def _plain(before: Entry, flags: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a cramp or a symptom, each read as its add command does."""
    found = {name: value for name, value in flags.items() if name not in _EVERY}
    if "muscle" in found:
        # A side alone is not a muscle, and leaves the one there was.
        read = muscle([label(found["muscle"], "the muscle")], found.get("side"))
        del found["muscle"]
        if read.times is not None and "count" in found and found["count"] != read.times:
            raise ReadingError(f"{read.times} and --count {found['count']}: how many?")
        said = {"muscle": read.name, "side": read.side, "count": read.times}
        found |= {name: value for name, value in said.items() if value is not None}
    if before.kind in (FACTOR, NO_FACTOR):
        return _factor(before, found)
    if "name" in found:
        found["name"] = felt.symptom_name([found["name"]])
    if "relief" in found:
        found["relief"] = felt.relief(found["relief"])
    if "lasted_s" in found:
        found["lasted_s"] = felt.lasted_s(found["lasted_s"], before.kind)
    return found


def _factor(before: Entry, found: dict[str, Any]) -> dict[str, Any]:
    """A factor's name and how much of it, each read as `add-factor` does."""
    if "name" in found:
        found["name"] = factors.name(found["name"])
    if "value" in found:
        name = str(found.get("name") or getattr(before.values, "name", ""))
        read = factors.factor([name, found["value"]])
        if read.value is None or comparable(read.name) != comparable(name):
            raise ReadingError(f"{quoted(found['value'])} is no amount.", "Type 60min or 2.")
        if read.value == 0:
            raise ReadingError(
                "0 of a factor is a day without it.",
                f"Remove this with mglog rm, and type mglog no-factor {typed(name)}.",
            )
        found |= {"value": read.value, "unit": read.unit}
    return found


def _serum(old: Serum, flags: Mapping[str, Any]) -> dict[str, Any]:
    """A value, or an end of its range, in the unit that it has or is given in."""
    unit = old.unit or "mmol/L"
    held = {"value": old.mmol_per_l, "low": old.low, "high": old.high}
    texts = {name: f"{value!r}mmol/L" for name, value in held.items() if value is not None}
    for name in ("value", "low", "high"):
        if name in flags:
            bare = not any(character.isalpha() for character in flags[name])
            texts[name] = f"{flags[name]}{unit}" if bare and "value" not in flags else flags[name]
    read = serum.read(texts["value"], texts.get("low"), texts.get("high"))
    return {**read._asdict(), "unit": read.unit if "value" in flags else unit}


def _intake(
    name: str, old: Intake, flags: Mapping[str, Any], saved: Saved, choose: Choose
) -> dict[str, Any]:
    """The intake's values: an amount or a name is read again as `add-intake` would."""
    check_flags(_flags(flags))
    found: dict[str, Any] = {}
    if flags.keys() & _NAMING:
        found = _renamed(name, old, flags, saved, choose)
    if "mg" in flags:
        found["mg"] = quantities.total_mg(flags["mg"], zero=True)
    if "source_kind" in flags:
        found["source_kind"] = flags["source_kind"]
    return found


def _flags(flags: Mapping[str, Any]) -> Flags:
    return Flags(*(flags.get(name) for name in Flags._fields))


def _renamed(
    name: str, old: Intake, flags: Mapping[str, Any], saved: Saved, choose: Choose
) -> dict[str, Any]:
    """What a new name, a new amount or both make of an intake."""
    given = flags.keys() & _NAMING
    read = _read(old, flags, saved)
    if given == {"amount"}:
        scaled = _scaled(name, old, read, whole="mg" in flags)
        if scaled is not None:
            return scaled
    if read.quantity is None:
        found = resolve(read, _said(name, old, read, flags), saved, choose).values
    elif "amount" in flags:
        raise quantity_already(read.typed)
    else:
        found = of_quantity(read, read.quantity, _flags(flags)).values
        if old.source_kind and not (old.salt or old.product or old.food_id):
            found = found._replace(source_kind=old.source_kind)  # as the person said it
    return {**found._asdict(), **_kept(old, found, given)}


def _read(old: Intake, flags: Mapping[str, Any], saved: Saved) -> What:
    """The name and the amount that it will have: those given, else those it has."""
    said = amount_words(flags["amount"]) if "amount" in flags else None
    if "amount" in flags and said is None:
        raise ReadingError(f"{quoted(flags['amount'])} is not an amount.", "Type 30g, 1 cup or 2.")
    before = None if old.amount is None else Amount(old.amount, old.unit)
    if "what" not in flags:
        name = old.what or ""
        return What(None, old.what, said or before, name, (Split(name, said or before),))
    read = values.intake_words([flags["what"]], saved)
    if read.amount is not None and said is not None:
        raise ReadingError(
            f"{quoted(flags['what'])} holds an amount already.", "Give it there or with --amount."
        )
    return with_amount(read, said or before)


def _said(name: str, old: Intake, read: What, flags: Mapping[str, Any]) -> Flags:
    """What the flags say of the thing, and the entry where they are silent."""
    food, per_litre = flags.get("food"), flags.get("mg_per_litre")
    if food is None and not flags.keys() & {"mg_per_litre", "what", "mg"}:
        food = old.food_id
    if read.name is None and food is None and per_litre is None:
        raise ReadingError(
            f"{name} has no name that an amount could be of.",
            "Change it with --mg, or say what it was with --what.",
        )
    elemental = flags.get("elemental", None if "what" in flags else _elemental(old))
    return Flags(flags.get("mg"), elemental, food, per_litre)


def _kept(old: Intake, found: Intake, given: AbstractSet[str]) -> dict[str, Any]:
    """What stays as it was: the name and the kind, where they were said and are not read anew."""
    if not given & {"what", "food", "mg_per_litre"}:
        return {"what": old.what, "source_kind": old.source_kind}
    if old.salt or old.product or old.food_id or found.source_kind:
        return {}
    return {"source_kind": old.source_kind}


def _scaled(name: str, old: Intake, read: What, *, whole: bool) -> dict[str, Any] | None:
    """What a new amount alone makes of an intake that no table holds; None if one does.

    Args:
        name: its id.
        old: its values.
        read: its name and new amount.
        whole: its magnesium is given too, so that nothing is to be worked out.
    """
    now = read.amount
    if now is None:
        return None
    said = {"amount": now.value, "unit": now.unit}
    if whole:
        return said
    if old.product is not None:
        return _product_units(name, old, now)
    share = _litres_share(old, read)
    return None if share is None or old.mg is None else {"mg": old.mg * share, **said}


def _product_units(name: str, old: Intake, now: Amount) -> dict[str, Any]:
    """So many units of what the product held when it was logged, whatever its label says now."""
    if old.mg is None or not old.amount:
        raise RefusedError(
            f"{name} does not say any more how much one {old.unit or 'unit'} holds.",
            "Say all of it with --mg, or the product again with --what.",
        )
    if now.unit not in (None, old.unit, "piece"):
        raise RefusedError(
            f"It is counted by the {old.unit}, not by the {now.unit}.", "Give how many: --amount 2"
        )
    return {"mg": old.mg / old.amount * now.value, "amount": now.value}


def _litres_share(old: Intake, read: What) -> float | None:
    """How many times as much it is now, of a drink by the volume that no table holds."""
    own = read.name is not None and food_table.water(read.name) is None and old.food_id is None
    if not own or old.source_kind != "drink" or not old.amount or read.amount is None:
        return None
    held, now = (amounts.in_litres(each) for each in (Amount(old.amount, old.unit), read.amount))
    return None if not held or now is None else now / held


def _elemental(old: Intake) -> bool | None:
    """How the weight of a salt was meant when it was logged; None if no weight was given."""
    if old.salt is None or old.amount is None:
        return None
    if old.compound_mg is not None:
        return False
    grams = amounts.in_grams(Amount(old.amount, old.unit))
    same = grams is not None and old.mg is not None and isclose(grams * 1000, old.mg)
    return True if same else None


def _cleared(entry: Entry, held: dict[str, Any], fields: list[str]) -> Entry:
    """The entry with its new values, and some fields of it made unknown."""
    needed = {field.name for field in entry.kind.fields if field.required}
    needed |= {"unit"} if entry.kind is FACTOR else {"value"}  # a unit goes with its amount
    if entry.kind is FACTOR and "value" in map(_field, fields):
        held["unit"] = None
    for given in fields:
        name = _field(given)
        if name == "at":
            entry = entry._replace(at=None, night=None)
        elif name == "note":
            entry = entry._replace(note=None)
        elif name in held and name not in needed:
            held[name] = None
        else:
            known = [_FLAG.get(field, field) for field in held if field not in needed]
            raise ReadingError(
                f"{quoted(given)} can't be cleared.",
                f"These can: {', '.join([*known, 'at', 'note'])}.",
            )
    return entry._replace(values=checked_values(entry.kind, held))
