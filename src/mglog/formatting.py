"""Values as text for people, and any text made harmless before it is shown.

Must never let a control character, an escape sequence or a bidirectional
override through to a terminal, nor depend on the locale.
"""

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_QUOTED_LENGTH = 60
# C0, DEL and C1 controls; bidirectional marks, overrides and isolates; line and
# paragraph separators; lone surrogates (bytes that were not UTF-8). A pattern is
# compiled when it is first used, not on import: a logged line pays only for its own.
_UNSAFE = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"


def escaped(text: str) -> str:
    r"""The same text with every unsafe character written out, as in ``\x1b``."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_UNSAFE, lambda match: match[0].encode("unicode_escape").decode(), text)


def escaped_json(document: str) -> str:
    r"""A JSON document on one line with every unsafe character as its ``\uXXXX``: the same JSON."""
    if document.isascii():
        return document.replace("\x7f", "\\u007f")
    return re.sub(_UNSAFE, lambda match: f"\\u{ord(match[0]):04x}", document)


def quoted(text: str) -> str:
    """The text as an error line shows it: escaped, short, in quotes."""
    shown = escaped(text)
    if len(shown) > _QUOTED_LENGTH:
        return f"'{shown[: _QUOTED_LENGTH - 1]}…'"
    return f"'{shown}'"


def comparable(name: str) -> str:
    """A name as it is compared by: case, accents' encoding, spaces and hyphens make no difference.

    The soft hyphen and other characters of no width are no part of a name either.
    """
    if name.isascii():
        return re.sub(r"[\s-]+", "", name.lower())
    from unicodedata import category, normalize  # seldom needed

    plain = normalize("NFKC", name).casefold()
    kept = (c for c in plain if category(c) not in ("Cf", "Pd") and not c.isspace())
    return normalize("NFKC", "".join(kept))


def typed(name: str) -> str:
    """A name as it can be typed in a shell, quoted where a shell would stumble over it."""
    shown = escaped(name)
    if re.fullmatch(r"[\w%+=:,./@ -]+", shown) and not shown.startswith("-"):
        return shown
    return '"' + re.sub(r'(["\\$`!])', r"\\\1", shown) + '"'


def unsafe_in(text: str) -> str | None:
    """What is wrong with a text that is to be stored, or None if nothing is."""
    found = None if text.isascii() and text.isprintable() else re.search(_UNSAFE, text)
    if found is None:
        return None
    if "\ud800" <= found[0] <= "\udfff":
        return "is not valid UTF-8"
    if found[0] in "\n\r\u2028\u2029":
        return "must be one line"
    return f"holds a control character ({escaped(found[0])})"


def path_text(path: "Path") -> str:
    """A path as a line of text shows it."""
    return escaped(str(path))


def number_text(value: float) -> str:
    """A number for people: whole from 100 up, one decimal from 10, three figures below."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}".removesuffix(".0")
    return f"{value:.3g}" if abs(value) >= 0.001 else f"{value:.6f}"


def plural(count: float, one: str, many: str | None = None) -> str:
    """`1 cramp`, `2 cramps`, `14 usable days`."""
    return f"{number_text(count)} {one if count == 1 else many or one + 's'}"


def with_article(noun: str) -> str:
    """`a tablet`, `an ampoule`."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def duration_text(seconds: float) -> str:
    """A duration for people: 90 s, 2 min, 2 min 30 s, 1 h 5 min.

    Seconds up to two minutes, as the field reports cramps.
    """
    total = round(seconds)
    if total < 120:
        return f"{total} s"
    hours, rest = divmod(total, 3600)
    minutes, left = divmod(rest, 60)
    parts = [(hours, "h"), (minutes, "min"), (0 if hours else left, "s")]
    return " ".join(f"{value} {unit}" for value, unit in parts if value)


def date_text(day: date, *, year: bool = False) -> str:
    """`Sun 22 Nov`, with the year if asked for. The same in every locale."""
    text = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return f"{text} {day.year}" if year else text
