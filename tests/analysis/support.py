"""What the tests of this folder share."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from mglog.analysis.days import Day, EventCount, Observed
from mglog.analysis.exposure import nuisance_columns
from tests.support import series_of

FIRST = date(2026, 1, 1)


def on(offset: int) -> date:
    return FIRST + timedelta(days=offset)


def run_of(
    mg: Sequence[float | None], events: Sequence[int | None] | None = None, over: int = 10**6
) -> list[Day]:
    counts = events or [0] * len(mg)
    return [
        Day(FIRST + timedelta(days=at), value, counts[at], at < over) for at, value in enumerate(mg)
    ]


def counts(found: Observed, days: int) -> list[int | None]:
    count = EventCount(found)
    return [count(on(day)) for day in range(days)]


def exposed(mg: Sequence[float | None]) -> list[float | None]:
    found = series_of(run_of(mg)).exposure
    return [None if np.isnan(value) else float(value) for value in found]


Array = np.ndarray[Any, np.dtype[np.float64]]


def data(seed: int, n: int = 90, effect: float = -0.3) -> tuple[Array, Array, Array]:
    """Counts, [1, time] and a regressor, autocorrelated."""
    rng = np.random.default_rng(seed)
    u = np.convolve(rng.standard_normal(n + 6), np.ones(7) / 7, mode="valid") * 2
    y = rng.poisson(np.exp(-0.5 + effect * u)).astype(np.float64)
    return y, nuisance_columns(np.arange(n)), u - u.mean()


TIME = np.column_stack([np.ones(40), np.linspace(-1, 1, 40)])


def wavy(n: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """An exposure in mg that goes up and down."""
    return 200 + 100 * np.sin(np.arange(n) / 5.0)


CONSTANT = np.ones((40, 1))
