"""The words of `add-cramp`: a muscle, and perhaps the side.

Must never refuse a muscle it does not know: people name them as they like.
"""

from collections.abc import Sequence
from typing import NamedTuple

from mglog.errors import ReadingError
from mglog.reading.durations import is_duration
from mglog.reading.quantities import amount
from mglog.reading.text import label, quoted, tokens
from mglog.reading.when import is_when

SIDES = ("left", "right", "both")


class Muscle(NamedTuple):
    """What cramped, and on which side; None where nothing was said."""

    name: str | None
    side: str | None


def _stray(parts: list[str]) -> str | None:
    """The flag that the last words were probably meant for, with its value."""
    for start in range(max(0, len(parts) - 3), len(parts)):
        text = " ".join(parts[start:])
        if is_duration(text) and ":" not in text:
            return f"--lasted {text}"
        if is_when(text):
            return f"--at {text}"
        try:
            number = amount(text)
        except ReadingError:
            number = None
        if number is not None and number.unit is None:
            return f"--pain {text}"
    return None


def muscle(words: Sequence[str], side: str | None) -> Muscle:
    """The muscle and side that words and `--side` name together.

    Raises:
        ReadingError: two sides, or words that belong to another flag.
    """
    parts = tokens(words)
    if not parts:
        return Muscle(None, side)
    label(" ".join(words), "the muscle")
    stray = _stray(parts)
    if stray is not None:
        raise ReadingError(
            f"{quoted(' '.join(parts))} is more than a muscle.", f"Did you mean {stray}?"
        )
    named = [part.lower() for part in (parts[0], parts[-1]) if part.lower() in SIDES]
    sides = {*named, *([side] if side else [])}
    if len(sides) > 1:
        raise ReadingError(f"Two sides at once: {' and '.join(sorted(sides))}.", "Give one.")
    if named:
        parts = parts[1:] if parts[0].lower() in SIDES else parts[:-1]
    name = label(" ".join(parts), "the muscle") if parts else None
    return Muscle(name, next(iter(sides), None))
