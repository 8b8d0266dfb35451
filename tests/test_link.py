"""The link as a whole: gates, milestones, verdicts, lags, the control after, the wording."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pytest
from benchmarks import calibration
from hypothesis import given, settings
from hypothesis import strategies as st

from mglog.analysis import ewc_test, link, poisson, shift_test
from mglog.analysis.days import Day, usable_days
from mglog.analysis.exposure import Floats
from mglog.analysis.lags import lag_profile, negative_control
from mglog.analysis.link import changed_once, verdict_of
from mglog.analysis.results import (
    DESCRIBED_FROM,
    Estimate,
    Gate,
    Gates,
    Lag,
    Link,
    Milestone,
    RuleChecks,
    Verdict,
    gates_of,
)
from mglog.report.contents import Outcome
from mglog.report.link_section import link_section, thin
from mglog.report.wording import link as words
from mglog.report.wording.notes import notes
from mglog.report.wording.ratios import span
from tests.support import judge, series_of

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


# Edges of method.md §F.


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


def test_intake_that_only_rises_has_too_few_looks() -> None:
    rng = np.random.default_rng(1)
    mg: list[float | None] = [100.0 + 3 * at for at in range(120)]
    found = judge(run_of(mg, rng.poisson(0.5, 120).tolist()))
    assert found.verdict == "not-enough-data"
    assert not found.gates.effective_days.ok


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
            st.none() | st.floats(0, 10_000, allow_nan=False),
            st.none() | st.integers(0, 100),
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


# Verdicts, one by one.


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
    failed: tuple[str, ...],
) -> None:
    fits, p_values = iter([fitted(agrees), fitted(slow[1])]), iter([shift_p, slow[0]])
    monkeypatch.setattr(poisson, "estimate", lambda *_: beta)
    monkeypatch.setattr(poisson, "score", lambda *_: next(fits))
    monkeypatch.setattr(shift_test, "p_value", lambda *_: next(p_values))
    monkeypatch.setattr(ewc_test, "p_value", lambda *_: score)
    found = link.run_tests(sampled())
    assert found == (beta, shift_p, score[0], slow[0], failed, rule, True)


def test_a_fit_that_does_not_settle_fails_its_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poisson, "estimate", lambda *_: -0.3)
    monkeypatch.setattr(poisson, "score", lambda *_: fitted(-1, ok=False))
    found = link.run_tests(sampled())
    assert found == (-0.3, 1.0, 1.0, 1.0, ("score", "slow"), False, False)

    fits = iter([fitted(-1), fitted(-1, ok=False)])
    monkeypatch.setattr(poisson, "score", lambda *_: next(fits))
    monkeypatch.setattr(shift_test, "p_value", lambda *_: 0.01)
    monkeypatch.setattr(ewc_test, "p_value", lambda *_: (0.01, -1.0))
    found = link.run_tests(sampled())
    assert found == (-0.3, 0.01, 0.01, 1.0, ("slow",), False, False)


def sampled() -> link.Sample:
    three = np.arange(3.0)
    return link.Sample(three, three, three, np.column_stack([np.ones(3), three]), None)


def test_what_keeps_a_sign_from_being_more_is_said() -> None:
    twice = [look(R_DOWN), look(R_SLOW._replace(slow=0.07), 90)]
    close = estimate_with(R_SLOW._replace(slow=0.07), 0.5, 0.9)
    early = Link("early-sign", 90, GATES, estimate=close)
    assert words.checks(early._replace(milestones=twice)) == [
        "a season or another slow change could make it (p = 0.07, to be below 0.05)"
    ]
    assert words.checks(early._replace(milestones=twice[1:])) == []
    assert words.checks(early._replace(verdict="linked", milestones=twice)) == []


def test_changed_once() -> None:
    assert changed_once(np.array([100.0] * 30 + [300.0] * 30))
    assert changed_once(np.array([100.0, 110] * 15 + [200.0] + [300.0, 290] * 15))
    assert not changed_once(np.array([100.0] * 20 + [300.0] * 20 + [100.0] * 20))


# Lags, and after.


def test_the_stretch_that_acts_stands_out() -> None:
    rng = np.random.default_rng(11)
    n = 400
    mg = 200 + 250.0 * (rng.random(n) < 0.5)
    rate = np.full(n, 0.5)
    rate[2:] = 0.7 * 0.5 ** ((mg[1:-1] + mg[:-2] - 650) / 200)  # the two days before act
    days = run_of(mg.tolist(), rng.poisson(rate).tolist())

    lags = lag_profile(series_of(days))

    assert [(lag.from_days, lag.to_days) for lag in lags] == [(1, 2), (3, 7), (8, 14), (15, 28)]
    assert lags[0].p_holm is not None
    assert lags[0].p_holm < 0.05
    assert lags[0].rate_ratio is not None
    assert lags[0].rate_ratio < 0.75
    assert all(lag.p_holm is not None and lag.p_holm > 0.05 for lag in lags[1:])


def test_lag_windows_start_the_day_before() -> None:
    """A stretch a … b before day t is days t−b … t−a: today's own dose is never in it."""
    n = 120
    mg: list[float | None] = [100.0 + (at * 37) % 101 for at in range(n)]
    events: list[int | None] = [0] * n
    for at in range(2, n):
        events[at] = int(((mg[at - 1] or 0) + (mg[at - 2] or 0)) / 2 > 160)
    lags = lag_profile(series_of(run_of(mg, events)))
    assert lags[0].rate_ratio is not None
    assert lags[0].rate_ratio > 3


@pytest.mark.parametrize(("days", "told"), [(31, True), (30, False)])
def test_a_stretch_needs_thirty_days(days: int, told: bool) -> None:
    """The first day has no day before it: of 31 days, 30 have a stretch of one to two days."""
    rng = np.random.default_rng(5)
    mg = [float(value) for value in rng.uniform(100, 500, days + 1)]
    lags = lag_profile(series_of(run_of(mg, [int(value) for value in rng.poisson(1, days + 1)])))
    assert (lags[0].rate_ratio is not None) is told
    assert lags[3].rate_ratio is None


def test_a_stretch_that_is_seldom_known_is_left_out_and_the_others_stay() -> None:
    """Intake known every other day only: never both of the last two days, but at times 3 of 5."""
    rng = np.random.default_rng(6)
    n = 200
    mg = [float(value) if at % 2 else None for at, value in enumerate(rng.uniform(100, 500, n))]
    lags = lag_profile(series_of(run_of(mg, [int(value) for value in rng.poisson(1, n)])))
    assert lags[0] == Lag(1, 2)
    assert lags[1].rate_ratio is not None
    assert lags[1].p_holm is not None
    assert lags[2].rate_ratio is None


@pytest.mark.parametrize("acts", [1, 7, 8])
def test_after_is_the_seven_days_after(acts: int) -> None:
    """Intake that is raised `acts` days after each cramp is seen from 1 to 7 days, not at 8."""
    n = 400
    rng = np.random.default_rng(7)
    events = (rng.random(n) < 0.08).astype(int)
    mg = np.full(n, 300.0) + rng.uniform(-5, 5, n)
    mg[acts:] += 200.0 * events[:-acts]
    after = negative_control(series_of(run_of(mg.tolist(), events.tolist())))
    assert after is not None
    assert (after.p_shift < 0.05) is (acts <= 7)


@pytest.mark.parametrize(("days", "told"), [(30, True), (29, False)])
def test_the_control_needs_thirty_days(days: int, told: bool) -> None:
    rng = np.random.default_rng(8)
    n = days + 12  # five days for the first exposure, seven after the last
    mg = [float(value) for value in rng.uniform(100, 500, n)]
    found = series_of(run_of(mg, [int(value) for value in rng.poisson(1, n)]))
    found = found._replace(usable=found.usable[:days])
    assert (negative_control(found) is not None) is told


def test_intake_that_follows_cramps_is_noticed() -> None:
    rng = np.random.default_rng(12)
    n = 300
    events = rng.poisson(0.4, n)
    reaction = np.convolve(events, np.ones(5))[:n]
    mg = 200 + 80.0 * np.concatenate([[0], reaction[:-1]]) + rng.normal(0, 20, n)

    after = negative_control(series_of(run_of(mg.tolist(), events.tolist())))

    assert after is not None
    assert after.rate_ratio > 1
    assert after.p_shift < 0.05
    assert "reacting to them" in (words.after_sentence(after, CRAMPS) or "")


# The wording.


def shown(
    verdict: Verdict,
    ratio: float = 0.75,
    low: float | None = 0.62,
    high: float | None = 0.9,
) -> str:
    tests = RuleChecks(-0.3, 0.01, 0.2, 0.04, ("score",), rule=False, settled=True)
    estimate = Estimate(120, 30, None, ratio, low, high, tests, -0.2, 0.03)
    return words.verdict(Link(verdict, 120, GATES, estimate=estimate), [], CRAMPS, 17)


def test_verdicts_in_words() -> None:
    assert shown("linked") == (
        "In your diary, weeks with 100 mg a day more went with about 25 % fewer cramps (10–38 %). "
        "This does not show that magnesium is the cause."
    )
    assert "30 % more cramps (12–51 %)" in shown("linked", 1.3, 1.12, 1.51)
    assert "25 % fewer cramps (at least 10 %)" in shown("linked", 0.75, None, 0.9)
    assert "check again in 17 usable days" in shown("early-sign")
    assert "season, another slow change or a few unusual weeks" in shown("unsteady-pattern")
    assert shown("cannot-tell", 0.9, 0.4, 2.3) == (
        "Your diary can't tell yet: anything from 60 % fewer to 2.3 times as many cramps "
        "with 100 mg a day more fits."
    )
    assert "anything up to 10 % fewer cramps" in shown("cannot-tell", 0.5, None, 0.9)
    assert "anything from 40 % fewer cramps upwards" in shown("cannot-tell", 0.9, 0.6, None)
    assert "yet: any number of cramps with" in shown("cannot-tell", 0.9, None, None)
    assert "from 12 % fewer to 9 % more" in shown("small-if-any", 0.98, 0.88, 1.09)
    assert "from 40 % fewer to 15 % more" in shown("no-clear-link", 0.83, 0.6, 1.15)


@given(st.floats(0.02, 50), st.floats(0.01, 1), st.floats(1, 100))
def test_never_more_than_two_figures_and_never_a_claim(
    ratio: float, down: float, up: float
) -> None:
    verdicts: tuple[Verdict, ...] = (
        "linked", "early-sign", "unsteady-pattern", "cannot-tell", "no-clear-link",
    )  # fmt: skip
    for verdict in verdicts:
        text = shown(verdict, ratio, ratio * down, ratio * up)
        assert not [
            word for word in ("works", "effective", "proven", "deficien", "cure") if word in text
        ]
        for token in text.replace("(", " ").replace("–", " ").replace(")", " ").split():
            digits = token.rstrip(".;,%")
            if digits.replace(".", "").isdigit() and digits != "100":
                assert len(digits.replace(".", "").strip("0")) <= 2, text


def missing(gates: Gates, seen: words.Seen, *, changed_once: bool = False) -> list[str]:
    link = Link("not-enough-data", int(gates.usable_days.value or 0), gates, changed_once)
    return words.missing(link, CRAMPS, seen)


def test_singular_and_plural_in_what_is_missing() -> None:
    found = missing(gates_of(59, 1, 12.3), words.Seen(80, 1, 59, 1, 1))
    assert "59 usable days, need 60 (1 day more of" in found[0]
    assert found[1].startswith("1 cramp on usable days, need 20 (about")
    assert "hardly varies (by 12 mg, need 50)" in found[2]
    none = missing(gates_of(59, 0, 12.3), words.Seen(80, 0))
    assert "no cramps logged in 80 days" in str(none)


def test_too_few_effective_days_names_the_remedy() -> None:
    gates, seen = gates_of(90, 30, 200, 2.345), words.Seen(90, 30)
    assert "2.3 independent looks, need 8" in missing(gates, seen)[0]
    assert "you changed your intake once" in missing(gates, seen, changed_once=True)[0]


def test_a_milestones_shortfall_says_which_days_it_is_of() -> None:
    (found,) = missing(gates_of(60, 10, 200, 9), words.Seen(88, 50, 83, 48, 7))
    assert found == (
        "on your first 60 usable days: 10 cramps on usable days, need 20; "
        "the next look is in 7 usable days"
    )


def test_a_slow_drift_is_no_change_at_one_day() -> None:
    assert not changed_once(np.linspace(100, 500, 120))
    assert not changed_once(np.array([100.0, 300.0, 100.0] * 20))


def test_intervals_in_words() -> None:
    twitching = Outcome("twitching")
    assert span(0.82, None, CRAMPS) == "anything from 18 % fewer cramps upwards"
    assert span(0.59, 1.0, CRAMPS) == "anything from 41 % fewer cramps to as many as before"
    assert span(1.0, 1.5, CRAMPS) == "anything from as many cramps as before to 50 % more"
    assert span(None, None, twitching) == "any amount of twitching"
    assert "(2.1 times to 4.1 times)" in shown("linked", 3.0, 2.1, 4.1)


def test_every_verdict_but_the_first_recalls_placebo() -> None:
    for n, expected in ((40, False), (150, True)):
        found = judge(simulated(1, n))
        told = notes(found, today=False, partial_days=0, supplements_only=False)
        codes = {note.code for note in told}
        assert ("placebo" in codes) is expected


def test_a_diary_too_thin_to_compute_on_says_what_is_missing() -> None:
    days = simulated(1, 8)
    usable = usable_days(days)
    found = link_section(days, usable, thin(days, usable), CRAMPS)
    assert (found.result.verdict, found.next_milestone, found.days_to_milestone) == (
        "not-enough-data", 60, 57,
    )  # fmt: skip
    assert found.reasons[0].startswith("3 usable days, need 60")
    assert found.sentence == "Not enough data yet."


# A slice of the calibration, seeded.


@pytest.mark.parametrize("name", ["AR(1) 0.5, frequent", "supplement on and off, frequent"])
def test_null_diaries_are_seldom_called_linked(name: str) -> None:
    cell = next(cell for cell in calibration.CELLS if cell.name == name)
    runs = [calibration.replicate(cell, number) for number in range(40)]
    signs = sum(look.verdict in ("early-sign", "linked") for run in runs for look in run.looks)
    looks = sum(look.open for run in runs for look in run.looks)
    covered = sum(look.covers for run in runs for look in run.looks if look.open)
    assert looks > 80
    assert signs <= 0.1 * looks
    assert covered >= 0.88 * looks


def test_a_real_link_is_found_in_the_calibration() -> None:
    cell = next(cell for cell in calibration.CELLS if cell.name == "RR 0.6, on and off, frequent")
    runs = [calibration.replicate(cell, number) for number in range(12)]
    assert sum(run.looks[-1].verdict == "linked" for run in runs) >= 9


def test_the_calibration_gives_the_same_again() -> None:
    cell = calibration.CELLS[0]
    assert calibration.replicate(cell, 3) == calibration.replicate(cell, 3)
