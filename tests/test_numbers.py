"""Each figure of the analysis by itself: its definition, and just inside and outside each bound."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from mglog.analysis import (
    ewc_test,
    exposure,
    gates,
    lags,
    link,
    poisson,
    results,
    shift_test,
    spearman,
)
from mglog.analysis.days import Day, EventCount, Observed
from mglog.analysis.exposure import Columns, series

FIRST = date(2026, 1, 1)


def diary(mg: list[float | None], events: list[int | None]) -> list[Day]:
    """A run of days, the last of them not over."""
    days = [FIRST + timedelta(days=number) for number in range(len(mg))]
    return [
        Day(day, amount, count, day != days[-1])
        for day, amount, count in zip(days, mg, events, strict=True)
    ]


class TestExposure:
    """From days to arrays, caps and windows."""

    def test_days_as_arrays(self) -> None:
        found = exposure.columns(diary([300, None, 0], [2, None, 0]))
        assert np.array_equal(found.mg, [300.0, np.nan, 0.0], equal_nan=True)
        assert found.events.tolist() == [2, -1, 0]
        assert found.over.tolist() == [True, True, False]

    @pytest.mark.parametrize("days", [[], diary([300, 200], [2, 1])])
    def test_their_types_are_the_same_for_any_days(self, days: list[Day]) -> None:
        found = exposure.columns(days)
        assert [column.dtype for column in found] == [np.float64, np.int64, np.bool_]

    def test_the_cap_is_the_higher_of_two_bounds(self) -> None:
        even = np.arange(0.0, 101.0)  # P95 = 95; median 50, MAD 25: 198.26
        assert exposure.cap(even) == pytest.approx(50 + 4 * 1.4826 * 25)
        high = np.array([0.0] * 90 + [100.0 + each for each in range(11)])  # median and MAD are 0
        assert exposure.cap(high) == pytest.approx(105.0)
        assert exposure.cap(np.array([np.nan, 7.0])) == 7.0
        assert exposure.cap(np.array([np.nan])) is None

    def test_time_is_centred_and_scaled(self) -> None:
        found = exposure.nuisance_columns(np.array([3, 4, 8]))
        assert found[:, 0].tolist() == [1, 1, 1]
        assert found[:, 1] == pytest.approx(np.array([-2, -1, 3]) / np.sqrt(14 / 3))
        assert exposure.nuisance_columns(np.array([5])).tolist() == [[1.0, 0.0]]


class TestGates:
    """What opens them."""

    def test_the_spread_is_from_the_tenth_to_the_ninetieth_percentile(self) -> None:
        found = gates.gates(np.arange(0.0, 101.0), np.ones(101, dtype=int))
        assert found.spread_mg == (80.0, 50.0)
        assert (found.usable_days, found.events) == ((101, 60), (101, 20))

    @pytest.mark.parametrize(("values", "spread"), [([0, 200], 0.0), ([0, 100, 200], 160.0)])
    def test_three_values_vary_and_two_do_not(self, values: list[int], spread: float) -> None:
        found = gates.gates(values, [1] * len(values))
        assert found.spread_mg.value == pytest.approx(spread)
        assert (found.effective_days.value is None) is (spread == 0)

    @pytest.mark.parametrize("values", [[], [1.0], [1.0, 2.0], [5.0] * 30])
    def test_no_looks_at_what_is_constant_or_too_short(self, values: list[float]) -> None:
        assert gates.effective_days(values) is None

    def test_looks_by_their_definition(self) -> None:
        assert gates.effective_days([1.0, 2.0, 4.0]) == pytest.approx(3.0)  # no lag below ⌊3/2⌋ = 1
        values = np.array([1.0, 2.0, 4.0, 3.0, 7.0, 1.0, 0.0])
        centred = values - values.mean()
        total = 0.0
        for k in (1, 2):
            r = (centred[k:] @ centred[:-k]) / (centred @ centred)
            total += (1 - k / 7) * r**2
        assert gates.effective_days(values) == pytest.approx(7 / (1 + 2 * total))


class TestRank:
    """Spearman's correlation."""

    def test_three_values_are_the_least(self) -> None:
        assert spearman.spearman([1, 2], [1, 2]) is None
        assert spearman.spearman([1, 2, 3], [2, 4, 5]) == pytest.approx(1.0)

    @pytest.mark.parametrize("sign", [1, -1])
    def test_the_same_order_is_exactly_one(self, sign: int) -> None:
        for n in range(3, 300):
            values = np.sqrt(np.arange(n) // 2)
            found = spearman.spearman(values, sign * values**3)
            assert found == sign

    def test_it_is_never_beyond_one(self) -> None:
        """Long series that differ in one tie: the nearest to 1 that there is."""
        for n in (3, 10, 365, 3650, 36500):
            values = np.arange(float(n))
            tied = values.copy()
            tied[1] = tied[0]
            found = spearman.spearman(values, tied)
            assert found is not None
            assert 0.8 < found <= 1.0


class TestCosine:
    """The cosines."""

    @pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 1), (1, 1), (1, 4), (0, 3)])
    def test_columns_are_their_definition(self, first: int, last: int) -> None:
        found = ewc_test.cosines(9, first, last)
        t = np.arange(1, 10) - 0.5
        expected = np.column_stack([np.cos(np.pi * j * t / 9) for j in range(first, last + 1)])
        assert found.shape == expected.shape
        assert found == pytest.approx(expected, abs=1e-12)


CONSTANT = np.ones((40, 1))
TIME = np.column_stack([np.ones(40), np.linspace(-1, 1, 40)])


class TestPoisson:
    """The regression at its edges."""

    @pytest.mark.parametrize(
        ("information", "regular"),
        [
            ([[4.0, 0.0], [0.0, 4.0]], True),
            ([[1e-4, 0.0], [0.0, 1e-4]], True),
            ([[1e4, 0.0], [0.0, 1e4]], True),
            # What the second column adds to the first is c of its own size.
            ([[1.0, 1.0], [1.0, 1.0 + 1e-9]], True),
            ([[1.0, 1.0], [1.0, 1.0 + 1e-11]], False),
            ([[1e6, 1e6], [1e6, 1e6 * (1 + 1e-9)]], True),
            ([[1e6, 1e6], [1e6, 1e6 * (1 + 1e-11)]], False),
            ([[1e-6, 1e-6], [1e-6, 1e-6 * (1 + 1e-9)]], True),
            ([[1.0, 2.0], [2.0, 1.0]], False),
        ],
    )
    def test_what_is_singular(self, information: list[list[float]], regular: bool) -> None:
        assert poisson._regular(np.array(information)) is regular  # noqa: SLF001

    def test_columns_that_say_the_same_are_dropped_from_the_end(self) -> None:
        y = np.arange(40.0) % 4
        alone = poisson.fit(y, poisson.dense_design(CONSTANT), np.zeros(40))
        assert float(np.exp(alone.coefficients[0])) == pytest.approx(1.5)
        for copies, kept in (([CONSTANT] * 2, 1), ([CONSTANT] * 3, 1), ([TIME, TIME], 2)):
            found = poisson.fit(y, poisson.dense_design(np.column_stack(copies)), np.zeros(40))
            assert len(found.coefficients) == len(found.information) == kept
            assert found.converged

    def test_means_stay_finite_and_above_nothing(self) -> None:
        far = np.array([-1e4, 0.0, 1e4])
        design = poisson.dense_design(np.ones((3, 1)))
        found = poisson._means(design, np.zeros(1), far)  # noqa: SLF001
        assert found.tolist() == [np.exp(-30.0), 1.0, np.exp(30.0)]

    @pytest.mark.parametrize(
        ("information", "score", "solvable"),
        [
            ([[2.0]], [4.0], True),
            ([[0.0]], [1.0], False),
            ([[1e-200]], [1e200], False),
            ([[np.nan]], [1.0], False),
        ],
    )
    def test_a_step_is_finite_or_none(
        self, information: list[list[float]], score: list[float], solvable: bool
    ) -> None:
        found = poisson._solved(np.array(information), np.array(score))  # noqa: SLF001
        assert (found is not None) is solvable
        assert found is None or found.tolist() == [2.0]

    def test_a_fit_that_did_not_settle_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        y, u = np.arange(40.0) % 4, TIME[:, 1]
        design = poisson.dense_design(CONSTANT)
        assert poisson.fit(y, design, np.zeros(40)).converged
        monkeypatch.setattr(poisson, "_ITERATIONS", 1)
        assert not poisson.fit(y, design, np.zeros(40), np.array([3.0])).converged
        assert not poisson.score(y, design, u, 0.0, np.array([3.0])).ok

    def test_a_score_that_cannot_be_projected_is_not_ok(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        y, u = np.arange(40.0) % 4, TIME[:, 1]
        good = poisson.score(y, poisson.dense_design(CONSTANT), u, 0.0)
        assert good.ok
        assert good.e == pytest.approx(y - 1.5)
        fitted = poisson.fit(y, poisson.dense_design(CONSTANT), np.zeros(40))
        monkeypatch.setattr(
            poisson, "fit", lambda *_: fitted._replace(information=np.zeros((1, 1)))
        )
        found = poisson.score(y, poisson.dense_design(CONSTANT), u, 0.0)
        assert not found.ok
        assert found.e == pytest.approx(y - 1.5)
        assert found.x is u

    @pytest.mark.parametrize("sign", [1, -1])
    def test_an_estimate_without_bound_is_clamped(self, sign: int) -> None:
        """Every event where u is high: the likelihood rises for ever, Firth's does not."""
        u = sign * np.repeat([0.0, 0.02], 20)
        y = np.repeat([0.0, 3.0], 20)
        assert poisson.estimate(y, CONSTANT, u) == pytest.approx(sign * np.log(20))

    def test_a_start_nearby_changes_nothing(self) -> None:
        y = np.arange(40.0) % 4
        design = poisson.dense_design(TIME)
        cold = poisson.fit(y, design, np.zeros(40))
        for start in (cold.coefficients + 0.5, np.zeros(1), np.zeros(3)):
            warm = poisson.fit(y, design, np.zeros(40), start)
            assert warm.coefficients == pytest.approx(cold.coefficients, abs=1e-9)


class TestShift:
    """The circular-shift test."""

    def test_a_covariance_is_of_centred_series(self) -> None:
        assert shift_test.covariance(np.array([1.0, 2.0, 6.0]), np.array([5.0, 5.0, 8.0])) == 9.0

    def test_what_is_not_ok_is_never_rejected(self, monkeypatch: pytest.MonkeyPatch) -> None:
        nothing = np.zeros(40)
        bad = poisson.Score(nothing, nothing, np.zeros(1), ok=False)
        monkeypatch.setattr(shift_test, "score", lambda *_: bad)
        found = shift_test.interval(np.ones(40), poisson.dense_design(CONSTANT), TIME[:, 1], 0.0)
        assert found == (None, None)

    def test_the_ends_are_found_to_a_thousandth(self) -> None:
        """By a rule that accepts what lies within fixed bounds."""
        for low, high in ((-0.72, 0.31), (-0.0004, 0.0004), (-3.96, 3.96)):
            ends = [
                shift_test._end(lambda value: low <= value <= high, 0.0, direction)  # noqa: B023, SLF001
                for direction in (-1, 1)
            ]
            assert ends == pytest.approx([low, high], abs=0.0006)
        assert shift_test._end(lambda _: True, 0.0, 1) is None  # noqa: SLF001

    def test_how_far_it_steps_out(self) -> None:
        tried: list[float] = []

        def accepts(value: float) -> bool:
            tried.append(value)
            return True

        assert shift_test._end(accepts, 0.0, 1) is None  # noqa: SLF001
        assert tried[:2] == pytest.approx([0.05, 0.10])
        assert len(tried) == 80
        assert tried[-1] == pytest.approx(4.0)
        tried.clear()
        assert shift_test._end(accepts, 0.0, -1) is None  # noqa: SLF001
        assert all(one - other == pytest.approx(0.05) for one, other in pairwise(tried))


def wavy(n: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """An exposure in mg that goes up and down."""
    return 200 + 100 * np.sin(np.arange(n) / 5.0)


class TestLags:
    """The stretches before, and the week after."""

    def test_what_there_is_nothing_to_tell_from(self) -> None:
        level, y = wavy(40), np.arange(40.0) % 4
        assert lags._regress(y, TIME, level, None) is not None  # noqa: SLF001
        assert lags._regress(np.zeros(40), TIME, level, None) is None  # noqa: SLF001
        assert lags._regress(y, TIME, np.full(40, 200.0), None) is None  # noqa: SLF001
        barely = 200 + 0.5 * np.sin(np.arange(40) / 5.0)
        assert lags._regress(y, TIME, barely, None) is not None  # noqa: SLF001

    def test_a_test_that_did_not_settle_has_p_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        level, y = wavy(40), np.arange(40.0) % 4
        good = poisson.score(y, poisson.dense_design(TIME), (level - level.mean()) / 100, 0.0)
        fitted = lags._regress(y, TIME, level, None)  # noqa: SLF001
        assert fitted is not None
        assert fitted.p == shift_test.p_value(good.x, good.e) < 1
        monkeypatch.setattr(poisson, "score", lambda *_: good._replace(ok=False))
        fitted = lags._regress(y, TIME, level, None)  # noqa: SLF001
        assert fitted is not None
        assert fitted.p == 1.0

    def test_days_that_are_too_few_tell_nothing(self) -> None:
        for usable, told in ((29, False), (30, True)):
            n = usable + 2
            mg = wavy(n)
            over = np.arange(n) < n  # every day
            found = Columns(mg, np.arange(n) % 3, over)
            level = lags._window(series(found), 1, 2, 2)  # noqa: SLF001
            assert (level is not None) is told


def held(direction: int) -> results.Milestone:
    """A milestone at which rule R held in a direction (0: it did not)."""
    good = gates.gates(wavy(60), [1] * 60)
    beta = float(direction or 1)
    tests = results.RuleChecks(beta, 0.01, 0.01, 0.01, (), rule=direction != 0, settled=True)
    return results.Milestone(60, good, tests)


class TestLink:
    """The sample, and the verdict's parts."""

    @pytest.mark.parametrize(
        ("highest", "cap"),
        [(200.0, None), (5000.0, 200.0)],
    )
    def test_a_cap_is_told_only_where_it_cuts(self, highest: float, cap: float | None) -> None:
        mg = np.array([200.0] * 39 + [highest])
        found = Columns(mg, np.ones(40, dtype=np.int64), np.ones(40, dtype=np.bool_))
        taken = link.sample(series(found))
        assert taken.cap_mg == cap
        assert taken.u.mean() == pytest.approx(0.0, abs=1e-12)
        assert taken.u * 100 + taken.exposure.mean() == pytest.approx(taken.exposure)

    @pytest.mark.parametrize(
        ("directions", "twice"),
        [
            ([], False), ([1], False), ([1, 1], True), ([-1, -1], True), ([1, -1], False),
            ([0, 1], False), ([1, 0], False), ([0, 0], False), ([1, 1, 0], False),
            ([0, 1, 1], True),
        ],
    )  # fmt: skip
    def test_whether_it_held_twice(self, directions: list[int], twice: bool) -> None:
        assert results.held_twice([held(each) for each in directions]) is twice

    def test_a_constant_series_has_no_rank_correlation(self) -> None:
        level = np.full(60, 250.0)
        tests = held(1).tests
        assert tests is not None
        data = link.Sample(
            np.arange(60.0) % 3,
            level,
            wavy(60) / 100,
            exposure.nuisance_columns(np.arange(60)),
            None,
        )
        found = link.estimate_of(data, tests)
        assert found is not None
        assert (found.spearman, found.p_spearman) == (None, None)
        assert link.estimate_of(data, tests._replace(beta=None)) is None

    @pytest.mark.parametrize(
        ("low_days", "high_days", "between", "once"),
        [(30, 30, 0, True), (60, 0, 0, False), (30, 30, 15, True), (30, 30, 16, False)],
    )
    def test_whether_intake_changed_once(
        self, low_days: int, high_days: int, between: int, once: bool
    ) -> None:
        level = np.concatenate(
            [np.full(low_days, 200.0), np.full(between, 300.0), np.full(high_days, 400.0)]
        )
        level += np.linspace(0, 1e-3, len(level)) if high_days == 0 else 0
        assert link.changed_once(level) is once

    def test_the_outer_quarters_are_of_the_tenth_to_the_ninetieth_percentile(self) -> None:
        assert link.changed_once(np.repeat([0.0, 100.0], [11, 90]))
        assert link.changed_once(np.repeat([0.0, 40.0, 100.0], [50, 41, 10]))
        assert not link.changed_once(np.repeat([0.0, 40.0, 100.0], [50, 40, 11]))


class TestEvents:
    """Which days are known."""

    def test_imported_days_count_between_the_first_and_the_last_event(self) -> None:
        days = [date(2026, 1, day) for day in range(1, 10)]
        seen = Observed(
            events={days[2]: 1, days[4]: 2},
            marked={days[6]},
            typed=frozenset(),
            imported=frozenset(days),
        )
        assert [*map(EventCount(seen), days)] == [None, None, 1, 0, 2, 0, 0, None, None]
        none = EventCount(seen._replace(events={}, marked=frozenset()))
        assert [*map(none, days)] == [None] * 9
