"""What the tests of this folder share."""

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mglog.diary import health
from mglog.domain.entry import Entry
from mglog.domain.product import Product
from mglog.domain.profile import Setting
from tests import support
from tests.support import UUID

NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)


AT = "2026-11-22T13:05:00.000000Z"


AFTER = "2026-11-22T13:05:00.000001Z"


def table(connection: sqlite3.Connection, name: str) -> list[dict[str, Any]]:
    """The rows of a table, each cell by its column's name, digests left out."""
    found = connection.execute(f"SELECT * FROM {name} ORDER BY 1")
    names = [column[0] for column in found.description]
    listed = [dict(zip(names, row, strict=True)) for row in found]
    return [{key: row[key] for key in row if key != "digest"} for row in listed]


def recorded(connection: sqlite3.Connection) -> list[tuple[str, str, int | None, list[Any]]]:
    """The history: command, when, batch, changes."""
    found = connection.execute("SELECT command, at, batch, changes FROM history ORDER BY id")
    return [(command, at, batch, json.loads(text)) for command, at, batch, text in found]


def pragma(connection: sqlite3.Connection, name: str) -> int | str:
    """What a connection is set to."""
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    found: int | str = value
    return found


def sound(connection: sqlite3.Connection) -> bool:
    """Whether every row's digest is that of its content."""
    found = health.examine(connection, Path(__file__), NOW)
    return [each.ok for each in found if each.code == "digests"] == [True]


OLD, NEWER = "2026-11-20T08:00:00.000000Z", "2026-11-21T08:00:00.000000Z"


TABLET = Product("Slow-Mag", 64.0, "tablet", "chloride", "supplement", "blue", UUID.format(1))


def merged(connection: sqlite3.Connection, *lines: Entry | Product | Setting) -> tuple[int, ...]:
    """Added, replaced, unchanged."""
    return support.merged(connection, NOW, *lines)


FUTURE = "2027-01-01T00:00:00.000000Z"
