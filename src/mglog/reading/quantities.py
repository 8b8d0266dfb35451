"""Quantities of magnesium and amounts of something: 400 mg; 30g, 1 1/2 cups, 2.

Must never turn a weight of food or of a salt into milligrams of magnesium:
that takes facts, and this module has none.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from mglog.domain.kinds import MOST_MG
from mglog.errors import ReadingError
from mglog.formatting import number_text, quoted
from mglog.reading.numbers import NUMBER, number
from mglog.reading.text import label

LEAST_MG = 0.001
FORMS = "400, 400mg, 0.4g or 250mcg"

_TO_MG = {"mg": 1.0, "mgs": 1.0, "g": 1000.0, "mcg": 0.001, "µg": 0.001, "μg": 0.001, "ug": 0.001}
_MASS = {"mg": "mg", "mcg": "mcg", "µg": "mcg", "μg": "mcg", "ug": "mcg"}
_MEASURES = {
    "g": "g", "gram": "g", "gramme": "g", "gr": "g", "kg": "kg", "oz": "oz", "ounce": "oz",
    "lb": "lb", "pound": "lb", "ml": "ml", "cl": "cl", "dl": "dl", "l": "l", "litre": "l",
    "liter": "l", "cup": "cup", "tbsp": "tbsp", "tablespoon": "tbsp", "tsp": "tsp",
    "teaspoon": "tsp", "floz": "floz",
}  # fmt: skip
_PIECES = (
    "capsule", "cap", "tablet", "tab", "pill", "softgel", "gummy", "lozenge", "sachet", "stick",
    "scoop", "drop", "spray", "dose", "piece", "slice", "serving", "portion", "can", "bottle",
    "glass", "bowl", "handful", "packet", "bar", "square", "small", "medium", "large",
    "spear", "stalk", "clove", "half", "leaf", "fillet", "mug", "block", "ear", "kernel", "strip",
    "wedge", "link", "patty",
)  # fmt: skip
_UNITS = {
    **_MASS,
    **_MEASURES,
    **{piece: piece for piece in _PIECES},
    "gummies": "gummy",
    "halves": "half",
    "leaves": "leaf",
    "patties": "patty",
}
_SHORT = {"cap": "capsule", "tab": "tablet"}

_QUANTITY = rf"(?P<number>{NUMBER}) ?(?P<unit>[a-zµμ]*)"
_NOT_A_NUMBER = r"[+-]?(?:nan|inf|infinity|[0-9.]+e[+-]?[0-9]+) ?(?:mg|g|mcg|µg|μg|ug)?"


class Quantity(NamedTuple):
    """Elemental magnesium.

    Attributes:
        mg: milligrams, from `LEAST_MG` to `MOST_MG`.
        bare: no unit was typed, so milligrams were taken.
    """

    mg: float
    bare: bool


class Amount(NamedTuple):
    """How much of something: a number and, unless it counts pieces, a unit in the singular."""

    value: float
    unit: str | None


class What(NamedTuple):
    """The words of an intake: either a quantity, or a name and perhaps an amount."""

    quantity: Quantity | None
    name: str | None
    amount: Amount | None
    typed: str = ""


def _checked(mg: float, number_in_mg: float, text: str) -> float:
    if mg > MOST_MG:
        below = number_in_mg
        while below > MOST_MG and below % 10 == 0:
            below /= 10
        meant = f"Did you mean {number_text(below)} mg? " if below <= MOST_MG else ""
        raise ReadingError(
            f"{quoted(text)} is over {MOST_MG:,.0f} mg of magnesium at once.",
            f"{meant}An amount of food goes after its name: almonds 30g.",
        )
    if mg < LEAST_MG:
        raise ReadingError(
            f"{quoted(text)} is no magnesium to log.", "Type more than 0 mg, as in 300mg."
        )
    return mg


def magnesium(text: str) -> Quantity | None:
    """A quantity of elemental magnesium, or None if the text has another form.

    Raises:
        ReadingError: the form is right, but the value is 0, over 10,000 mg, or not finite.
    """
    squeezed = " ".join(text.split())
    if re.fullmatch(_NOT_A_NUMBER, squeezed, re.IGNORECASE):
        raise ReadingError(f"{quoted(text)} is not a quantity.", f"Type {FORMS}.")
    found = re.fullmatch(_QUANTITY, squeezed, re.IGNORECASE)
    if found is None:
        return None
    unit = found["unit"].lower()
    if unit and unit not in _TO_MG:
        return None
    value = number(found["number"])
    return Quantity(_checked(value * _TO_MG[unit or "mg"], value, squeezed), bare=not unit)


def is_nothing(text: str) -> bool:
    """Whether the text says that no magnesium was taken: `0`, `0mg`, `none`, `nothing`."""
    squeezed = " ".join(text.lower().split())
    if squeezed in ("none", "nothing"):
        return True
    found = re.fullmatch(_QUANTITY, squeezed)
    unit = found and found["unit"]
    return found is not None and (not unit or unit in _TO_MG) and number(found["number"]) == 0


def total_mg(text: str, *, zero: bool = False) -> float:
    """What `--mg` takes: a quantity of elemental magnesium, in mg.

    Args:
        text: as typed.
        zero: whether 0 is a quantity too: of a food without magnesium, say.

    Raises:
        ReadingError: not a quantity, or out of bounds.
    """
    if text.strip().startswith("-"):
        raise ReadingError(f"{quoted(text)} is negative.", f"Type {FORMS}.")
    if zero and is_nothing(text):
        return 0.0
    found = magnesium(text)
    if found is None:
        raise ReadingError(f"{quoted(text)} is not a quantity of magnesium.", f"Type {FORMS}.")
    return found.mg


def _unit(text: str) -> str | None:
    lowered = text.lower()
    for candidate in (lowered, lowered.removesuffix("s"), lowered.removesuffix("es")):
        if candidate in _UNITS:
            unit = _UNITS[candidate]
            return _SHORT.get(unit, unit)
    return None


def amount(text: str) -> Amount | None:
    """An amount of something (30g, 1 1/2 cups, 2), or None if the text has another form.

    Raises:
        ReadingError: the form is right, but the number is 0 or could mean two things.
    """
    found = re.fullmatch(_QUANTITY, " ".join(text.split()), re.IGNORECASE)
    if found is None:
        return None
    unit = _unit(found["unit"]) if found["unit"] else None
    if found["unit"] and unit is None:
        return None
    value = number(found["number"])
    if not 0 < value <= 1_000_000:
        raise ReadingError(f"{quoted(text)} is not an amount to log.", "Type 30g, 1 cup or 2.")
    return Amount(value, unit)


def what(words: Sequence[str], *, named: bool = False) -> What:
    """The words of `add-intake`, read together: quoted or not makes no difference.

    The longest trailing run of words that reads as an amount is the amount.

    Args:
        words: as typed.
        named: an option says what it is, so that an amount alone is enough.

    Raises:
        ReadingError: no words, an amount of nothing, or a quantity followed by an amount.
    """
    whole = label(" ".join(words), "what you took in")
    parts = whole.split()
    if named and (alone := amount(whole)) is not None:
        return What(None, None, alone)
    quantity = magnesium(whole)
    if quantity is not None:
        return What(quantity, None, None, whole)
    if amount(whole) is not None:
        raise ReadingError(
            f"{quoted(whole)} of what?", "Put the name first: mglog add-intake slow-mag 2."
        )
    for start in range(1, len(parts)):
        found = amount(" ".join(parts[start:]))
        if found is None:
            continue
        name = " ".join(parts[:start])
        if amount(name) is not None:
            raise ReadingError(
                f"{quoted(whole)} gives two amounts and no name.",
                f"Type one quantity ({FORMS}), or a name and an amount: almonds 30g.",
            )
        return What(None, name, found)
    return What(None, whole, None)


def name_first(name: str) -> str | None:
    """`400mg magnesium citrate` turned round, or None if it does not start with an amount."""
    parts = name.split()
    for end in range(len(parts) - 1, 0, -1):
        try:
            found = amount(" ".join(parts[:end]))
        except ReadingError:
            continue
        if found is not None:
            return " ".join([*parts[end:], *parts[:end]])
    return None
