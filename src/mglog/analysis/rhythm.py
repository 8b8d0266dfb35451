"""The rhythm that intake keeps, if it keeps one, and the shift test with that rhythm taken out.

Where exposure comes back every so many days, shifts by that period look alike: a
rhythm of the same length in cramps is then one coincidence, not hundreds. Must
never call a slow change a rhythm: those have a check of their own.
"""

import numpy as np

from mglog.analysis.exposure import Floats, Ints, nuisance_columns
from mglog.analysis.results import Rhythm

SHORTEST, LONGEST = 6.0, 45.0  # days
HARMONICS = 2
_FINENESS = 4  # so many periods are tried for each that the span can tell apart
_RIDGE = 1e-9
_AS_WELL = 0.01


def waves(days: Ints, period: float) -> Floats:
    """Cos and sin of a period and its first harmonic on the given days, N × 4."""
    angle = 2 * np.pi * days.astype(np.float64) / period
    columns = [wave(k * angle) for k in range(1, HARMONICS + 1) for wave in (np.cos, np.sin)]
    return np.column_stack(columns)


def columns_with(days: Ints, period: float) -> Floats:
    """Z = [1, time] and the waves of a period."""
    return np.hstack([nuisance_columns(days), waves(days, period)])


def _shares(days: Ints, centred: Floats, frequencies: Floats) -> Floats:
    """How much of the variance the waves of each frequency hold, least squares."""
    angles = 2 * np.pi * np.outer(frequencies, days.astype(np.float64))
    parts = [wave(k * angles) for k in range(1, HARMONICS + 1) for wave in (np.cos, np.sin)]
    basis: Floats = np.stack(parts, axis=2)  # frequencies × N × 4
    trend = nuisance_columns(days)
    orthogonal = trend / np.linalg.norm(trend, axis=0)
    basis -= np.einsum("nk,fkw->fnw", orthogonal, np.einsum("nk,fnw->fkw", orthogonal, basis))
    gram = np.einsum("fnw,fnv->fwv", basis, basis)
    gram += _RIDGE * len(days) * np.eye(basis.shape[2])
    against = np.einsum("fnw,n->fw", basis, centred)
    fitted = np.linalg.solve(gram, against[:, :, None])[:, :, 0]
    held: Floats = np.einsum("fw,fw->f", fitted, against) / float(centred @ centred)
    return held


def rhythm(days: Ints, exposure: Floats) -> Rhythm | None:
    """The period of 6 to 45 days that holds most of exposure's variance; None without any.

    Args:
        days: indices of the usable days.
        exposure: E on them, mg a day.
    """
    trend = nuisance_columns(days)
    centred = exposure - trend @ np.linalg.lstsq(trend, exposure, rcond=None)[0]
    span = float(days[-1] - days[0]) if len(days) else 0.0
    if span < 2 * LONGEST or not np.any(np.abs(centred) > 1e-9):
        return None
    frequencies = np.arange(1 / LONGEST, 1 / SHORTEST, 1 / (_FINENESS * span))
    shares = _shares(days, centred, frequencies)
    # Twice a period, with its harmonic, fits as well: the shortest of those that do is meant.
    best = int(np.flatnonzero(shares >= shares.max() - _AS_WELL)[-1])
    return Rhythm(float(1 / frequencies[best]), float(min(shares[best], 1.0)))
