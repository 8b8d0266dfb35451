"""What is worth telling a clinician, driven by the data; each sentence sourced in docs/clinical.md.

Must never diagnose, alarm, or conclude a deficiency: it says what was logged.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from mglog.analysis.days import Day
from mglog.domain.facts import EventRow, IntakeRow
from mglog.formatting import number_text
from mglog.nutrition import reference_intakes
from mglog.report.contents import Note, SerumReading
from mglog.report.summaries import days_over_limit

LONG_S = 600  # seconds to ten minutes is the usual length (Hallegraeff 2017)
SEVERE_PAIN = 8
_WEEKS_DAYS = 28
_KNOWN = 14
_RISE, _AT_LEAST = 1.5, 5

MEDICINES = (
    "You take magnesium supplements. With kidney disease, ask before taking any. They bind some "
    "medicines: keep tetracycline and quinolone antibiotics (2 h before or 4–6 h after) and "
    "bisphosphonates (2 h) apart; diuretics and long-term acid blockers (PPIs) change how much "
    "magnesium the body keeps."
)


class Seen(NamedTuple):
    """What the period holds: its days, and what was logged on them."""

    days: Sequence[Day]
    intakes: Sequence[IntakeRow]
    events: Sequence[EventRow]
    serum: Sequence[SerumReading]


def _serum(rows: Sequence[SerumReading]) -> Iterator[Note]:
    out = [row for row in rows if row.reading in ("below", "above")]
    if out:
        last = out[-1]
        yield Note(
            "serum-out-of-range",
            f"A serum magnesium {last.reading} the lab's range ("
            f"{number_text(last.row.mmol_per_l)} mmol/L on {last.row.day.isoformat()}).",
        )


def _cramps(events: Sequence[EventRow]) -> Iterator[Note]:
    long = sum(event.times for event in events if (event.lasted_s or 0) > LONG_S)
    severe = sum(event.times for event in events if (event.pain or 0) >= SEVERE_PAIN)
    if long:
        yield Note("long-cramps", f"Cramps that lasted over 10 minutes: {long}.")
    if severe:
        yield Note("severe-cramps", f"Cramps with a pain of {SEVERE_PAIN} or more: {severe}.")


def _rising(days: Sequence[Day]) -> Iterator[Note]:
    """Clearly more cramps in the last four weeks than in the four before, both well known."""
    if not days:
        return
    split = days[-1].day - timedelta(days=_WEEKS_DAYS - 1)
    start = split - timedelta(days=_WEEKS_DAYS)
    late = [day.events for day in days if day.day >= split and day.events is not None]
    early = [day.events for day in days if start <= day.day < split and day.events is not None]
    if len(late) < _KNOWN or len(early) < _KNOWN or sum(late) < _AT_LEAST:
        return
    if sum(late) / len(late) >= _RISE * max(sum(early), 1) / len(early):
        yield Note(
            "rising-cramps",
            f"More cramps in the last 4 weeks ({sum(late)} on {len(late)} known days) than in "
            f"the 4 before ({sum(early)} on {len(early)}).",
        )


def _supplements(seen: Seen, who: reference_intakes.Person) -> Iterator[Note]:
    if not any(intake.source_kind == "supplement" for intake in seen.intakes):
        return
    over = days_over_limit(seen.intakes, who)
    if over and seen.days:
        limit = reference_intakes.supplement_limit(who, seen.days[-1].day.year)
        above = (
            f"{number_text(limit.mg)} mg a day ({limit.source})" if limit else "their upper limit"
        )
        yield Note(
            "supplements-over-limit",
            f"Supplements above {above} on {over} "
            f"day{'s' if over != 1 else ''}; the limit counts supplements only, not food.",
        )
    yield Note("medicines", MEDICINES)


def worth_telling(seen: Seen, who: reference_intakes.Person) -> list[Note]:
    """The notes, the most urgent first; empty if there is nothing."""
    return [
        *_serum(seen.serum),
        *_cramps(seen.events),
        *_rising(seen.days),
        *_supplements(seen, who),
    ]
