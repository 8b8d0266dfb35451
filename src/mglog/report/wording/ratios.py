"""Ratios, intervals and stretches of time in words. Never more than two significant figures."""

from math import ceil

from mglog.analysis.results import Estimate
from mglog.formatting import plural
from mglog.report.contents import Outcome


def weeks_or_days(days: float) -> str:
    """A stretch of time, no more exact than it is known: `9 days`, `about 5 weeks`."""
    if days < 14:
        return plural(max(1, ceil(days)), "day")
    if days < 120:
        return f"about {round(days / 7)} weeks"
    return f"about {round(days / 30.4)} months"


def two_figures(value: float) -> str:
    """A number with at most two significant figures: 0.084, 1.3, 25, 120."""
    rounded = float(f"{value:.2g}")
    return f"{rounded:.0f}" if abs(rounded) >= 10 else f"{rounded:g}"


def percent(rate_ratio: float) -> str:
    """How far a rate ratio is from 1: `25 %`; beyond double, `2.4 times`."""
    return f"{two_figures(100 * abs(rate_ratio - 1))} %"


def change(rate_ratio: float, outcome: Outcome) -> str:
    """`25 % fewer`, `30 % more`, `2.4 times as many`, `no change`."""
    if rate_ratio >= 2:
        return f"{two_figures(rate_ratio)} times as {'many' if outcome.symptom is None else 'much'}"
    if _same(rate_ratio):
        return "as many" if outcome.symptom is None else "as much"
    return f"{percent(rate_ratio)} {outcome.fewer if rate_ratio < 1 else 'more'}"


def span(low: float | None, high: float | None, outcome: Outcome) -> str:
    """What an interval leaves open: `anything from 40 % fewer to 90 % more cramps`."""
    noun = outcome.plural
    if low is None and high is None:
        return f"any number of {noun}" if outcome.symptom is None else f"any amount of {noun}"
    if low is None:
        return f"anything up to {_end(high or 1, outcome)}"
    if high is None:
        return f"anything from {_end(low, outcome)} upwards"
    if _same(high):
        return f"anything from {change(low, outcome)} {noun} to as many as before"
    if _same(low):
        return f"anything from as many {noun} as before to {change(high, outcome)}"
    return f"anything from {change(low, outcome)} to {change(high, outcome)} {noun}"


def _same(rate_ratio: float) -> bool:
    return round(100 * abs(rate_ratio - 1)) == 0


def _end(rate_ratio: float, outcome: Outcome) -> str:
    if _same(rate_ratio):
        return f"as many {outcome.plural} as before"
    return f"{change(rate_ratio, outcome)} {outcome.plural}"


def bracketed(estimate: Estimate, outcome: Outcome) -> str:
    """An interval beside its estimate: `(10–38 %)`, `(at least 10 %)`."""
    low, high, down = estimate.low, estimate.high, estimate.rate_ratio < 1
    near, far = (high, low) if down else (low, high)
    if near is None and far is None:
        return "(open at both ends)"
    if near is None or (near - 1) * (estimate.rate_ratio - 1) <= 0:
        return f"({span(low, high, outcome)})"
    if far is None:
        return f"(at least {percent(near)})"
    if far >= 2:
        ends = (f"{two_figures(end)} times" if end >= 2 else percent(end) for end in (near, far))
        return f"({' to '.join(ends)})"
    return f"({percent(near).removesuffix(' %')}–{percent(far)})"


def went_with(estimate: Estimate, outcome: Outcome) -> str:
    """The estimate and its interval as what went with more intake."""
    found = change(estimate.rate_ratio, outcome)
    return (
        f"weeks with 100 mg a day more went with about {found} {outcome.plural} "
        f"{bracketed(estimate, outcome)}"
    )
