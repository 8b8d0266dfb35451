"""Amounts of something: 30g, 1 1/2 cups, two slices, half a, x2.

Must never turn one unit into another: that takes facts, and this module has none.
"""

import re
from typing import NamedTuple

from mglog.errors import ReadingError
from mglog.formatting import quoted
from mglog.reading.numbers import NUMBER, WORDS, number

FORMS = "30g, 1 cup, two slices or 2"

_SUBSTANCE = {"mmol": "mmol", "meq": "mEq", "mval": "mval"}
_MASS = {"mg": "mg", "mcg": "mcg", "µg": "mcg", "μg": "mcg", "ug": "mcg", "milligram": "mg",
         "milligramme": "mg"}  # fmt: skip
_MEASURES = {
    "g": "g", "gram": "g", "gramme": "g", "gr": "g", "kg": "kg", "kilo": "kg", "oz": "oz",
    "ounce": "oz", "lb": "lb", "pound": "lb", "ml": "ml", "cl": "cl", "dl": "dl", "l": "l",
    "litre": "l", "liter": "l", "cup": "cup", "tbsp": "tbsp", "tablespoon": "tbsp", "tsp": "tsp",
    "teaspoon": "tsp", "floz": "floz",
}  # fmt: skip
_DOSES = ("capsule", "tablet", "pill", "softgel", "gummy", "lozenge", "sachet", "stick", "scoop",
          "drop", "spray", "dose")  # fmt: skip
_PIECES = (
    "piece", "slice", "serving", "portion", "can", "bottle", "glass", "bowl", "handful", "packet",
    "bar", "square", "small", "medium", "large", "spear", "stalk", "clove", "half", "leaf",
    "fillet", "mug", "block", "ear", "kernel", "strip", "wedge", "link", "patty", "jar",
)  # fmt: skip
_UNITS = {
    **_MASS, **_SUBSTANCE, **_MEASURES, **{each: each for each in (*_DOSES, *_PIECES)},
    "cap": "capsule", "tab": "tablet", "tin": "can", "gummies": "gummy", "halves": "half",
    "leaves": "leaf", "patties": "patty",
}  # fmt: skip
# Units of two words, as one.
_JOINED = (
    (r"\bfl\.? ?oz\b\.?|\bfluid ounces?\b", "floz"),
    (r"\bsoft gel(?=s?\b)", "softgel"),
    (r"\b(table|tea) spoon(?=s?\b)", r"\1spoon"),
)
_AMOUNT = (
    rf"(?:[x×] ?(?P<times>{NUMBER})|(?P<number>{NUMBER})(?: ?[x×])?(?: of)? ?(?P<unit>[a-zµμ]*))"
)


# The words, and the signs, that an amount begins with where no figure does.
_FIRST_WORDS = {"x", "a", "an", "half", "quarter", "dozen", *WORDS}
_FIRST_SIGNS = (".", ",", "x", "×", *"¼½¾⅓⅔⅛⅜")


class Amount(NamedTuple):
    """How much of something: a number and, unless it counts pieces, a unit in the singular."""

    value: float
    unit: str | None


def unit_of(word: str) -> str | None:
    """The unit that a word names, in the singular; None if it names none."""
    lowered = word.lower().removesuffix(".")
    for candidate in (lowered, lowered.removesuffix("s"), lowered.removesuffix("es")):
        if candidate in _UNITS:
            return _UNITS[candidate]
    return None


def is_dose(unit: str | None) -> bool:
    """Whether a unit is one that only medicines and supplements come in."""
    return unit in _DOSES or unit in _MASS.values() or unit in _SUBSTANCE.values()


def joined(text: str) -> str:
    """The text with its units of two words made one."""
    lowered = text.lower()
    if not any(part in lowered for part in ("fl", "gel", "spoon")):
        return text
    for form, one in _JOINED:
        text = re.sub(form, one, text, flags=re.IGNORECASE)
    return text


def amount(text: str) -> Amount | None:
    """An amount of something (30g, 1 1/2 cups, two, half a slice, x2); None for another form.

    Raises:
        ReadingError: the form is right, but the number is 0 or could mean two things.
    """
    squeezed = joined(" ".join(text.split()))
    first = squeezed.partition(" ")[0].lower()
    if not (squeezed[:1].isdigit() or first in _FIRST_WORDS or first.startswith(_FIRST_SIGNS)):
        return None  # as most names: no pattern is needed to tell
    plain = re.fullmatch(r"(?P<number>[0-9]+(?:\.[0-9]{1,2})?) ?(?P<unit>[a-zA-Z]*)", squeezed)
    unit = unit_of(plain["unit"]) if plain and plain["unit"] else None
    if plain is not None and (unit or not plain["unit"]):
        value = float(plain["number"])
    else:
        found = re.fullmatch(_AMOUNT, squeezed, re.IGNORECASE)
        unit = unit_of(found["unit"]) if found and found["unit"] else None
        if found is None or (found["unit"] and unit is None):
            return None
        value = number(found["times"] or found["number"])
    if not 0 < value <= 1_000_000:
        raise ReadingError(f"{quoted(text)} is not an amount to log.", f"Type {FORMS}.")
    return Amount(value, unit)
