"""What the report says of the link: the verdict, its reasons, when, and how it was computed.

Must never claim cause, cure or deficiency; never say "works", "effective" or
"proven".
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from mglog.analysis.days import WINDOW_DAYS, WINDOW_KNOWN, LeftOut
from mglog.analysis.results import (
    SPACED_FROM,
    Adjusted,
    After,
    Description,
    Gate,
    Lag,
    Link,
    Rhythm,
)
from mglog.formatting import date_text, escaped, number_text, plural
from mglog.report.contents import Outcome
from mglog.report.wording.ratios import change, span, two_figures, weeks_or_days, went_with

NO_CAUSE = "This does not show that magnesium is the cause."
# 4 to 8 % of diaries of which this is not so reach 0.05, and all that react this (docs/method.md).
AFTER_BELOW = 0.03
_UNUSUAL = 0.05  # as the rule has it
OF_PAIN = (
    "this is of the day's summed pain, not of the number of cramps; days with a cramp of unknown "
    "pain are left out"
)
NOT_SEPARABLE = "your intake only drifted with time: the two can't be told apart"
_CHECKS = {
    "score": "a few unusual weeks could make it",
    "slow": "a season or another slow change could make it",
    "rhythm": "your intake comes back every {period} days, and so may other things: without that "
    "rhythm nothing stands out",
}
# True rate ratio 0.8, intake as an AR(1) of 0.9: told as 0.61 at the first early sign, and its
# interval holds the true one in 82 % (docs/method.md).
_FIRST_SIGNS = "First signs overstate: expect less of it later"


class Seen(NamedTuple):
    """What the whole diary holds, not only what a milestone judged.

    Attributes:
        days: days on which events are known; `events` on them.
        usable_days: days that the link can use; `usable_events` on them.
        next_look: how many usable days the next look is away.
    """

    days: int
    events: int
    usable_days: int = 0
    usable_events: int = 0
    next_look: int = 0


def verdict(found: Link, reasons: Sequence[str], outcome: Outcome, days_to_milestone: int) -> str:
    """The verdict as one plain sentence, with its numbers."""
    estimate = found.estimate
    if estimate is None:
        return (
            f"Not enough data yet: {reasons[0]}." if len(reasons) == 1 else "Not enough data yet."
        )
    fits = f"With 100 mg more a day, it fits {span(estimate.low, estimate.high, outcome)}"
    again = f"check again in {plural(days_to_milestone, 'usable day')}"
    sentences = {
        "linked": f"In your diary, {went_with(estimate, outcome)}. {NO_CAUSE}",
        "early-sign": f"An early sign: {went_with(estimate, outcome)}; {again}. {NO_CAUSE}",
        "unsteady-pattern": (
            "A pattern that a season, another slow change or a few unusual weeks could also make: "
            f"{went_with(estimate, outcome)}."
        ),
        "cannot-tell": f"Your diary can't tell yet. {fits}.",
        "small-if-any": f"Any link in your diary is probably small. {fits}.",
        "no-clear-link": f"Your diary shows no clear link. {fits}.",
    }
    return sentences[found.verdict]


def checks(found: Link) -> list[str]:
    """Which checks a pattern failed, or what keeps a sign from being more than one."""
    if found.estimate is None:
        return []
    tests = found.estimate.tests
    gone = [] if found.fell_away is None else [_fell_away(found.fell_away)]
    if found.verdict == "early-sign" and found.held_twice:
        slow = f"{_CHECKS['slow']} (p = {two_figures(tests.slow)}, to be below 0.05)"
        return [slow, _FIRST_SIGNS, *gone]
    if found.verdict == "early-sign":
        return [_FIRST_SIGNS, *gone]
    if found.verdict != "unsteady-pattern":
        return gone
    p_values = {"score": tests.score, "slow": tests.slow, "rhythm": tests.rhythm or 0.0}
    period = round(tests.period_days or 0)
    failed = [
        f"{_CHECKS[name].format(period=period)} (p = {two_figures(p_values[name])})"
        for name in tests.failed
    ]
    return [*(failed or ["its direction is not the same in every check"]), *gone]


def never_told(name: str) -> str:
    """That a factor which was named to be held fixed is not in the diary."""
    return f"{escaped(name)} was never logged, so nothing of it is held fixed"


def adjusted_sentence(
    found: Adjusted | None, names: Sequence[str], since: date, outcome: Outcome, *, judged: bool
) -> str:
    """What holding the named factors fixed makes of the estimate, and since when that is done."""
    held = " and ".join(escaped(name) for name in names)
    when = date_text(since, year=True)
    if not judged:
        return f"{held} will be held fixed from the next look on (named on {when})"
    if found is None:
        return f"with {held} held fixed (since {when}) nothing can be told"
    many = change(found.rate_ratio, outcome)
    ends = ("…" if end is None else two_figures(end) for end in (found.low, found.high))
    return (
        f"with {held} held fixed (since {when}): about {many} {outcome.plural} "
        f"(×{two_figures(found.rate_ratio)}, {'–'.join(ends)})"
    )


def _fell_away(usable_days: int) -> str:
    return f"at {usable_days} usable days your diary was linked; that has fallen away"


def _days_missing(gate: Gate, outcome: Outcome) -> str:
    value = gate.value or 0
    left = weeks_or_days(gate.need - value)
    each = "cramps or mglog no-cramps" if outcome.symptom is None else outcome.plural
    return (
        f"{plural(value, 'usable day')}, need {number_text(gate.need)}: {left} more of logging "
        f"your intake, and each day's {each}"
    )


def _events_missing(gate: Gate, days: float, outcome: Outcome, seen: Seen) -> str:
    value, need = gate.value or 0, number_text(gate.need)
    keep = f"log every one: {need} are needed"
    if not seen.days:
        return f"no day says whether there were {outcome.plural}: log them, or mglog no-cramps"
    if not seen.events:
        return f"no {outcome.plural} logged in {plural(seen.days, 'day')} ({keep})"
    if value == 0 and not seen.usable_events:
        why = "log intake too, on the days before"
        return f"{outcome.counted(seen.events)}, none on a usable day, need {need} ({why})"
    text = f"{outcome.counted(value)} on usable days, need {need}"
    if seen.usable_events >= gate.need:
        return text
    pace = (gate.need - seen.usable_events) * seen.usable_days / max(seen.usable_events, 1)
    return f"{text} ({weeks_or_days(pace)} at your pace)" if days else text


def _effective_days_missing(gate: Gate, *, changed_once: bool, rhythm: Rhythm | None = None) -> str:
    if rhythm is not None:
        return (
            f"your intake keeps a fixed rhythm of about {round(rhythm.period_days)} days: whatever "
            "else keeps that rhythm can't be told apart from it; vary the length of the stretches, "
            "between one and two weeks"
        )
    if changed_once:
        return (
            f"you changed your intake once ({_changes(gate)}): before and after can't be told "
            "apart from time; change it every one to two weeks"
        )
    return (
        f"your intake changed too seldom ({_changes(gate)}): changing it every one to two weeks, "
        "by turns longer and shorter, would tell more"
    )


def _changes(gate: Gate) -> str:
    return (
        f"about {two_figures(gate.value or 0)} clear changes so far; "
        f"about {number_text(gate.need)} are needed"
    )


def missing(link: Link, outcome: Outcome, seen: Seen) -> list[str]:
    """What is missing, for each gate that is closed and can be computed, with the remedy."""
    found = []
    days, events, spread, effective = link.gates
    if not days.ok:
        found.append(_days_missing(days, outcome))
    if not events.ok:
        found.append(_events_missing(events, days.value or 0, outcome, seen))
    if spread.value is not None and not spread.ok:
        found.append(
            f"your intake hardly varies (by {two_figures(spread.value)} mg, need "
            f"{number_text(spread.need)}): a trial of weeks with and without would tell more"
        )
    if effective.value is not None and not effective.ok:
        found.append(
            _effective_days_missing(effective, changed_once=link.changed_once, rhythm=link.rhythm)
        )
    judged = days.value or 0
    if judged < seen.usable_days:
        when = f"on your first {plural(judged, 'usable day')}"
        away = plural(seen.next_look, "usable day")
        found = [f"{when}: {reason}; the next look is in {away}" for reason in found]
    return found


def describe(described: Description, outcome: Outcome) -> str:
    """ρ as a description."""
    rho = f"{described.spearman:.2f}".replace("-", "−")
    return (
        f"Rank correlation of the week's intake and the day's {outcome.plural}: ρ = {rho} over "
        f"{plural(described.days, 'day')}, a description and not a test."
    )


def after_sentence(after: After | None, outcome: Outcome) -> str | None:
    """What the negative control says, if it says anything."""
    if after is None or after.p_shift >= AFTER_BELOW:
        return None
    return f"Intake also changes after {outcome.plural}: you may be reacting to them."


def lag_sentence(lags: Sequence[Lag]) -> str | None:
    """Which stretches before the day stand out, if any was computed."""
    computed = [lag for lag in lags if lag.p_holm is not None]
    if not computed:
        return None
    out = [lag for lag in computed if lag.p_holm is not None and lag.p_holm < 0.05]
    if not out:
        return "No stretch of days stands out more than chance would."
    named = " and ".join(f"{lag.from_days}–{lag.to_days}" for lag in out)
    verb = "stands" if len(out) == 1 else "stand"
    return f"{named} days before {verb} out, four looks taken into account."


def how(link: Link, outcome: Outcome) -> str | None:
    """How the verdict was reached, in three lines that anyone can follow."""
    estimate = link.estimate
    if estimate is None:
        return None
    days = plural(estimate.usable_days, "usable day")
    chance = two_figures(100 * estimate.tests.shift)
    usual = "not unusual" if estimate.tests.shift >= _UNUSUAL else "unusual"
    later = " (later more seldom)" if estimate.usable_days > SPACED_FROM else ""
    return (
        f"Each of {days} ({outcome.counted(estimate.events)}) was set against the mean intake of "
        "the 7 days before it."
        "\n"
        f"We slid your {outcome.plural} along your intake in all {estimate.usable_days} ways; "
        f"{chance} % of those fit at least as well, so this fit is {usual}."
        "\n"
        f"This is done every 30 usable days{later} and must hold twice; mglog report --explain "
        "shows every day."
    )


def left_out(found: LeftOut | None) -> str:
    """Whether the link uses a day, and if not, why."""
    if found is None:
        return "kept"
    if found.why == "not over":
        return "left out: today is not over"
    if found.why == "events unknown":
        return "left out: not known whether there were any"
    window = f"{found.known} of the {WINDOW_DAYS} days before, {WINDOW_KNOWN} needed"
    return f"left out: intake known on {window}"
