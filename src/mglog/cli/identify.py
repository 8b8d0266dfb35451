"""Which entry an id, or `last`, names: for the commands that change one."""

import re
import sqlite3

from mglog.diary import entries
from mglog.domain.entry import Entry
from mglog.domain.kinds import KINDS
from mglog.errors import ReadingError, RefusedError
from mglog.formatting import quoted

_LONGEST_ID = 12


def entry_of_any(connection: sqlite3.Connection, name: str) -> Entry:
    """The entry that an id names, removed or not.

    Raises:
        ReadingError: not an id.
        RefusedError: there never was one of that id.
    """
    wanted = name.strip().lower()
    kind = next((kind for kind in KINDS.values() if kind.letter == wanted[:1]), None)
    if kind is not None and wanted[1:].isdecimal() and len(wanted) < _LONGEST_ID:
        found = entries.by_number(connection, kind, int(wanted[1:]))
        if found is not None:
            return found
    return entry_of(connection, name)


def entry_of(connection: sqlite3.Connection, name: str) -> Entry:
    """The entry that an id, or `last`, names.

    Raises:
        ReadingError: not an id.
        RefusedError: there is none of that id.
    """
    wanted = name.strip().lower()
    if wanted == "last":
        found = entries.last_added(connection)
        if found is None:
            raise RefusedError("Nothing was logged yet.", "Log something: mglog add-intake 300mg")
        return found
    letters = "".join(kind.letter for kind in KINDS.values())
    if re.fullmatch(f"[{letters}][1-9][0-9]{{0,10}}", wanted) is None:
        raise ReadingError(f"{quoted(name)} is not an id.", "Type one like i12 or c4, or last.")
    found = entries.by_id(connection, wanted)
    if found is None:
        raise RefusedError(f"There is no entry {wanted}.", "See them: mglog list --last 7d")
    return found
