"""The person's settings: read, and checked; on the path of a logged line, so little more."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mglog.diary import row_text
from mglog.diary.row_text import Change
from mglog.errors import ReadingError
from mglog.formatting import quoted

if TYPE_CHECKING:
    import sqlite3

_MG = r"[0-9]{1,5}(?:\.[0-9]{1,10})?"
# What each setting may hold, as text.
FORMS = {
    "sex": "female|male",
    "born": "(?:19|20)[0-9]{2}",
    "pregnant": "yes|no",
    "lactating": "yes|no",
    "reference": "iom|efsa|uk",
    "target": _MG,
    "supplement_limit": _MG,
    "day_starts": "(?:0[0-9]|1[0-2]):[0-5][0-9]",
}


class Setting(NamedTuple):
    """One setting, and when it was made (UTC stamp; empty is unknown)."""

    key: str
    value: str
    changed: str


def checked(key: str, value: object) -> str:
    """A setting's value as it is stored.

    Raises:
        ReadingError: no such setting, or a value of another form.
    """
    if key not in FORMS:
        raise ReadingError(f"{quoted(key)} is no setting; settings are {', '.join(FORMS)}.")
    if not isinstance(value, str) or re.fullmatch(FORMS[key], value) is None:
        raise ReadingError(f"{key} can't be {quoted(str(value))}.")
    return value


def load(connection: "sqlite3.Connection") -> dict[str, str]:
    """Every setting that was made, as text."""
    return dict(connection.execute("SELECT key, value FROM profile"))


def every(connection: "sqlite3.Connection") -> Iterator[Setting]:
    """Every setting with its stamp, by key."""
    for row in connection.execute("SELECT key, value, changed FROM profile ORDER BY key"):
        yield Setting(*row)


def change_record(before: dict[str, str], after: dict[str, str]) -> Change:
    """What the history keeps of a change of settings: all of them, before and after."""
    texts = (row_text.row_text(found.items()) for found in (before, after))
    return Change("profile", 0, *texts)


def put(connection: "sqlite3.Connection", setting: Setting) -> None:
    """Store a setting as it is. No history."""
    connection.execute(
        "INSERT OR REPLACE INTO profile (key, value, changed, digest) VALUES (?, ?, ?, ?)",
        (*setting, row_text.digest(setting._asdict().items())),
    )
