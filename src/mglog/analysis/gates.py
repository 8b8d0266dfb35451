"""The gates: what a diary must hold before its link is worth computing.

Loads NumPy, so it is imported only once there are days to judge. Must never
open a gate for a diary that can't support an estimate.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mglog.analysis.results import DISTINCT, Gates, gates_of

Floats = NDArray[np.float64]


def effective_days(exposure: ArrayLike) -> float | None:
    """How many independent days say as much; None if E is constant.

    N / (1 + 2 Σ_{k=1}^{⌊N/2⌋−1} (1 − k/N) r_k²)

    r_k is the lag-k autocorrelation of E (sums over overlapping pairs, divided
    by the lag-0 sum), by FFT. Squares as in the variance of a correlation of
    two autocorrelated series (Bartlett 1946).
    """
    values = np.asarray(exposure)
    n = len(values)
    if n < DISTINCT:
        return None
    centred = values - values.mean()
    if not np.any(centred):
        return None
    spectrum = np.fft.rfft(centred, 2 * n)
    covariance = np.fft.irfft(spectrum * np.conj(spectrum))[:n]
    lags = np.arange(1, n // 2)
    correlation = covariance[lags] / covariance[0]
    return float(n / (1 + 2 * np.sum((1 - lags / n) * correlation**2)))


def gates(exposure: ArrayLike, events: ArrayLike) -> Gates:
    """The gates of a run of usable days: exposure in mg a day, events a day, same length."""
    values = np.asarray(exposure)
    varied = len(np.unique(values)) >= DISTINCT
    spread = float(np.subtract(*np.percentile(values, [90, 10]))) if varied else 0.0
    effective = effective_days(values) if varied else None
    return gates_of(len(values), int(np.sum(events)), spread, effective)
