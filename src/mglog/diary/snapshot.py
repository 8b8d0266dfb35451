"""A whole diary read into light rows, in one pass a table. Must never fill a gap."""

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from mglog.diary import profile
from mglog.diary.totals import SOURCE_KIND
from mglog.domain.facts import EventRow, Facts, IntakeRow, SerumRow
from mglog.domain.kinds import KINDS, SERUM, Kind

# A blood value, typed from a lab's report, says nothing of what was taken that day.
OBSERVING = tuple(kind for kind in KINDS.values() if kind is not SERUM)


def _entry_days(
    connection: sqlite3.Connection, source: str, kinds: Iterable[Kind] = tuple(KINDS.values())
) -> frozenset[date]:
    """The days with an entry whose source is (not) null, of some kinds."""
    union = " UNION ".join(
        f"SELECT day FROM {kind.table} WHERE deleted IS NULL AND source {source}" for kind in kinds
    )
    return frozenset(date.fromisoformat(row[0]) for row in connection.execute(union))


def load(connection: sqlite3.Connection) -> Facts:
    """Read the facts of a whole diary, each list by day."""

    def rows(columns: str, table: str) -> "list[list[Any]]":
        found = connection.execute(
            f"SELECT day, {columns} FROM {table} WHERE deleted IS NULL ORDER BY day, at, uuid"
        )
        return [[date.fromisoformat(day), *rest] for day, *rest in found]

    def events(columns: str, table: str) -> list[EventRow]:
        return [
            EventRow(day, None if at is None else datetime.fromisoformat(at), *rest)
            for day, at, *rest in rows(columns, table)
        ]

    return Facts(
        intakes=[IntakeRow(*row) for row in rows(f"mg, what, {SOURCE_KIND}", "intakes")],
        cramps=events("at, count, pain, lasted_s, muscle", "cramps"),
        symptoms=events("at, count, severity, lasted_s, name", "symptoms"),
        serum=[SerumRow(*row) for row in rows("mmol_per_l, low, high, unit", "serum")],
        marked=frozenset(row[0] for row in rows("uuid", "no_cramps")),
        untaken=frozenset(row[0] for row in rows("uuid", "no_intake")),
        typed=_entry_days(connection, "IS NULL"),
        imported=_entry_days(connection, "IS NOT NULL"),
        observed=_entry_days(connection, "IS NULL", OBSERVING),
        profile=profile.load(connection),
    )
