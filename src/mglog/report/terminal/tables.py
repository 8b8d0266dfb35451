"""The report's tables on a terminal: weeks, thirds, intervals, every day.

Columns of figures keep their width; bars and dots shrink, and go, before any
figure would be cut. Text from the diary is never read as markup.
"""

from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text

from mglog.report.sections import IntervalLine, Sections, WeekLine
from mglog.report.terminal.glyphs import Glyphs

MG = "cyan"
EVENT = "magenta"
STYLES = {"intake": f"bold {MG}", "events": f"bold {EVENT}", "serum": "bold"}
_DOTS = 8
_WIDEST_BAR = 24
_LEAST_BAR = 5
_LEAST_DRAWING = 60  # columns; below it intervals are given as figures only


def grid(*columns: tuple[str, bool]) -> Table:
    """A table without lines; each column its justification, and whether it may wrap."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for justify, wraps in columns:
        table.add_column(justify=justify, no_wrap=not wraps, overflow="fold")  # type: ignore[arg-type]
    return table


def listed(sentences: Sequence[str]) -> Table:
    """Sentences behind dots."""
    table = grid(("left", False), ("left", True))
    for sentence in sentences:
        table.add_row(Text("·"), Text(sentence))
    return table


def _week_rooms(left: int, most: int) -> tuple[int, int]:
    """How wide the bars and the dots may be, 0 for none, beside figures that keep theirs."""
    left -= sum((2, 5, 2, 5, 2, 3, 2, 5))
    dots = max(6, min(_DOTS, most))
    bar = left - 2 - dots - 2
    if bar >= _LEAST_BAR:
        return min(bar, _WIDEST_BAR), dots
    return 0, dots if left >= dots + 2 else 0


def weeks(shown: Sections, width: int, glyphs: Glyphs) -> Table:
    """Week by week, intake and events side by side, each with the days that it is known on."""
    label = max(len(week.label) for week in shown.weeks)
    most_events = max(week.events or 0 for week in shown.weeks)
    most_mg = max(week.mg or 0 for week in shown.weeks)
    bar, dots = _week_rooms(width - label, most_events)
    table = grid(("right", False), *[("left", False)] * bool(bar), ("right", False),
                 ("left", False), *[("left", False)] * bool(dots), ("right", False),
                 ("left", False))  # fmt: skip
    heads = ["Week", *(["mg a day", ""] if bar else ["mg"]), "known",
             *([shown.events_head, ""] if dots else ["n"]), "known"]  # fmt: skip
    table.add_row(*(Text(name, style="dim" if name == "known" else "bold") for name in heads))

    def cells(week: WeekLine) -> Iterator[Text]:
        yield Text(week.label)
        if bar:
            drawn = glyphs.bar(week.mg, most_mg, bar) if week.mg is not None else week.remark
            yield Text(drawn, style="dim" if week.mg is None else MG)
        yield Text(week.mg_text, style="dim" if week.mg is None else "")
        yield Text(week.mg_known, style="dim")
        if dots:
            yield Text(glyphs.dots(week.events or 0, dots), style=EVENT)
        yield Text(week.events_text, style="dim" if week.events is None else "")
        yield Text(week.events_known, style="dim")

    for week in shown.weeks:
        table.add_row(*cells(week))
    return table


def thirds(shown: Sections, width: int, glyphs: Glyphs) -> Table:
    """Days by what was taken in the week before them."""
    felt = width >= _LEAST_DRAWING and shown.thirds[0].pain is not None
    bar = min(20, width - 15 - sum((2, 4, 2, 6, 2, 6, 2)) - 10 * felt)
    bar = bar if bar >= _LEAST_BAR else 0
    table = grid(("left", False), *[("right", False)] * (3 + felt), *[("left", False)] * bool(bar))
    heads = ["After a week averaging", "days", shown.events_head.lower(), "a week"]
    heads += [shown.felt_head] * felt + [""] * bool(bar)
    table.add_row(*(Text(name, style="bold") for name in heads))
    most = max(row.rate for row in shown.thirds)
    for row in shown.thirds:
        figures = [row.label, row.days, row.events, row.per_week, *[row.pain or ""] * felt]
        drawn = [Text(glyphs.bar(row.rate, most, bar), style=EVENT)] if bar else []
        table.add_row(*map(Text, figures), *drawn)
    return table


def _drawing(width: int) -> int:
    """How wide an interval may be drawn; 0 is not at all."""
    return 0 if width < _LEAST_DRAWING else min(41, width - 39) // 4 * 4 + 1


def intervals(head: Text, rows: Sequence[IntervalLine], width: int, glyphs: Glyphs) -> Table:
    """Rate ratios and their intervals against "no difference", on one log scale."""
    room = _drawing(width)
    table = grid(("left", False), *[("left", False)] * bool(room), ("left", False))
    table.add_row(head, *([Text(glyphs.scale(room), style="dim")] if room else []), "")
    for row in rows:
        drawn = glyphs.interval(row.ratio, row.low, row.high, room) if room else ""
        text = Text(row.text, style="dim" if row.ratio is None else "")
        table.add_row(Text(row.label), *([Text(drawn, style=EVENT)] if room else []), text)
    return table


def explain(shown: Sections, width: int) -> Table:
    """Every day: its intake, the mean of the week before, its events, kept or left out and why."""
    wide = width >= _LEAST_DRAWING
    table = grid(("left", False), *[("right", False)] * 3, ("left", True))
    head = shown.events_head.lower()
    heads = ("Day", "mg", "week before" if wide else "week", head if wide else "n", "for the link")
    table.add_row(*(Text(name, style="bold") for name in heads))
    for row in shown.explain:
        why = Text(row.why, style="" if row.used else "dim")
        table.add_row(*map(Text, (row.day, row.mg, row.exposure, row.events)), why)
    return table
