"""The date convention, stated once: a day runs from 04:00 to 04:00 local time.

A cramp at 02:30 so belongs to the evening before. Must never read the
system's clock: the instant and the zone come in.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

DAY_START = time(4, 0)
EARLIEST = date(1970, 1, 2)


NIGHT_ENDS = time(10, 0)  # for what is said to be of the night
# What counts as at night by its time alone.
NIGHT_FROM, NIGHT_TO = time(22, 0), time(6, 0)


def day_of(local: datetime, day_start: time = DAY_START, *, night: bool = False) -> date:
    """The diary day of a local time: the date, or the one before until the day starts.

    What is said to be of the night belongs to the evening before until ten, however late.
    """
    ends = max(day_start, NIGHT_ENDS) if night else day_start
    return local.date() - timedelta(days=local.time().replace(fold=0) < ends)


def _fixed(local: datetime) -> datetime:
    """The same instant and wall time, with a plain offset.

    Python compares two times of one zone by their walls alone, which is wrong
    where clocks were set back.
    """
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)), fold=0)


class Clock(NamedTuple):
    """An instant, a zone, and where the day starts.

    Attributes:
        now: the instant, aware, in local time.
        zone: the local zone; None is the system's.
        day_start: when a diary day begins, local time.
    """

    now: datetime
    zone: tzinfo | None = None
    day_start: time = DAY_START

    @property
    def today(self) -> date:
        """The diary day that it is."""
        return day_of(self.now, self.day_start)

    def local(self, instant: datetime) -> datetime:
        """An instant in local time, to the second, with a fixed offset."""
        return _fixed(instant.astimezone(self.zone).replace(microsecond=0))

    def readings(self, wall: datetime) -> list[datetime]:
        """The instants at which local clocks showed a time: none, one, or two.

        None where clocks sprang over it, two where they were set back; in order.
        """
        found: list[datetime] = []
        for fold in (0, 1):
            naive = wall.replace(fold=fold)
            aware = naive.replace(tzinfo=self.zone) if self.zone else naive.astimezone()
            back = aware.astimezone(UTC).astimezone(self.zone)
            if back.replace(tzinfo=None) == wall and _fixed(back) not in found:
                found.append(_fixed(back))
        return sorted(found)
