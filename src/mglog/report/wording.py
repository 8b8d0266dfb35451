"""Every sentence of the report, in one place, each with its numbers.

Must never claim cause, cure or deficiency; never say "works", "effective" or
"proven"; never give more than two significant figures of an estimate.
"""

from collections.abc import Mapping
from datetime import date
from math import ceil
from typing import NamedTuple

from mglog.analysis.series import Series
from mglog.nutrition.serum import CAVEAT
from mglog.reading.numbers import plain
from mglog.reading.text import inert
from mglog.report.model import GateRow, Note

DISCLAIMER = "These are your own records, not a diagnosis."
NOTHING_YET = (
    "Nothing logged yet. Type one of these:",
    "  mglog add-intake 300mg   magnesium you took in",
    "  mglog add-cramp calf     a cramp, now",
    "  mglog no-cramps          a day without any",
    "  mglog report --demo      what this will look like",
)


class Outcome(NamedTuple):
    """What is counted: cramps, or a symptom by its name."""

    symptom: str | None = None

    def counted(self, number: float) -> str:
        """`1 cramp`, `14 cramps`, `3 × twitching`."""
        if self.symptom is not None:
            return f"{plain(number)} × {inert(self.symptom)}"
        return f"{plain(number)} {'cramp' if number == 1 else 'cramps'}"

    @property
    def plural(self) -> str:
        """`cramps`, or the symptom's name."""
        return "cramps" if self.symptom is None else inert(self.symptom)


class Seen(NamedTuple):
    """What the whole diary holds, usable or not: days on which events are known, and events."""

    days: int
    events: int


def weeks_or_days(days: float) -> str:
    """A stretch of time, no more exact than it is known: `9 days`, `about 5 weeks`."""
    if days < 14:  # noqa: PLR2004 - two weeks
        whole = max(1, ceil(days))
        return f"{whole} day{'s' if whole > 1 else ''}"
    if days < 120:  # noqa: PLR2004 - about four months
        return f"about {round(days / 7)} weeks"
    return f"about {round(days / 30.4)} months"


def _days_missing(gate: GateRow, outcome: Outcome) -> str:
    value = gate.value or 0
    left = weeks_or_days(gate.need - value)
    return (
        f"{plain(value)} usable day{'s' if value != 1 else ''}, need {plain(gate.need)} "
        f"({left} more of logging both intake and {outcome.plural}, or that there were none)"
    )


def _events_missing(gate: GateRow, days: float, outcome: Outcome, seen: Seen) -> str:
    value = gate.value or 0
    if not seen.events:
        logged = f"{seen.days} day{'s' if seen.days != 1 else ''}"
        return f"no {outcome.plural} logged in {logged}, need {plain(gate.need)}"
    if value == 0:
        return f"{outcome.counted(seen.events)}, none on a usable day, need {plain(gate.need)}"
    text = f"{outcome.counted(value)} on usable days, need {plain(gate.need)}"
    if days:
        text += f" ({weeks_or_days((gate.need - value) * days / value)} at your pace)"
    return text


def _looks_missing(gate: GateRow) -> str:
    return (
        f"your intake changed too seldom ({plain(float(f'{gate.value:.2g}'))} independent looks, "
        f"need {plain(gate.need)}): changing it every one to two weeks would tell more"
    )


def missing(gates: Mapping[str, GateRow], outcome: Outcome, seen: Seen) -> list[str]:
    """What is missing, for each gate that is closed and can be computed, with the remedy."""
    found = []
    days, events = gates["usable_days"], gates["cramps"]
    if not days.ok:
        found.append(_days_missing(days, outcome))
    if not events.ok:
        found.append(_events_missing(events, days.value or 0, outcome, seen))
    spread, looks = gates["spread_mg"], gates["looks"]
    if spread.value is not None and not spread.ok:
        found.append(
            f"your intake hardly varies (by {plain(float(f'{spread.value:.2g}'))} mg, need "
            f"{plain(spread.need)}): a trial of weeks with and without would tell more"
        )
    if looks.value is not None and not looks.ok:
        found.append(_looks_missing(looks))
    return found


def notes(
    found: Series,
    *,
    today: date | None,
    partial_days: int,
    supplements_only: bool,
) -> list[Note]:
    """What the reader should know about this report."""
    listed = [Note("own-records", DISCLAIMER)]
    if today is not None:
        listed.append(Note("today", "Today is in the tables as far as it has gone."))
    if partial_days:
        listed.append(
            Note(
                "lower-bound",
                f"On {partial_days} day{'s' if partial_days > 1 else ''} something of unknown "
                "magnesium was taken too: those sums are lower bounds.",
            )
        )
    if supplements_only:
        listed.append(
            Note(
                "supplements-only",
                "Most days hold supplements only: this is not your total intake, "
                "and is not compared with a target.",
            )
        )
    if found.cap_bites and found.cap_mg is not None:
        listed.append(
            Note("cap", f"For the link, days over {plain(round(found.cap_mg))} mg count as that.")
        )
    listed.append(Note("serum", CAVEAT))
    return listed
