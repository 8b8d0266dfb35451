"""The diary as the report needs it: light rows, read in one pass a table.

Must never fill a gap: what the diary does not hold is None or absent.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from mglog.diary import settings
from mglog.domain.kinds import KINDS

if TYPE_CHECKING:
    import sqlite3


class Intake(NamedTuple):
    """One intake: diary day (ISO), elemental mg (None if unknown), what, kind."""

    day: str
    mg: float | None
    what: str | None
    source_kind: str | None


class Event(NamedTuple):
    """One cramp, or one symptom: severity stands where a cramp has pain."""

    day: str
    at: str | None
    times: int
    pain: int | None
    lasted_s: int | None
    name: str | None


class Serum(NamedTuple):
    """One blood value, mmol/L, with the lab's own range."""

    day: str
    mmol_per_l: float
    low: float | None
    high: float | None
    unit: str | None


class Facts(NamedTuple):
    """Everything live in a diary, by day.

    Attributes:
        marked: days with a no-cramps mark.
        typed: days with any entry typed by hand.
        imported: days with any imported entry.
        symptoms: every symptom's events, its name in `Event.name`.
        profile: the person's settings, as text.
    """

    intakes: list[Intake]
    cramps: list[Event]
    symptoms: list[Event]
    serum: list[Serum]
    marked: frozenset[str]
    typed: frozenset[str]
    imported: frozenset[str]
    profile: Mapping[str, str]

    @property
    def days(self) -> frozenset[str]:
        """Every day that holds an entry of any kind."""
        return self.typed | self.imported


def _entry_days(connection: "sqlite3.Connection", source: str) -> frozenset[str]:
    """The days with an entry whose source is (not) null, of any kind."""
    union = " UNION ".join(
        f"SELECT day FROM {kind.table} WHERE deleted IS NULL AND source {source}"
        for kind in KINDS.values()
    )
    return frozenset(row[0] for row in connection.execute(union))


def load(connection: "sqlite3.Connection") -> Facts:
    """Read the facts of a whole diary, each list by day."""

    def rows(columns: str, table: str) -> "sqlite3.Cursor":
        return connection.execute(
            f"SELECT {columns} FROM {table} WHERE deleted IS NULL ORDER BY day, at, uuid"
        )

    return Facts(
        intakes=[Intake(*row) for row in rows("day, mg, what, source_kind", "intakes")],
        cramps=[Event(*row) for row in rows("day, at, count, pain, lasted_s, muscle", "cramps")],
        symptoms=[
            Event(*row) for row in rows("day, at, count, severity, lasted_s, name", "symptoms")
        ],
        serum=[Serum(*row) for row in rows("day, mmol_per_l, low, high, unit", "serum")],
        marked=frozenset(row[0] for row in rows("day", "no_cramps")),
        typed=_entry_days(connection, "IS NULL"),
        imported=_entry_days(connection, "IS NOT NULL"),
        profile=settings.load(connection),
    )
