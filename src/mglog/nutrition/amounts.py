"""From an amount to grams: weights, volumes by a food's own measures, pieces.

Must never guess a density or the weight of a piece: what the table does not
hold is refused, with what it does hold.
"""

import re
from collections.abc import Sequence
from math import isclose
from typing import NamedTuple

from mglog.errors import MglogError, RefusedError
from mglog.formatting import escaped, number_text
from mglog.nutrition.food_names import singular
from mglog.nutrition.food_table import Food, Measure
from mglog.reading.intake_words import parted
from mglog.reading.measures import Amount

# NIST Handbook 44: avoirdupois ounce and pound; US customary volumes in mL.
_GRAMS = {"g": 1.0, "kg": 1000.0, "mg": 0.001, "mcg": 1e-6, "oz": 28.349523125, "lb": 453.59237}
_ML = {"ml": 1.0, "cl": 10.0, "dl": 100.0, "l": 1000.0, "cup": 236.588, "tbsp": 14.787,
       "tsp": 4.929, "floz": 29.574}  # fmt: skip
_VOLUME_WORDS = {"cup": "cup", "tbsp": "tbsp", "tablespoon": "tbsp", "tsp": "tsp",
                 "teaspoon": "tsp", "fl oz": "floz", "liter": "l", "ml": "ml"}  # fmt: skip
_SIZES = ("medium", "large", "small")
_NOT_PIECES = {"oz", "lb", "g", "nlea", "serving", "package", "container", "recipe", "quart",
               "pint", "gallon", "cubic", "individual", "portion", "guideline", "inch", "box",
               "jar", "can", "bag", "unit", "order", "bunch", "head", "yield"}  # fmt: skip
_MOST_LISTED = 6
# What a bare number, or none, may come to: one almond or twenty bars of chocolate are a slip.
_LEAST_BARE, _MOST_BARE = 5.0, 1500.0


class Weighed(NamedTuple):
    """An amount of a food in grams, and the measure it was read by, for the reply."""

    grams: float
    measure: str | None


def _volume(measure: Measure) -> str | None:
    """The unit of volume that a measure is given in: `cup, chopped` is a cup."""
    name = measure.name.lower()
    return next(
        (unit for word, unit in _VOLUME_WORDS.items() if re.match(rf"{word}s?\b", name)), None
    )


def density(measures: Sequence[Measure]) -> float | None:
    """Grams per mL by the first measure that is a volume; None without one."""
    for measure in measures:
        unit = _volume(measure)
        if unit is not None:
            return measure.grams / (measure.amount * _ML[unit])
    return None


def _first_word(measure: Measure) -> str:
    found = re.match(r"[a-z]+", measure.name.lower())
    return singular(found[0]) if found else ""


def _is_piece(measure: Measure) -> bool:
    return _volume(measure) is None and _first_word(measure) not in _NOT_PIECES


def piece(food: Food, measures: Sequence[Measure]) -> Measure | None:
    """What one of it weighs: its medium size, else its first piece; None if it has none."""
    pieces = [measure for measure in measures if _is_piece(measure) and measure.amount > 0]
    own = {singular(word) for word in re.findall("[a-z]+", food.description.lower())}
    sized = [each for size in _SIZES for each in pieces if size in each.name.lower()]
    named = [each for each in pieces if _first_word(each) in own]
    return next(iter([*sized, *named, *pieces]), None)


def _as_typed(measure: Measure) -> str:
    """A measure as it can be typed: without what stands in brackets."""
    return re.sub(r"\s*\([^)]*\)?|[^\w\s,./'-]", "", measure.name).strip(" ,")


def _reached(food: Food, text: str, measures: Sequence[Measure]) -> float | None:
    """The grams that a typed amount of a food comes to; None if it is none of its amounts."""
    for split in parted(["x", text]).splits:
        unit = None if split.amount is None else split.amount.unit
        if split.name == "x" and split.amount is not None and unit not in (None, "piece"):
            if split.measure and named(split.amount, measures) is None:
                continue
            return weigh(food, split.amount, measures).grams
    return None


def listed(food: Food, measures: Sequence[Measure]) -> str:
    """The measures for a line, each as it can be typed: `1 cup, whole (143 g), 1 slice (7 g)`."""
    shown: list[str] = []
    for each in measures:
        text = f"{number_text(each.amount)} {_as_typed(each)}"
        try:
            grams = _reached(food, text, measures)
        except MglogError:
            continue
        if grams is not None and isclose(grams, each.grams) and len(shown) < _MOST_LISTED:
            shown.append(f"{escaped(text)} ({number_text(each.grams)} g)")
    if not shown:
        return "Only grams work for it, as in 30g."
    return f"Give grams, as in 30g, or one of its measures: {', '.join(shown)}."


def named(amount: Amount, measures: Sequence[Measure]) -> Measure | None:
    """The measure that an amount's unit names: by all of its words, else by some of them."""
    asked = _words(amount.unit or "")
    if not asked:
        return None
    exact = (each for each in measures if _words(_as_typed(each)) == asked)
    holding = (each for each in measures if set(asked) <= set(_words(_as_typed(each))))
    return next(exact, None) or next(holding, None)


def _refused(food: Food, why: str, measures: Sequence[Measure]) -> RefusedError:
    return RefusedError(f"{why} for {escaped(food.description)}.", listed(food, measures))


def weigh(food: Food, amount: Amount | None, measures: Sequence[Measure]) -> Weighed:
    """The grams that an amount of a food weighs; no amount is one piece.

    Raises:
        RefusedError: a volume without a density, or a piece without a weight.
    """
    value, unit = (1.0, None) if amount is None else amount
    if unit in _GRAMS:
        return Weighed(value * _GRAMS[unit], None)
    if unit in _ML:
        same = next((each for each in measures if _volume(each) == unit), None)
        if same is not None:
            return Weighed(value * same.grams / same.amount, same.name)
        per_ml = density(measures)
        if per_ml is None:
            raise _refused(food, f"There is no measure to turn {unit} into grams", measures)
        return Weighed(value * _ML[unit] * per_ml, None)
    if unit is None or unit == "piece":
        one = piece(food, measures)
        if one is None:
            why = "How much is unknown" if amount is None else "The weight of a piece is unknown"
            raise _refused(food, why, measures)
        grams = value * one.grams / one.amount
        if not _LEAST_BARE <= grams <= _MOST_BARE:
            what = f"{number_text(value)} × {escaped(one.name)} would be {number_text(grams)} g"
            raise _refused(food, f"{what}, which is unlikely", measures)
        return Weighed(grams, one.name)
    same = named(Amount(value, unit), measures)
    if same is None:
        raise _refused(food, f"There is no measure “{unit}”", measures)
    return Weighed(value * same.grams / same.amount, same.name)


def _words(text: str) -> list[str]:
    return [singular(word) for word in re.findall("[a-z]+", text.lower())]


def in_grams(amount: Amount) -> float | None:
    """An amount that is a weight, in grams; None if it is not."""
    return amount.value * _GRAMS[amount.unit] if amount.unit in _GRAMS else None


def in_litres(amount: Amount) -> float | None:
    """An amount that is a volume, in litres; None if it is not."""
    return amount.value * _ML[amount.unit] / 1000 if amount.unit in _ML else None
