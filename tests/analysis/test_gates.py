"""Tests of `gates`."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mglog.analysis.gates import effective_days, gates
from mglog.analysis.results import NEEDS
from tests.analysis.support import exposed


def by_the_formula(values: list[float]) -> float:
    n = len(values)
    centred = np.asarray(values) - np.mean(values)
    total = 0.0
    for k in range(1, n // 2):
        r = float(np.sum(centred[k:] * centred[: n - k]) / np.sum(centred**2))
        total += (1 - k / n) * r**2
    return n / (1 + 2 * total)


@given(st.lists(st.floats(0, 500), min_size=8, max_size=120))
@settings(deadline=None)
def test_effective_days_are_their_formula(values: list[float]) -> None:
    if np.ptp(values) < 1e-3:
        return
    assert effective_days(values) == pytest.approx(by_the_formula(values), rel=1e-8)


def test_gates_of_a_diary_that_passes_and_of_constant_intake() -> None:
    rng = np.random.default_rng(1)
    wide = rng.uniform(100, 400, 90)
    assert gates(wide, [1] * 90).ok
    constant = gates([71.3] * 90, [1] * 90)
    assert (constant.spread_mg.value, constant.effective_days.value) == (0.0, None)
    assert not constant.ok
    assert [gate.need for gate in constant] == list(NEEDS.values())


def test_a_constant_intake_does_not_vary_whatever_its_last_bits() -> None:
    values = [value for value in exposed([71.3, 71.3, None, 71.3] * 30) if value is not None]
    assert gates(values, [1] * len(values)).spread_mg.value == 0.0


class TestGates:
    """What opens them."""

    def test_the_spread_is_from_the_tenth_to_the_ninetieth_percentile(self) -> None:
        found = gates(np.arange(0.0, 101.0), np.ones(101, dtype=int))
        assert found.spread_mg == (80.0, 50.0)
        assert (found.usable_days, found.events) == ((101, 60), (101, 20))

    @pytest.mark.parametrize(("values", "spread"), [([0, 200], 0.0), ([0, 100, 200], 160.0)])
    def test_three_values_vary_and_two_do_not(self, values: list[int], spread: float) -> None:
        found = gates(values, [1] * len(values))
        assert found.spread_mg.value == pytest.approx(spread)
        assert (found.effective_days.value is None) is (spread == 0)

    @pytest.mark.parametrize("values", [[], [1.0], [1.0, 2.0], [5.0] * 30])
    def test_no_looks_at_what_is_constant_or_too_short(self, values: list[float]) -> None:
        assert effective_days(values) is None

    def test_looks_by_their_definition(self) -> None:
        assert effective_days([1.0, 2.0, 4.0]) == pytest.approx(3.0)  # no lag below ⌊3/2⌋ = 1
        values = np.array([1.0, 2.0, 4.0, 3.0, 7.0, 1.0, 0.0])
        centred = values - values.mean()
        total = 0.0
        for k in (1, 2):
            r = (centred[k:] @ centred[:-k]) / (centred @ centred)
            total += (1 - k / 7) * r**2
        assert effective_days(values) == pytest.approx(7 / (1 + 2 * total))
