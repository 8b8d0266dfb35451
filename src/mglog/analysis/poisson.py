"""Poisson regression with an offset: the estimate, and the score of a fixed coefficient.

Model: log E[y_t] = Z_t'γ + β u_t. Newton with steps clipped to ±2 and the
linear predictor to ±30; a singular Z'WZ drops its last column. Checked
against statsmodels and R's `example(glm)` (Dobson 1990). Must never return a
number that is not finite.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LARGEST = float(np.log(20))
_STEP = 2.0
_PREDICTOR = 30.0
_ITERATIONS = 60
_TOLERANCE = 1e-10
_SINGULAR = 1e-10


class Design(NamedTuple):
    """The columns of a regression, N × k, and how to form X'WX from weights W (N)."""

    matrix: Floats
    gram: Callable[[Floats], Floats]


def dense_design(matrix: Floats) -> Design:
    """A design of any columns."""
    return Design(matrix, lambda weights: matrix.T @ (weights[:, None] * matrix))


class Fit(NamedTuple):
    """A fitted regression.

    Attributes:
        coefficients: of the columns that were kept, the leading ones.
        mu: fitted means, N.
        information: X'WX of the kept columns at the fit.
        converged: whether Newton settled.
    """

    coefficients: Floats
    mu: Floats
    information: Floats
    converged: bool


def _regular(information: Floats) -> bool:
    try:
        factor = np.linalg.cholesky(information)
    except np.linalg.LinAlgError:
        return False
    return bool(np.all(np.diag(factor) ** 2 > _SINGULAR * np.diag(information)))


def _means(design: Design, coefficients: Floats, offset: Floats) -> Floats:
    predictor = design.matrix[:, : len(coefficients)] @ coefficients + offset
    found: Floats = np.exp(np.clip(predictor, -_PREDICTOR, _PREDICTOR))
    return found


def _leading(design: Design, mu: Floats, kept: int) -> Floats:
    """X'WX of as many leading columns as are not singular."""
    information = design.gram(mu)[:kept, :kept]
    while kept > 1 and not _regular(information):
        kept -= 1
        information = information[:kept, :kept]
    return information


def fit(y: Floats, design: Design, offset: Floats, start: Floats | None = None) -> Fit:
    """Poisson maximum likelihood.

    Args:
        y: counts, N (or pseudo-counts).
        design: its first column must be the constant.
        offset: added to the linear predictor, N.
        start: coefficients to start from, as from a neighbouring fit.
    """
    kept = design.matrix.shape[1]
    if start is not None and len(start) == kept:
        coefficients = start.copy()
    else:
        coefficients = np.zeros(kept)
        coefficients[0] = np.log(max(y.sum(), 0.5) / np.exp(offset).sum())
    converged = False
    for _ in range(_ITERATIONS):
        mu = _means(design, coefficients, offset)
        information = _leading(design, mu, len(coefficients))
        coefficients = coefficients[: len(information)]
        score = design.matrix[:, : len(coefficients)].T @ (y - mu)
        step = _solved(information, score)
        if step is None:
            break
        coefficients = coefficients + np.clip(step, -_STEP, _STEP)
        if np.max(np.abs(step)) < _TOLERANCE:
            converged = True
            break
    while True:
        mu = _means(design, coefficients, offset)
        information = _leading(design, mu, len(coefficients))
        if len(information) == len(coefficients):
            return Fit(coefficients, mu, information, converged)
        # A column that is singular at the last step goes as well, and the fit has not settled.
        coefficients, converged = coefficients[: len(information)], False


def _solved(information: Floats, score: Floats) -> Floats | None:
    try:
        step: Floats = np.asarray(np.linalg.solve(information, score), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None
    return step if np.all(np.isfinite(step)) else None


def _firth(y: Floats, design: Design) -> Floats | None:
    """Coefficients by Firth's bias reduction (Biometrika 1993): y* = y + h/2, h the leverages."""
    coefficients = np.zeros(design.matrix.shape[1])
    coefficients[0] = np.log(max(y.mean(), 0.5 / len(y)))
    nothing = np.zeros(len(y))
    for _ in range(4 * _ITERATIONS):
        mu = _means(design, coefficients, nothing)
        information = design.gram(mu)
        if not _regular(information):
            return None
        leverage = mu * np.einsum(
            "ij,ji->i", design.matrix, np.linalg.solve(information, design.matrix.T)
        )
        step = _solved(information, design.matrix.T @ (y + leverage / 2 - mu))
        if step is None:
            return None
        coefficients = coefficients + np.clip(step, -_STEP, _STEP)
        if np.max(np.abs(step)) < _TOLERANCE:
            return coefficients
    return None


def estimate(y: Floats, nuisance: Floats, u: Floats) -> float | None:
    """β̂: maximum likelihood; Firth's where that diverges or |β̂| > log 20, then clamped.

    Args:
        y: counts, N.
        nuisance: Z, N × k, its first column the constant.
        u: the regressor, N.

    Returns:
        The log rate ratio per unit of u; None where u can't be told from Z.
    """
    design = dense_design(np.column_stack([nuisance, u]))
    found = fit(y, design, np.zeros(len(y)))
    size = design.matrix.shape[1]
    if found.converged and len(found.coefficients) == size:
        beta = float(found.coefficients[-1])
        if abs(beta) <= LARGEST:
            return beta
    reduced = _firth(y, design)
    if reduced is None:
        return None
    return float(np.clip(reduced[-1], -LARGEST, LARGEST))


class Score(NamedTuple):
    """What a null fit leaves, for a score test.

    Attributes:
        x: the efficient score's regressor, u − Z(Z'WZ)⁻¹Z'Wu, N.
        e: residuals y − μ, N.
        coefficients: of Z, to start the next null fit from.
        ok: whether the null fit converged; a test of one that did not has p = 1.
    """

    x: Floats
    e: Floats
    coefficients: Floats
    ok: bool


def score(y: Floats, design: Design, u: Floats, beta: float, start: Floats | None = None) -> Score:
    """The efficient score of β at a fixed value: y on Z with β·u as offset."""
    found = fit(y, design, beta * u, start)
    kept = design.matrix[:, : len(found.coefficients)]
    projection = _solved(found.information, kept.T @ (found.mu * u))
    if projection is None:
        return Score(u, y - found.mu, found.coefficients, ok=False)
    return Score(u - kept @ projection, y - found.mu, found.coefficients, found.converged)
