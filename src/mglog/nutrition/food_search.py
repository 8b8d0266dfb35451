"""Searching foods so that the plain one comes first.

Full-text rank alone is dangerous: "pumpkin seeds" finds a sunfish (30 mg, not
592), "almonds" a candy. So: the exact alias, then what full text finds,
ranked anew by how plainly each names what was asked for. Must never rank by
magnesium.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

from mglog.nutrition import food_table
from mglog.nutrition.food_names import plain_letters, singular, translated, words
from mglog.nutrition.food_table import Food

_FOUND = 400
_ALIKE = 0.7
_LONGEST_QUERY = 200
_MOST_WORDS = 12

# What turns a plain food into another one, unless it was asked for.
_PROCESSED = frozenset(
    """
    oil flour candy candie babyfood infant imitation dehydrated powder sweetened syrup
    concentrate leaf juice bran dried formula mix salted smoked pickled canned frozen
    breaded fried glazed topping filling dry spread extract snack substitute meatless bar
    chip soup sauce gravy paste puree nectar drink cocktail beverage dip dressing roll pie
    cake cookie muffin bread cracker cereal pudding creamed stuffed sandwich burger enriched
    fortified reduced low lite light free diet toddler human milkshake skin peel seed kernel
    sprout sprouted condensed prepackaged deli nugget patty instant decaffeinated flavored
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_CATEGORIES = {
    "Baby Foods": 14, "Fats and Oils": 6, "Sweets": 5, "Soups, Sauces, and Gravies": 5,
    "Fast Foods": 6, "Restaurant Foods": 6, "Meals, Entrees, and Side Dishes": 6, "Snacks": 3,
    "American Indian/Alaska Native Foods": 6, "Baked Products": 2, "Breakfast Cereals": 2,
    "Sausages and Luncheon Meats": 2, "Not included in a food category": 8, "Beverages": 1,
}  # fmt: skip
_COOKED_AS_EATEN = {
    "Cereal Grains and Pasta", "Legumes and Legume Products", "Beef Products", "Pork Products",
    "Poultry Products", "Finfish and Shellfish Products", "Lamb, Veal, and Game Products",
}  # fmt: skip
_COOKED = {"cooked", "boiled", "roasted", "baked", "broiled", "braised", "steamed", "heat"}
_UNCOOKED = {"raw", "dry", "uncooked", "fresh", "dried"}
_PLAIN = {"raw": 2.0, "plain": 1.5, "brewed": 2.0, "fresh": 1.0, "nfs": 2.0, "regular": 0.7,
          "whole": 0.3, "unsweetened": 0.5, "unsalted": 0.3}  # fmt: skip
_TYPES = {"sr_legacy_food": 0.0, "foundation_food": 0.6, "sr28_only": 0.5, "survey_fndds_food": 1.2}
# Words that say how, not what: a food is still meant where the table lacks them.
_FORMS = frozenset(
    """
    fillet grilled smoked roasted cooked boiled steamed fried baked raw fresh uncooked dry sliced
    chopped organic natural large small medium chunk cut homemade plain lean frozen low fat reduced
    light unsweetened unsalted salted ripe hot cold
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_STOP = frozenset(
    """
    a an the of and with in on for my some tin can cup bowl glass plate bag pack packet piece slice
    portion handful mug bottle
    """.split()  # noqa: SIM905
)
_BRAND = re.compile(r"\b[A-Z][A-Z'&.-]{2,}\b")
_NOT_BRANDS = {"NFS", "USDA", "NLEA", "BBQ", "NS", "UHT"}


class _Query(NamedTuple):
    tokens: list[str]
    text: str

    @property
    def asked(self) -> set[str]:
        return set(self.tokens)


def _query(text: str) -> _Query:
    plain = re.sub(r"\bwithout\s+\S+", " ", plain_letters(text[:_LONGEST_QUERY]))
    found = [part for word in translated(words(plain)) for part in word.split()]
    kept = [word for word in found if word not in _STOP] or found
    return _Query([singular(word) for word in kept][:_MOST_WORDS], text)


def _quoted(token: str) -> str:
    return '"' + token.replace('"', "") + '"'


def _all(tokens: list[str], end: str = "") -> str:
    return " AND ".join(f"{_quoted(token)}{end}" for token in tokens)


def _core(query: _Query) -> list[str]:
    """The words that say what, without those that say how: `raw`, `fillet`, `sliced`."""
    return [token for token in query.tokens if token not in _FORMS] or query.tokens


def _looser(query: _Query) -> list[str]:
    """Where not every word was found: the core as beginnings of words, then any of it."""
    core = _core(query)
    return [_all(core, "*"), " OR ".join(map(_quoted, core))]


def _segments(description: str) -> list[list[str]]:
    return [words(part) for part in description.split(",")]


def _place(token: str, segments: list[list[str]]) -> int | None:
    """The segment that a word stands in (also as the beginning of a word), or None."""
    for number, segment in enumerate(segments):
        if any(word == token or (len(token) > 3 and word.startswith(token)) for word in segment):
            return number
    return None


def _adjacent(tokens: list[str], segments: list[list[str]]) -> bool:
    """Whether the words stand together, in their order, in one segment."""
    size = len(tokens)
    return any(
        segment[start : start + size] == tokens
        for segment in segments
        for start in range(len(segment) - size + 1)
    )


def _cooking(food: Food, has: set[str], asked: set[str]) -> float:
    if food.category not in _COOKED_AS_EATEN:
        return 0.0
    wants_raw = bool(asked & _UNCOOKED)
    if has & _COOKED:
        return -4.0 if wants_raw else 3.0
    if has & _UNCOOKED:
        return 4.0 if wants_raw else -3.0
    return 0.0


def score(food: Food, query: _Query) -> float:
    """How plainly a food's description names what was asked for; higher is better."""
    segments = _segments(food.description)
    every = [word for segment in segments for word in segment]
    has, asked = set(every), query.asked
    total = -_TYPES.get(food.data_type, 0.0)
    for token in query.tokens:
        at = _place(token, segments)
        weight = 0.35 if token in _FORMS else 1.0
        total += weight * (-6.0 if at is None else 10.0 / (1 + at))
    if len(query.tokens) > 1 and _adjacent(query.tokens, segments):
        total += 4.0
    first = set(segments[0])
    if first <= asked:
        total += 4.0
    if first | set(segments[1] if len(segments) > 1 else ()) <= asked:
        total += 2.0
    if has <= asked:
        total += 4.0
    extra = [word for word in every if word not in asked]
    total -= 0.3 * min(len(extra), 12) + 2.2 * len(set(extra) & _PROCESSED)
    total += sum(bonus for word, bonus in _PLAIN.items() if word in has and word not in asked)
    if "all" in has and ("varieties" in food.description or "variety" in has):
        total += 2.5
    total += _cooking(food, has, asked)
    if "without salt" in food.description:
        total += 0.5
    brands = [name for name in _BRAND.findall(food.description) if name not in _NOT_BRANDS]
    if brands and not asked & {singular(name.lower()) for name in brands}:
        total -= 5.0
    penalty = _CATEGORIES.get(food.category, 0)
    if not asked & {word for part in words(food.category) for word in (part, singular(part))}:
        total -= penalty
    return total


def _fuzzy(query: _Query, most: int) -> list[Food]:
    """Foods whose alias is spelled almost so."""
    wanted = " ".join(query.tokens)
    if len(wanted) < 4:
        return []
    near: list[tuple[float, str]] = []
    for key in food_table.alias_names():
        ratio = _alike(wanted, key)
        if ratio > _ALIKE and _each_alike(query.tokens, key.split()):
            near.append((ratio, key))
    near.sort(reverse=True)
    foods = (food_table.alias(key) for _, key in near[:most])
    return [food for food in foods if food is not None]


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() <= _ALIKE or matcher.quick_ratio() <= _ALIKE:
        return 0.0
    return matcher.ratio()


def _each_alike(tokens: list[str], others: list[str]) -> bool:
    """Whether each word has one spelled almost so: `hemp` is not `whey`, `ryce` is `rice`."""
    return all(max((_alike(token, word) for word in others), default=0) >= 0.7 for token in tokens)


def near(text: str, choices: Iterable[str]) -> list[str]:
    """Those of the names that are spelled almost so, the nearest first."""
    wanted = " ".join(words(text[:_LONGEST_QUERY]))
    rated = [(_alike(wanted, " ".join(words(name))), name) for name in choices]
    return [name for ratio, name in sorted(rated, reverse=True) if ratio > _ALIKE]


def search(text: str, most: int = 5) -> list[Food]:
    """The foods that a text most plainly names, best first.

    Args:
        text: anything a person may type; nothing in it is syntax.
        most: how many at most.
    """
    query = _query(text)
    exact = food_table.alias(text[:_LONGEST_QUERY]) or food_table.alias(" ".join(query.tokens))
    ranked: list[Food] = [exact] if exact is not None else []
    if query.tokens:
        found = _ranked(_all(query.tokens), query) or _ranked(_all(_core(query)), query)
        if not found:  # a word is misspelled, unfinished, or of no food
            found = [] if exact else _fuzzy(query._replace(tokens=_core(query)), most)
            found += next((more for each in _looser(query) if (more := _ranked(each, query))), [])
        ranked += found
    unique = {food.food_id: food for food in reversed(ranked)}
    return [unique[food_id] for food_id in dict.fromkeys(food.food_id for food in ranked)][:most]


def _ranked(expression: str, query: _Query) -> list[Food]:
    """What full text finds, the plainest first."""
    found = food_table.matching(expression, _FOUND)
    return sorted(
        found, key=lambda food: (-score(food, query), len(food.description), food.food_id)
    )
