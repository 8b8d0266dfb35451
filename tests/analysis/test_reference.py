"""The whole link against the method written out a second time, on diaries as people keep them."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest

from mglog.analysis.days import Day
from tests import reference
from tests.links import FIRST
from tests.support import judge


def kept(
    seed: int, n: int, ratio: float, per_day: float, phase: int = 10, *, drawn: bool = False
) -> list[Day]:
    """A diary with days missing, a gap, and a mistyped amount; stretches drawn or all alike."""
    rng = np.random.default_rng(seed)
    on = (np.arange(n) // phase) % 2
    if drawn:
        lengths = np.random.default_rng([seed, 1]).integers(phase // 2, 2 * phase, n)
        on = np.repeat(np.arange(n) % 2, lengths)[:n]
    mg = (220 + 180 * on + rng.normal(0, 40, n)).round(1)
    before = np.concatenate([[300.0], np.convolve(mg, np.ones(7) / 7)[: n - 1]])
    counts = rng.poisson(per_day * ratio ** ((before - 300) / 100))
    typed = mg.copy()
    typed[n // 3] *= 10
    days = []
    for at in range(n):
        gone = n // 2 <= at < n // 2 + 6
        intake = None if gone or rng.random() < 0.1 else float(typed[at])
        events = None if gone or rng.random() < 0.15 else int(counts[at])
        days.append(Day(FIRST + timedelta(days=at), intake, events))
    return days


DIARIES = {
    "strong": kept(1, 190, 0.45, 0.8),
    "strong, drawn": kept(6, 220, 0.45, 0.8, 10, drawn=True),
    "fickle": kept(4, 220, 0.45, 0.8, 10, drawn=True),
    "none": kept(2, 170, 1.0, 0.6),
    "more cramps with more": kept(3, 150, 1.7, 0.5, 7),
    "thin": kept(4, 120, 0.8, 0.4),
    "weak": kept(5, 200, 0.75, 0.9),
    "just so": kept(8, 130, 0.65, 0.7),
}


def same(found: Sequence[float | None], expected: Sequence[float | None]) -> bool:
    """None where None is expected, else to eight digits."""
    return len(found) == len(expected) and all(
        (a is None and b is None)
        or (a is not None and b is not None and a == pytest.approx(b, rel=1e-8))
        for a, b in zip(found, expected, strict=True)
    )


@pytest.mark.parametrize("name", DIARIES)
@pytest.mark.slow
def test_the_link_is_what_the_method_says(name: str) -> None:
    days = DIARIES[name]

    expected, found = reference.look(days), judge(days)

    assert all(gate.ok for gate in found.gates)
    assert found.verdict == expected.verdict
    assert [(each.usable_days, each.rule) for each in found.milestones] == expected.rules
    estimate = found.estimate
    assert estimate is not None
    assert estimate.usable_days == expected.usable
    assert estimate.events == expected.events
    assert estimate.rate_ratio == pytest.approx(expected.rate_ratio, abs=1e-8)
    assert same(
        (estimate.cap_mg, estimate.low, estimate.high), (expected.cap, expected.low, expected.high)
    )
    assert estimate.tests.shift == pytest.approx(expected.fit.p_shift, abs=1e-12)
    assert estimate.tests.score == pytest.approx(expected.fit.p_score, abs=1e-8)
    assert estimate.tests.slow == pytest.approx(expected.fit.p_slow, abs=1e-12)
    assert estimate.spearman == pytest.approx(expected.rho, abs=1e-8)
    assert estimate.p_spearman == pytest.approx(expected.p_rho, abs=1e-12)
    for lag, wanted in zip(found.lags, expected.lags, strict=True):
        assert same(lag[2:], wanted)
    assert found.after is not None
    assert expected.after is not None
    assert found.after == pytest.approx(expected.after, rel=1e-8)


@pytest.mark.slow
def test_the_diaries_differ() -> None:
    """Between them they show several verdicts, a cap that bites, and open ends."""
    judged = [judge(days) for days in DIARIES.values()]
    assert len({each.verdict for each in judged}) >= 3
    assert all(each.estimate and each.estimate.cap_mg for each in judged)
    assert {look.rule for each in judged for look in each.milestones} == {True, False}
