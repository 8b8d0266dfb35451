"""Every sentence of the report, in one place, each with its numbers.

Must never claim cause, cure or deficiency; never say "works", "effective" or
"proven"; never give more than two significant figures of an estimate.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from typing import NamedTuple

from mglog.formatting import escaped, number_text, plural
from mglog.nutrition.serum import CAVEAT
from mglog.report.contents import (
    AfterRow,
    Description,
    Estimate,
    GateRow,
    LagRow,
    Link,
    Note,
    Verdict,
)

DISCLAIMER = "These are your own records, not a diagnosis."
NOTHING_YET = (
    "Nothing logged yet. Type one of these:",
    "  mglog add-intake 300mg   magnesium you took in",
    "  mglog add-cramp calf     a cramp, now",
    "  mglog no-cramps          a day without any",
    "  mglog report --demo      what this will look like",
)
NO_CAUSE = "This does not show that magnesium is the cause."
# Roguin Maor et al. 2017, JAMA Intern Med 177:617: the placebo arm, cramps a week.
PLACEBO = (
    "People on placebo improve too: in one trial from 8.5 to 5.5 cramps a week. "
    "A randomised trial would be the better question."
)
NOT_SEPARABLE = "your intake only drifted with time: the two can't be told apart"
_CHECKS = {
    "score": "a few unusual weeks could make it",
    "slow": "a season or another slow change could make it",
}


class Outcome(NamedTuple):
    """What is counted: cramps, or a symptom by its name."""

    symptom: str | None = None

    def counted(self, number: float) -> str:
        """`1 cramp`, `14 cramps`, `3 × twitching`."""
        if self.symptom is not None:
            return f"{number_text(number)} × {escaped(self.symptom)}"
        return f"{number_text(number)} {'cramp' if number == 1 else 'cramps'}"

    @property
    def plural(self) -> str:
        """`cramps`, or the symptom's name."""
        return "cramps" if self.symptom is None else escaped(self.symptom)

    @property
    def head(self) -> str:
        """A column's head; a symptom's name may be long, and stands in the title."""
        return "Cramps" if self.symptom is None else "Count"

    @property
    def fewer(self) -> str:
        """The word for a smaller number of it."""
        return "fewer" if self.symptom is None else "less"


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


def _percent(rate_ratio: float) -> str:
    """How far a rate ratio is from 1: `25 %`; beyond double, `2.4 times`."""
    return f"{two_figures(100 * abs(rate_ratio - 1))} %"


def change(rate_ratio: float, outcome: Outcome) -> str:
    """`25 % fewer`, `30 % more`, `2.4 times as many`, `no change`."""
    if rate_ratio >= 2:
        return f"{two_figures(rate_ratio)} times as {'many' if outcome.symptom is None else 'much'}"
    if _same(rate_ratio):
        return "as many" if outcome.symptom is None else "as much"
    return f"{_percent(rate_ratio)} {outcome.fewer if rate_ratio < 1 else 'more'}"


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


def _range(estimate: Estimate, outcome: Outcome) -> str:
    """An interval beside its estimate: `(10–38 %)`, `(at least 10 %)`."""
    low, high, down = estimate.low, estimate.high, estimate.rate_ratio < 1
    near, far = (high, low) if down else (low, high)
    if near is None and far is None:
        return "(open at both ends)"
    if near is None or (near - 1) * (estimate.rate_ratio - 1) <= 0:
        return f"({span(low, high, outcome)})"
    if far is None:
        return f"(at least {_percent(near)})"
    if far >= 2:
        ends = (f"{two_figures(end)} times" if end >= 2 else _percent(end) for end in (near, far))
        return f"({' to '.join(ends)})"
    return f"({_percent(near).removesuffix(' %')}–{_percent(far)})"


def _went_with(estimate: Estimate, outcome: Outcome) -> str:
    found = change(estimate.rate_ratio, outcome)
    return (
        f"weeks with 100 mg a day more went with about {found} {outcome.plural} "
        f"{_range(estimate, outcome)}"
    )


def verdict(
    found: Verdict,
    reasons: Sequence[str],
    estimate: Estimate | None,
    outcome: Outcome,
    days_to_milestone: int,
) -> str:
    """The verdict as one plain sentence, with its numbers."""
    if estimate is None:
        return (
            f"Not enough data yet: {reasons[0]}." if len(reasons) == 1 else "Not enough data yet."
        )
    fits = f"{span(estimate.low, estimate.high, outcome)} with 100 mg a day more fits"
    again = f"check again in {plural(days_to_milestone, 'usable day')}"
    sentences = {
        "linked": f"In your diary, {_went_with(estimate, outcome)}. {NO_CAUSE}",
        "early-sign": f"An early sign: {_went_with(estimate, outcome)}; {again}. {NO_CAUSE}",
        "unsteady-pattern": (
            "A pattern that a season, another slow change or a few unusual weeks could also make: "
            f"{_went_with(estimate, outcome)}."
        ),
        "cannot-tell": f"Your diary can't tell yet: {fits}.",
        "small-if-any": f"Any link is probably small: {fits}.",
        "no-clear-link": f"No clear link: {fits}.",
    }
    return sentences[found]


def checks(found: Verdict, estimate: Estimate, *, held_twice: bool) -> list[str]:
    """Which checks a pattern failed, or what keeps a sign from being more than one."""
    if found == "early-sign" and held_twice:
        return [f"{_CHECKS['slow']} (p = {two_figures(estimate.p_slow)}, to be below 0.05)"]
    if found != "unsteady-pattern":
        return []
    p_values = {"score": estimate.p_score, "slow": estimate.p_slow}
    failed = [f"{_CHECKS[name]} (p = {two_figures(p_values[name])})" for name in estimate.failed]
    return failed or ["its direction is not the same in every check"]


def _days_missing(gate: GateRow, outcome: Outcome) -> str:
    value = gate.value or 0
    left = weeks_or_days(gate.need - value)
    return (
        f"{plural(value, 'usable day')}, need {number_text(gate.need)} "
        f"({left} more of logging both intake and {outcome.plural}, or that there were none)"
    )


def _events_missing(gate: GateRow, days: float, outcome: Outcome, seen: Seen) -> str:
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


def _looks_missing(gate: GateRow, *, changed_once: bool) -> str:
    if changed_once:
        return (
            f"you changed your intake once ({two_figures(gate.value or 0)} independent looks, need "
            f"{number_text(gate.need)}): before and after can't be told apart from time; "
            "change it every one to two weeks"
        )
    return (
        f"your intake changed too seldom ({two_figures(gate.value or 0)} independent looks, "
        f"need {number_text(gate.need)}): changing it every one to two weeks would tell more"
    )


def missing(
    gates: Mapping[str, GateRow], outcome: Outcome, seen: Seen, *, changed_once: bool
) -> list[str]:
    """What is missing, for each gate that is closed and can be computed, with the remedy."""
    found = []
    days, events = gates["usable_days"], gates["cramps"]
    spread, looks = gates["spread_mg"], gates["looks"]
    if not days.ok:
        found.append(_days_missing(days, outcome))
    if not events.ok:
        found.append(_events_missing(events, days.value or 0, outcome, seen))
    if spread.value is not None and not spread.ok:
        found.append(
            f"your intake hardly varies (by {two_figures(spread.value)} mg, need "
            f"{number_text(spread.need)}): a trial of weeks with and without would tell more"
        )
    if looks.value is not None and not looks.ok:
        found.append(_looks_missing(looks, changed_once=changed_once))
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


def after_sentence(after: AfterRow | None, outcome: Outcome) -> str | None:
    """What the negative control says, if it says anything."""
    if after is None or after.p_shift >= 0.05:
        return None
    return f"Intake also changes after {outcome.plural}: you may be reacting to them."


def lag_sentence(lags: Sequence[LagRow]) -> str | None:
    """Which stretches before the day stand out, if any was computed."""
    computed = [lag for lag in lags if lag.p_holm is not None]
    if not computed:
        return None
    out = [lag for lag in computed if lag.p_holm is not None and lag.p_holm < 0.05]
    if not out:
        return "None of these stretches stands out beyond chance."
    named = " and ".join(f"{lag.from_days}–{lag.to_days}" for lag in out)
    verb = "stands" if len(out) == 1 else "stand"
    return f"{named} days before {verb} out, four looks taken into account."


def how(link: Link, outcome: Outcome) -> str | None:
    """How the verdict was reached, in three lines that anyone can follow."""
    estimate = link.estimate
    if estimate is None:
        return None
    days = plural(estimate.usable_days, "usable day")
    chance = two_figures(100 * estimate.p_shift)
    return (
        f"Each of {days} ({outcome.counted(estimate.events)}) was set against the mean intake of "
        "the 7 days before it."
        "\n"
        f"Then the two were shifted against each other in all {estimate.usable_days} ways: in "
        f"{chance} % of them they go together at least as closely."
        "\n"
        "This is done every 30 usable days and must hold twice; mglog report --explain shows "
        "every day."
    )


def notes(
    link: Link,
    *,
    today: date | None,
    partial_days: int,
    supplements_only: bool,
    symptoms: Mapping[str, int] | None = None,
    adult_range: str | None = None,
) -> list[Note]:
    """What the reader should know about this report."""
    listed = []
    if link.verdict != "not-enough-data":
        listed.append(Note("placebo", PLACEBO))
    listed.append(Note("own-records", DISCLAIMER))
    if today is not None:
        listed.append(Note("today", "Today is in the tables as far as it has gone."))
    if partial_days:
        text = f"On {plural(partial_days, 'day')} something of unknown magnesium was taken too: "
        listed.append(Note("lower-bound", f"{text}those sums are lower bounds."))
    if supplements_only:
        text = "Most days hold supplements only: this is not your total intake, "
        listed.append(Note("supplements-only", f"{text}and is not compared with a target."))
    own_cap = link.estimate.cap_mg if link.estimate is not None else None
    where, limit = ("link", own_cap) if own_cap is not None else ("table of thirds", link.cap_mg)
    if limit is not None:
        text = f"In the {where}, days over {number_text(round(limit))} mg count as that."
        listed.append(Note("cap", text))
    if link.unsettled:
        text = "One check could not be computed; it counts as failed."
        listed.append(Note("unsettled", text))
    if adult_range is not None:
        text = f"No target is set; for adults it is {adult_range} by age and sex. "
        listed.append(Note("no-target", f"{text}Set yours: mglog profile --help"))
    if symptoms:
        named = ", ".join(f"{escaped(name)} ({count})" for name, count in symptoms.items())
        example = escaped(next(iter(symptoms)))
        text = f'Also logged: {named}. See mglog report --symptom "{example}".'
        listed.append(Note("symptoms", text))
    listed.append(Note("serum", CAVEAT))
    return listed
