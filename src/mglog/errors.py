"""The ways in which mglog says no.

Raised anywhere, printed in one place (`mglog.__main__`). Must never import
anything of mglog, print, or carry more than a sentence and a way out.
"""

from collections.abc import Sequence


class MglogError(Exception):
    """Something was refused or failed; nothing was stored.

    Attributes:
        message: one sentence that says what was wrong.
        hint: what to type or do instead; may be empty.
        exit_code: 1, refused or failed; 2, the words alone are wrong.
        details: lines below it: candidates to choose from.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "", *, details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class ReadingError(MglogError):
    """What was typed can't be read as what was asked for."""

    exit_code = 2


class RefusedError(MglogError):
    """The words are fine, but the diary says that it can't be so."""


class DiaryError(MglogError):
    """The diary file can't be read or written."""
