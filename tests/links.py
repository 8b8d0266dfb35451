"""Diaries whose link is known, and the pieces of verdicts."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from mglog.analysis.days import Day
from mglog.analysis.results import Estimate, Gate, Gates, Link, Milestone, RuleChecks, Verdict
from mglog.report.contents import Outcome
from mglog.report.wording import link as words

FIRST = date(2025, 1, 1)


CRAMPS = Outcome()


def run_of(mg: Sequence[float | None], events: Sequence[int | None]) -> list[Day]:
    return [
        Day(FIRST + timedelta(days=at), value, count)
        for at, (value, count) in enumerate(zip(mg, events, strict=True))
    ]


def simulated(seed: int, n: int = 200, ratio: float = 1.0, per_day: float = 0.6) -> list[Day]:
    """On and off for 4 to 14 days, Poisson cramps with a true rate ratio per +100 mg."""
    rng = np.random.default_rng(seed)
    on = np.repeat(np.arange(n) % 2, rng.integers(4, 15, n))[:n]
    mg = 200 + 200 * on + rng.normal(0, 30, n)
    before = np.concatenate([[300.0], np.convolve(mg, np.ones(7) / 7)[: n - 1]])
    rate = per_day * ratio ** ((before - 300) / 100)
    return run_of([float(value) for value in mg], [int(value) for value in rng.poisson(rate)])


def checked(
    shift_p: float = 0.5,
    beta: float = -0.3,
    *,
    slow_p: float = 0.5,
    rule: bool = False,
    failed: tuple[str, ...] = (),
) -> RuleChecks:
    return RuleChecks(beta, shift_p, 0.5, slow_p, failed, rule=rule, settled=True)  # type: ignore[arg-type]


GATES = Gates(Gate(60, 60), Gate(20, 20), Gate(50, 50), Gate(8, 8))


def look(tests: RuleChecks | None, count: int = 60) -> Milestone:
    return Milestone(count, GATES, tests)


def estimate_with(tests: RuleChecks, low: float | None, high: float | None) -> Estimate:
    return Estimate(60, 20, None, 0.8, low, high, tests, 0.1, 0.5)


R_DOWN, R_UP = (checked(0.01, beta, slow_p=0.049, rule=True) for beta in (-0.3, 0.3))


R_SLOW = checked(0.01, slow_p=0.05, rule=True)


def shown(
    verdict: Verdict, ratio: float = 0.75, low: float | None = 0.62, high: float | None = 0.9
) -> str:
    tests = RuleChecks(-0.3, 0.01, 0.2, 0.04, ("score",), rule=False, settled=True)
    estimate = Estimate(120, 30, None, ratio, low, high, tests, -0.2, 0.03)
    return words.verdict(Link(verdict, 120, GATES, estimate=estimate), [], CRAMPS, 17)
