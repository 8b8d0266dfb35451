"""When: intake in four stretches before the day, and in the week after it.

The week after is a negative control: magnesium can't act backwards, so if it
goes with cramps, cramps change what is taken.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mglog.analysis import poisson, shift_test
from mglog.analysis.exposure import Columns, Floats, Ints, capped, trend, window_mean

# Days before the day, and how many of them must be known: at least 60 %.
STRETCHES = ((1, 2, 2), (3, 7, 3), (8, 14, 5), (15, 28, 9))
AFTER_DAYS, AFTER_KNOWN = 7, 5
_LEVEL = 0.05
_LEAST_DAYS = 30


class Lag(NamedTuple):
    """A stretch of days before: rate ratio per +100 mg a day, its interval, its p by Holm.

    All None where the stretch does not vary or is too seldom known; a None
    bound beside a rate ratio is open-ended. The interval's level is
    1 − 0.05/4, so that the four hold together.
    """

    from_days: int
    to_days: int
    rate_ratio: float | None
    low: float | None
    high: float | None
    p_holm: float | None


class After(NamedTuple):
    """The week after, given the week before: rate ratio per +100 mg a day, and its shift p."""

    rate_ratio: float
    p_shift: float


class _Fit(NamedTuple):
    beta: float
    ends: shift_test.Interval | None
    p: float


def _regress(y: Floats, nuisance: Floats, level: Floats, alpha: float | None) -> _Fit | None:
    """β̂, its interval (if an alpha is given) and its p; None where there is nothing to tell."""
    if not y.any() or np.ptp(level) < 1e-6:
        return None
    u = (level - level.mean()) / 100
    beta = poisson.estimate(y, nuisance, u)
    if beta is None:
        return None
    design = poisson.plain(nuisance)
    null = poisson.score(y, design, u, 0.0)
    ends = None if alpha is None else shift_test.interval(y, design, u, beta, alpha)
    return _Fit(beta, ends, shift_test.p_value(null.x, null.e) if null.ok else 1.0)


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment (Scand. J. Statist. 1979), in the order given."""
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for place, at in enumerate(sorted(range(len(p_values)), key=lambda at: p_values[at])):
        largest = max(largest, min(1.0, (len(p_values) - place) * p_values[at]))
        adjusted[at] = largest
    return adjusted


def _stretch(found: Columns, first: int, last: int, needed: int) -> _Fit | None:
    level = window_mean(capped(found.mg), -last, -first, needed)
    days = np.flatnonzero(found.over & (found.events >= 0) & ~np.isnan(level))
    if len(days) < _LEAST_DAYS:
        return None
    return _regress(
        found.events[days].astype(np.float64),
        trend(days),
        level[days],
        _LEVEL / len(STRETCHES),
    )


def lag_profile(found: Columns) -> list[Lag]:
    """The four stretches, one at a time."""
    fits = [_stretch(found, *stretch) for stretch in STRETCHES]
    adjusted = iter(holm([each.p for each in fits if each is not None]))
    rows = []
    for (first, last, _), each in zip(STRETCHES, fits, strict=True):
        if each is None or each.ends is None:
            rows.append(Lag(first, last, None, None, None, None))
            continue
        low, high = (None if end is None else float(np.exp(end)) for end in each.ends)
        rows.append(Lag(first, last, float(np.exp(each.beta)), low, high, next(adjusted)))
    return rows


def after_control(found: Columns, days: Ints, exposed: Floats) -> After | None:
    """The mean intake of the 7 days after, with that of the 7 days before held fixed."""
    level = window_mean(capped(found.mg), 1, AFTER_DAYS, AFTER_KNOWN)
    inside = days[~np.isnan(level[days])]
    if len(inside) < _LEAST_DAYS:
        return None
    before = exposed[inside]
    nuisance = np.column_stack([trend(inside), (before - before.mean()) / 100])
    fitted = _regress(found.events[inside].astype(np.float64), nuisance, level[inside], None)
    return None if fitted is None else After(float(np.exp(fitted.beta)), fitted.p)
