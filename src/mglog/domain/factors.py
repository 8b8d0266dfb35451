"""How much of a factor there was on each day, whatever units it was told in.

Must never add up two units, nor take an entry without an amount for a small one.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from statistics import fmean
from typing import NamedTuple

from mglog.domain.facts import FactorRow, Facts
from mglog.formatting import comparable

_MINUTES = {
    "h": 60.0, "hr": 60.0, "hour": 60.0, "hours": 60.0, "s": 1 / 60, "sec": 1 / 60,
    "m": 1.0, "min": 1.0, "mins": 1.0, "minute": 1.0, "minutes": 1.0,
}  # fmt: skip


class Amounts(NamedTuple):
    """A factor's days.

    Attributes:
        unit: the unit that most of its amounts have; None for plain numbers, or for no amount.
        told: how much was told, by day, in that unit; a day's entries summed.
        level: how much there was, by day: an entry without an amount, or in another unit, counts as
            the mean of the amounts that were told; as 1 where none was.
        without: the days of which it was said that there was none.
    """

    unit: str | None
    told: dict[date, float]
    level: dict[date, float]
    without: frozenset[date]


def _in_minutes(row: FactorRow) -> FactorRow:
    times = _MINUTES.get((row.unit or "").lower())
    if times is None or row.value is None:
        return row
    return row._replace(value=row.value * times, unit="min")


def amounts(facts: Facts, name: str) -> Amounts:
    """How much of a factor there was, by day."""
    wanted = comparable(name)
    rows = [_in_minutes(row) for row in facts.factors if comparable(row.name) == wanted]
    without = {day for day, other in facts.without if comparable(other) == wanted}
    without |= {row.day for row in rows if row.value == 0}
    rows = [row for row in rows if row.value != 0]
    units = Counter(comparable(row.unit or "") for row in rows if row.value is not None)
    usual = units.most_common(1)[0][0] if units else ""
    told: dict[date, float] = {}
    others: Counter[date] = Counter()
    unit = None
    for row in rows:
        if row.value is None or comparable(row.unit or "") != usual:
            others[row.day] += 1
        else:
            told[row.day] = told.get(row.day, 0.0) + row.value
            unit = row.unit
    each = fmean(told.values()) if told else 1.0
    level = {day: told.get(day, 0.0) + others[day] * each for day in {*told, *others}}
    return Amounts(unit, told, level, frozenset(without - level.keys()))


def names(facts: Facts) -> Sequence[str]:
    """The names of all factors that were told or denied, as they were first typed."""
    found: dict[str, str] = {}
    for name in (*(row.name for row in facts.factors), *sorted(pair[1] for pair in facts.without)):
        found.setdefault(comparable(name), name)
    return list(found.values())
