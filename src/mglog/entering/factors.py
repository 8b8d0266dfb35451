"""The readers of what may share a cause with cramps: a name, and how much of it or on which days.

Must never take a day, a time, an amount or a "no" for part of a name: it would be another factor.
"""

import re
from collections.abc import Collection, Sequence

from mglog.domain.kinds import Factor
from mglog.errors import ReadingError
from mglog.formatting import comparable, quoted, typed
from mglog.reading import durations
from mglog.reading.day_runs import names_days
from mglog.reading.misplaced import refuse_misplaced
from mglog.reading.numbers import DIGITS, WORDS, number
from mglog.reading.text import label, tokens

_NONE = {"no", "not", "none", "without", "zero"}
_TIME = {
    "today", "tomorrow", "yesterday", "tonight", "weekday", "weekdays", "weekend", "weekends",
    "week", "month", "year", "ago", "since", "until", "every", "all", "daily", "always",
}  # fmt: skip
_AMOUNT = {"an", "half", "hour", "hours", "minute", "minutes", "min", "nan", "inf", *WORDS}
_LONGEST_AMOUNT = 4  # words: 1 h 30 min
_SCORE = r"(10|[0-9]) ?/ ?10"


def _is_amount(word: str) -> bool:
    begins = re.match(r"[0-9½¼¾⅓⅔+×~≈<>-]", word) is not None
    return word in _AMOUNT or (begins and re.fullmatch("[0-9]+-[a-z]{2,}", word) is None)


def name(text: str) -> str:
    """A factor's name, of which nothing tells of a time, an amount, or that there was none.

    Raises:
        ReadingError: with what to type.
    """
    found = label(text, "the factor")
    words = found.lower().split()
    if words[0] in _NONE or words[-1] in _NONE:
        rest = " ".join(word for word in found.split() if word.lower() not in _NONE)
        raise ReadingError(
            f"{quoted(found)} says that there was none.",
            f"Type mglog no-factor {typed(rest) if rest else 'and its name'}",
        )
    if any(word in _TIME or (names_days([word]) and words[0] != "sun") for word in words):
        raise ReadingError(
            f"{quoted(found)} is more than a factor's name: a part of it tells of a time.",
            "Type add-factor exercise --at yesterday, or no-factor exercise mon-thu.",
        )
    if re.search("[,:;=~]", found) or any(map(_is_amount, words)) or words[-1] in ("for", "of"):
        raise ReadingError(
            f"{quoted(found)} is more than a factor's name.",
            "Type the name, then a number with its unit: exercise 60min, alcohol 2.",
        )
    return found


def factor(words: Sequence[str]) -> Factor:
    """What may share a cause: a name, and perhaps how much: `exercise 60min`, `alcohol 2`, `ill`.

    Raises:
        ReadingError: no name, or words that are no part of one.
    """
    refuse_misplaced(tokens(words), "a factor")
    parts = label(" ".join(words), "the factor").split()
    text = " ".join(parts)
    if (score := re.fullmatch(rf"(.+?) {_SCORE}", text)) is not None:
        return Factor(name(score[1]), float(score[2]))
    found = re.fullmatch(rf"(.+?) ({DIGITS}) ?([^\W\d_]*)", text)
    amount = found and number(found[2])
    if found is not None and amount == 0:  # of any unit, and no duration
        return Factor(name(found[1]), 0.0, found[3] or None)
    for start in range(max(1, len(parts) - _LONGEST_AMOUNT), len(parts)):
        lasted = " ".join(parts[start:])
        if any(map(str.isdigit, lasted)) and durations.is_duration(lasted):
            minutes = durations.duration(lasted) / 60
            return Factor(name(" ".join(parts[:start])), minutes, "min")
    return Factor(name(text)) if found is None else Factor(name(found[1]), amount, found[3] or None)


def days_without(words: Sequence[str], known: Collection[str]) -> tuple[str, list[str]]:
    """A factor's name, and the words of days behind it: `exercise mon-thu`.

    Args:
        words: as typed; a single one is a name as it stands.
        known: the names in the diary. What follows one of them must be days.

    Raises:
        ReadingError: no name, or words that are neither.
    """
    label(" ".join(words), "the factor")
    parts = tokens(words)
    for start in range(1, len(parts)):
        if names_days(parts[start:]):
            return name(" ".join(parts[:start])), parts[start:]
    names = {comparable(each) for each in known}
    for end in range(len(parts) - 1, 0, -1):
        told = {comparable(" ".join(parts[:count])) for count in (end, len(parts))}
        if len(words) > 1 and told & names == {comparable(" ".join(parts[:end]))}:
            raise ReadingError(
                f"{quoted(' '.join(parts[end:]))} is not a day.",
                f"Type no-factor {typed(' '.join(parts[:end]))} yesterday, mon-thu or 2026-11-20.",
            )
    return name(" ".join(parts)), []
