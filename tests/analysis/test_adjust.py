"""The columns of what was named to be held fixed, and the estimate beside them."""

from datetime import date, timedelta

import numpy as np
import pytest
import statsmodels.api as sm

from mglog.analysis.adjust import held_fixed, level
from mglog.analysis.exposure import columns, series
from mglog.analysis.link import adjusted, sample
from mglog.domain.factors import amounts
from mglog.domain.facts import FactorRow, Facts
from tests.analysis.support import on, run_of, wavy


def facts(
    rows: list[FactorRow], without: list[tuple[int, str]] | None = None, observed: int = 0
) -> Facts:
    none: frozenset[date] = frozenset()
    return Facts(
        [], [], [], [], none, none, none, none,
        frozenset(on(at) for at in range(observed)), {}, rows,
        frozenset((on(at), name) for at, name in without or []),
    )  # fmt: skip


def test_a_day_without_it_is_known_where_it_was_said_or_where_something_was_logged() -> None:
    rows = [FactorRow(on(3), "Exercise", 60.0, "min"), FactorRow(on(3), "exercise", None, None),
            FactorRow(on(5), "alcohol", 2.0, None)]  # fmt: skip
    found = level(
        facts(rows, [(1, "exercise"), (2, "alcohol")], 5), "EXERCISE", [on(at) for at in range(8)]
    )
    np.testing.assert_array_equal(found, [np.nan, 0, np.nan, 120, 0, np.nan, np.nan, np.nan])


def test_the_mean_of_the_seven_days_before_is_what_is_held_fixed() -> None:
    values = [30.0 * (at % 4) for at in range(40)]
    rows = [FactorRow(on(at), "walk", value, "min") for at, value in enumerate(values)]
    (column,) = held_fixed(facts(rows), ["walk"], [on(at) for at in range(40)]).T
    means = [np.mean(values[max(0, at - 7) : at]) for at in range(1, 40)]
    expected = (means - np.mean(means)) / np.std(means)
    np.testing.assert_allclose(column[1:], expected)
    assert column[0] == 0


def test_a_period_stands_as_the_day_of_the_cycle() -> None:
    """Several days in a row are one period; each cycle has its length, the last the median."""
    rows = [FactorRow(on(start + at), "period", None, None)
            for start in (5, 35, 61) for at in range(4)]  # fmt: skip
    found = held_fixed(facts(rows), ["Period"], [on(at) for at in range(100)])
    assert found.shape == (100, 2)
    assert not found[:5].any()
    np.testing.assert_allclose(found[[5, 35, 61, 89]], [[1, 0]] * 4, atol=1e-12)
    np.testing.assert_allclose(found[20], [-1, 0], atol=1e-12)  # the middle of 30 days
    np.testing.assert_allclose(found[48], [-1, 0], atol=1e-12)  # and of 26


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_adjusted_estimate_is_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mg = [float(value) for value in wavy(150) + rng.normal(0, 40, 150)]
    events = [int(count) for count in rng.poisson(0.7, 150)]
    data = sample(series(columns(run_of(mg, events))))
    extra = rng.standard_normal((150, 2))

    found = adjusted(data, extra)

    design = np.column_stack([data.u, data.nuisance, extra[data.days]])
    fitted = sm.GLM(data.y, design, family=sm.families.Poisson()).fit(tol=1e-12)
    assert found is not None
    # The penalised estimate lies by less than a fifth of its error from the plain one.
    assert abs(np.log(found.rate_ratio) - fitted.params[0]) < 0.2 * fitted.bse[0]
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.rate_ratio < found.high
    assert 0 < found.p_shift <= 1


def test_a_column_that_never_varies_is_left_out() -> None:
    rng = np.random.default_rng(5)
    events = [int(count) for count in rng.poisson(0.7, 150)]
    data = sample(series(columns(run_of([float(value) for value in wavy(150)], events))))
    plain, constant = (adjusted(data, np.zeros((150, many))) for many in (0, 2))
    assert plain == constant


def test_what_intake_cannot_be_told_from_is_answered_with_nothing() -> None:
    rng = np.random.default_rng(6)
    events = [int(count) for count in rng.poisson(0.7, 150)]
    found = series(columns(run_of([float(value) for value in wavy(150)], events)))
    data = sample(found)
    extra = np.where(np.isnan(found.exposure), 0, found.exposure)[:, None]
    assert adjusted(data, extra) is None


def test_at_most_two_are_taken() -> None:
    rows = [FactorRow(on(at), name, float(at), None) for at in range(9) for name in "abc"]
    days = [on(0) + timedelta(days=at) for at in range(20)]
    assert held_fixed(facts(rows), ["a", "b", "c"], days).shape == (20, 2)
    assert held_fixed(facts(rows), [], days).shape == (20, 0)


def test_units_are_never_added_up() -> None:
    """Hours are minutes; another unit, or no amount, counts as the mean of what was told."""
    rows = [FactorRow(on(0), "run", 60.0, "min"), FactorRow(on(1), "run", 1.5, "h"),
            FactorRow(on(2), "run", 5.0, "km"), FactorRow(on(3), "run", None, None),
            FactorRow(on(4), "run", 0.0, "min")]  # fmt: skip
    found = amounts(facts(rows), "Run")
    assert (found.unit, found.told) == ("min", {on(0): 60, on(1): 90})
    assert found.level == {on(0): 60, on(1): 90, on(2): 75, on(3): 75}
    assert found.without == {on(4)}
    assert set(amounts(facts([FactorRow(on(3), "ill", None, None)]), "ill").level.values()) == {1}
