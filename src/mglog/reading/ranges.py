"""A range of days: `--from DAY --to DAY`, inclusive at both ends, or `--last 30d|12w|6mo|1y`.

Must never give an empty range.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from mglog.clock import EARLIEST, Clock
from mglog.errors import ReadingError
from mglog.formatting import date_text, quoted
from mglog.reading.when import day

_LAST = r"(?P<count>[0-9]{1,4}) ?(?P<unit>d|w|mo|y)[a-z]*"
FORMS = "30d, 12w, 6mo or 1y"


class Range(NamedTuple):
    """First and last day, both included; None is open."""

    first: date | None = None
    last: date | None = None

    @property
    def given(self) -> bool:
        """Whether anything narrows the diary."""
        return self.first is not None or self.last is not None


def is_stretch(text: str) -> bool:
    """Whether the text has the form of what `--last` takes."""
    return re.fullmatch(_LAST, text.strip().lower()) is not None


def _months_before(when: date, months: int) -> date:
    index = when.year * 12 + when.month - 1 - months
    year, month = divmod(index, 12)
    if year < EARLIEST.year:
        return EARLIEST
    return date(year, month + 1, min(when.day, monthrange(year, month + 1)[1]))


def _last(text: str, today: date) -> Range:
    found = re.fullmatch(_LAST, text.strip().lower())
    if found is None or int(found["count"]) == 0:
        raise ReadingError(f"{quoted(text)} is not a stretch of time.", f"Type {FORMS}.")
    count, unit = int(found["count"]), found["unit"]
    if unit in "dw":
        days = count * (7 if unit == "w" else 1)
        first = today - timedelta(days=days - 1)
    else:
        first = _months_before(today, count * (12 if unit == "y" else 1)) + timedelta(days=1)
    return Range(max(first, EARLIEST), today)


def read_range(first: str | None, last: str | None, stretch: str | None, clock: Clock) -> Range:
    """The range that `--from`, `--to` and `--last` give together.

    Raises:
        ReadingError: a wrong form, an end before its start, or `--last` beside the others.
    """
    if stretch is not None:
        if first is not None or last is not None:
            raise ReadingError(
                "--last can't stand beside --from or --to.", "Give one or the other."
            )
        return _last(stretch, clock.today)
    begin = None if first is None else day(first, clock)
    end = None if last is None else day(last, clock)
    if begin is not None and end is None:
        end = clock.today
    if begin is not None and end is not None and end < begin:
        raise ReadingError(
            f"The range ends ({date_text(end, year=True)}) before it starts "
            f"({date_text(begin, year=True)}).",
            "Swap --from and --to.",
        )
    return Range(begin, end)
