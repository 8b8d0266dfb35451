"""The sample diary of `report --demo`: an invented person, made by a seeded script.

Must never touch the user's diary: it is read into a connection in memory.
"""

import sqlite3
from datetime import datetime, timedelta, timezone
from importlib.resources import files

from mglog.clock import Clock
from mglog.diary.merge import Merged, merge
from mglog.exchange import ndjson

# The morning after its last day, in its own zone.
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone(timedelta(hours=2)))


def load(connection: sqlite3.Connection) -> Merged:
    """Read the sample diary into an empty diary."""
    with files("mglog.sample").joinpath("demo.ndjson").open("rb") as lines:
        entries = ndjson.read(lines, Clock(NOW, NOW.tzinfo))
        return merge(connection, entries, NOW, format_name=ndjson.FORMAT, file=None)
