"""What every change of the diary goes through: its stamp, its rows, and the record of them.

Knows no entry and no rule: `change` does. Must never write a row without its
checksum, nor lose what stood in its place.
"""

import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from mglog.diary.row_text import Cell, checksum, history_checksum, row_text
from mglog.domain.entry import stamp
from mglog.errors import DiaryError


class RowChange(NamedTuple):
    """One row that was changed: as JSON before and after, null where there was none."""

    kind: str
    number: int
    before: str = "null"
    after: str = "null"


class Ledger:
    """The rows of one change, inside the caller's transaction.

    Args:
        connection: the diary, its transaction begun.
        now: the instant of the change.
    """

    def __init__(self, connection: sqlite3.Connection, now: datetime) -> None:
        self.connection = connection
        self._now = now
        self.rows: list[RowChange] = []

    @cached_property
    def at(self) -> str:
        """The stamp of the change: now, but never earlier than any before. Moves the clock on."""
        found = self.connection.execute("SELECT latest FROM clock").fetchone()
        if found is None:
            raise DiaryError(
                "The diary is damaged: its clock is gone; nothing was saved.", "See mglog doctor."
            )
        (latest,) = found
        moment = stamp(self._now)
        if moment <= latest:
            moment = stamp(datetime.fromisoformat(latest) + timedelta(microseconds=1))
        self.set_latest(moment)
        return moment

    def set_latest(self, moment: str) -> None:
        """Move the diary's clock on."""
        self.connection.execute(
            "UPDATE clock SET latest = ?, digest = ?", (moment, checksum([("latest", moment)]))
        )

    def insert(self, table: str, cells: Mapping[str, Cell]) -> int:
        """Insert a row with its checksum; gives its number."""
        names, marks = ", ".join(cells), ", ".join("?" * (len(cells) + 1))
        found = self.connection.execute(
            f"INSERT INTO {table} ({names}, digest) VALUES ({marks})",
            (*cells.values(), checksum(cells.items())),
        )
        return found.lastrowid or 0

    def update(self, table: str, number: int, cells: Mapping[str, Cell]) -> None:
        """Write a row, its checksum anew, over the one of a number."""
        pairs = ", ".join(f"{name} = ?" for name in cells)
        self.connection.execute(
            f"UPDATE {table} SET {pairs}, digest = ? WHERE id = ?",
            (*cells.values(), checksum(cells.items()), number),
        )

    def put(
        self, kind: str, table: str, number: int | None,
        before: Mapping[str, Cell] | None, after: Mapping[str, Cell],
    ) -> int:  # fmt: skip
        """Write a row, new or over the one of its number; keeps what stood there."""
        if before is None or number is None:
            number = self.insert(table, after)
            self.rows.append(RowChange(kind, number, after=row_text(after.items())))
        else:
            self.update(table, number, after)
            texts = (row_text(cells.items()) for cells in (before, after))
            self.rows.append(RowChange(kind, number, *texts))
        return number

    def record(self, command: str, batch: int | None = None) -> None:
        """Keep what was changed, for `undo`; nothing where nothing was."""
        if not self.rows and batch is None:
            return
        listed = ",".join(
            f'{{"kind":"{kind}","id":{number},"before":{before},"after":{after}}}'
            for kind, number, before, after in self.rows
        )
        text = f"[{listed}]"
        check = history_checksum(self.at, command, batch, None, text)
        self.connection.execute(
            "INSERT INTO history (at, command, batch, changes, digest) VALUES (?, ?, ?, ?, ?)",
            (self.at, command, batch, text, check),
        )

    def record_undone(self, number: int) -> None:
        """Note that the change of a number was taken back: undo itself leaves no record."""
        self._mark_record(number, self.at)

    def record_redone(self, number: int) -> None:
        """Note that the change of a number stands again, each row with the stamp it has now."""
        import json  # seldom wanted

        now = {(row.kind, row.number): row.after for row in self.rows}
        query = "SELECT changes FROM history WHERE id = ?"
        changes = json.loads(self.connection.execute(query, (number,)).fetchone()[0])
        for row in reversed(changes):  # the last that was done to a row is what stands
            held = now.pop((row["kind"], row["id"]), None)
            if held is not None and row["after"] is not None:
                row["after"] = json.loads(held)
        text = json.dumps(changes, ensure_ascii=False, separators=(",", ":"))
        self._mark_record(number, None, text)

    def _mark_record(self, number: int, undone: str | None, changes: str | None = None) -> None:
        query = "SELECT at, command, batch, changes FROM history WHERE id = ?"
        at, command, batch, text = self.connection.execute(query, (number,)).fetchone()
        text = changes or text
        check = history_checksum(at, command, batch, undone, text)
        self.connection.execute(
            "UPDATE history SET undone = ?, changes = ?, digest = ? WHERE id = ?",
            (undone, text, check, number),
        )
