"""Quantities of magnesium: 400, 400 mg, 0.4g, 8 mmol, magnesium 400, 2 x 200mg.

Must never turn a weight of food or of a salt into milligrams of magnesium:
that takes facts, and this module has none.
"""

import re
from typing import NamedTuple

from mglog.domain.kinds import MOST_MG
from mglog.errors import ReadingError
from mglog.formatting import number_text, quoted
from mglog.reading.numbers import DIGITS, NUMBER, number

LEAST_MG = 0.001
FORMS = "400, 400mg, 0.4g or 250mcg"
MG_PER_MMOL = 24.305  # standard atomic weight of Mg; its ion carries two charges: 1 mmol = 2 mEq
# Below this, a number without a unit behind `magnesium` could as well count tablets.
_MOST_TABLETS = 20

_TO_MG = {"mg": 1.0, "mgs": 1.0, "milligram": 1.0, "milligramme": 1.0, "g": 1000.0,
          "gram": 1000.0, "gramme": 1000.0, "mcg": 0.001, "µg": 0.001, "μg": 0.001, "ug": 0.001,
          "microgram": 0.001, "mmol": MG_PER_MMOL, "meq": MG_PER_MMOL / 2,
          "mval": MG_PER_MMOL / 2}  # fmt: skip
_UNIT = "|".join(f"{unit}s?" for unit in sorted(_TO_MG, key=len, reverse=True))
_QUANTITY = rf"(?:(?P<times>[0-9]{{1,2}}) ?[x×] ?)?(?P<number>{DIGITS}) ?(?P<unit>{_UNIT})?"
_NAME = "magnesium|mag|mg"
_NAMED = rf"(?:{_NAME}) (?P<behind>.+)|(?P<before>.+?) (?:of )?(?:{_NAME})"
_PER_LITRE = r" ?(?:/ ?l|per (?:litre|liter|l))$"
# So many of so much each: `2 x 200mg`, `200mg x2`, `two 200mg tablets`, `2 tablets of 200mg`.
_DOSE = "(?:tablet|capsule|pill|softgel|cap|tab)s?"
_ONE = rf"{DIGITS} ?(?:{_UNIT})"
_EACH = (
    rf"(?P<n>{NUMBER})(?: {_DOSE})?(?: of | ?[x×à@] ?| )(?P<q>{_ONE})(?: {_DOSE})?"
    rf"|(?P<q2>{_ONE}) ?[x×] ?(?P<n2>[0-9]{{1,2}})"
)
_MOST_EACH = 20
_NOT_A_NUMBER = r"[+-]?(?:nan|inf|infinity|[0-9.]+e[+-]?[0-9]+) ?(?:mg|g|mcg|µg|μg|ug)?"


class Quantity(NamedTuple):
    """Elemental magnesium.

    Attributes:
        mg: milligrams, from `LEAST_MG` to `MOST_MG`.
        bare: no unit was typed, so milligrams were taken.
    """

    mg: float
    bare: bool


def _checked(mg: float, number_in_mg: float, text: str) -> float:
    if mg > MOST_MG:
        below = number_in_mg
        while below > MOST_MG and below % 10 == 0:
            below /= 10
        meant = f"Did you mean {number_text(below)} mg? " if below <= MOST_MG else ""
        raise ReadingError(
            f"{quoted(text)} is over {MOST_MG:,.0f} mg of magnesium at once.",
            f"{meant}An amount of food needs its name: almonds 30g.",
        )
    if mg < LEAST_MG:
        raise ReadingError(
            f"{quoted(text)} is no magnesium to log.",
            "Type more than 0 mg, as in 300mg; for a day without any, mglog no-intake.",
        )
    return mg


def _several(text: str) -> Quantity | None:
    """So many of a quantity each; None if the text has another form."""
    found = re.fullmatch(_EACH, text, re.IGNORECASE)
    one = magnesium(found["q"] or found["q2"]) if found else None
    if found is None or one is None:
        return None
    count = number(found["n"] or found["n2"])
    if not 0 < count <= _MOST_EACH:
        return None
    return Quantity(_checked(one.mg * count, one.mg * count, text), bare=False)


def _factor(unit: str | None) -> float | None:
    """How many mg one of a unit is; a missing unit is mg."""
    lowered = (unit or "mg").lower()
    return _TO_MG.get(lowered) or _TO_MG.get(lowered.removesuffix("s"))


def of_substance(unit: str | None) -> float | None:
    """How many mg of magnesium are in one mmol, mEq or mval; None of any other unit."""
    lowered = (unit or "").lower()
    return _TO_MG[lowered] if lowered in ("mmol", "meq", "mval") else None


def magnesium(text: str) -> Quantity | None:
    """A quantity of elemental magnesium, or None if the text has another form.

    Raises:
        ReadingError: the form is right, but the value is 0, over 10,000 mg, not finite, or
            could as well count tablets (`magnesium 2`).
    """
    squeezed = " ".join(text.split()).rstrip(".")
    plain = re.fullmatch("([1-9][0-9]{0,3}) ?(mg)?", squeezed)
    if plain is not None:  # what is typed most, without the patterns of the rest
        return Quantity(float(plain[1]), bare=not plain[2])
    if re.fullmatch(_NOT_A_NUMBER, squeezed, re.IGNORECASE):
        raise ReadingError(f"{quoted(text)} is not a quantity.", f"Type {FORMS}.")
    found = re.fullmatch(_QUANTITY, squeezed, re.IGNORECASE)
    named = None if found else re.fullmatch(_NAMED, squeezed, re.IGNORECASE)
    if named is not None:
        found = re.fullmatch(_QUANTITY, named["behind"] or named["before"], re.IGNORECASE)
    factor = None if found is None else _factor(found["unit"])
    if found is None or factor is None:
        return _several(squeezed)
    value = number(found["number"]) * int(found["times"] or 1)
    if named is not None and not found["unit"] and value < _MOST_TABLETS:
        shown = number_text(value)
        raise ReadingError(
            f"{quoted(text)} could mean {shown} mg or {shown} tablets.",
            f"Type {shown}mg, or save what a tablet holds: mglog product add NAME --mg MG",
        )
    return Quantity(_checked(value * factor, value, squeezed), bare=not found["unit"])


def has_unit(text: str) -> bool:
    """Whether the text is a figure and a unit apart from it: `80 mg`, `5 mmol`, `160 mg/l`."""
    found = re.fullmatch(rf"(?P<number>{DIGITS}) (?P<unit>.+)", text.strip())
    plain = found and re.sub(_PER_LITRE, "", found["unit"], flags=re.IGNORECASE)
    return plain is not None and re.fullmatch(_UNIT, plain, re.IGNORECASE) is not None


def names_magnesium(text: str) -> bool:
    """Whether the text names magnesium itself, beside a quantity: `mag 200`, `300mg Mg`."""
    lowered = text.lower()
    if lowered.startswith("mg ") or lowered.endswith("mg mg"):
        return True
    return "mag" in lowered and re.search(r"\b(?:magnesium|mag)\b", lowered) is not None


def is_nothing(text: str) -> bool:
    """Whether the text says that no magnesium was taken: `0`, `0mg`, `none`, `nothing`."""
    squeezed = " ".join(text.lower().split())
    if squeezed in ("none", "nothing", "zero"):
        return True
    for name in ("magnesium", "mag", "tablets", "capsules", "pills", "supplements"):
        squeezed = squeezed.removeprefix(f"{name} ").removesuffix(f" {name}")
    if squeezed[:1] not in ("0", ".", ","):
        return False
    found = re.fullmatch(_QUANTITY, squeezed)
    return found is not None and re.fullmatch("[0.,]+", found["number"]) is not None


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
    found = magnesium(re.sub(_PER_LITRE, "", text.strip(), flags=re.IGNORECASE))
    if found is None:
        raise ReadingError(f"{quoted(text)} is not a quantity of magnesium.", f"Type {FORMS}.")
    return found.mg
