"""WHEN and DAY: `2:30`, `yesterday 22:30`, `last night`, `mon`, `2h ago`, `2026-11-20`.

With a time, a day word is the calendar date; alone, it is the diary day and
the time is unknown. Must never give a time in the future, nor guess where
clocks sprang forward.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from mglog.clock import EARLIEST, Clock, day_of
from mglog.domain.entry import When
from mglog.errors import ReadingError
from mglog.formatting import WEEKDAYS, date_text, quoted
from mglog.reading.durations import duration, is_duration

FORMS = '14:05, 2am, yesterday 22:30, last night, mon, 2h ago, 2026-11-20 or "2026-11-20 22:30"'
DAY_FORMS = "today, yesterday, mon, last night, 3 days ago or 2026-11-20"

_TIME = (
    r"(?=[0-9]{1,2}(?::| ?[ap]m))"  # a bare number is no time
    r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)? ?(?P<half>am|pm)?"
)
_ISO_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_OFFSET = rf"{_ISO_DAY}[t ][0-9:.]+ ?(?:z|[+-][0-9]{{2}}:?[0-9]{{2}})"
_WEEKDAY = (
    "mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?"
    "|sun(?:day)?"
)
_DAYS_AGO = "(?P<ago>[0-9]{1,4}) ?d(?:ays?)? ago"
_WORD = rf"(?P<word>today|yesterday|last night|{_WEEKDAY}|{_ISO_DAY}|{_DAYS_AGO})"
_DAY = rf"{_WORD}(?:[t ](?:(?P<time>{_TIME})|(?P<part>morning|afternoon|evening|night)))?"
_TIME_FIRST = rf"(?P<time>{_TIME}) {_WORD}"


def _squeeze(text: str) -> str:
    return " ".join(text.lower().split())


def is_when(text: str) -> bool:
    """Whether the text has the form of a WHEN, whatever it would mean."""
    squeezed = _squeeze(text)
    if squeezed == "now" or any(
        re.fullmatch(form, squeezed) for form in (_DAY, _TIME_FIRST, _OFFSET)
    ):
        return True
    if re.fullmatch(_TIME, squeezed):
        return True
    return squeezed.endswith(" ago") and is_duration(squeezed.removesuffix(" ago"))


_TOO_EARLY = f"is before {date_text(EARLIEST, year=True)}"


def _wrong(text: str, why: str = "is not a time", forms: str = FORMS) -> ReadingError:
    return ReadingError(f"{quoted(text)} {why}.", f"Type {forms}.")


def _future(text: str) -> ReadingError:
    return ReadingError(
        f"{quoted(text)} is in the future.", "Log it once it has happened; now is the default."
    )


def _time(found: re.Match[str], text: str) -> time:
    hour, half = int(found["hour"]), found["half"]
    if half:
        if not 1 <= hour <= 12:
            raise _wrong(text, "is not a time of day")
        hour = hour % 12 + 12 * (half == "pm")
    try:
        return time(hour, int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        raise _wrong(text, "is not a time of day") from None


def _date(text: str, typed: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _wrong(typed, "is not a date of the calendar") from None
    if day < EARLIEST:
        raise _wrong(typed, _TOO_EARLY)
    return day


def _named(word: str, today: date, typed: str) -> date:
    """The date that a day word means, given the day that counts as today."""
    if word == "today":
        return today
    if word in ("yesterday", "last night"):
        return today - timedelta(days=1)
    if word[0].isdigit() and word.endswith("ago"):
        return today - timedelta(days=int(word.partition("d")[0]))
    if word[0].isdigit():
        return _date(word, typed)
    weekday = WEEKDAYS.index(word[:3].capitalize())
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def _at_wall(wall: datetime, typed: str, clock: Clock) -> When:
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
    return When(day_of(wall, clock.day_start), readings[0], remark=remark)


def _bare_time(moment: time, typed: str, clock: Clock) -> When:
    """The most recent such time: the second one, where clocks were set back."""
    wall_now = clock.now.replace(tzinfo=None)
    wall = datetime.combine(wall_now.date(), moment)
    past = [reading for reading in clock.readings(wall) if reading <= clock.now]
    if past:
        return When(day_of(wall, clock.day_start), past[-1])
    if not clock.readings(wall) and wall <= wall_now:
        return _at_wall(wall, typed, clock)
    return _at_wall(wall - timedelta(days=1), typed, clock)


def _day_and_time(word: str, moment: time, typed: str, clock: Clock) -> When:
    calendar_today = clock.now.date()
    if word == "last night":
        night = clock.today - timedelta(days=1)
        morning = moment < time(12)
        return _at_wall(datetime.combine(night + timedelta(days=morning), moment), typed, clock)
    day = _named(word, calendar_today, typed)
    wall = datetime.combine(day, moment)
    if word[0].isalpha() and word != "today" and wall > clock.now.replace(tzinfo=None):
        wall -= timedelta(days=7)
    return _at_wall(wall, typed, clock)


def _explicit(text: str, typed: str, clock: Clock) -> When:
    """A date and time with its offset, kept as typed."""
    try:
        moment = datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", "").upper())
    except ValueError:
        raise _wrong(typed, "is not a date and time") from None
    if moment.date() < EARLIEST:
        raise _wrong(typed, _TOO_EARLY)
    if moment > clock.now:
        raise _future(typed)
    return When(day_of(moment, clock.day_start), moment.replace(microsecond=0))


def _ago(text: str, clock: Clock) -> When:
    seconds = duration(text.removesuffix(" ago"))
    moment = clock.local(clock.now.astimezone(UTC) - timedelta(seconds=seconds))
    return When(day_of(moment, clock.day_start), moment)


def when(text: str | None, clock: Clock) -> When:
    """A WHEN as typed; None is now.

    Raises:
        ReadingError: another form, an impossible date or time, or the future.
    """
    squeezed = _squeeze(text if text is not None else "now")
    if squeezed == "now":
        return When(clock.today, clock.local(clock.now))
    if re.fullmatch(_OFFSET, squeezed):
        return _explicit(squeezed, text or "", clock)
    found = re.fullmatch(_DAY, squeezed) or re.fullmatch(_TIME_FIRST, squeezed)
    if found is not None:
        if found["time"] is None:
            night = found["word"] == "last night" or found["part"] == "night"
            return _whole_day(found["word"], text or "", clock)._replace(night=night)
        return _day_and_time(found["word"], _time(found, text or ""), text or "", clock)
    bare = re.fullmatch(_TIME, squeezed)
    if bare is not None:
        return _bare_time(_time(bare, text or ""), text or "", clock)
    if is_when(squeezed):
        return _ago(squeezed, clock)
    raise _wrong(text or "")


def _whole_day(word: str, typed: str, clock: Clock) -> When:
    day = _named(word, clock.today, typed)
    if day == clock.now.date() > clock.today:
        raise ReadingError(
            f"The diary day is still {date_text(clock.today)}, until {clock.day_start:%H:%M}.",
            "Type today, or a time with the date.",
        )
    if day > clock.today:
        raise _future(typed)
    return When(day, None)


def day(text: str, clock: Clock) -> date:
    """A DAY as typed: a WHEN without a time.

    Raises:
        ReadingError: another form, a time, an impossible date, or the future.
    """
    found = re.fullmatch(_DAY, _squeeze(text))
    if found is None or found["time"] or found["part"]:
        raise _wrong(text, "is not a day", DAY_FORMS)
    return _whole_day(found["word"], text, clock).day


def is_day(text: str) -> bool:
    """Whether the text has the form of a DAY."""
    found = re.fullmatch(_DAY, _squeeze(text))
    return found is not None and not (found["time"] or found["part"])


_SPAN = rf"(?P<first>.+?)(?: ?\.\. ?| ?– ?| to )(?P<last>.+)|(?P<a>{_WEEKDAY})-(?P<b>{_WEEKDAY})"
_MOST_DAYS = 366
_LONGEST_SPAN = 7  # words: 3 days ago to 2 days ago


def _span(text: str, clock: Clock) -> list[date] | None:
    """The days from one to another, both included; None if the text has another form.

    Raises:
        ReadingError: it ends before it starts, or names more days than a year has.
    """
    squeezed = _squeeze(text)
    if squeezed == "last week":
        monday = clock.today - timedelta(days=clock.today.weekday() + 7)
        return [monday + timedelta(days=offset) for offset in range(7)]
    found = re.fullmatch(_SPAN, squeezed)
    first, last = (found["first"] or found["a"], found["last"] or found["b"]) if found else ("", "")
    if not (is_day(first) and is_day(last)):
        return None
    begin, end = day(first, clock), day(last, clock)
    if begin > end and re.fullmatch(_WEEKDAY, first):
        begin -= timedelta(days=7)
    number = (end - begin).days + 1
    if not 1 <= number <= _MOST_DAYS:
        raise _wrong(text, "is no run of days", "the earlier day first, as in mon to thu")
    return [begin + timedelta(days=offset) for offset in range(number)]


def days(parts: list[str], clock: Clock) -> list[date]:
    """The days that a run of words names, in order, each once.

    `last night` is one day, `mon-thu`, `mon to thu`, `2026-11-16..2026-11-19` and `last week` are
    several.

    Raises:
        ReadingError: a word that is no day.
    """
    parts = [bare for part in parts if (bare := part.strip(","))]
    found: list[date] = []
    while parts:
        for length in range(min(_LONGEST_SPAN, len(parts)), 0, -1):
            text = " ".join(parts[:length])
            several = _span(text, clock)
            if several is not None or length == 1 or is_day(text):
                found += [day(text, clock)] if several is None else several
                del parts[:length]
                break
    return sorted(set(found))
