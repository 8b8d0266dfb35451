"""What a day holds so far, for the answer to each logged line. Reads only."""

import sqlite3
from datetime import date
from typing import NamedTuple

from mglog.formatting import comparable

# A bare quantity of magnesium that was typed by hand is a supplement, also where it was logged
# before mglog said so. An imported one stays of unknown kind.
SOURCE_KIND = (
    "CASE WHEN source_kind IS NULL AND what IS NULL AND source IS NULL "
    "THEN 'supplement' ELSE source_kind END"
)


class DayTotals(NamedTuple):
    """A day's totals: mg is the sum of known intakes, None if none is known."""

    mg: float | None
    supplement_mg: float
    cramps: int


def day_totals(connection: sqlite3.Connection, day: date) -> DayTotals:
    """What a day holds so far."""
    live = "WHERE day = ? AND deleted IS NULL"
    (mg, supplement_mg, cramps) = connection.execute(
        f"SELECT (SELECT sum(mg) FROM intakes {live}), "
        f"(SELECT total(mg) FROM intakes {live} AND {SOURCE_KIND} = 'supplement'), "
        f"(SELECT coalesce(sum(count), 0) FROM cramps {live})",
        (day.isoformat(),) * 3,
    ).fetchone()
    return DayTotals(mg, supplement_mg, cramps)


def symptom_count(connection: sqlite3.Connection, day: date, name: str) -> int:
    """How many of a symptom, by its name in any case, a day holds so far."""
    found = connection.execute(
        "SELECT name, count FROM symptoms WHERE day = ? AND deleted IS NULL", (day.isoformat(),)
    )
    return sum(count for other, count in found if comparable(other) == comparable(name))


def supplements_only(connection: sqlite3.Connection) -> bool:
    """As `facts.supplements_only` finds of all intakes, without reading each."""
    (only, days) = connection.execute(
        "SELECT total(only_them), count(*) FROM ("
        f"SELECT min(({SOURCE_KIND}) IS 'supplement') AS only_them FROM intakes "
        "WHERE deleted IS NULL GROUP BY day HAVING count(mg) > 0)"
    ).fetchone()
    return bool(2 * only > days)
