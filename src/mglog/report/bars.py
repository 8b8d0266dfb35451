"""Bars and dots in characters, with a plain fallback where there is no Unicode.

Unknown must never look like zero: it is `?`, zero is `0`.
"""

from typing import NamedTuple

_EIGHTHS = " ▏▎▍▌▋▊▉"
_HEIGHTS = "▁▂▃▄▅▆▇█"
UNKNOWN = "?"


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

    def profile(self, values: list[int]) -> str:
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
