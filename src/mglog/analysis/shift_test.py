"""The circular-shift test, and the interval that inverts it.

Shifting one series round against the other keeps the autocorrelation of
both, which the usual tests ignore. Deterministic: no seed. Checked against
enumeration; no published figure exists.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mglog.analysis.poisson import Design, score

Floats = NDArray[np.float64]

LEVEL = 0.05
WIDEST = 4.0
_STEP = 0.05
_PRECISION = 0.001
_TIE = 1e-9


def shifted_scores(x: Floats, e: Floats) -> Floats:
    """T_s = Σ_t (x_{(t+s) mod N} − mean x)(e_t − mean e) for s = 0 … N−1, by FFT."""
    n = len(x)
    forward = np.fft.rfft(x - x.mean())
    backward = np.conj(np.fft.rfft(e - e.mean()))
    found: Floats = np.fft.irfft(forward * backward, n)
    return found


def covariance(x: Floats, e: Floats) -> float:
    """T_0 by its definition: Σ_t (x_t − mean x)(e_t − mean e)."""
    return float((x - x.mean()) @ (e - e.mean()))


def p_value(x: Floats, e: Floats) -> float:
    """The share of shifts whose |T_s| reaches |T_0|, ties included; s = 0 counts, so p ≥ 1/N."""
    sizes = np.abs(shifted_scores(x, e))
    # |T_0| straight from its definition: the FFT's own error must not lose s = 0.
    observed = min(abs(covariance(x, e)), float(sizes[0]))
    return float(np.count_nonzero(sizes >= observed * (1 - _TIE)) / len(x))


class Interval(NamedTuple):
    """Bounds of β; None is open-ended."""

    low: float | None
    high: float | None


def interval(y: Floats, design: Design, u: Floats, beta: float, level: float = LEVEL) -> Interval:
    """All β₀ that the shift test does not reject, stepping out from β̂.

    Args:
        y: counts, N.
        design: Z.
        u: the regressor, N.
        beta: β̂, to start from.
        level: reject below this p.

    An end not found by |β₀| = 4 is open.
    """

    def accepts() -> Callable[[float], bool]:
        start: list[Floats | None] = [None]

        def at(value: float) -> bool:
            found = score(y, design, u, value, start[0])
            if not found.ok:
                start[0] = None
                return True
            start[0] = found.coefficients
            return p_value(found.x, found.e) >= level

        return at

    return Interval(_end(accepts(), beta, -1), _end(accepts(), beta, 1))


def _end(accepted: Callable[[float], bool], beta: float, direction: int) -> float | None:
    steps = 0
    while True:
        steps += 1
        outer = beta + direction * _STEP * steps
        if abs(outer) > WIDEST:
            return None
        if not accepted(outer):
            break
    inner = outer - direction * _STEP
    while abs(outer - inner) > _PRECISION:
        middle = (inner + outer) / 2
        if accepted(middle):
            inner = middle
        else:
            outer = middle
    return (inner + outer) / 2
