"""What `edit` makes of its flags: the entry as it will be. Stores nothing."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from math import isclose
from typing import Any, NamedTuple

from mglog.cli.naming import Flags, resolve
from mglog.cli.session import Session
from mglog.diary.entries import Entry
from mglog.domain.kinds import KINDS, Value, checked_values
from mglog.errors import ReadingError, RefusedError
from mglog.formatting import quoted
from mglog.nutrition import amounts, food_table, serum
from mglog.reading import durations, quantities
from mglog.reading.muscles import muscle
from mglog.reading.text import label, note
from mglog.reading.when import When, when

_WORDS = {
    "intake": ("what", "amount", "mg", "elemental", "food", "mg_per_litre", "source_kind"),
    "cramp": ("muscle", "side", "lasted_s", "pain", "knot", "during", "woke", "relief", "count"),
    "no-cramps": (),
    "symptom": ("name", "severity", "lasted_s", "count"),
    "serum": ("value", "low", "high"),
}
_EVERY = ("at", "note")
_FLAG = {"source_kind": "kind", "lasted_s": "lasted", "mg_per_litre": "mg-per-litre",
         "elemental": "elemental/--compound"}  # fmt: skip
_FIELD = {"kind": "source_kind", "lasted": "lasted_s", "time": "at"}
# What an entry of a kind can't be without.
_NEEDED = {"symptom": {"name", "count"}, "serum": {"value", "mmol_per_l"}, "cramp": {"count"}}


class Given(NamedTuple):
    """The flags by field, None where not given; and the fields to clear."""

    flags: Mapping[str, Any]
    clear: list[str]


def _own(entry: Entry, given: Given) -> dict[str, Any]:
    """The flags given, all of which must fit the kind.

    Raises:
        ReadingError: a flag of another kind, or none at all.
    """
    found = {name: value for name, value in given.flags.items() if value is not None}
    known = (*_WORDS[entry.kind], *_EVERY)
    for name in found:
        if name in (_field(field) for field in given.clear):
            flag = _FLAG.get(name, name)
            raise ReadingError(f"--{flag} and --clear {flag} contradict.", "Give one of them.")
        if name not in known:
            shown = ", ".join(f"--{_FLAG.get(each, each)}" for each in known)
            flag = f"--{_FLAG.get(name, name)}"
            raise ReadingError(f"{flag} is not for {_article(entry.kind)}.", f"It has {shown}.")
    if not (found or given.clear):
        raise ReadingError("Nothing to change.", f"See mglog edit --help for {entry.name}.")
    return found


def _field(typed: str) -> str:
    """The field that --clear names: its flag, or its own name."""
    name = typed.replace("-", "_")
    return _FIELD.get(name, name)


def _article(kind: str) -> str:
    return {"intake": "an intake", "no-cramps": "a no-cramps mark"}.get(kind, f"a {kind} entry")


def edited(session: Session, before: Entry, given: Given) -> Entry:
    """The entry as it will be.

    Raises:
        ReadingError: a flag that does not fit, or a value out of its bounds.
        RefusedError: a name or an amount that can't be turned into mg.
    """
    flags = _own(before, given)
    values = dict(before.values)
    if before.kind == "intake":
        values |= _intake(session, before, flags)
    elif before.kind == "serum":
        values |= _serum(before, flags)
    else:
        values |= _plain(before, flags)
    moment = _moment(session, before, flags)
    after = before._replace(
        values=values,
        day=moment.day.isoformat(),
        at=None if moment.at is None else moment.at.isoformat(),
        night=moment.night or None,
        note=note(flags["note"]) if "note" in flags else before.note,
    )
    after = _cleared(after, given.clear)
    return after._replace(values=checked_values(KINDS[before.kind], after.values))


def _moment(session: Session, before: Entry, flags: Mapping[str, Any]) -> When:
    if "at" in flags:
        found = when(flags["at"], session.clock)
        return When(found.day, None) if before.kind == "no-cramps" else found
    at = None if before.at is None else datetime.fromisoformat(before.at)
    return When(date.fromisoformat(before.day), at, night=bool(before.night))


def _plain(before: Entry, flags: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in flags.items() if name not in _EVERY}
    if "muscle" in found:
        found |= _muscle(before, flags)
    for name in ("relief", "name"):
        if name in found:
            found[name] = label(found[name], f"the {name}")
    if "lasted_s" in found:
        found["lasted_s"] = durations.duration(found["lasted_s"])
    return found


def _muscle(before: Entry, flags: Mapping[str, Any]) -> dict[str, Any]:
    """The muscle and, if the words say one, the side; a side alone is not a muscle."""
    label(flags["muscle"], "the muscle")
    read = muscle([flags["muscle"]], flags.get("side"))
    side = read.side or before.values["side"]
    return {"muscle": read.name or before.values["muscle"], "side": side}


def _serum(before: Entry, flags: Mapping[str, Any]) -> dict[str, Any]:
    unit = before.values.get("unit") or "mmol/L"
    known = {
        name: repr(before.values[name]) + "mmol/L"
        for name in ("low", "high")
        if before.values[name] is not None
    }
    value = flags.get("value", f"{before.values['mmol_per_l']!r}mmol/L")
    if "value" not in flags:
        ends = {
            name: _with_unit(flags[name], str(unit)) for name in ("low", "high") if name in flags
        }
    else:
        ends = {name: flags[name] for name in ("low", "high") if name in flags}
    read = serum.read(value, *({**known, **ends}.get(name) for name in ("low", "high")))
    return {**read._asdict(), "unit": read.unit if "value" in flags else unit}


def _with_unit(text: str, unit: str) -> str:
    return text if any(character.isalpha() for character in text) else f"{text}{unit}"


def _intake(session: Session, before: Entry, flags: Mapping[str, Any]) -> dict[str, Any]:
    """The intake's values: an amount or a name is read again as `add-intake` would."""
    found: dict[str, Any] = {}
    if sum(name in flags for name in ("mg", "food", "mg_per_litre")) > 1:
        raise ReadingError("--mg, --food and --mg-per-litre say the same.", "Give one of them.")
    if flags.keys() & _NAMING:
        found = _renamed(session, before, flags)
    if "mg" in flags:
        found["mg"] = quantities.total_mg(flags["mg"])
    if "source_kind" in flags:
        found["source_kind"] = flags["source_kind"]
    return found


# The flags that say what an intake was, or how much of it.
_NAMING = {"what", "amount", "food", "mg_per_litre", "elemental"}


def _renamed(session: Session, before: Entry, flags: Mapping[str, Any]) -> dict[str, Any]:
    """What a new name, a new amount or both make of an intake, read as `add-intake` reads them."""
    old, given = before.values, flags.keys() & _NAMING
    read = _read(old, flags)
    if "mg" in flags and given == {"amount"}:
        return _amount_of(read.amount)
    if given == {"amount"} and old["product"] is not None:
        return _product_units(before, read.amount)
    if given == {"amount"} and _is_litres(old, read):
        return _litres(old, read)
    if read.quantity is not None:
        _refuse_beside_quantity(flags)
        found: Mapping[str, Any] = {"mg": read.quantity.mg}
    else:
        found = resolve(session, read, _said(before, read, flags)).values
    return {**dict.fromkeys(old), **found, **_kept(old, found, given)}


def _said(before: Entry, read: quantities.What, flags: Mapping[str, Any]) -> Flags:
    """What the flags say of the thing, and the entry where they are silent."""
    old, per_litre = before.values, flags.get("mg_per_litre")
    food = flags.get("food")
    if food is None and per_litre is None and "what" not in flags and old["food_id"] is not None:
        food = str(old["food_id"])
    if read.name is None and food is None and per_litre is None:
        raise ReadingError(
            f"{before.name} has no name that an amount could be of.",
            "Change it with --mg, or say what it was with --what.",
        )
    elemental = flags.get("elemental", None if "what" in flags else _elemental(old))
    return Flags(flags.get("mg"), elemental, food, per_litre)


def _kept(
    old: Mapping[str, Value], found: Mapping[str, Any], given: AbstractSet[str]
) -> dict[str, Any]:
    """What stays as it was: the name and the kind, where they were said and are not read anew."""
    if not given & {"what", "food", "mg_per_litre"}:
        return {"what": old["what"], "source_kind": old["source_kind"]}
    derived = any(old[each] is not None for each in ("salt", "product", "food_id"))
    if derived or found.get("source_kind"):
        return {}
    return {"source_kind": old["source_kind"]}


def _read(old: Mapping[str, Value], flags: Mapping[str, Any]) -> quantities.What:
    """The name and the amount that it will have: those given, else those it has."""
    said = quantities.amount(flags["amount"]) if "amount" in flags else None
    if "amount" in flags and said is None:
        raise ReadingError(f"{quoted(flags['amount'])} is not an amount.", "Type 30g, 1 cup or 2.")
    before = None
    if isinstance(old["amount"], float):
        before = quantities.Amount(old["amount"], None if old["unit"] is None else str(old["unit"]))
    if "what" not in flags:
        name = None if old["what"] is None else str(old["what"])
        return quantities.What(None, name, said or before)
    read = quantities.what([flags["what"]])
    if read.amount is not None and said is not None:
        raise ReadingError(
            f"{quoted(flags['what'])} holds an amount already.", "Give it there or with --amount."
        )
    return read._replace(amount=said or read.amount or before)


def _refuse_beside_quantity(flags: Mapping[str, Any]) -> None:
    if flags.keys() & {"amount", "mg", "food", "mg_per_litre", "elemental"}:
        raise ReadingError(
            f"{quoted(flags['what'])} is a quantity already.",
            "Give a name with that option, or the quantity alone.",
        )


def _amount_of(amount: quantities.Amount | None) -> dict[str, Any]:
    return {"amount": amount and amount.value, "unit": amount and amount.unit}


def _product_units(before: Entry, amount: quantities.Amount | None) -> dict[str, Any]:
    """So many units of what the product held when it was logged, whatever its label says now."""
    old = before.values
    mg, held = old["mg"], old["amount"]
    if not isinstance(mg, float) or not isinstance(held, float) or amount is None:
        raise RefusedError(
            f"{before.name} does not say any more how much one {old['unit'] or 'unit'} holds.",
            "Say all of it with --mg, or the product again with --what.",
        )
    if amount.unit not in (None, old["unit"], "piece"):
        raise RefusedError(
            f"It is counted by the {old['unit']}, not by the {amount.unit}.",
            "Give how many: --amount 2",
        )
    return {"mg": mg / held * amount.value, "amount": amount.value}


def _is_litres(old: Mapping[str, Value], read: quantities.What) -> bool:
    """Whether it was a volume of a drink that no table holds, and is another volume now."""
    own = read.name is not None and food_table.water(read.name) is None
    return (
        own
        and old["source_kind"] == "drink"
        and old["food_id"] is None
        and isinstance(old["mg"], float)
        and isinstance(old["amount"], float)
        and read.amount is not None
        and amounts.in_litres(quantities.Amount(old["amount"], str(old["unit"]))) is not None
        and amounts.in_litres(read.amount) is not None
    )


def _litres(old: Mapping[str, Value], read: quantities.What) -> dict[str, Any]:
    """As much magnesium in a litre as before."""
    held = quantities.Amount(float(str(old["amount"])), str(old["unit"]))
    now = read.amount or held
    share = (amounts.in_litres(now) or 0.0) / (amounts.in_litres(held) or 1.0)
    return {"mg": float(str(old["mg"])) * share, **_amount_of(now)}


def _elemental(old: Mapping[str, Value]) -> bool | None:
    """How the weight of a salt was meant when it was logged; None if no weight was given."""
    if old["salt"] is None or not isinstance(old["amount"], float):
        return None
    if old["compound_mg"] is not None:
        return False
    grams = amounts.in_grams(quantities.Amount(old["amount"], str(old["unit"])))
    mg = old["mg"]
    same = grams is not None and isinstance(mg, float) and isclose(grams * 1000, mg)
    return True if same else None


def _cleared(entry: Entry, fields: list[str]) -> Entry:
    needed = _NEEDED.get(entry.kind, set())
    for given in fields:
        name = _field(given)
        if name == "at":
            entry = entry._replace(at=None, night=None)
        elif name == "note":
            entry = entry._replace(note=None)
        elif name in entry.values and name not in needed:
            entry = entry._replace(values={**entry.values, name: None})
        else:
            known = [_FLAG.get(field, field) for field in entry.values if field not in needed]
            raise ReadingError(
                f"{quoted(given)} can't be cleared.",
                f"These can: {', '.join([*known, 'at', 'note'])}.",
            )
    return entry
