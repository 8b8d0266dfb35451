"""The words of an intake: a quantity of magnesium, or a name and how much of it.

An amount may stand behind the name or before it, and a name may itself hold
numbers, so this gives every way to part the words, the likeliest first: what is
known by name decides. Must never drop a word that says how much.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from mglog.errors import ReadingError
from mglog.formatting import quoted
from mglog.reading.measures import Amount, amount, is_dose, joined, unit_of
from mglog.reading.numbers import COUNT
from mglog.reading.quantities import FORMS, Quantity, magnesium
from mglog.reading.text import label

_ARTICLES = ("a", "an", "the", "one")
# How a salt's weight or a label's figure is meant, as --elemental and --compound say it.
_MEANT = {"elemental": True, "compound": False}
_MANY = ("some", "few", "several", "many", "lots")


class Split(NamedTuple):
    """One way to part the words.

    Attributes:
        name: what it is.
        amount: how much; None if no word says so.
        measure: the amount's unit is words as typed, which only a food's own measure may explain.
        implied: no number was typed: one of a unit that was named.
    """

    name: str
    amount: Amount | None
    measure: bool = False
    implied: bool = False


class What(NamedTuple):
    """The words of an intake, read.

    Attributes:
        quantity: of magnesium, if that is all they are.
        name: what it is, by the likeliest way to part them; None if an amount stands alone.
        amount: how much of it.
        typed: all of the words.
        splits: every way to part them, the likeliest first.
        elemental: how the words themselves say that the weight is meant; None if they don't.
    """

    quantity: Quantity | None
    name: str | None
    amount: Amount | None
    typed: str = ""
    splits: tuple[Split, ...] = ()
    elemental: bool | None = None


def _bare(parts: Sequence[str]) -> str:
    """A name without the `of` or the article that an amount left before it."""
    rest = list(parts)
    while len(rest) > 1 and rest[0].lower() in ("of", "a", "an", "the"):
        del rest[0]
    return " ".join(rest).strip(",; ") or " ".join(rest)


def _tried(text: str) -> Amount | None:
    try:
        return amount(text)
    except ReadingError:
        return None


def _behind(parts: list[str]) -> list[Split]:
    """`almonds 30 g`: the longest trailing run that is an amount first."""
    found = []
    for start in range(1, len(parts)):
        if parts[start].lower() in _ARTICLES[:3]:  # vitamin a
            continue
        read = amount(" ".join(parts[start:]))
        if read is not None:
            found.append(Split(_bare(parts[:start]), read))
    return found


def _before(parts: list[str]) -> list[Split]:
    """`30 g almonds`, `half an avocado`, `2 slow-mag capsules`."""
    found = []
    for end in range(len(parts) - 1, 0, -1):
        if parts[end].startswith("%"):
            continue
        read = amount(" ".join(parts[:end]))
        if read is None:
            continue
        found.append(Split(_bare(parts[end:]), read))
        unit = unit_of(parts[-1])
        if read.unit is None and unit is not None and end < len(parts) - 1:
            found.append(Split(_bare(parts[end:-1]), Amount(read.value, unit)))
    return found


def _implied(parts: list[str]) -> list[Split]:
    """One of a unit: `cup of coffee`, `coffee mug`."""
    found = []
    if len(parts) > 2 and parts[1].lower() == "of" and (unit := unit_of(parts[0])):
        found.append(Split(_bare(parts[2:]), Amount(1.0, unit), implied=True))
    if len(parts) > 1 and (unit := unit_of(parts[-1])):
        found.append(Split(_bare(parts[:-1]), Amount(1.0, unit), implied=True))
    return found


def _by_measure(parts: list[str]) -> list[Split]:
    """`almonds 1 cup sliced`: a number and words that a food's own measures may know."""
    found = []
    for at in range(1, len(parts) - 1):
        read = _tried(parts[at])
        if read is None or parts[at].lower() in _ARTICLES:
            continue
        unit = " ".join(re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", " ".join(parts[at + 1 :]).lower()))
        if unit and read.unit is None:
            found.append(Split(_bare(parts[:at]), Amount(read.value, unit[:40]), measure=True))
    return found


def _meant(parts: list[str]) -> tuple[list[str], bool | None]:
    """The words without `elemental` and `compound`, and what those said.

    Raises:
        ReadingError: both of them.
    """
    said = {_MEANT[word] for part in parts if (word := part.lower().strip("()")) in _MEANT}
    if len(said) > 1:
        raise ReadingError("It can't be elemental and compound at once.", "Give one of them.")
    kept = [part for part in parts if part.lower().strip("()") not in _MEANT]
    return (kept, next(iter(said))) if said and kept else (parts, None)


def what(words: Sequence[str], *, named: bool = False) -> What:
    """The words of `add-intake`, read together: quoted or not makes no difference.

    Args:
        words: as typed.
        named: an option says what it is, so that an amount alone is enough.

    Raises:
        ReadingError: no words, an amount of nothing, or a number that could mean two things.
    """
    read = parted(words)
    rest, whole, elemental = read.splits[0].name, read.typed, read.elemental
    if named and (alone := amount(rest)) is not None:
        return What(None, None, alone, whole, (), elemental)
    quantity = magnesium(rest)
    if quantity is not None:
        return What(quantity, None, None, whole, (), elemental)
    if amount(rest) is not None:
        raise ReadingError(
            f"{quoted(whole)} of what?", "Type the name too: mglog add-intake slow-mag 2."
        )
    return read


def _and_a_half(text: str) -> str:
    """`an avocado and a half` with its number together: `1 and a half avocado`."""
    form = rf"({COUNT}) (?!and )(.+?) and an? (half|quarter)( of .+)?"
    found = re.fullmatch(form, text, re.IGNORECASE)
    if found is None:
        return text
    return f"{found[1]} and a {found[3]} {found[2]}{found[4] or ''}"


def parted(words: Sequence[str]) -> What:
    """The words as a name and how much of it, in every way to part them.

    Raises:
        ReadingError: no words, or a number that could mean two things.
    """
    whole = label(" ".join(words), "what you took in")
    parts, elemental = _meant(whole.split())
    rest = _and_a_half(joined(" ".join(parts)))
    parts = rest.split()
    explicit = [*_behind(parts), *_before(parts)]
    implied = _implied(parts)
    doses = [each for each in implied if each.amount and is_dose(each.amount.unit)]
    likeliest = next(iter([*explicit, *doses]), Split(_bare(parts), None))
    splits = (Split(rest, None), *explicit, Split(_bare(parts), None), *implied,
              *_by_measure(parts))  # fmt: skip
    return What(None, likeliest.name, likeliest.amount, whole, splits, elemental)


def with_amount(read: What, amount: Amount | None) -> What:
    """The same words, of so much where they themselves don't say how much."""
    splits = [each if each.amount else each._replace(amount=amount) for each in read.splits]
    return read._replace(amount=read.amount or amount, splits=tuple(splits))


def amount_words(text: str) -> Amount | None:
    """An amount that stands alone, its unit perhaps a food's own measure: `1 cup sliced`."""
    found = amount(text)
    if found is not None:
        return found
    return next((each.amount for each in _by_measure(["", *text.split()]) if not each.name), None)


def refuse_two_amounts(read: What) -> None:
    """Refuse a name that still holds an amount, where nothing is called so.

    Raises:
        ReadingError: two amounts, or an amount without a number (`some almonds`).
    """
    parts = (read.name or "").split()
    if parts and parts[0].lower() in _MANY:
        raise ReadingError(
            f"{quoted(read.typed)} does not say how much.", f"Give a number: {_bare(parts[1:])} 2"
        )
    if read.amount is None:
        return
    if re.search(rf"(?:\band|[+&,]) (?:{COUNT}|½)\b", read.typed, re.IGNORECASE):
        raise ReadingError(f"{quoted(read.typed)} is more than one thing.", "Log each by itself.")
    if _tried(" ".join(parts)) or any(
        parts[end - 1].lower() not in _ARTICLES and _tried(" ".join(parts[:end]))
        for end in range(1, len(parts))
    ):
        raise ReadingError(
            f"{quoted(read.typed)} gives two amounts.",
            f"Type one quantity ({FORMS}), or a name and one amount: almonds 30g.",
        )
