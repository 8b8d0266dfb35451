"""The second test: a score test with a long-run variance from cosines.

Equal-weighted cosine (EWC) estimator and its t reference: Lazarus, Lewis,
Stock & Watson 2018, "HAR Inference: Recommendations for Practice", J. Bus.
Econ. Stat. 36(4). Student's t by its closed form for whole degrees of freedom
(Abramowitz & Stegun 26.7.3-4), so that SciPy is needed only to check it.
"""

from math import atan, cos, pi, sin, sqrt

import numpy as np
from numpy.typing import NDArray

from mglog.analysis.poisson import Design

Floats = NDArray[np.float64]


def two_sided_t(t: float, df: int) -> float:
    """P(|T| ≥ |t|) for Student's t with whole degrees of freedom df ≥ 1."""
    angle = atan(abs(t) / sqrt(df))
    term = total = cos(angle) if df % 2 else 1.0
    first = 3 if df % 2 else 2
    for power in range(first, df - 1, 2):
        term *= cos(angle) ** 2 * (power - 1) / power
        total += term
    if df % 2:
        inside = (2 / pi) * (angle + (sin(angle) * total if df > 1 else 0.0))
    else:
        inside = sin(angle) * total
    return max(0.0, 1.0 - inside)


def cosines(n: int, first: int, last: int) -> Floats:
    """Columns cos(πj(t − ½)/N), t = 1 … N, for j = first … last."""
    # cos((j + 1)a) = 2 cos a cos(ja) − cos((j − 1)a): a hundred times fewer cosines to take.
    rows = np.ones((max(last, 1) + 1, n))
    rows[1] = np.cos(np.pi / n * (np.arange(1, n + 1) - 0.5))
    for j in range(1, last):
        rows[j + 1] = 2 * rows[1] * rows[j] - rows[j - 1]
    found: Floats = rows[first : last + 1].T
    return found


def degrees_of_freedom(n: int) -> int:
    """B, the degrees of freedom of N days: max(3, ⌊0.4 N^⅔⌋)."""
    return max(3, int(0.4 * n ** (2 / 3)))


def p_value(x: Floats, e: Floats) -> tuple[float, float]:
    """The two-sided p of Σ x·e against t_B, and Σ x·e for its sign."""
    s = x * e
    total, b = float(s.sum()), degrees_of_freedom(len(s))
    weights = sqrt(2) * (s @ cosines(len(s), 1, b))
    variance = float(weights @ weights) / b
    if variance <= 0:
        return 1.0, total
    return two_sided_t(total / sqrt(variance), b), total


def slow_columns(n: int) -> int:
    """J, how many cosines it takes to remove what is slower than about 60 days: max(1, 2⌊N/60⌋)."""
    return max(1, 2 * (n // 60))


def slow_design(n: int) -> Design:
    """Z = [1, cos(πj(t − ½)/N), j = 1 … J], with X'WX from one cosine transform of W.

    cos a · cos b = ½(cos(a − b) + cos(a + b)), so every element of X'WX is a
    sum of two of the transform's: N·J work in place of N·J².
    """
    j = slow_columns(n)
    matrix = cosines(n, 0, j)
    index = np.arange(j + 1)
    apart, together = np.abs(index[:, None] - index), index[:, None] + index

    def gram(weights: Floats) -> Floats:
        mirrored = np.concatenate([weights, weights[::-1]])
        spectrum = np.fft.rfft(mirrored)[: 2 * j + 1]
        phase = np.exp(-0.5j * np.pi * np.arange(2 * j + 1) / n)
        transform = (spectrum * phase).real / 2
        found: Floats = (transform[apart] + transform[together]) / 2
        return found

    return Design(matrix, gram)
