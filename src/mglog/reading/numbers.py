"""Numbers as people type them: 2.5, 2,5, ½, 1 1/2, two, half an, a dozen.

Must never guess: `1,000` and `1.000` could be one or a thousand, so both are refused.
"""

import re

from mglog.errors import ReadingError
from mglog.formatting import quoted

# ASCII digits only; enough of them that a nonsense number is still read as a number.
DECIMAL = r"(?:[0-9]{1,40}(?:[.,][0-9]{1,40})?|[.,][0-9]{1,40})"
_VULGAR = {"¼": 1 / 4, "½": 1 / 2, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8, "⅜": 3 / 8}
_FRACTION = r"[0-9]{1,3}/[0-9]{1,3}"
_SIGN = "".join(_VULGAR)
WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
          "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
         "nineteen", "twenty")  # fmt: skip
_ONE_TO_TWELVE = "|".join(WORDS)
_PARTS = {"half": 0.5, "quarter": 0.25, "quarters": 0.75, "third": 1 / 3, "thirds": 2 / 3}
COUNT = rf"(?:{_ONE_TO_TWELVE}|an?|[0-9]{{1,3}})"
_PART = r"(?:(?:an? |one )?(?:half|quarter|third)|three quarters|two thirds)"
SPELLED = (
    rf"(?:(?:(?:half )?an? |(?:{_ONE_TO_TWELVE}) )?dozen|a couple|a pair|"
    rf"(?:{_ONE_TO_TWELVE}|an?|[0-9]{{1,3}}) and an? (?:half|quarter)|"
    rf"{_PART}(?: of)?(?: an?)?|{_ONE_TO_TWELVE}|an?)(?![^\W_])"
)
_MANY = r"[0-9]{1,9}[.,][0-9]{1,9}[.,][0-9.,]{1,20}"
DIGITS = rf"(?:{_MANY}|[0-9]{{1,3}} {_FRACTION}|{_FRACTION}|[0-9]{{0,3}} ?[{_SIGN}]|{DECIMAL})"
NUMBER = rf"(?:{SPELLED}|{DIGITS})"

_THOUSANDS = r"[1-9][0-9]{0,2}[.,][0-9]{3}"


def number(text: str, *, lab: bool = False) -> float:
    """The value of a text that matches `NUMBER`.

    Args:
        text: as typed.
        lab: whether a sign before three digits is surely a decimal one: laboratories write 1.000.

    Raises:
        ReadingError: a sign that could mean thousands, or a fraction over zero.
        ValueError: the text does not match at all (a caller's mistake).
    """
    text = text.strip()
    if re.fullmatch(DIGITS, text) is None:
        if re.fullmatch(SPELLED, text, re.IGNORECASE) is None:
            raise ValueError(text)
        return _spelled(text.lower())
    if re.fullmatch(_MANY, text):
        raise ReadingError(
            f"{quoted(text)} is not one number.", "Write it without a sign for thousands: 1234.5."
        )
    if re.fullmatch(_THOUSANDS, text) and not lab:
        plain, pointed = re.sub("[.,]", "", text), f"{float(text.replace(',', '.')):g}"
        raise ReadingError(
            f"{quoted(text)} could mean {plain} or {pointed}.", f"Type {plain} or {pointed}."
        )
    if text[-1] in _VULGAR:
        return float(text[:-1].strip() or 0) + _VULGAR[text[-1]]
    if "/" in text:
        whole, _, fraction = text.rpartition(" ")
        above, _, below = fraction.partition("/")
        if int(below) == 0:
            raise ReadingError(f"{quoted(text)} divides by zero.", "Type 1/2, ½ or 0.5.")
        return float(whole or 0) + int(above) / int(below)
    return float(text.replace(",", "."))


def _spelled(text: str) -> float:
    parts = text.split()
    if parts[-1] == "dozen":
        return 12 * (0.5 if parts[0] == "half" else _count(parts[0]) if len(parts) > 1 else 1)
    if "couple" in parts or "pair" in parts:
        return 2
    if "and" in parts:
        return _count(parts[0]) + _PARTS[parts[-1]]
    return next((_PARTS[part] for part in parts if part in _PARTS), None) or _count(parts[0])


def _count(word: str) -> float:
    if word in WORDS:
        return 1 + WORDS.index(word)
    return float(word) if word.isdigit() else 1
