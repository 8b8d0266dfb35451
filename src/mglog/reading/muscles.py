"""The words of `add-cramp`: a muscle, and perhaps the side.

Must never refuse a muscle it does not know: people name them as they like.
"""

from collections.abc import Sequence
from typing import NamedTuple, get_args

from mglog.domain.kinds import Side
from mglog.errors import ReadingError
from mglog.reading.misplaced import refuse_misplaced
from mglog.reading.text import label, tokens

SIDES: tuple[Side, ...] = get_args(Side)


class Muscle(NamedTuple):
    """What cramped, and on which side; None where nothing was said."""

    name: str | None
    side: Side | None


def muscle(words: Sequence[str], side: Side | None) -> Muscle:
    """The muscle and side that words and `--side` name together.

    Raises:
        ReadingError: two sides, or words that belong to another flag.
    """
    parts = tokens(words)
    if not parts:
        return Muscle(None, side)
    label(" ".join(words), "the muscle")
    refuse_misplaced(parts, "a muscle", number="--pain", lasted=True)
    ends = (parts[0].lower(), parts[-1].lower())
    named = [each for each in SIDES if each in ends]
    sides = {*named, *([side] if side else [])}
    if len(sides) > 1:
        raise ReadingError(f"Two sides at once: {' and '.join(sorted(sides))}.", "Give one.")
    if named:
        parts = parts[1:] if parts[0].lower() in SIDES else parts[:-1]
    name = label(" ".join(parts), "the muscle") if parts else None
    return Muscle(name, next(iter(sides), None))
