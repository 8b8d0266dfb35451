"""Durations: 90s, 2min, 2m30s, 1h, 1:30.

Must never take a bare number: 90 could be seconds or minutes.
"""

import re

from mglog.domain.kinds import LONGEST_SYMPTOM_S
from mglog.errors import ReadingError
from mglog.formatting import quoted
from mglog.reading.numbers import NUMBER, number

FORMS = "90s, 2min, 2m30s, 1h or 1:30 (minutes:seconds)"

_PARTS = (
    rf"(?:(?P<h>{NUMBER}) ?(?:h|hr|hrs|hour|hours))? ?"
    rf"(?:(?P<m>{NUMBER}) ?(?:m|min|mins|minute|minutes))? ?"
    rf"(?:(?P<s>{NUMBER}) ?(?:s|sec|secs|second|seconds))?"
)
_CLOCK = r"(?P<m>[0-9]{1,3}):(?P<s>[0-5][0-9])"


def _match(text: str) -> re.Match[str] | None:
    squeezed = " ".join(text.lower().split())
    squeezed = re.sub(r"^([0-9]{1,2}) ?h ?([0-5][0-9])$", r"\1h\2m", squeezed)  # 1h30
    found = re.fullmatch(_CLOCK, squeezed) or re.fullmatch(_PARTS, squeezed)
    return found if found and any(found.groups()) else None


def is_duration(text: str) -> bool:
    """Whether the text has the form of a duration."""
    return _match(text) is not None


def duration(text: str, *, longest_s: int = LONGEST_SYMPTOM_S) -> int:
    """Whole seconds, at least 1.

    Args:
        text: as typed; a decimal comma is read as a point.
        longest_s: the longest accepted, in seconds.

    Raises:
        ReadingError: not a duration, under a second, or too long.
    """
    found = _match(text)
    if found is None:
        raise ReadingError(f"{quoted(text)} is not a duration.", f"Type it as {FORMS}.")
    parts = found.groupdict()
    seconds = sum(
        number(parts[unit]) * factor
        for unit, factor in (("h", 3600), ("m", 60), ("s", 1))
        if parts.get(unit)
    )
    if not 1 <= round(seconds) <= longest_s:
        raise ReadingError(
            f"{quoted(text)} is not between 1 second and {longest_s // 3600} hours.",
            f"Type it as {FORMS}.",
        )
    return round(seconds)
