"""Rows of the diary as text: what the history keeps of them, and their digests.

On the path of a logged line, so without the json module. Must never lose a
digit: what undo puts back is what was there.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

Cell = str | float | int | None


def _json_string(text: str) -> str:
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    import json

    return json.dumps(text, ensure_ascii=False)


def cell_text(value: Cell | bool) -> str:
    """A cell as JSON; a float with every digit it has, a flag as SQLite holds it."""
    if isinstance(value, str):
        return _json_string(value)
    return repr(int(value)) if isinstance(value, bool) else repr(value)


def row_text(cells: Iterable[tuple[str, Cell | bool]]) -> str:
    """A row as one JSON object, its nulls left out."""
    pairs = (f'"{name}":{cell_text(value)}' for name, value in cells if value is not None)
    return "{" + ",".join(pairs) + "}"


def digest(cells: Iterable[tuple[str, Cell | bool]]) -> str:
    """Eight hex digits (CRC-32) of a row's content, by which `doctor` finds a silent change."""
    return f"{zlib.crc32(row_text(cells).encode('utf-8', 'surrogatepass')):08x}"


def history_digest(at: str, command: str, batch: int | None, undone: str | None, text: str) -> str:
    """The same of a record of history: `text` is its changes, as they are stored."""
    head = row_text([("at", at), ("command", command), ("batch", batch), ("undone", undone)])
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass'), zlib.crc32(head.encode())):08x}"


class Change(NamedTuple):
    """One row that a command changed: as JSON before and after, null where there was none."""

    kind: str
    id: int
    before: str = "null"
    after: str = "null"


def record(
    connection: sqlite3.Connection,
    command: str,
    at: str,
    changes: list[Change],
    batch: int | None = None,
) -> None:
    """Keep what a command changed, for `undo`: each row before and after."""
    listed = ",".join(
        f'{{"kind":"{kind}","id":{row_id},"before":{before},"after":{after}}}'
        for kind, row_id, before, after in changes
    )
    text = f"[{listed}]"
    check = history_digest(at, command, batch, None, text)
    connection.execute(
        "INSERT INTO history (at, command, batch, changes, digest) VALUES (?, ?, ?, ?, ?)",
        (at, command, batch, text, check),
    )


def set_latest(connection: sqlite3.Connection, stamp: str) -> None:
    """Move the diary's clock on."""
    check = digest([("latest", stamp)])
    connection.execute("UPDATE clock SET latest = ?, digest = ?", (stamp, check))


def insert(connection: sqlite3.Connection, table: str, cells: Mapping[str, Cell | bool]) -> int:
    """Insert a row with its digest; gives its id."""
    names = ", ".join(cells)
    marks = ", ".join("?" * (len(cells) + 1))
    found = connection.execute(
        f"INSERT INTO {table} ({names}, digest) VALUES ({marks})",
        (*cells.values(), digest(cells.items())),
    )
    return found.lastrowid or 0


def update(
    connection: sqlite3.Connection, table: str, row_id: int, cells: Mapping[str, Cell | bool]
) -> None:
    """Write a row, its digest anew, over the one of an id."""
    pairs = ", ".join(f"{name} = ?" for name in cells)
    connection.execute(
        f"UPDATE {table} SET {pairs}, digest = ? WHERE id = ?",
        (*cells.values(), digest(cells.items()), row_id),
    )
