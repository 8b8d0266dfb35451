"""Tests of `lags`."""

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from mglog.analysis import lags, poisson, shift_test
from mglog.analysis.exposure import Columns, series
from mglog.analysis.lags import holm, lag_profile, negative_control
from mglog.analysis.results import Lag
from mglog.report.wording import link as words
from tests.analysis.support import TIME, wavy
from tests.links import CRAMPS, run_of
from tests.support import judge, series_of


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


def test_holm_by_hand_and_by_statsmodels() -> None:
    assert holm([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.09, 0.09, 0.5])
    p = [0.2, 0.001, 0.9, 0.013]
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])
    assert holm([]) == []
    assert holm([0.9, 0.6, 0.9]) == [1.0, 1.0, 1.0]


def test_intake_that_only_rises_has_too_few_looks() -> None:
    rng = np.random.default_rng(1)
    mg: list[float | None] = [100.0 + 3 * at for at in range(120)]
    found = judge(run_of(mg, rng.poisson(0.5, 120).tolist()))
    assert found.verdict == "not-enough-data"
    assert not found.gates.effective_days.ok


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
