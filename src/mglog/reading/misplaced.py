"""Words that stand where a name should, but belong to a flag: `calf 7`, `bread yesterday`.

Stored as part of a name they would be lost, and the entry would be logged
now: so they are refused, with the flag. Must never refuse a plain name.
"""

from mglog.errors import ReadingError
from mglog.formatting import quoted
from mglog.reading.durations import is_duration
from mglog.reading.measures import amount
from mglog.reading.when import is_when

_MOST_WORDS = 4
# Words that end names too: Capri Sun, NOW.
_NAMES_TOO = {"now", "mon", "tue", "wed", "thu", "fri", "sat", "sun"}


def _counts(text: str) -> bool:
    try:
        found = amount(text)
    except ReadingError:
        return True
    return found is not None and found.unit is None


def _flag(text: str, *, number: str | None, lasted: bool) -> str | None:
    if lasted and ":" not in text and is_duration(text):
        return "--lasted"
    if is_when(text) and text.lower() not in _NAMES_TOO:
        return "--at"
    return number if number and _counts(text) else None


def refuse_misplaced(
    parts: list[str], what: str, *, number: str | None = None, lasted: bool = False
) -> None:
    """Refuse words whose end reads as a time, a duration or a number.

    Args:
        parts: the words.
        what: what they should name, for the refusal ("a muscle").
        number: the flag that a number was meant for, if there is one.
        lasted: whether there is a `--lasted`.

    Raises:
        ReadingError: with the flag to use.
    """
    for start in range(max(0, len(parts) - _MOST_WORDS), len(parts)):
        text = " ".join(parts[start:])
        flag = _flag(text, number=number, lasted=lasted)
        if flag is not None:
            raise ReadingError(
                f"{quoted(' '.join(parts))} is more than {what}.", f"Did you mean {flag} {text}?"
            )
