"""Entries as one CSV table, for a spreadsheet. One way: it is not read back.

Must never let a text cell start a formula.
"""

import csv
import re
from collections.abc import Iterable
from typing import IO

from mglog.domain.entry import Entry, as_json
from mglog.domain.kinds import KINDS, Value
from mglog.formatting import escaped

FORMAT = "csv"
# The calendar date and clock time that were lived, beside the diary day.
_BEFORE = ("kind", "id", "day", "date", "time", "at", "night")
_AFTER = ("note", "source", "source_key", "uuid", "created", "changed")
COLUMNS = (
    *_BEFORE,
    *dict.fromkeys(field.name for kind in KINDS.values() for field in kind.fields),
    *_AFTER,
)


# What starts a formula, also in its full width, behind blanks, or in a cell of its own where
# semicolons part them.
_FORMULA = r"(?:^|[;\t])\s*[=+\-@\uff1d\uff0b\uff0d\uff20]"


def _cell(value: Value) -> Value:
    """A text that a spreadsheet would take for a formula gets a quote before it."""
    if isinstance(value, str):
        text = escaped(value)
        return f"'{text}" if re.search(_FORMULA, text) else text
    return value


def write(entries: Iterable[Entry], file: IO[str]) -> int:
    """Write a header and a row an entry; gives the number of entries."""
    writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    count = 0
    for entry in entries:
        lived = entry.day if entry.at is None else entry.at.date()
        clocked = None if entry.at is None else f"{entry.at:%H:%M}"
        row = {**as_json(entry), "date": lived.isoformat(), "time": clocked}
        writer.writerow({name: _cell(row.get(name)) for name in COLUMNS})  # type: ignore[arg-type]
        count += 1
    return count
