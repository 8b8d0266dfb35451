"""The method of docs/method.md once more, in loops and with statsmodels and SciPy.

Written from the text alone, slowly and plainly, and with nothing of
`mglog.analysis`: what both say is likely to be what the text says.
"""

import math
import warnings
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import statsmodels.api as sm
from scipy import stats

from mglog.analysis.days import Day

Numbers = list[float]


class Fit(NamedTuple):
    """p-values and signs of the three checks, β̂, and what an interval needs."""

    beta: float
    p_shift: float
    p_score: float
    p_slow: float
    rule: bool


class Looked(NamedTuple):
    """Everything that is compared."""

    verdict: str
    usable: int
    events: int
    cap: float | None
    rate_ratio: float
    low: float | None
    high: float | None
    fit: Fit
    rho: float
    p_rho: float
    rules: list[tuple[int, bool]]
    lags: list[tuple[float | None, ...]]
    after: tuple[float, float] | None


def cap_of(mg: Sequence[float | None]) -> float:
    known = np.array([value for value in mg if value is not None])
    middle = np.median(known)
    spread = 1.4826 * np.median(np.abs(known - middle))
    return float(max(np.percentile(known, 95), middle + 4 * spread))


def window(mg: Sequence[float | None], day: int, first: int, last: int, need: int) -> float | None:
    """The mean of the known values from day + first to day + last."""
    found = [
        value
        for at in range(day + first, day + last + 1)
        if 0 <= at < len(mg) and (value := mg[at]) is not None
    ]
    return sum(found) / len(found) if len(found) >= need else None


def null_fit(y: Numbers, z: Any, offset: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return sm.GLM(y, z, family=sm.families.Poisson(), offset=offset).fit(tol=1e-12, maxiter=200)


def efficient(y: Numbers, z: Any, u: Any, beta: float) -> tuple[Any, Any]:
    """The score's regressor and the residuals at a given β."""
    mu = null_fit(y, z, beta * u).mu
    projected = sm.WLS(u, z, weights=mu).fit()
    return u - z @ projected.params, np.array(y) - mu


def shift_p(x: Any, e: Any) -> float:
    n = len(x)
    x, e = x - x.mean(), e - e.mean()
    sizes = [abs(sum(x[(t + s) % n] * e[t] for t in range(n))) for s in range(n)]
    return float(sum(size >= sizes[0] * (1 - 1e-9) for size in sizes) / n)


def fast_shift_p(x: Any, e: Any) -> float:
    """The same, with the inner loop in NumPy: the interval asks for hundreds."""
    x, e = x - x.mean(), e - e.mean()
    sizes = np.abs([np.roll(x, -s) @ e for s in range(len(x))])
    return float(np.mean(sizes >= sizes[0] * (1 - 1e-9)))


def end(accepted: Callable[[float], bool], beta: float, direction: int) -> float | None:
    inner = beta
    while accepted(outer := inner + direction * 0.05):
        inner = outer
        if abs(inner + direction * 0.05) > 4:
            return None
    while abs(outer - inner) > 0.001:
        middle = (inner + outer) / 2
        inner, outer = (middle, outer) if accepted(middle) else (inner, middle)
    return (inner + outer) / 2


def trend(days: Sequence[int]) -> Any:
    time = np.array(days, dtype=float)
    return np.column_stack([np.ones(len(days)), (time - time.mean()) / time.std()])


def wave_columns(days: Sequence[int], period: float) -> Any:
    """A period and its first harmonic."""
    angles = [2 * math.pi * k * np.array(days) / period for k in (1, 2)]
    return np.column_stack([wave(angle) for angle in angles for wave in (np.cos, np.sin)])


def kept_rhythm(days: Sequence[int], level: Numbers) -> float | None:
    """The period of 6 to 45 days whose waves hold at least 0.4 of what the trend leaves."""
    span = days[-1] - days[0]
    if span < 90:
        return None

    def left(z: Any) -> float:
        return float(sm.OLS(level, z).fit().ssr)

    z = trend(days)
    found: list[tuple[float, float]] = []
    frequency = 1 / 45
    while frequency < 1 / 6:
        rest = left(np.column_stack([z, wave_columns(days, 1 / frequency)]))
        found.append((1 - rest / left(z), 1 / frequency))
        frequency += 1 / (4 * span)
    most = max(share for share, _ in found)
    share, period = [each for each in found if each[0] >= most - 0.01][-1]
    return period if share >= 0.4 else None


def nearer(mg: Sequence[float | None], days: Sequence[int], first: int) -> list[Numbers]:
    """The day itself and the two before it, where they lie nearer than a window."""
    columns = []
    for begin, last in ((0, 0), (-2, -1)):
        if -begin < first:
            level = [window(mg, at, begin, last, 1) for at in days]
            mean = float(np.mean([value for value in level if value is not None]))
            columns.append([0.0 if value is None else (value - mean) / 100 for value in level])
    return columns


def checks(y: Numbers, days: Sequence[int], level: Numbers) -> Fit:
    n = len(y)
    u = (np.array(level) - np.mean(level)) / 100
    z = trend(days)
    beta = float(null_fit(y, np.column_stack([z, u]), np.zeros(n)).params[-1])
    x, e = efficient(y, z, u, 0.0)
    p_shift = shift_p(x, e)
    score = x * e
    b = max(3, math.floor(0.4 * n ** (2 / 3)))
    waves = [
        math.sqrt(2) * sum(score[t - 1] * math.cos(math.pi * j * (t - 0.5) / n)
                           for t in range(1, n + 1))
        for j in range(1, b + 1)
    ]  # fmt: skip
    omega = sum(wave**2 for wave in waves) / b
    p_score = 2 * stats.t.sf(abs(score.sum() / math.sqrt(omega)), b)
    j_most = max(1, 2 * (n // 60))
    slow = np.array(
        [[math.cos(math.pi * j * (t - 0.5) / n) for j in range(j_most + 1)]
         for t in range(1, n + 1)]
    )  # fmt: skip
    x_slow, e_slow = efficient(y, slow, u, 0.0)
    p_slow = shift_p(x_slow, e_slow)
    signs = {
        math.copysign(1, value)
        for value in (
            beta,
            (x - x.mean()) @ (e - e.mean()),
            score.sum(),
            (x_slow - x_slow.mean()) @ (e_slow - e_slow.mean()),
        )
    }
    rule = p_shift < 0.05 and p_score < 0.10 and p_slow < 0.10 and len(signs) == 1
    if rule and (found := kept_rhythm(days, level)) is not None:
        x_left, e_left = efficient(y, np.column_stack([z, wave_columns(days, found)]), u, 0.0)
        same = ((x_left - x_left.mean()) @ (e_left - e_left.mean()) > 0) == (beta > 0)
        rule = bool(same and shift_p(x_left, e_left) < 0.05)
    return Fit(beta, p_shift, float(p_score), p_slow, rule)


def one_regressor(
    y: Numbers, z: Any, level: Numbers, alpha: float | None
) -> tuple[float, float | None, float | None, float]:
    u = (np.array(level) - np.mean(level)) / 100
    beta = float(null_fit(y, np.column_stack([z, u]), np.zeros(len(y))).params[-1])
    low = high = None
    if alpha is not None:
        level_of = alpha

        def accepted(value: float) -> bool:
            return fast_shift_p(*efficient(y, z, u, value)) >= level_of

        low, high = (end(accepted, beta, direction) for direction in (-1, 1))
    return beta, low, high, fast_shift_p(*efficient(y, z, u, 0.0))


def exp(value: float | None) -> float | None:
    return None if value is None else math.exp(value)


def look(days: Sequence[Day]) -> Looked:
    """The link of a diary whose days are all over and that passes its gates at each milestone."""
    mg = [day.mg for day in days]
    usable = [
        at
        for at, day in enumerate(days)
        if day.events is not None and window(mg, at, -7, -1, 5) is not None
    ]
    rules: list[tuple[int, bool]] = []
    fits: list[Fit] = []
    for count in range(60, len(usable) + 1, 30):
        cut = usable[count - 1] + 1
        limit = cap_of(mg[:cut])
        capped = [None if value is None else min(value, limit) for value in mg[:cut]]
        inside = usable[:count]
        level = [window(capped, at, -7, -1, 5) or math.nan for at in inside]
        y = [float(days[at].events or 0) for at in inside]
        fits.append(checks(y, inside, level))
        rules.append((count, fits[-1].rule))
    _, low, high, _ = one_regressor(y, trend(inside), level, 0.05)
    rho = stats.spearmanr(level, y).statistic
    p_rho = shift_p(stats.rankdata(level), stats.rankdata(y))
    raw = []
    for first, last, need in ((1, 2, 2), (3, 7, 3), (8, 14, 5), (15, 28, 9)):
        # Every day whose cramps and whose stretch are known, usable or not.
        known = [at for at in range(cut) if days[at].events is not None
                 and window(capped, at, -last, -first, need) is not None]  # fmt: skip
        levels = [window(capped, at, -last, -first, need) or math.nan for at in known]
        counts = [float(days[at].events or 0) for at in known]
        held = np.column_stack([trend(known), *nearer(capped, known, first)])
        raw.append(one_regressor(counts, held, levels, 0.05 / 4))
    order = sorted(range(4), key=lambda at: raw[at][3])
    holm: dict[int, float] = {}
    for place, at in enumerate(order):
        least = max(holm.values(), default=0.0)
        holm[at] = max(least, min(1.0, (4 - place) * raw[at][3]))
    lags = [(*map(exp, each[:3]), holm[at]) for at, each in enumerate(raw)]
    later = [(at, window(capped, at, 1, 7, 5)) for at in inside]
    kept = [at for at, value in later if value is not None]
    before = np.array([level[inside.index(at)] for at in kept])
    held_back = nearer(capped, kept, 99)
    z = np.column_stack([trend(kept), *held_back, (before - before.mean()) / 100])
    beta, _, _, p_after = one_regressor(
        [float(days[at].events or 0) for at in kept],
        z,
        [value for _, value in later if value is not None],
        None,
    )
    bites = any(value is not None and value > limit for value in mg[:cut])
    return Looked(
        _verdict(fits, exp(low), exp(high)),
        len(inside),
        int(sum(y)),
        limit if bites else None,
        math.exp(fits[-1].beta),
        exp(low),
        exp(high),
        fits[-1],
        float(rho),
        p_rho,
        rules,
        lags,
        (math.exp(beta), p_after),
    )


def _verdict(fits: Sequence[Fit], low: float | None, high: float | None) -> str:
    last = fits[-1]
    if last.rule:
        twice = len(fits) > 1 and fits[-2].rule and (fits[-2].beta > 0) == (last.beta > 0)
        return "linked" if twice and last.p_slow < 0.05 else "early-sign"
    if last.p_shift < 0.05:
        return "unsteady-pattern"
    if low is None or high is None or high / low > 4:
        return "cannot-tell"
    return "small-if-any" if low >= 0.80 and high <= 1.25 else "no-clear-link"
