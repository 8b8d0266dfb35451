"""Text that a person typed: checked before it is stored, made harmless before it is shown.

Must never let a control character, an escape sequence or a bidirectional
override through to a terminal.
"""

import re
from collections.abc import Sequence

from mglog.errors import ReadingError

LABEL_LENGTH = 200
NOTE_LENGTH = 2000
_SHOWN = 60

# Patterns here and elsewhere are compiled when they are first used, not on import:
# a logged line pays only for those that it needs.
# C0, DEL and C1 controls; bidirectional marks, overrides and isolates; line and
# paragraph separators; lone surrogates (bytes that were not UTF-8).
_UNSAFE = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"


def inert(text: str) -> str:
    r"""The same text with every unsafe character written out, as in ``\x1b``."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_UNSAFE, lambda match: match[0].encode("unicode_escape").decode(), text)


def inert_json(document: str) -> str:
    r"""A JSON document on one line with every unsafe character as its ``\uXXXX``: the same JSON."""
    if document.isascii():
        return document.replace("\x7f", "\\u007f")
    return re.sub(_UNSAFE, lambda match: f"\\u{ord(match[0]):04x}", document)


def quoted(text: str) -> str:
    """The text as an error line shows it: inert, short, in quotes."""
    shown = inert(text)
    return f"'{shown[: _SHOWN - 1]}…'" if len(shown) > _SHOWN else f"'{shown}'"


def unsafe_in(text: str) -> str | None:
    """What is wrong with a text that is to be stored, or None if nothing is."""
    found = None if text.isascii() and text.isprintable() else re.search(_UNSAFE, text)
    if found is None:
        return None
    if "\ud800" <= found[0] <= "\udfff":
        return "is not valid UTF-8"
    if found[0] in "\n\r\u2028\u2029":
        return "must be one line"
    return f"holds a control character ({inert(found[0])})"


def label(text: str, name: str, *, most: int = LABEL_LENGTH) -> str:
    """A one-line text, spaces squeezed.

    Args:
        text: as typed.
        name: what it is, for the refusal ("the muscle").
        most: the longest accepted, in characters.

    Raises:
        ReadingError: empty, too long, more than one line, or with controls.
    """
    wrong = unsafe_in(text)
    if wrong is not None:
        raise ReadingError(f"{name} {wrong}: {quoted(text)}.", "Type it as plain text.")
    squeezed = " ".join(text.split())
    if not squeezed:
        raise ReadingError(f"{name} is empty.", "Leave the option out, or give it some text.")
    if len(squeezed) > most:
        raise ReadingError(
            f"{name} has {len(squeezed)} characters; {most} is the most.", "Shorten it."
        )
    return squeezed


def note(text: str | None) -> str | None:
    """A note of up to 2,000 characters on one line, or None.

    Raises:
        ReadingError: as `label`.
    """
    return None if text is None else label(text, "the note", most=NOTE_LENGTH)


def tokens(words: Sequence[str]) -> list[str]:
    """The words as if none had been quoted: `["brown rice", "1 cup"]` gives four."""
    return " ".join(words).split()
