"""Text that a person typed: checked before it is stored, made harmless before it is shown.

Must never let a control character, an escape sequence or a bidirectional
override through to a terminal.
"""

from collections.abc import Sequence

from mglog.domain.kinds import LABEL_LENGTH, NOTE_LENGTH
from mglog.errors import ReadingError
from mglog.formatting import quoted, unsafe_in


# Patterns here and elsewhere are compiled when they are first used, not on import:
# a logged line pays only for those that it needs.
# C0, DEL and C1 controls; bidirectional marks, overrides and isolates; line and
# paragraph separators; lone surrogates (bytes that were not UTF-8).
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
