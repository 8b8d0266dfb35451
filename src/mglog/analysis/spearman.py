"""Spearman's rank correlation, with average ranks for ties.

Loads NumPy, so it is imported only where ρ is needed.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def average_ranks(values: ArrayLike) -> Floats:
    """Ranks from 1, tied values sharing the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[inverse]
    return ranks


def spearman(left: ArrayLike, right: ArrayLike) -> float | None:
    """ρ, the correlation of the ranks; None if either series is constant or under 3 long."""
    a, b = average_ranks(left), average_ranks(right)
    if len(a) < 3:
        return None
    a, b = a - a.mean(), b - b.mean()
    norm = float(np.sqrt((a @ a) * (b @ b)))
    if norm == 0:
        return None
    # Ranks are halves, so a·b is exact, and rounding keeps norm ≥ |a·b|: never beyond ±1.
    return float(a @ b) / norm
