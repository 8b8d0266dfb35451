"""Times of day and day words: `2:30`, `3pm`, `noon`; `last tuesday`, `17 Nov`, `3 days ago`.

Pure grammar, no clock but the day that counts as today. Must never take a date
or a time for one of its two readings: `5/11`, `17.11` alone are refused with both.
"""

import re
from datetime import date, time, timedelta

from mglog.clock import EARLIEST
from mglog.errors import ReadingError
from mglog.formatting import MONTHS, WEEKDAYS, date_text, quoted
from mglog.reading.numbers import COUNT, SPELLED, number

WEEKDAY = (
    "mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?"
    "|sun(?:day)?"
)
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_PART = "(?:early )?morning|afternoon|evening|night"
_COUNT = rf"(?:[0-9]{{1,4}}|{SPELLED})"
_YEAR = "(?:,? [0-9]{4})?"
_ISO = r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}"
_NAMED_DATE = (
    rf"[0-9]{{1,2}}(?:st|nd|rd|th)?\.? (?:of )?(?:{_MONTH})\.?{_YEAR}"
    rf"|(?:{_MONTH})\.? [0-9]{{1,2}}(?:st|nd|rd|th)?{_YEAR}"
)
_NUMBERS_DATE = (
    r"[0-9]{1,2}\.[0-9]{1,2}\.(?: ?[0-9]{4})?|[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{4})?"
    r"|[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}"
)
DATE = rf"(?:{_ISO}|{_NAMED_DATE}|{_NUMBERS_DATE})"
_AGO = rf"{_COUNT} ?(?:d|days?|w|wks?|weeks?|nights?) ago"
DAY_WORD = (
    rf"(?:today|tonight|this (?:{_PART})|(?:the )?day before yesterday|yesterday|last night"
    rf"|(?:on )?(?:last )?(?:{WEEKDAY})|(?:on )?{DATE}|{_AGO})"
)
_HALF = r"[ap]\.?m"
_SPOKEN = r"(?:in the (?:morning|afternoon|evening|night)|at night)"
# A number alone is no time: these are what only a time looks like.
TIME = (
    rf"(?:at )?(?:(?:[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?: ?{_HALF})?"
    rf"|[0-9]{{1,2}}(?:\.[0-9]{{2}})? ?{_HALF}|noon|midday|midnight)\.?(?: {_SPOKEN})?"
    rf"|[0-9]{{1,2}}(?:\.[0-9]{{2}})? {_SPOKEN})"
)
# After an option that takes nothing but times, a number is one too.
BARE_TIME = r"(?:(?:at )?(?:[0-9]{1,2}|[0-9]{4}|[0-9]{1,2}\.[0-9]{2}))"


# As they are spoken: half past two, twenty to 3pm, around 3, 3 o'clock, an hour and a half ago.
_PAST = (
    rf"\b(?P<m>half|(?:an? )?quarter|{COUNT})(?: min(?:ute)?s?)? (?P<way>past|after|to|before)"
    rf" (?P<h>{COUNT})\b(?! ?(?:d|w|days?|weeks?|nights?|hours?|h|min|minutes?)\b)"
)
_HOURS_AND_HALF = rf"\b(?P<n>{COUNT}) hours? and a half (?=ago$)"
_LOOSE = r"\b(?:around|about|roughly|approximately|approx\.?|circa|ca\.?) |~ ?"
_TAIL = r" ?(?:o'? ?clock|sharp|exactly|or so|ish)$"


def spoken(text: str) -> str:
    """The text, in lower case, with its time as figures where it was as it is spoken."""
    text = re.sub(_TAIL, "", re.sub(_LOOSE, "", text))
    text = re.sub(_HOURS_AND_HALF, lambda found: f"{60 * number(found['n']) + 30:.0f}min ", text)
    return re.sub(_PAST, _in_figures, text)


def _in_figures(found: re.Match[str]) -> str:
    minutes = 30 if found["m"] == "half" else 15 if "quarter" in found["m"] else number(found["m"])
    hour, back = int(number(found["h"])), found["way"] in ("to", "before")
    if not 0 < minutes < 60 or not 0 <= hour <= 24 or (back and found["m"] == "half"):
        return found[0]
    if back:
        hour, minutes = hour - 1 if hour > 1 else 12, 60 - minutes
    return f"{hour}:{minutes:02.0f}"


def wrong(text: str, why: str, do: str) -> ReadingError:
    """The refusal of a text, with what to type instead."""
    return ReadingError(f"{quoted(text)} {why}.", f"Type {do}.")


def time_of_day(text: str, typed: str) -> time:
    """The time that a text of the form of `TIME` or `BARE_TIME` means.

    Raises:
        ReadingError: no time of any day, or one that could as well be a date.
    """
    plain = text.lower().removeprefix("at ").replace(".m", "m").strip(" .")
    if plain.startswith(("noon", "midday", "midnight")):
        return time(0 if plain.startswith("midnight") else 12)
    found = re.match(r"([0-9]{4}|[0-9]{1,2})(?:([.:])([0-9]{2}))?(?::([0-9]{2}))? ?(.*)", plain)
    if found is None:
        raise wrong(typed, "is not a time of day", "14:05 or 2am")
    hours, sign, minutes, seconds, rest = found.groups()
    if len(hours) == 4:
        hours, minutes = hours[:2], hours[2:]
    if sign == "." and not rest and 1 <= int(minutes) <= 12 and 1 <= int(hours) <= 31:
        month = MONTHS[int(minutes) - 1]
        clock = f"{int(hours):02}:{minutes}"
        raise wrong(typed, f"could mean {clock} or {int(hours)} {month}", "one of them so")
    return _time(int(hours), int(minutes or 0), int(seconds or 0), rest, typed)


def _time(hour: int, minute: int, second: int, rest: str, typed: str) -> time:
    """The time of an hour, and of what is said of its half of the day."""
    half = rest[:2] if rest[:2] in ("am", "pm") else None
    if half is None and rest and hour <= 12:
        half = "pm" if "noon" in rest or "evening" in rest else "am"
        if "night" in rest and 6 <= hour < 12:
            half = "pm"
    if half is not None:
        if not 1 <= hour <= 12:
            raise wrong(typed, "is not a time of day", "14:05 or 2am")
        hour = hour % 12 + 12 * (half == "pm")
    try:
        return time(hour, minute, second)
    except ValueError:
        raise wrong(typed, "is not a time of day", "14:05 or 2am") from None


def _checked(year: int, month: int, day: int, typed: str) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise wrong(typed, "is not a date of the calendar", "it as 2026-11-20") from None
    if found < EARLIEST:
        raise wrong(typed, f"is before {date_text(EARLIEST, year=True)}", "a later day")
    return found


def _latest(month: int, day: int, today: date, typed: str) -> date:
    """The most recent such day of a year, today included."""
    for year in range(today.year, today.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise wrong(typed, "is not a date of the calendar", "it as 2026-11-20")


def _date(text: str, today: date, typed: str) -> date:
    """The date of a text of the form of `DATE`; without a year, the most recent one."""
    digits = [int(part) for part in re.findall("[0-9]+", text)]
    year = next((part for part in digits if part > 31), None)
    if re.match("[0-9]{4}", text):
        return _checked(digits[0], digits[1], digits[2], typed)
    name = re.search(_MONTH, text)
    if name is not None:
        month = MONTHS.index(name[0][:3].capitalize()) + 1
        day = digits[0]
    else:
        day, month = digits[0], digits[1]
        swapped = "." not in text and day <= 12 and month <= 12 and day != month
        if swapped:
            one, other = f"{day} {MONTHS[month - 1]}", f"{month} {MONTHS[day - 1]}"
            raise wrong(typed, f"could mean {one} or {other}", "one of them so")
        if month > 12 and "." not in text:
            day, month = month, day
    if year is None:
        return _latest(month, day, today, typed)
    return _checked(year, month, day, typed)


def day_named(word: str, today: date, typed: str) -> date:
    """The date that a text of the form of `DAY_WORD` means, given the day that is today.

    Raises:
        ReadingError: an impossible date, or one that could mean two days.
    """
    plain = word.removeprefix("on ")
    if plain in ("today", "tonight") or plain.startswith("this "):
        return today
    if plain in ("yesterday", "last night"):
        return today - timedelta(days=1)
    if plain.endswith("before yesterday"):
        return today - timedelta(days=2)
    if plain.endswith(" ago"):
        return today - timedelta(days=_days_ago(plain, typed))
    strictly = plain.startswith("last ")
    weekday = re.fullmatch(WEEKDAY, plain.removeprefix("last "))
    if weekday is None:
        return _date(plain, today, typed)
    back = (today.weekday() - WEEKDAYS.index(weekday[0][:3].capitalize())) % 7
    return today - timedelta(days=7 if strictly and back == 0 else back)


def _days_ago(text: str, typed: str) -> int:
    found = re.fullmatch(rf"({_COUNT}) ?([dwn]).* ago", text)
    count = number(found[1]) if found else 0.5
    days = count * (7 if found and found[2] == "w" else 1)
    if days != int(days):
        raise wrong(typed, "is no whole number of days", "3 days ago")
    return int(days)
