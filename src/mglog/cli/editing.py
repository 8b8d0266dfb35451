"""What `edit` makes of its flags: the entry as it will be. Stores nothing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from mglog.cli.naming import Flags, resolve
from mglog.cli.session import Session
from mglog.diary.entries import Entry
from mglog.diary.kinds import KINDS, checked_values
from mglog.errors import ReadingError
from mglog.nutrition import serum
from mglog.reading import durations, quantities
from mglog.reading.text import label, note, quoted
from mglog.reading.when import When, when

_WORDS = {
    "intake": ("what", "amount", "mg", "source_kind"),
    "cramp": ("muscle", "side", "lasted_s", "pain", "knot", "during", "woke", "relief", "count"),
    "no-cramps": (),
    "symptom": ("name", "severity", "lasted_s", "count"),
    "serum": ("value", "low", "high"),
}
_EVERY = ("at", "note")
_FLAG = {"source_kind": "kind", "lasted_s": "lasted"}
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
        values |= _plain(flags)
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


def _plain(flags: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in flags.items() if name not in _EVERY}
    for name in ("muscle", "relief", "name"):
        if name in found:
            found[name] = label(found[name], f"the {name}")
    if "lasted_s" in found:
        found["lasted_s"] = durations.duration(found["lasted_s"])
    return found


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
    if "what" in flags or "amount" in flags:
        found = _renamed(session, before, flags)
    if "mg" in flags:
        found["mg"] = quantities.total_mg(flags["mg"])
    if "source_kind" in flags:
        found["source_kind"] = flags["source_kind"]
    return found


def _renamed(session: Session, before: Entry, flags: Mapping[str, Any]) -> dict[str, Any]:
    old = before.values
    amount = quantities.amount(flags["amount"]) if "amount" in flags else None
    if "amount" in flags and amount is None:
        raise ReadingError(f"{quoted(flags['amount'])} is not an amount.", "Type 30g, 1 cup or 2.")
    if "what" not in flags and old["product"] is not None and amount is not None:
        # By what the product held when it was logged, whatever its label says now.
        each = float(str(old["mg"])) / float(str(old["amount"] or 1))
        return {"mg": each * amount.value, "amount": amount.value}
    if amount is None and old["amount"] is not None:
        amount = quantities.Amount(float(str(old["amount"])), old["unit"] and str(old["unit"]))  # type: ignore[arg-type]
    known = None if old["what"] is None else str(old["what"])
    name = label(flags["what"], "what you took in") if "what" in flags else known
    if name is None and "amount" in flags:
        raise ReadingError(
            f"{before.name} is a quantity of magnesium alone: it has no other amount.",
            "Change it with --mg, or say what it was with --what.",
        )
    if "mg" in flags:
        return {
            "what": name,
            "amount": amount and amount.value,
            "unit": amount and amount.unit,
        }
    quantity = quantities.magnesium(name) if name is not None and "what" in flags else None
    if quantity is not None:
        return {**dict.fromkeys(before.values), "mg": quantity.mg}
    read = quantities.What(None, name, amount)
    food = None if "what" in flags or old["food_id"] is None else str(old["food_id"])
    compound = None if old["salt"] is None else old["compound_mg"] is None
    flags_now = Flags(None, compound, food, None)
    blank = dict.fromkeys(before.values)
    found = resolve(session, read, flags_now).values
    kept = {"what": known} if "what" not in flags else {}
    return {**blank, **found, **kept}


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
            known = [field for field in entry.values if field not in needed]
            raise ReadingError(
                f"{quoted(given)} can't be cleared.",
                f"These can: {', '.join([*known, 'at', 'note'])}.",
            )
    return entry
