"""Bars and dots in characters, with a plain fallback where there is no Unicode.

Must never draw what is unknown.
"""

from collections.abc import Sequence
from math import log
from typing import NamedTuple

_EIGHTHS = " ▏▎▍▌▋▊▉"
_HEIGHTS = "▁▂▃▄▅▆▇█"
LEAST_RATIO = 0.25  # where the scale of intervals ends, and at its inverse


class Glyphs(NamedTuple):
    """The characters to draw with."""

    unicode: bool = True

    def bar(self, value: float, most: float, width: int) -> str:
        """A bar from 0, `width` characters at `most`; never empty for a value above 0."""
        length = 0.0 if most <= 0 else max(0.0, min(value / most, 1.0)) * width
        if not self.unicode:
            return "#" * max(round(length), int(value > 0))
        eighths = max(round(length * 8), int(value > 0))
        full, part = divmod(eighths, 8)
        return "█" * full + _EIGHTHS[part].strip()

    def dots(self, count: int, width: int) -> str:
        """One dot each, up to the width; then as many as fit and a plus."""
        dot = "●" if self.unicode else "o"
        return dot * count if count <= width else dot * (width - 1) + "+"

    def scale(self, width: int) -> str:
        """The axis over intervals: a quarter, half, the same, double and four times as many."""
        marks = [" "] * width
        for part, name in enumerate(("¼", "½", "same", "2", "4")):
            at = round(part * (width - 1) / 4) - len(name) // 2
            at = min(max(at, 0), width - len(name))
            marks[at : at + len(name)] = name
        return "".join(marks)

    def interval(
        self, value: float | None, low: float | None, high: float | None, width: int
    ) -> str:
        """A rate ratio and its interval on a log scale from ¼ to 4, "no difference" in the middle.

        A bound that is open, or off the scale, ends in an arrow.
        """
        if value is None:
            return ""
        line, point, middle, left, right = "─●│◀▶" if self.unicode else "-o|<>"
        row = [" "] * width
        begin, end = self._place(low, width, 0), self._place(high, width, width - 1)
        row[begin : end + 1] = line * (end - begin + 1)
        row[(width - 1) // 2] = middle
        if low is None or low < LEAST_RATIO:
            row[0] = left
        if high is None or high > 1 / LEAST_RATIO:
            row[-1] = right
        row[self._place(value, width, 0)] = point
        return "".join(row).rstrip()

    @staticmethod
    def _place(ratio: float | None, width: int, otherwise: int) -> int:
        if ratio is None:
            return otherwise
        share = 0.5 - log(ratio) / (2 * log(LEAST_RATIO))
        return round(min(max(share, 0.0), 1.0) * (width - 1))

    def profile(self, values: Sequence[int]) -> str:
        """One column a value, by height; a middle dot for none."""
        most = max(values, default=0)
        heights = _HEIGHTS if self.unicode else "123456789"
        return "".join(
            heights[min(len(heights) - 1, int((len(heights) - 1) * value / most + 0.5))]
            if value
            else ("·" if self.unicode else ".")
            for value in values
        )


def glyphs_for(encoding: str | None) -> Glyphs:
    """The glyphs that an output encoding can carry."""
    try:
        "█●▁·–".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return Glyphs(unicode=False)
    return Glyphs()
