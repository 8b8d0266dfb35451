"""WHEN and DAY: `2:30`, `yesterday 22:30`, `last night`, `mon`, `2h ago`, `2026-11-20`.

With a time, a day word is the calendar date; alone, it is the diary day and
the time is unknown. Must never give a time in the future, nor guess where
clocks sprang forward.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from mglog.clock import EARLIEST, Clock, day_of
from mglog.domain.entry import Doubt, When
from mglog.errors import ReadingError
from mglog.formatting import WEEKDAYS, date_text, quoted
from mglog.reading import times
from mglog.reading.durations import duration, is_duration
from mglog.reading.times import BARE_TIME, DAY_WORD, TIME, WEEKDAY, day_named, spoken, time_of_day

FORMS = '14:05, 2am, yesterday 22:30, last night, mon, 2h ago, 2026-11-20 or "2026-11-20 22:30"'
DAY_FORMS = "today, yesterday, mon, last night, 3 days ago or 2026-11-20"

_OFFSET = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[t ][0-9:.]+ ?(?:z|[+-][0-9]{2}:?[0-9]{2})"
_BARE = r"(?:at )?(?:[0-9]{4}|[0-9]{1,2}(?:\.[0-9]{2})?)"
_DAY = (
    rf"(?P<word>{DAY_WORD})(?: (?P<part>morning|afternoon|evening|night))?"
    rf"(?:(?:,? |t)(?P<time>{TIME}|{_BARE}))?"
)
_TIME_FIRST = rf"(?P<time>{TIME}),? (?P<word>{DAY_WORD})(?: (?P<part>night))?"
_NOW = r"(?:just |right )?now"
# A time of today that is so near ahead was hardly yesterday's.
_AHEAD = timedelta(hours=3)
# No hour between these is of the night: `last night 10:30` was in the evening.
_NIGHT_ENDS, _NOON = time(10), time(12)


def _squeeze(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(",;")


# What the last word of a WHEN without figures begins with.
_ENDS = frozenset(
    "now tod ton yes mor aft eve nig noo mid ago mon tue wed thu fri sat sun".split()  # noqa: SIM905
)


def _ends_like_one(squeezed: str) -> bool:
    """Whether a text can be a WHEN at all: most names can't, and need no pattern."""
    last = squeezed.rpartition(" ")[2]
    return last[:3] in _ENDS or any(map(str.isdigit, squeezed))


def is_when(text: str) -> bool:
    """Whether the text has the form of a WHEN that no name or number has."""
    squeezed = _squeeze(text)
    if not _ends_like_one(squeezed):
        return False
    if any(re.fullmatch(form, squeezed) for form in (_NOW, TIME, _DAY, _TIME_FIRST, _OFFSET)):
        return True
    return squeezed.endswith(" ago") and is_duration(squeezed.removesuffix(" ago"))


def may_be_when(text: str) -> bool:
    """Whether the text has the form of a WHEN behind an option that takes nothing else."""
    told = spoken(_squeeze(text))
    return is_when(told) or re.fullmatch(BARE_TIME, told) is not None


def _wrong(text: str, why: str = "is not a time", forms: str = FORMS) -> ReadingError:
    return times.wrong(text, why, forms)


def _future(text: str) -> ReadingError:
    return ReadingError(
        f"{quoted(text)} is in the future.", "Log it once it has happened; now is the default."
    )


def _at_wall(wall: datetime, typed: str, clock: Clock, *, night: bool = False) -> When:
    """The moment at which local clocks showed a time, the first if they did twice."""
    readings = clock.readings(wall)
    if not readings:
        raise ReadingError(
            f"{wall:%H:%M} did not exist on {date_text(wall.date())}: clocks went forward.",
            "Type the time that the clock showed.",
        )
    if readings[0] > clock.now:
        raise _future(typed)
    remark = ""
    if len(readings) > 1:
        offset = readings[1].isoformat()[19:]
        remark = f"the first {wall:%H:%M}; for the second type {wall:%Y-%m-%dT%H:%M}{offset}"
    return _moment(readings[0], clock, night=night)._replace(remark=remark)


def _moment(at: datetime, clock: Clock, *, night: bool = False) -> When:
    """A moment in its diary day; of the night before if it is said to be of the night."""
    day = day_of(at, clock.day_start, night=night)
    return When(day, at, night=day != day_of(at, clock.day_start))


def _doubtful(ahead: datetime, meant: When, clock: Clock) -> When:
    """A time of yesterday's, if it really is: the same time is close ahead today."""
    if meant.at is None or ahead - clock.now.replace(tzinfo=None) > _AHEAD:
        return meant
    was = f"{date_text(meant.at.date())} {meant.at:%H:%M}"
    return meant._replace(
        doubts=(
            Doubt(
                f"{ahead:%H:%M} is still to come today; the last one was {was}.",
                f"Was it {was}?",
                f'Type "{meant.at:%Y-%m-%d %H:%M}" for that one; now is the default.',
            ),
        )
    )


def _bare_time(moment: time, typed: str, clock: Clock) -> When:
    """The most recent such time: the second one, where clocks were set back."""
    wall_now = clock.now.replace(tzinfo=None)
    wall = datetime.combine(wall_now.date(), moment)
    past = [reading for reading in clock.readings(wall) if reading <= clock.now]
    if past:
        return _moment(past[-1], clock)
    if not clock.readings(wall) and wall <= wall_now:
        return _at_wall(wall, typed, clock)
    return _doubtful(wall, _at_wall(wall - timedelta(days=1), typed, clock), clock)


def _hours(text: str, typed: str, clock: Clock) -> When:
    """An hour without minutes (`3`): that of the clock of 24, and the other one if it has been."""
    found = _bare_time(time_of_day(text, typed), typed, clock)
    return found if "." in text or len(text) == len("0300") else _either_half(found)


def _either_half(found: When) -> When:
    """A time before noon that was not said to be, with how the afternoon is typed."""
    if found.at is None or not 1 <= found.at.hour < _NOON.hour:
        return found
    minutes = f":{found.at:%M}" if found.at.minute else ""
    remark = f"{found.at:%H:%M}; for the afternoon type {found.at.hour}{minutes}pm"
    return found._replace(remark=remark)


def _day_and_time(found: re.Match[str], typed: str, clock: Clock) -> When:
    word, text, part = found["word"], found["time"], found["part"]
    moment = time_of_day(text, typed)
    clear = bool(re.search("[ap]\\.?m|night|noon|midday", text))
    evening = _night_named(word, part, typed, clock)
    if evening is not None:
        return _of_a_night(evening, moment, typed, clock, clear=clear)
    if "midnight" in text and word != "today":
        first = day_named(word, clock.now.date(), typed)
        ends = (f"{each:%Y-%m-%d} 00:00" for each in (first, first + timedelta(days=1)))
        raise _wrong(typed, "could be the midnight before or after that day", " or ".join(ends))
    if part in ("afternoon", "evening") and not clear and moment < _NOON:
        moment = moment.replace(hour=moment.hour + 12)
    wall = datetime.combine(day_named(word, clock.now.date(), typed), moment)
    if re.fullmatch(rf"(?:on )?(?:{WEEKDAY})", word) and wall > clock.now.replace(tzinfo=None):
        before = _at_wall(wall - timedelta(days=7), typed, clock)
        return _doubtful(wall, before, clock)
    return _at_wall(wall, typed, clock)


def _night_named(word: str, part: str | None, typed: str, clock: Clock) -> date | None:
    """The diary day whose night the words name; None if they name none."""
    nightly = word in ("last night", "tonight", "this night") or "night" in word.split()[-2:][0]
    return day_named(word, clock.today, typed) if nightly or part == "night" else None


def _of_a_night(evening: date, moment: time, typed: str, clock: Clock, *, clear: bool) -> When:
    """A time of the night that a day ends with; until the day starts, of the one under way.

    No hour from ten to one is of the night but those before and after midnight.
    """
    if not clear and _NIGHT_ENDS <= moment < time(13):
        moment = moment.replace(hour=(moment.hour + 12) % 24)
    if clock.now.date() > clock.today and evening == clock.today - timedelta(days=1):
        found = _bare_time(moment, typed, clock)
        return found if found.at is None else _moment(found.at, clock, night=True)
    wall = datetime.combine(evening + timedelta(days=moment < _NOON), moment)
    return _at_wall(wall, typed, clock, night=True)


def _explicit(text: str, typed: str, clock: Clock) -> When:
    """A date and time with its offset, kept as typed; one in UTC is turned into local time."""
    try:
        moment = datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", "").upper())
    except ValueError:
        raise _wrong(typed, "is not a date and time") from None
    if moment.date() < EARLIEST:
        raise _wrong(typed, f"is before {date_text(EARLIEST, year=True)}")
    if moment > clock.now:
        raise _future(typed)
    if not moment.utcoffset():
        moment = clock.local(moment)
    return _moment(moment.replace(microsecond=0), clock)


def _ago(text: str, clock: Clock) -> When:
    seconds = duration(text.removesuffix(" ago"))
    return _moment(clock.local(clock.now.astimezone(UTC) - timedelta(seconds=seconds)), clock)


def when(text: str | None, clock: Clock) -> When:
    """A WHEN as typed; None is now.

    Raises:
        ReadingError: another form, an impossible date or time, or the future.
    """
    plain, typed = _squeeze(text if text is not None else "now"), text or ""
    squeezed = spoken(plain)
    if re.fullmatch(_NOW, squeezed):
        if clock.today < EARLIEST:
            raise _wrong(f"{clock.now:%Y-%m-%d}", f"is before {date_text(EARLIEST, year=True)}",
                         "the time with --at, or set this machine's clock")  # fmt: skip
        return When(clock.today, clock.local(clock.now))
    if re.fullmatch(_OFFSET, squeezed):
        return _explicit(squeezed, typed, clock)
    if re.fullmatch(TIME, squeezed):
        found_time = _bare_time(time_of_day(squeezed, typed), typed, clock)
        said = squeezed == plain or re.fullmatch("(?:at )?[0-9:]+", squeezed) is None
        return found_time if said else _either_half(found_time)
    found = re.fullmatch(_DAY, squeezed) or re.fullmatch(_TIME_FIRST, squeezed)
    if found is not None and found["time"] is not None:
        return _day_and_time(found, typed, clock)
    if found is not None:
        word, part = found["word"], found["part"]
        night = word in ("last night", "tonight", "this night") or part == "night"
        night = night or bool(re.search("nights? ago", word))
        return _whole_day(word, typed, clock)._replace(night=night)
    if re.fullmatch(BARE_TIME, squeezed):
        return _hours(squeezed.removeprefix("at "), typed, clock)
    if is_when(squeezed):
        return _ago(squeezed, clock)
    raise _wrong(typed)


# From when on a part of the day has begun, and can be told of.
_BEGINS = {"morning": 4, "afternoon": 12, "evening": 17, "night": 20}


def time_alone(text: str) -> time | None:
    """The time of day that a text is, if it is nothing else.

    Raises:
        ReadingError: no time of any day.
    """
    squeezed = spoken(_squeeze(text))
    alone = re.fullmatch(TIME, squeezed) or re.fullmatch(BARE_TIME, squeezed)
    return time_of_day(squeezed, text) if alone else None


def _whole_day(word: str, typed: str, clock: Clock) -> When:
    calendar = clock.now.date()
    day = day_named(word, clock.today, typed)
    small_hours = calendar > clock.today
    weekday = re.fullmatch(rf"(?:on )?(?:{WEEKDAY})", word) is not None
    named_today = weekday and day_named(word, calendar, typed) == calendar
    if small_hours and (day == calendar or named_today):
        raise ReadingError(
            f"The diary day is still {date_text(clock.today)}, until {clock.day_start:%H:%M}.",
            "Type today, or a time with the date.",
        )
    if day > clock.today:
        raise _future(typed)
    part = "night" if word == "tonight" else word.rpartition(" ")[2] if "this " in word else ""
    if part and not small_hours and clock.now.hour < _BEGINS[part]:
        raise ReadingError(
            f"{quoted(typed)} is still to come.", "Type last night, yesterday, or a time."
        )
    return When(day, None)


def day(text: str, clock: Clock) -> date:
    """A DAY as typed: a WHEN without a time.

    Raises:
        ReadingError: another form, a time, an impossible date, or the future.
    """
    if not is_day(text):
        raise _wrong(text, "is not a day", DAY_FORMS)
    return _whole_day(_squeeze(text), text, clock).day


_PLAIN_DAYS = ("today", "yesterday", "last night", *(name.lower() for name in WEEKDAYS))


def is_day(text: str) -> bool:
    """Whether the text has the form of a DAY."""
    squeezed = _squeeze(text)
    return squeezed in _PLAIN_DAYS or re.fullmatch(DAY_WORD, squeezed) is not None
