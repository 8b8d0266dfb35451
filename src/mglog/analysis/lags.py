"""When: intake in four windows before the day, and in the week after it.

The week after is a negative control: magnesium can't act backwards, so if it
goes with cramps, cramps change what is taken.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mglog.analysis import poisson, shift_test
from mglog.analysis.exposure import Floats, Series, nuisance_columns, window_mean
from mglog.analysis.results import After, Lag

# Windows of days before the day, and how many of them must be known: at least 60 %.
WINDOWS = ((1, 2, 2), (3, 7, 3), (8, 14, 5), (15, 28, 9))
AFTER_DAYS, AFTER_KNOWN = 7, 5
_LEVEL = 0.05
_LEAST_DAYS = 30


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
    design = poisson.dense_design(nuisance)
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


def _window(found: Series, first: int, last: int, needed: int) -> _Fit | None:
    level = window_mean(found.capped, -last, -first, needed)
    days = np.flatnonzero(found.over & (found.events >= 0) & ~np.isnan(level))
    if len(days) < _LEAST_DAYS:
        return None
    events = found.events[days].astype(np.float64)
    return _regress(events, nuisance_columns(days), level[days], _LEVEL / len(WINDOWS))


def lag_profile(found: Series) -> list[Lag]:
    """The four windows, one at a time."""
    fits = [_window(found, *window) for window in WINDOWS]
    adjusted = iter(holm([each.p for each in fits if each is not None]))
    rows = []
    for (first, last, _), each in zip(WINDOWS, fits, strict=True):
        if each is None or each.ends is None:
            rows.append(Lag(first, last))
            continue
        low, high = (None if end is None else float(np.exp(end)) for end in each.ends)
        rows.append(Lag(first, last, float(np.exp(each.beta)), low, high, next(adjusted)))
    return rows


def negative_control(found: Series) -> After | None:
    """The mean intake of the 7 days after, with that of the 7 days before held fixed."""
    level = window_mean(found.capped, 1, AFTER_DAYS, AFTER_KNOWN)
    inside = found.usable[~np.isnan(level[found.usable])]
    if len(inside) < _LEAST_DAYS:
        return None
    before = found.exposure[inside]
    nuisance = np.column_stack([nuisance_columns(inside), (before - before.mean()) / 100])
    fitted = _regress(found.events[inside].astype(np.float64), nuisance, level[inside], None)
    return None if fitted is None else After(float(np.exp(fitted.beta)), fitted.p)
