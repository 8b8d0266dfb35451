"""Rows of the diary as text: what the history keeps of them, and their checksums.

On the path of a logged line, so without the json module. Must never lose a
digit: what undo puts back is what was there.
"""

import zlib
from collections.abc import Iterable

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


def checksum(cells: Iterable[tuple[str, Cell | bool]]) -> str:
    """Eight hex digits (CRC-32) of a row's content, by which `doctor` finds a silent change."""
    return f"{zlib.crc32(row_text(cells).encode('utf-8', 'surrogatepass')):08x}"


def history_checksum(
    at: str, command: str, batch: int | None, undone: str | None, text: str
) -> str:
    """The same of a record of history: `text` is its changes, as they are stored."""
    head = row_text([("at", at), ("command", command), ("batch", batch), ("undone", undone)])
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass'), zlib.crc32(head.encode())):08x}"
