"""The gates: what a diary must hold before its link is worth computing.

Loads NumPy, so it is imported only once there are days to judge. Must never
open a gate for a diary that can't support an estimate.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

USABLE_DAYS = 60
EVENTS = 20
SPREAD_MG = 50.0
LOOKS = 8.0
DISTINCT = 3

Floats = NDArray[np.float64]


class Gate(NamedTuple):
    """One requirement: the figure, the need, and whether it is met; None is not computable."""

    value: float | None
    need: float

    @property
    def ok(self) -> bool:
        """Whether the figure reaches the need."""
        return self.value is not None and self.value >= self.need


class Gates(NamedTuple):
    """All four; every one is needed.

    Attributes:
        usable_days: days with known events and exposure.
        events: cramps on them.
        spread_mg: P90 − P10 of exposure, mg; 0 with fewer than 3 distinct values.
        looks: independent looks at exposure (`looks`).
    """

    usable_days: Gate
    events: Gate
    spread_mg: Gate
    looks: Gate

    @property
    def ok(self) -> bool:
        """Whether every gate is open."""
        return all(gate.ok for gate in self)


def looks(exposure: ArrayLike) -> float | None:
    """Independent looks: N / (1 + 2 Σ_{k=1}^{⌊N/2⌋−1} (1 − k/N) r_k²); None if E is constant.

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
    return Gates(
        Gate(len(values), USABLE_DAYS),
        Gate(int(np.sum(events)), EVENTS),
        Gate(spread, SPREAD_MG),
        Gate(looks(values) if varied else None, LOOKS),
    )
