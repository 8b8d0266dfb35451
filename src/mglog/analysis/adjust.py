"""What may share a cause with cramps, as columns that hold it fixed.

At most two factors, named by the person beforehand. Must never choose them: what
correlates afterwards always does.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import cos, pi, sin
from statistics import median

import numpy as np

from mglog.analysis.exposure import Floats, window_mean
from mglog.domain.factors import amounts
from mglog.domain.facts import Facts
from mglog.formatting import comparable

MOST = 2
PERIOD = "period"
_CYCLE = 28.0  # days, until two periods are known
_WINDOW = 7


def level(facts: Facts, name: str, days: Sequence[date]) -> Floats:
    """How much of a factor there was on each day; NaN where nobody knows.

    A day without it is 0 if it was said so, or, from its first entry on, if anything was
    typed on it in time.
    """
    found = amounts(facts, name)
    first = min(found.level, default=date.max)

    def absent(day: date) -> float:
        known = day in found.without or (day >= first and day in facts.observed)
        return 0.0 if known else np.nan

    return np.array([found.level.get(day, absent(day)) for day in days])


def _cycle(facts: Facts, days: Sequence[date]) -> Floats:
    """The day of the cycle as cos and sin, N × 2; 0 before the first period."""
    noted = sorted({row.day for row in facts.factors if comparable(row.name) == PERIOD})
    starts = [day for at, day in enumerate(noted) if not at or (day - noted[at - 1]).days > _WINDOW]
    lengths = [(later - day).days for day, later in pairwise(starts)]
    usual = float(median(lengths)) if lengths else _CYCLE
    found = np.zeros((len(days), 2))
    for at, day in enumerate(days):
        before = [start for start in starts if start <= day]
        if before:
            place = len(before) - 1
            long = float(lengths[place]) if place < len(lengths) else usual
            angle = 2 * pi * (day - before[-1]).days / long
            found[at] = cos(angle), sin(angle)
    return found


def held_fixed(facts: Facts, names: Sequence[str], days: Sequence[date]) -> Floats:
    """The columns that hold some factors fixed: the 7-day means before, N × k.

    Args:
        facts: the diary.
        names: at most two; `period` stands as the day of the cycle.
        days: every calendar day, in order.
    """
    columns: list[Floats] = []
    for name in names[:MOST]:
        if comparable(name) == PERIOD:
            columns.append(_cycle(facts, days))
            continue
        before = window_mean(level(facts, name, days), -_WINDOW, -1, 1)
        known = ~np.isnan(before)
        mean = before[known].mean() if known.any() else 0.0
        spread = before[known].std() if known.any() else 0.0
        columns.append((np.where(known, before - mean, 0.0) / (spread or 1.0))[:, None])
    return np.hstack(columns) if columns else np.empty((len(days), 0))
