"""A whole diary read into light rows, in one pass a table. Must never fill a gap."""

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from mglog.diary import profile
from mglog.diary.totals import SOURCE_KIND
from mglog.domain.facts import EventRow, FactorRow, Facts, IntakeRow, SerumRow
from mglog.domain.kinds import FACTOR, KINDS, NO_FACTOR, SERUM, Kind
from mglog.domain.profile import day_start

# A blood value, typed from a lab's report, says nothing of what was taken that day.
# Nor does what may share a cause with cramps say anything of them.
OBSERVING = tuple(kind for kind in KINDS.values() if kind not in (SERUM, FACTOR, NO_FACTOR))


def _days(connection: sqlite3.Connection, kinds: Iterable[Kind], where: str) -> frozenset[date]:
    """The days with a live entry of some kinds that a condition of this module's holds for."""
    union = " UNION ".join(
        f"SELECT day FROM {kind.table} LEFT JOIN batches ON batches.id = batch "
        f"WHERE deleted IS NULL AND {where}"
        for kind in kinds
    )
    return frozenset(date.fromisoformat(row[0]) for row in connection.execute(union))


def _in_time(starts: time) -> str:
    """What holds of an entry typed by hand no later than the end of the second day after its own.

    What is typed later says only what it says. A line that was imported without its
    `created` counts as created on its day.
    """
    end = f"'+3 days', '+{starts.hour} hours', '+{starts.minute} minutes', 'utc'"
    typed = f"created < strftime('%Y-%m-%dT%H:%M', day, {end})"
    return f"source IS NULL AND (created = batches.at OR {typed})"


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

    settings = profile.load(connection)
    return Facts(
        intakes=[IntakeRow(*row) for row in rows(f"mg, what, {SOURCE_KIND}", "intakes")],
        cramps=events("at, count, pain, lasted_s, muscle", "cramps"),
        symptoms=events("at, count, severity, lasted_s, name", "symptoms"),
        serum=[SerumRow(*row) for row in rows("mmol_per_l, low, high, unit", "serum")],
        marked=frozenset(row[0] for row in rows("uuid", "no_cramps")),
        untaken=frozenset(row[0] for row in rows("uuid", "no_intake")),
        typed=_days(connection, KINDS.values(), "source IS NULL"),
        imported=_days(connection, KINDS.values(), "source IS NOT NULL"),
        observed=_days(connection, OBSERVING, _in_time(day_start(settings))),
        profile=settings,
        factors=[FactorRow(*row) for row in rows("name, value, unit", "factors")],
        without=frozenset((row[0], row[1]) for row in rows("name", "no_factors")),
        adjust_since=_since(connection),
    )


def _since(connection: sqlite3.Connection) -> date | None:
    """Since when the link is adjusted; None if it is not."""
    query = "SELECT changed FROM profile WHERE key = 'adjust'"
    found = connection.execute(query).fetchone()
    return None if found is None else datetime.fromisoformat(found[0]).astimezone().date()
