"""Tests of `link`."""

from datetime import timedelta
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mglog.analysis import ewc_test, exposure, gates, link, poisson, results, shift_test
from mglog.analysis.days import Day, usable_days
from mglog.analysis.exposure import Columns, Floats, series
from mglog.analysis.link import changed_once, verdict_of
from mglog.analysis.results import DESCRIBED_FROM, Check, Gate, RuleChecks
from mglog.report.link_section import thin
from tests.analysis.support import wavy
from tests.links import FIRST, R_DOWN, R_SLOW, R_UP, checked, estimate_with, look, run_of, simulated
from tests.support import judge, series_of


def held(direction: int) -> results.Milestone:
    """A milestone at which rule R held in a direction (0: it did not)."""
    good = gates.gates(wavy(60), [1] * 60)
    beta = float(direction or 1)
    tests = results.RuleChecks(beta, 0.01, 0.01, 0.01, (), rule=direction != 0, settled=True)
    return results.Milestone(60, good, tests)


class TestLink:
    """The sample, and the verdict's parts."""

    @pytest.mark.parametrize(("highest", "cap"), [(200.0, None), (5000.0, 200.0)])
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
            np.arange(60),
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


def test_a_strong_link_is_found_and_its_sign_is_right() -> None:
    found = judge(simulated(1, 300, ratio=0.5))

    assert found.verdict == "linked"
    assert found.estimate is not None
    assert found.estimate.rate_ratio == pytest.approx(0.5, rel=0.25)
    assert found.estimate.high is not None
    assert found.estimate.high < 1
    assert [look.usable_days for look in found.milestones] == list(range(60, 301, 30))[:8]
    assert found.milestones[-1].rule
    assert found.milestones[-2].rule


def test_a_link_the_other_way_is_found_too() -> None:
    found = judge(simulated(2, 300, ratio=2.0))
    assert found.verdict == "linked"
    assert found.estimate is not None
    assert found.estimate.rate_ratio > 1.4


def test_no_link_is_not_called_one() -> None:
    verdicts = [judge(simulated(seed, 220)).verdict for seed in range(6)]
    assert set(verdicts) <= {"no-clear-link", "cannot-tell", "small-if-any", "unsteady-pattern"}


def test_the_estimate_is_that_of_the_last_milestone() -> None:
    days = simulated(3, 149)  # usable from day 5 on: 144 of them; the milestone is 120
    found = judge(days)
    assert found.usable_days == 144
    assert found.estimate is not None
    assert found.estimate.usable_days == 120


def test_what_comes_after_a_milestone_does_not_change_it() -> None:
    days = simulated(4, 200)
    later = [*days[:140], *(day._replace(mg=5000.0, events=9) for day in days[140:])]
    first, second = judge(days[:140]), judge(later)
    for before, after in zip(first.milestones, second.milestones, strict=False):
        assert before == after
    assert len(first.milestones) == 3


def test_milestones_are_usable_days_not_calendar_days() -> None:
    days = simulated(5, 220)
    holes = [day._replace(events=None) if at % 3 == 0 else day for at, day in enumerate(days)]
    found = judge(holes)
    assert found.usable_days == sum(day.events is not None for day in holes[5:])
    assert found.milestones[-1].usable_days == found.usable_days // 30 * 30


def test_before_the_first_milestone_the_gates_are_those_of_all_days() -> None:
    found = judge(simulated(6, 50))
    assert found.verdict == "not-enough-data"
    assert found.estimate is None
    assert found.milestones == []
    assert found.gates.usable_days == Gate(45, 60)


@pytest.mark.parametrize("seed", range(3))
def test_the_pipeline_step_by_step(seed: int) -> None:
    """The estimate again, from the definitions and with nothing of `link` but its parts."""
    days = simulated(seed, 100, ratio=0.7)
    mg = np.array([day.mg for day in days], dtype=np.float64)
    y = np.array([day.events for day in days], dtype=np.float64)
    cut = 90 + 5  # the 90th usable day is day 94, the first is day 5
    part = mg[:cut]
    p95 = np.percentile(part, 95)
    limit = max(p95, np.median(part) + 4 * 1.4826 * np.median(np.abs(part - np.median(part))))
    capped = np.minimum(part, limit)
    level = np.array([capped[max(0, t - 7) : t].mean() for t in range(5, cut)])
    u = (level - level.mean()) / 100
    time = np.arange(5, cut, dtype=np.float64)
    z = np.column_stack([np.ones(90), (time - time.mean()) / time.std()])
    beta = poisson.estimate(y[5:cut], z, u)
    null = poisson.score(y[5:cut], poisson.dense_design(z), u, 0.0)

    found = judge(days).estimate

    assert found is not None
    assert beta is not None
    assert found.rate_ratio == pytest.approx(np.exp(beta), abs=1e-8)
    assert found.tests.shift == shift_test.p_value(null.x, null.e)
    assert found.events == int(y[5:cut].sum())


@pytest.mark.parametrize("seed", range(4))
def test_scaling_the_milligrams_scales_the_log_ratio_only(seed: int) -> None:
    days = simulated(seed, 130, ratio=0.7)
    double = [day._replace(mg=None if day.mg is None else day.mg * 2) for day in days]
    one, two = judge(days).estimate, judge(double).estimate
    assert one is not None
    assert two is not None
    assert np.log(two.rate_ratio) == pytest.approx(np.log(one.rate_ratio) / 2, abs=1e-8)
    assert two.tests[1:4] == pytest.approx(one.tests[1:4], abs=1e-9)
    assert two.spearman == one.spearman


def test_a_shift_in_calendar_time_changes_nothing() -> None:
    days = simulated(7, 130)
    later = [day._replace(day=day.day + timedelta(days=1000)) for day in days]
    assert judge(days) == judge(later)


def test_it_is_deterministic() -> None:
    days = simulated(8, 130)
    assert judge(days) == judge(list(days))


def test_an_unlogged_day_at_the_end_changes_nothing() -> None:
    days = simulated(9, 130)
    more = [*days, Day(FIRST + timedelta(days=130), None, None)]
    assert judge(days) == judge(more)


def test_todays_entries_change_nothing() -> None:
    days = simulated(10, 130)
    today = Day(FIRST + timedelta(days=130), 900.0, 5, over=False)
    found = judge([*days, today])
    assert found.cap_mg != judge(days).cap_mg  # the tables show today, capped like any day
    assert judge(days)._replace(cap_mg=None) == found._replace(cap_mg=None)


def test_constant_intake_is_a_gate_not_a_crash() -> None:
    rng = np.random.default_rng(1)
    found = judge(run_of([300.0] * 120, rng.poisson(0.5, 120).tolist()))
    assert found.verdict == "not-enough-data"
    assert (found.gates.spread_mg.value, found.gates.effective_days.value) == (0.0, None)


def test_two_levels_of_exposure_are_too_few() -> None:
    mg: list[float | None] = [100.0] * 5 + [None] * 2
    found = judge(run_of((mg * 12)[:80], [1] * 80))
    assert found.gates.spread_mg.value == 0.0


def test_no_cramps_at_all() -> None:
    days = simulated(1, 120)
    found = judge([day._replace(events=0) for day in days])
    assert found.verdict == "not-enough-data"
    assert found.gates.events == Gate(0, 20)


def test_a_weekly_rhythm_makes_p_large() -> None:
    rng = np.random.default_rng(2)
    mg: list[float | None] = [float(100 + 300 * (at % 7 in (0, 1, 2))) for at in range(150)]
    days = run_of(
        [m if at % 7 != 3 else None for at, m in enumerate(mg)], rng.poisson(0.5, 150).tolist()
    )
    tests = link.run_tests(link.sample(series_of(days)))
    assert tests.shift >= 1 / 7


@given(
    st.lists(
        st.tuples(
            st.none() | st.floats(0, 10_000, allow_nan=False), st.none() | st.integers(0, 100)
        ),
        min_size=70,
        max_size=110,
    )
)
@settings(max_examples=40, deadline=None)
def test_any_diary_gives_finite_numbers_or_none(
    pairs: list[tuple[float | None, int | None]],
) -> None:
    days = run_of([pair[0] for pair in pairs], [pair[1] for pair in pairs])
    usable = usable_days(days)
    shown = judge(days) if len(usable) >= DESCRIBED_FROM else thin(days, usable)
    numbers: list[float | None] = [gate.value for gate in shown.gates]
    if shown.estimate is not None:
        estimate = shown.estimate
        numbers += [estimate.rate_ratio, estimate.low, estimate.high, estimate.tests.shift,
                    estimate.tests.score, estimate.tests.slow, estimate.spearman]  # fmt: skip
    for lag in shown.lags:
        numbers += [lag.rate_ratio, lag.low, lag.high, lag.p_holm]
    assert all(value is None or np.isfinite(value) for value in numbers)


@pytest.mark.parametrize(
    ("before", "last", "low", "high", "expected"),
    [
        (R_DOWN, R_DOWN, 0.6, 0.9, "linked"),
        (R_UP, R_DOWN, 0.6, 0.9, "early-sign"),
        (checked(), R_DOWN, 0.6, 0.9, "early-sign"),
        (None, R_DOWN, None, 0.9, "early-sign"),
        (R_DOWN, R_SLOW, 0.6, 0.9, "early-sign"),
        (R_SLOW, R_DOWN, 0.6, 0.9, "linked"),
        (R_DOWN, checked(0.04, failed=("slow",)), 0.6, 0.9, "unsteady-pattern"),
        (R_DOWN, checked(), 0.4, 1.7, "cannot-tell"),
        (R_DOWN, checked(), 0.5, 2.0, "no-clear-link"),
        (R_DOWN, checked(0.05), 0.5, 2.1, "cannot-tell"),
        (R_DOWN, checked(), None, 1.1, "cannot-tell"),
        (R_DOWN, checked(), 0.9, None, "cannot-tell"),
        (R_DOWN, checked(), 0.80, 1.25, "small-if-any"),
        (R_DOWN, checked(), 0.79, 1.2, "no-clear-link"),
        (R_DOWN, checked(), 0.5, 1.9, "no-clear-link"),
    ],
)
def test_the_first_verdict_that_applies(
    before: RuleChecks | None,
    last: RuleChecks,
    low: float | None,
    high: float | None,
    expected: str,
) -> None:
    looked = [look(before), look(last, 90)]
    assert verdict_of(looked, estimate_with(last, low, high)) == expected


def test_rule_r_on_the_first_milestone_is_only_an_early_sign() -> None:
    assert verdict_of([look(R_DOWN)], estimate_with(R_DOWN, 0.6, 0.9)) == "early-sign"
    assert verdict_of([look(None)], None) == "not-enough-data"


def test_fifty_nine_usable_days_are_no_milestone() -> None:
    days = simulated(1, 64, ratio=0.5)
    found = judge(days)
    assert found.usable_days == 59
    assert (found.milestones, found.gates.usable_days.value) == ([], 59)


def test_gates_are_those_of_the_last_milestone() -> None:
    found = judge(simulated(1, 94, ratio=0.5))
    assert found.usable_days == 89
    assert found.gates.usable_days.value == 60
    assert [look.usable_days for look in found.milestones] == [60]


def test_a_judged_diary_has_its_control_and_its_lags() -> None:
    found = judge(simulated(1, 200, ratio=0.5))
    assert found.after is not None
    assert len(found.lags) == 4
    before = judge(simulated(1, 60, ratio=0.5))
    assert (before.after, len(before.lags)) == (None, 0)


def test_changed_once_is_judged_on_enough_days_of_the_last_milestone() -> None:
    def stepped(low: int, high: int) -> bool:
        days = low + high + 5
        mg: list[float | None] = [200.0 if at < low + 3 else 500.0 for at in range(days)]
        return judge(run_of(mg, [at % 2 for at in range(days)])).changed_once

    assert stepped(30, 30)
    assert not stepped(30, 29)
    assert stepped(30, 50)
    assert not stepped(70, 10)  # the change came after the last milestone


def test_changed_once_at_its_edges() -> None:
    steps = [100.0] * 40 + [300.0] * 40
    assert changed_once(np.array([*steps[:40], *[200.0] * 20, *steps[40:]]))
    assert not changed_once(np.array([*steps[:40], *[200.0] * 21, *steps[40:]]))
    # 0 and 100 are the tenth and ninetieth percentile: 25 and 75 lie in the outer quarters.
    edge = [0.0] * 20 + [25.0] * 30 + [75.0] * 30 + [100.0] * 20
    assert changed_once(np.array(edge))
    assert not changed_once(np.array([26.0 if value == 25 else value for value in edge]))
    assert not changed_once(np.array([74.0 if value == 75 else value for value in edge]))


class Fitted(NamedTuple):
    """A null fit whose shift statistic has a given sign."""

    x: Floats
    e: Floats
    ok: bool = True


def fitted(sign: int, *, ok: bool = True) -> Fitted:
    # Not centred on purpose: the sign is that of the centred product.
    return Fitted(np.array([9.0, 10.0, 11.0]), sign * np.array([5.0, 6.0, 7.0]) + 20, ok)


@pytest.mark.parametrize(
    ("beta", "shift_p", "agrees", "score", "slow", "rule", "failed"),
    [
        (-0.3, 0.049, -1, (0.099, -5.0), (0.099, -1), True, ()),
        (0.3, 0.049, 1, (0.099, 5.0), (0.099, 1), True, ()),
        (-0.3, 0.05, -1, (0.01, -5.0), (0.01, -1), False, ()),
        (-0.3, 0.01, 1, (0.01, -5.0), (0.01, -1), False, ()),
        (-0.3, 0.01, -1, (0.10, -5.0), (0.01, -1), False, ("score",)),
        (-0.3, 0.01, -1, (0.01, 5.0), (0.01, -1), False, ("score",)),
        (-0.3, 0.01, -1, (0.01, -5.0), (0.10, -1), False, ("slow",)),
        (-0.3, 0.01, -1, (0.01, -5.0), (0.01, 1), False, ("slow",)),
        (-0.3, 0.01, -1, (0.5, -5.0), (0.5, -1), False, ("score", "slow")),
        (-0.3, 0.9, 1, (0.01, -5.0), (0.01, -1), False, ()),
    ],
)
def test_rule_r_needs_all_three_and_one_sign(
    monkeypatch: pytest.MonkeyPatch,
    beta: float,
    shift_p: float,
    agrees: int,
    score: tuple[float, float],
    slow: tuple[float, int],
    rule: bool,
    failed: tuple[Check, ...],
) -> None:
    fits, p_values = iter([fitted(agrees), fitted(slow[1])]), iter([shift_p, slow[0]])
    monkeypatch.setattr(poisson, "estimate", lambda *_: beta)
    monkeypatch.setattr(poisson, "score", lambda *_: next(fits))
    monkeypatch.setattr(shift_test, "p_value", lambda *_: next(p_values))
    monkeypatch.setattr(ewc_test, "p_value", lambda *_: score)
    found = link.run_tests(sampled())
    assert found == RuleChecks(beta, shift_p, score[0], slow[0], failed, rule, settled=True)


def test_a_fit_that_does_not_settle_fails_its_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poisson, "estimate", lambda *_: -0.3)
    monkeypatch.setattr(poisson, "score", lambda *_: fitted(-1, ok=False))
    found = link.run_tests(sampled())
    assert found == RuleChecks(-0.3, 1.0, 1.0, 1.0, ("score", "slow"), rule=False, settled=False)

    fits = iter([fitted(-1), fitted(-1, ok=False)])
    monkeypatch.setattr(poisson, "score", lambda *_: next(fits))
    monkeypatch.setattr(shift_test, "p_value", lambda *_: 0.01)
    monkeypatch.setattr(ewc_test, "p_value", lambda *_: (0.01, -1.0))
    found = link.run_tests(sampled())
    assert found == RuleChecks(-0.3, 0.01, 0.01, 1.0, ("slow",), rule=False, settled=False)


def sampled() -> link.Sample:
    three = np.arange(3.0)
    return link.Sample(
        three, three, three, np.column_stack([np.ones(3), three]), None, np.arange(3)
    )


def test_changed_once() -> None:
    assert changed_once(np.array([100.0] * 30 + [300.0] * 30))
    assert changed_once(np.array([100.0, 110] * 15 + [200.0] + [300.0, 290] * 15))
    assert not changed_once(np.array([100.0] * 20 + [300.0] * 20 + [100.0] * 20))


def test_a_slow_drift_is_no_change_at_one_day() -> None:
    assert not changed_once(np.linspace(100, 500, 120))
    assert not changed_once(np.array([100.0, 300.0, 100.0] * 20))
