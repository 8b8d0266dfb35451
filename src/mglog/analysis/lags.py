"""When: intake in four windows before the day, and in the week after it.

The week after is a negative control: magnesium can't act backwards, so if it
goes with cramps, cramps change what is taken.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mglog.analysis import poisson, shift_test
from mglog.analysis.exposure import Floats, Ints, Series, nuisance_columns, window_mean
from mglog.analysis.results import After, Lag

# Windows of days before the day, and how many of them must be known: at least 60 %.
WINDOWS = ((1, 2, 2), (3, 7, 3), (8, 14, 5), (15, 28, 9))
AFTER_DAYS, AFTER_KNOWN = 7, 5
_LEVEL = 0.05
_LEAST_DAYS = 30
_FURTHEST = 99  # of the negative control all nearer days count
_VARIES = 1e-6


class _Fit(NamedTuple):
    beta: float
    ends: shift_test.Interval | None
    p: float


def _regress(y: Floats, nuisance: Floats, level: Floats, alpha: float | None) -> _Fit | None:
    """β̂, its interval (if an alpha is given) and its p; None where there is nothing to tell."""
    if not y.any() or np.ptp(level) < _VARIES:
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


def _nearer(found: Series, days: Ints, first: int) -> Floats:
    """The intake of the days nearer than a window, centred, per 100 mg: N × 0 to 2.

    What it does would else show in the window too, and mirrored in one further off. A
    bedtime dose and the cramp of that night share a day. An unknown day counts as the mean.
    """
    columns = []
    for begin, end in ((0, 0), (-2, -1)):
        if -begin < first:
            level = window_mean(found.capped, begin, end, 1)[days]
            known = ~np.isnan(level)
            if known.any() and np.ptp(level[known]) > _VARIES:
                mean = level[known].mean()
                columns.append(np.where(known, level - mean, 0.0) / 100)
    return np.column_stack(columns) if columns else np.empty((len(days), 0))


def _window(found: Series, first: int, last: int, needed: int) -> _Fit | None:
    level = window_mean(found.capped, -last, -first, needed)
    days = np.flatnonzero(found.over & (found.events >= 0) & ~np.isnan(level))
    if len(days) < _LEAST_DAYS:
        return None
    events = found.events[days].astype(np.float64)
    nuisance = np.hstack([nuisance_columns(days), _nearer(found, days, first)])
    return _regress(events, nuisance, level[days], _LEVEL / len(WINDOWS))


def lag_profile(found: Series) -> list[Lag]:
    """The four windows, one at a time, the days nearer than each held fixed."""
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
    """The mean intake of the 7 days after; that of the days up to 7 before is held fixed."""
    level = window_mean(found.capped, 1, AFTER_DAYS, AFTER_KNOWN)
    inside = found.usable[~np.isnan(level[found.usable])]
    if len(inside) < _LEAST_DAYS:
        return None
    before = found.exposure[inside]
    columns = (nuisance_columns(inside), _nearer(found, inside, _FURTHEST))
    nuisance = np.column_stack([*columns, (before - before.mean()) / 100])
    fitted = _regress(found.events[inside].astype(np.float64), nuisance, level[inside], None)
    return None if fitted is None else After(float(np.exp(fitted.beta)), fitted.p)
