"""Several days at once: `mon tue`, `mon-thu`, `mon to thu`, `last week`, `2026-11-16..2026-11-19`.

Must never leave out a day between two, nor guess which end is meant.
"""

import re
from datetime import date, timedelta

from mglog.clock import Clock
from mglog.reading.times import DATE, WEEKDAY, wrong
from mglog.reading.when import day, is_day

_SPAN = (
    rf"(?P<first>.+?)(?: ?\.\. ?| ?– ?| to | - )(?P<last>.+)"
    rf"|(?P<a>{WEEKDAY})-(?P<b>{WEEKDAY})"
    rf"|(?P<c>{DATE})-(?P<d>{DATE})"
)
_MOST_DAYS = 366
_LONGEST_SPAN = 7  # words: 3 days ago to 2 days ago


def _span(text: str, clock: Clock) -> list[date] | None:
    """The days from one to another, both included; None if the text has another form.

    Raises:
        ReadingError: it ends before it starts, or names more days than a year has.
    """
    squeezed = " ".join(text.lower().split())
    if not any(sign in squeezed for sign in ("..", "–", " to ", "-", "week", "last ")):
        return None
    lately = re.fullmatch(r"(?:the )?last ([0-9]{1,3}) days", squeezed)
    if lately is not None and 1 <= int(lately[1]) <= _MOST_DAYS:
        return [clock.today - timedelta(days=back) for back in range(int(lately[1]))]
    squeezed = re.sub(r"^([0-9]{1,2})\.? ?[-–] ?([0-9]{1,2}\.? [a-z]+)$", r"\1 \2..\2", squeezed)
    squeezed = re.sub(r"^([0-9]{1,2}) [0-9]{1,2}\.? ([a-z]+)\.\.", r"\1 \2..", squeezed)
    if squeezed in ("last week", "this week"):
        back = 7 if squeezed == "last week" else 0
        monday = clock.today - timedelta(days=clock.today.weekday() + back)
        most = 7 if back else (clock.today - monday).days + 1
        return [monday + timedelta(days=offset) for offset in range(most)]
    found = re.fullmatch(_SPAN, squeezed)
    ends = (
        [found[one] for one in ("first", "last", "a", "b", "c", "d") if found[one]] if found else []
    )
    if len(ends) != 2 or not all(map(is_day, ends)):
        return None
    begin, end = (day(each, clock) for each in ends)
    if begin > end and re.fullmatch(WEEKDAY, ends[0]):
        begin -= timedelta(days=7)
    number = (end - begin).days + 1
    if not 1 <= number <= _MOST_DAYS:
        raise wrong(text, "is no run of days", "the earlier day first, as in mon to thu")
    return [begin + timedelta(days=offset) for offset in range(number)]


def days(parts: list[str], clock: Clock) -> list[date]:
    """The days that a run of words names, in order, each once.

    `last night` is one day, `mon-thu`, `mon to thu`, `2026-11-16..2026-11-19` and `last week` are
    several.

    Raises:
        ReadingError: a word that is no day.
    """
    bare = [
        stripped
        for part in parts
        if (stripped := part.strip(",")) and stripped.lower() not in ("and", "from")
    ]
    parts = bare or parts[:1]  # a comma alone is no day
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


def names_days(parts: list[str]) -> bool:
    """Whether words have the form of days and runs of them, whatever they would mean."""
    text = " ".join(part.strip(",") for part in parts if part.lower() not in ("and", "from"))
    pieces = re.split(r"\.\.| – | to | - |(?<=[a-z])-(?=[a-z])", text.lower())
    return bool(text) and (
        re.fullmatch(r"(?:last|this) week|(?:the )?last [0-9]{1,3} days", text.lower()) is not None
        or all(_all_days(piece.split()) for piece in pieces)
    )


def _all_days(parts: list[str]) -> bool:
    while parts:
        for length in range(min(_LONGEST_SPAN, len(parts)), 0, -1):
            if is_day(" ".join(parts[:length])):
                parts = parts[length:]
                break
        else:
            return False
    return True
