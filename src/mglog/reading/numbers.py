"""Numbers as people type them: 2.5, 2,5, ½, 1 1/2.

Must never guess: `1,000` could be one or a thousand, so it is refused.
"""

import re

from mglog.errors import ReadingError
from mglog.formatting import quoted

# ASCII digits only; enough of them that a nonsense number is still read as a number.
DECIMAL = r"(?:[0-9]{1,40}(?:[.,][0-9]{1,40})?|[.,][0-9]{1,40})"
_VULGAR = {"¼": 1 / 4, "½": 1 / 2, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8}
_FRACTION = r"[0-9]{1,3}/[0-9]{1,3}"
_SIGN = "".join(_VULGAR)
NUMBER = rf"(?:[0-9]{{1,3}} {_FRACTION}|{_FRACTION}|[0-9]{{0,3}} ?[{_SIGN}]|{DECIMAL})"

_THOUSANDS = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"
_NUMBER = NUMBER


def number(text: str) -> float:
    """The value of a text that matches `NUMBER`.

    Raises:
        ReadingError: a comma that could mean thousands, or a fraction over zero.
        ValueError: the text does not match at all (a caller's mistake).
    """
    text = text.strip()
    if re.fullmatch(_NUMBER, text) is None:
        raise ValueError(text)
    if re.fullmatch(_THOUSANDS, text):
        plain = text.replace(",", "")
        raise ReadingError(
            f"{quoted(text)} could mean {plain} or {text.replace(',', '.', 1)}.",
            f"Type {plain}, or write the decimals with a point.",
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
