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
from mglog.reading.numbers import WORDS
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
    achilles bum buttocks lip eye cheek scalp flank waist head temple nape gut
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_BESIDE = frozenset(
    """
    big little small middle index ring upper lower inner outer front rear side top bottom inside
    outside muscle muscles of the my in under behind above below near and or to whole entire deep
    pelvic floor second third fourth fifth great between pit area pad ball fold nail part all
    """.split()  # noqa: SIM905
)
_CRAMPS = {"cramp", "cramps", "cramping"}
_OF_THE_BELLY = {"stomach", "belly", "abdomen", "abs", "pelvis"}
_NONE = {"no", "none", "nothing", "not", "without"}
_BETWEEN = {"and", "or", "then", "plus"}
_FILLERS = {"my", "the", "in", "a", "an", "on", "of", "at"}
_N = "[0-9]{1,3}|" + "|".join(WORDS)
_MOST = 100
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
        ReadingError: two sides, two muscles, none at all, or words that belong to another flag.
    """
    if not tokens(words):
        return Muscle(None, side)
    whole = label(" ".join(words), "the muscle")
    parts = whole.split()
    if parts[0].lower() in _NONE:
        raise ReadingError(f"{quoted(whole)} says that there was no cramp.", "Type mglog no-cramps")
    count, parts = _counted(whole, parts)
    refuse_misplaced(parts, "a muscle", number="--pain", lasted=True)
    read = _parted(whole, parts)
    if read.side and side and read.side != side:
        raise ReadingError(f"Two sides at once: {read.side} and {side}.", "Give one.")
    return Muscle(read.name, side or read.side, count)


def _counted(whole: str, parts: list[str]) -> tuple[int | None, list[str]]:
    """How many, if the words begin or end in it: `x3`, `3 times`, `twice`; and the other words.

    Raises:
        ReadingError: a count of none, or of too many; `two calves`, which may be both sides.
    """
    text = " ".join(parts).lower()
    behind = re.fullmatch(rf"(.*?)(?:^| )(?:[x×] ?({_N})|({_N}) ?(?:[x×]|times))", text)
    before = re.fullmatch(rf"(?:[x×] ?({_N})|({_N})(?: ?[x×]| times)?) (.*)", text)
    if behind is not None:
        number, rest = behind[2] or behind[3], parts[: len(behind[1].split())]
    elif before is not None and " ".join(parts[-1:]).lower() not in _SIDES:
        number, rest = before[1] or before[2], parts[-len(before[3].split()) :]
        count = int(number) if number.isdigit() else 1 + WORDS.index(number)
        if rest[-1].lower() in _PAIRS and not set(map(str.lower, rest)) & set(_SIDES):
            raise ReadingError(
                f"{quoted(whole)} could mean both sides, or a count.",
                f"Type both {' '.join(rest)}, or {' '.join(rest)} x{count}.",
            )
    elif parts and parts[-1].lower() in _TIMES:
        return _TIMES[parts[-1].lower()], parts[:-1]
    else:
        return None, parts
    count = int(number) if number.isdigit() else 1 + WORDS.index(number)
    if not 1 <= count <= _MOST:
        raise ReadingError(f"{quoted(whole)}: {count} cramps can't be logged.", "Type x1 to x100.")
    return count, rest


def _parted(whole: str, parts: list[str]) -> Muscle:
    """One muscle and its side; `left and right calf` is both sides."""
    groups: list[list[str]] = [[]]
    text = re.sub(r"[;,]|(?<=[a-z])/(?=[a-z])|(?<= )[+&](?= )", " , ", " ".join(parts))
    for part in re.sub(r"[()]", " ", text).split():
        bare = part.strip(".")
        if part == "," or bare.lower() in _BETWEEN:
            groups.append([])
        elif bare and bare.lower() not in _CRAMPS:
            first, hyphen, rest = bare.partition("-")
            apart = hyphen and first.lower() in _SIDES and len(first) > 1
            groups[-1] += [first, rest] if apart else [bare]
    read = [_one(group) for group in groups if group]
    named = [each for each in read if each.name is not None]
    sides = {each.side for each in read if each.side}
    if len(named) > 1:
        lines = " and ".join(f"mglog add-cramp {typed(_shown(each))}" for each in named)
        raise ReadingError(f"{quoted(whole)} is more than one muscle.", f"Log each: {lines}.")
    side = next(iter(sides), None) if len(sides) < 2 else "both"
    return Muscle(named[0].name if named else None, side)


def _shown(read: Muscle) -> str:
    return in_number(read.name or "", read.side)


def _one(parts: list[str]) -> Muscle:
    """The side and the name of a group of words."""
    ends = (0, len(parts) - 1)
    sides = [
        _SIDES[low] for at, part in enumerate(parts)
        if (low := part.lower()) in _SIDES and (len(low) > 2 or at in ends)
    ]  # fmt: skip
    if len(set(sides)) > 1:
        raise ReadingError(f"Two sides at once: {' and '.join(sorted(set(sides)))}.", "Give one.")
    rest = [
        part for at, part in enumerate(parts)
        if part.lower() not in _SIDES or not (len(part) > 2 or at in ends)
    ]  # fmt: skip
    while rest and rest[0].lower() in _FILLERS:
        del rest[0]
    side = sides[0] if sides else None
    if rest and (one := _PAIRS.get(rest[-1].lower())):
        return Muscle(" ".join([*rest[:-1], one]), side or "both")
    return Muscle(" ".join(rest) or None, side)


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
    parts = name.lower().split()
    rest = [part for part in parts if part not in _CRAMPS and part not in ("muscle", "night",
            "nocturnal", "at")]  # fmt: skip
    if not set(parts) & _CRAMPS or set(rest) & _OF_THE_BELLY:
        return None
    known = all(part in _MUSCLES or part in _PAIRS or part in _SIDES or part in _BESIDE
                for part in rest)  # fmt: skip
    return " ".join(rest) if known else None


def doubt(name: str | None) -> Doubt | None:
    """What is asked of a muscle that is spelled almost like a known one; None if nothing is.

    Args:
        name: as `muscle` read it.
    """
    parts = (name or "").split()
    meant = [_meant(part) or part for part in parts]
    if meant == parts or not all(map(_is_known, meant)):
        return None  # where other words are unknown too, no guess is worth much
    shown = " ".join(meant)
    return Doubt(
        f"I don't know the muscle {quoted(name or '')}; {shown} is spelled almost so.",
        f"Did you mean {shown}?",
        f"Type {shown}, or --muscle {typed(name or '')} if it is called so.",
    )


def corrected(name: str) -> list[str]:
    """The words of a misspelled muscle as they were meant, for `muscle` to read again."""
    return [" ".join(_meant(part) or part for part in name.split())]


def _is_known(word: str) -> bool:
    plain = word.lower()
    return plain in _MUSCLES or plain in _PAIRS or plain in _BESIDE or plain in _SIDES


def _meant(word: str) -> str | None:
    """The known word that one is spelled almost like; None if it is known, or like none."""
    plain = word.lower()
    if len(plain) < 3 or _is_known(plain) or not plain.isalpha():
        return None
    known = sorted({*_MUSCLES, *_PAIRS, "left", "right", "both"})
    near = [
        (apart, each) for each in known
        if (apart := _apart(plain, each, most := _most_apart(plain, each))) <= most
    ]  # fmt: skip
    return min(near)[1] if near else None


def _most_apart(one: str, other: str) -> int:
    """Short words are near to too many others: `pool` is no foot."""
    return _MOST_APART if min(len(one), len(other)) > 4 else 1


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
