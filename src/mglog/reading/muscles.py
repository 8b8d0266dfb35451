"""The words of `add-cramp`: a muscle, perhaps the side, perhaps how many.

Must never refuse a muscle it does not know: people name them as they like. It
only doubts what is spelled almost like one that it knows.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple, get_args

from mglog.domain.entry import Doubt
from mglog.domain.kinds import Side
from mglog.errors import ReadingError
from mglog.formatting import quoted, typed
from mglog.reading.misplaced import refuse_misplaced
from mglog.reading.text import label, tokens

SIDES: tuple[Side, ...] = get_args(Side)
_SIDES: dict[str, Side] = {
    "l": "left", "lt": "left", "left": "left", "r": "right", "rt": "right", "right": "right",
    "both": "both", "bilateral": "both",
}  # fmt: skip
# What there is one of on each side: the plural says both.
_PAIRS = {
    "calves": "calf", "feet": "foot", "thighs": "thigh", "shins": "shin", "hamstrings": "hamstring",
    "legs": "leg", "arms": "arm", "hands": "hand", "knees": "knee", "ankles": "ankle",
    "heels": "heel", "soles": "sole", "arches": "arch", "hips": "hip", "buttocks": "buttock",
    "forearms": "forearm", "shoulders": "shoulder", "elbows": "elbow", "wrists": "wrist",
    "thumbs": "thumb", "eyelids": "eyelid",
}  # fmt: skip
_MUSCLES = frozenset(
    """
    calf foot thigh shin hamstring leg arm hand knee ankle heel sole arch hip buttock forearm
    shoulder elbow wrist thumb eyelid toe toes finger fingers quad quads quadriceps groin glute
    glutes gluteus back neck chest rib ribs abdomen abs stomach belly jaw face tongue throat
    gastrocnemius soleus tibialis adductor adductors abductor psoas piriformis trapezius traps
    deltoid deltoids biceps triceps pectoral pelvis diaphragm instep peroneus plantar palm tendon
    achilles bum buttocks lip eye cheek scalp flank waist
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_BESIDE = frozenset(
    """
    big little small middle index ring upper lower inner outer front rear side top bottom inside
    outside muscle muscles of the my in under behind above below near and or to whole entire deep
    pelvic floor second third fourth fifth great between pit area pad ball fold nail part all
    """.split()  # noqa: SIM905
)
_CRAMPS = {"cramp", "cramps"}
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_MOST_APART = 2


class Muscle(NamedTuple):
    """What cramped, on which side and how often; None where nothing was said."""

    name: str | None
    side: Side | None
    times: int | None = None


def muscle(words: Sequence[str], side: Side | None) -> Muscle:
    """The muscle, side and count that words and `--side` name together.

    Raises:
        ReadingError: two sides, two muscles, or words that belong to another flag.
    """
    if not tokens(words):
        return Muscle(None, side)
    whole = label(" ".join(words), "the muscle")
    count, parts = _counted(whole.split())
    refuse_misplaced(parts, "a muscle", number="--pain", lasted=True)
    read = _parted(whole, parts)
    if read.side and side and read.side != side:
        raise ReadingError(f"Two sides at once: {read.side} and {side}.", "Give one.")
    return Muscle(read.name, side or read.side, count)


def _counted(parts: list[str]) -> tuple[int | None, list[str]]:
    """How many, if the words end in it: `x3`, `3x`, `3 times`, `twice`; and the other words."""
    text = " ".join(parts).lower()
    found = re.fullmatch(
        r"(.*?)(?:(?:^| )(?:[x×] ?([0-9]{1,3})|([0-9]{1,3}) ?(?:[x×]|times)))", text
    )
    if found is not None:
        rest = found[1].split()
        return int(found[2] or found[3]), parts[: len(rest)]
    if parts and parts[-1].lower() in _TIMES:
        return _TIMES[parts[-1].lower()], parts[:-1]
    return None, parts


def _parted(whole: str, parts: list[str]) -> Muscle:
    """One muscle and its side; `left and right calf` is both sides."""
    groups: list[list[str]] = [[]]
    for part in parts:
        bare = part.strip(",;.")
        if part in ("+", "&") or part.lower() == "and":
            groups.append([])
            continue
        if bare.lower() not in _CRAMPS and bare:
            groups[-1].append(bare)
        if part.endswith((",", ";")):
            groups.append([])
    read = [_one(group) for group in groups if group]
    named = [each for each in read if each.name is not None]
    sides = {each.side for each in read if each.side}
    if len(named) > 1:
        lines = " and ".join(f"mglog add-cramp {typed(_shown(each))}" for each in named)
        raise ReadingError(f"{quoted(whole)} is more than one muscle.", f"Type {lines}.")
    side = next(iter(sides), None) if len(sides) < 2 else "both"
    return Muscle(named[0].name if named else None, side)


def _shown(read: Muscle) -> str:
    return " ".join(part for part in (read.side, read.name) if part)


def _one(parts: list[str]) -> Muscle:
    """The side and the name of a group of words."""
    sides: list[Side] = []
    while parts and parts[0].lower() in _SIDES:
        sides.append(_SIDES[parts.pop(0).lower()])
    while parts and parts[-1].lower() in _SIDES:
        sides.append(_SIDES[parts.pop().lower()])
    if len(set(sides)) > 1:
        raise ReadingError(f"Two sides at once: {' and '.join(sorted(set(sides)))}.", "Give one.")
    side = sides[0] if sides else None
    if parts and (one := _PAIRS.get(parts[-1].lower())):
        return Muscle(" ".join([*parts[:-1], one]), side or "both")
    return Muscle(" ".join(parts) or None, side)


def in_number(name: str, side: Side | None) -> str:
    """A muscle with its side for people: `left calf`, `both calves`."""
    if side != "both" or not name:
        return "both sides" if side == "both" else " ".join(part for part in (side, name) if part)
    *before, last = name.split()
    several = next((many for many, one in _PAIRS.items() if one == last.lower()), None)
    if several is not None:
        return " ".join(["both", *before, several])
    return f"both sides {name}" if not name.endswith(("s", "feet")) else f"both {name}"


def cramping(name: str) -> str | None:
    """The muscle of a symptom that is a muscle's cramp (`leg cramps`); None if it is none.

    Empty if no muscle is named. A cramp of the belly is a symptom of its own.
    """
    *before, last = name.lower().split()
    if last not in _CRAMPS or set(before) & {"stomach", "belly", "abdomen", "abs", "pelvis"}:
        return None
    known = all(part in _MUSCLES or part in _PAIRS or part in _SIDES or part in _BESIDE
                for part in before)  # fmt: skip
    return " ".join(before if before != ["muscle"] else []) if known else None


def doubt(name: str | None) -> Doubt | None:
    """What is asked of a muscle that is spelled almost like a known one; None if nothing is.

    Args:
        name: as `muscle` read it.
    """
    parts = (name or "").split()
    meant = [_meant(part) or part for part in parts]
    if meant == parts:
        return None
    shown = " ".join(meant)
    return Doubt(
        f"I don't know the muscle {quoted(name or '')}; {shown} is spelled almost so.",
        f"Did you mean {shown}?",
        f"Type {shown}, or --muscle {typed(name or '')} if it is called so.",
    )


def corrected(name: str) -> list[str]:
    """The words of a misspelled muscle as they were meant, for `muscle` to read again."""
    return [" ".join(_meant(part) or part for part in name.split())]


def _meant(word: str) -> str | None:
    """The known word that one is spelled almost like; None if it is known, or like none."""
    plain = word.lower()
    if len(plain) < 3 or plain in _MUSCLES or plain in _PAIRS or plain in _BESIDE:
        return None
    if not plain.isalpha() or plain in _SIDES:
        return None
    most = 1 if len(plain) == 3 else _MOST_APART
    known = sorted({*_MUSCLES, *_PAIRS, "left", "right", "both"})
    near = [(apart, each) for each in known if (apart := _apart(plain, each, most)) <= most]
    return min(near)[1] if near else None


def _apart(one: str, other: str, most: int) -> int:
    """How many letters were left out, added, changed or swapped with the next; at most most + 1.

    The optimal string alignment distance: Damerau 1964, Levenshtein 1966.
    """
    if abs(len(one) - len(other)) > most or min(len(one), len(other)) < 3:
        return most + 1
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        new = [at]
        for place, against in enumerate(other, 1):
            cost = min(row[place] + 1, new[-1] + 1, row[place - 1] + (letter != against))
            swapped = at > 1 and place > 1 and one[at - 2 : at] == other[place - 2 : place][::-1]
            new.append(min(cost, before[place - 2] + 1) if swapped else cost)
        before, row = row, new
    return row[-1]
