"""Tests of `rhythm`: a fixed rhythm is found and taken out; chance and slow change are none."""

import math

import numpy as np
import pytest

from mglog.analysis import link
from mglog.analysis.exposure import Columns, Floats, nuisance_columns, series, up_to
from mglog.analysis.link import judge
from mglog.analysis.results import RHYTHM_FROM, Link, looks_until, next_milestone
from mglog.analysis.rhythm import columns_with, rhythm

Rng = np.random.Generator


def strict(n: int, half: int) -> Floats:
    """On and off, so many days each."""
    return np.asarray(150.0 + 300.0 * ((np.arange(n) // half) % 2), dtype=np.float64)


def drawn(rng: Rng, n: int) -> Floats:
    """On and off, one to two weeks each, drawn."""
    found, at, on = np.empty(n), 0, False
    while at < n:
        length = int(rng.integers(7, 15))
        found[at : at + length] = 150.0 + 300.0 * on
        at, on = at + length, not on
    return found


def judged(mg: Floats, events: Floats) -> Link:
    found = Columns(mg, events.astype(np.int64), np.ones(len(mg), bool))
    return judge(found, series(found))


@pytest.mark.parametrize("half", [7, 10, 14, 21])
def test_a_strict_rhythm_is_found(half: int) -> None:
    days = np.arange(400)
    found = rhythm(days, np.convolve(strict(407, half), np.ones(7) / 7, mode="valid")[:400])
    assert found is not None
    assert found.period_days == pytest.approx(2 * half, rel=0.02)
    assert found.share > 0.9


def test_the_share_is_that_of_least_squares() -> None:
    """Against numpy's own solver, at the period found."""
    rng = np.random.default_rng(5)
    days = np.flatnonzero(rng.random(300) > 0.2)
    level = 200 + 40 * np.cos(2 * math.pi * days / 17) + 20 * rng.standard_normal(len(days))
    found = rhythm(days, level)
    assert found is not None
    left = [
        level - z @ np.linalg.lstsq(z, level, rcond=None)[0]
        for z in (nuisance_columns(days), columns_with(days, found.period_days))
    ]
    expected = 1 - (left[1] @ left[1]) / (left[0] @ left[0])
    assert found.share == pytest.approx(expected, abs=1e-6)


def test_what_keeps_no_rhythm() -> None:
    rng = np.random.default_rng(7)
    days = np.arange(400)
    shares = []
    for _ in range(20):
        found = rhythm(days, np.convolve(drawn(rng, 407), np.ones(7) / 7, mode="valid")[:400])
        assert found is not None
        shares.append(found.share)
    assert np.median(shares) < RHYTHM_FROM
    wave = np.asarray(200 + 50 * np.sin(2 * math.pi * days / 365), np.float64)
    season = rhythm(days, wave)
    assert season is not None
    assert season.share < RHYTHM_FROM
    assert rhythm(days, np.full(400, 200.0)) is None
    assert rhythm(np.arange(60), np.tile([200.0, 201.0], 30)) is None


def test_a_rhythm_shared_with_the_cramps_is_no_sign() -> None:
    """A tablet before each period, and cramps by the cycle: nothing of it is the tablet's."""
    named = signs = 0
    for seed in range(8):
        rng = np.random.default_rng(seed)
        t = np.arange(430)
        cycle = np.cos(2 * math.pi * (t - 28 * rng.random()) / 28)
        mg = 150 + 30 * rng.standard_normal(430) + 300 * (np.roll(cycle, -5) > 0.5)
        events = rng.poisson(0.4 * np.exp(0.9 * cycle))
        found = Columns(mg, events.astype(np.int64), np.ones(430, bool))
        # Past the gate, which most such diaries do not pass.
        tests = link.run_tests(link.sample(series(found)))
        signs += tests.rule
        if "rhythm" in tests.failed:
            named += 1
            assert tests.period_days == pytest.approx(28, abs=1.5)
    assert signs <= 1
    assert named >= 4


def test_a_strict_rhythm_says_what_keeps_its_gate_closed() -> None:
    """F1: changing it every week can't help; varying the length does."""
    rng = np.random.default_rng(3)
    found = judged(strict(600, 10), rng.poisson(0.4, 600).astype(float))
    assert not found.gates.effective_days.ok
    assert found.rhythm is not None
    assert found.rhythm.period_days == pytest.approx(20, rel=0.05)
    followed = judged(drawn(rng, 600), rng.poisson(0.4, 600).astype(float))
    assert followed.gates.effective_days.ok
    assert followed.rhythm is None


def test_two_spells_of_cramps_are_no_defect() -> None:
    """A null fit that drops a singular column keeps its coefficients and its matrix together."""
    rng = np.random.default_rng(11)
    for _ in range(12):
        n = 200
        events = np.zeros(n)
        for at in rng.integers(60, n - 12, 2):
            events[at : at + 10] = rng.poisson(2.0, 10)
        mg = np.repeat(rng.choice([150.0, 400.0], n // 7 + 1), 7)[:n]
        found = judged(mg, events)
        assert found.verdict
        whole = series(Columns(mg, events.astype(np.int64), np.ones(n, bool)))
        link.run_tests(link.sample(up_to(
            Columns(mg, events.astype(np.int64), np.ones(n, bool)), whole.usable, 90
        )))  # fmt: skip


def test_the_looks_are_further_apart_after_a_year() -> None:
    assert looks_until(59) == []
    assert looks_until(125) == [60, 90, 120]
    assert looks_until(1100)[-4:] == [330, 360, 540, 810]
    assert next_milestone(0) == (60, 60)
    assert next_milestone(100) == (120, 20)
    assert next_milestone(400) == (540, 140)
    assert len(looks_until(3650)) == 16
