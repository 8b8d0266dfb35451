"""What is asked before something unlikely is stored: times ahead, days long past, large values.

On the path of every logged line: the diary is asked only where a day is long past.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from mglog.cli.console import settle
from mglog.cli.session import Session
from mglog.diary import entries
from mglog.domain.entry import Doubt, Entry, When
from mglog.domain.plausible import doubts as value_doubts
from mglog.formatting import date_text
from mglog.reading.when import when

_YEAR = timedelta(days=365)


def moment(session: Session, at: str | None, *, yes: bool) -> When:
    """A WHEN as typed, once what is unlikely of it is settled.

    Raises:
        ReadingError: it can't be read.
        MglogError: it is not meant so, or nobody is there to ask.
    """
    found = when(at, session.clock)
    settle(found.doubts, yes=yes)
    settle_days(session, [found.day], yes=yes)
    return found


def settle_days(session: Session, days: Sequence[date], *, yes: bool) -> None:
    """Ask about days more than a year before the diary's first entry.

    Raises:
        MglogError: they are not meant, or nobody is there to ask.
    """
    earliest = min(days, default=session.clock.today)
    if yes or earliest >= session.clock.today - _YEAR:
        return
    with session.diary.reading() as connection:
        first = entries.first_day(connection) or session.clock.today
    if earliest >= first - _YEAR:
        return
    known = date_text(first, year=True)
    since = "today" if first == session.clock.today else f"your diary's first entry ({known})"
    settle([Doubt(
        f"{date_text(earliest, year=True)} is more than a year before {since}.",
        "Is the date right?", "Check it, or add --yes if it is right.",
    )], yes=yes)  # fmt: skip


def settle_values(entry: Entry, *, yes: bool) -> None:
    """Ask about values that a slip is likelier than.

    Raises:
        MglogError: they are not meant, or nobody is there to ask.
    """
    settle(value_doubts(entry.values), yes=yes)
