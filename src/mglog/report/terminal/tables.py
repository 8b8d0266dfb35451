"""The report's tables: weeks, thirds, intervals, every day.

Columns of figures keep their width; bars and dots shrink, and go, before any
figure would be cut. Text from the diary is never read as markup.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from mglog.formatting import MONTHS
from mglog.report import wording
from mglog.report.contents import BinRow, ExplainRow, Report, WeekRow
from mglog.report.terminal.glyphs import UNKNOWN, Glyphs

MG = "cyan"
EVENT = "magenta"
_DOTS = 8
_WIDEST_BAR = 24
_LEAST_BAR = 5
_LEAST_DRAWING = 60  # columns; below it intervals are given as figures only
_COLLAPSED = 3  # so many weeks in a row of which nothing is known become one line


def grid(*columns: tuple[str, bool]) -> Table:
    """A table without lines; each column its justification, and whether it may wrap."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for justify, wraps in columns:
        table.add_column(justify=justify, no_wrap=not wraps, overflow="fold")  # type: ignore[arg-type]
    return table


def rounded(value: float) -> str:
    """A figure for the eye: whole from 10 up, one decimal below."""
    return f"{value:.0f}" if abs(value) >= 9.95 else f"{value:.1f}"


def _figure(value: float | None) -> str:
    return UNKNOWN if value is None else rounded(value)


def _week_label(week: WeekRow, *, year: bool) -> str:
    monday = week.monday
    text = f"{monday.day:2} {MONTHS[monday.month - 1]}"
    return f"{text} {monday.year}" if year else text


def _unknown(week: WeekRow) -> bool:
    return week.mg is None and week.events is None


def _week_rooms(width: int, *, year: bool, most: int) -> tuple[int, int]:
    """How wide the bars and the dots may be, 0 for none, beside figures that keep theirs."""
    left = width - (11 if year else 6) - sum((2, 5, 2, 5, 2, 3, 2, 5))
    dots = max(6, min(_DOTS, most))
    bar = left - 2 - dots - 2
    if bar >= _LEAST_BAR:
        return min(bar, _WIDEST_BAR), dots
    return 0, dots if left >= dots + 2 else 0


def weeks(report: Report, width: int, glyphs: Glyphs) -> Table:
    """Week by week, intake and events side by side, each with the days that it is known on."""
    year = len({week.monday.year for week in report.weeks}) > 1
    most_events = max((week.events or 0 for week in report.weeks), default=0)
    most_mg = max((week.mg or 0 for week in report.weeks), default=0)
    bar, dots = _week_rooms(width, year=year, most=most_events)
    head = wording.Outcome(report.outcome).head
    table = grid(("right", False), *[("left", False)] * bool(bar), ("right", False),
                 ("left", False), *[("left", False)] * bool(dots), ("right", False),
                 ("left", False))  # fmt: skip
    heads = ["Week", *(["mg a day", ""] if bar else ["mg"]), "known",
             *([head, ""] if dots else ["n"]), "known"]  # fmt: skip
    table.add_row(*(Text(name, style="dim" if name == "known" else "bold") for name in heads))

    def cells(week: WeekRow, mg_days: int, event_days: int, of: int, remark: str) -> Iterator[Text]:
        if bar:
            drawn = glyphs.bar(week.mg, most_mg, bar) if week.mg is not None else remark
            yield Text(drawn, style="dim" if week.mg is None else MG)
        yield Text(_figure(week.mg), style="dim" if week.mg is None else "")
        yield Text(f"{mg_days}/{of}", style="dim")
        if dots:
            yield Text(glyphs.dots(week.events or 0, dots), style=EVENT)
        yield Text(
            UNKNOWN if week.events is None else str(week.events),
            style="dim" if week.events is None else "",
        )
        yield Text(f"{event_days}/{of}", style="dim")

    for week, count, days in _runs(report.weeks):
        label = _week_label(week, year=year)
        remark = "" if not _unknown(week) else "(nothing known)"
        if count > 1:
            remark = f"({count} weeks unknown)"
        table.add_row(Text(label), *cells(week, week.mg_days, week.event_days, days, remark))
    return table


def _runs(rows: Sequence[WeekRow]) -> Iterator[tuple[WeekRow, int, int]]:
    """The weeks, long runs of unknown ones as one: the first, how many, and their days."""
    for unknown, group in groupby(rows, _unknown):
        run = list(group)
        if unknown and len(run) >= _COLLAPSED:
            yield run[0], len(run), sum(week.days for week in run)
        else:
            yield from ((week, 1, week.days) for week in run)


def _bin_label(rows: Sequence[BinRow], at: int) -> str:
    low, high = rounded(rows[at].from_mg), rounded(rows[at].to_mg)
    if len(rows) == 1:
        return f"{low}–{high} mg"
    if at == 0:
        return f"up to {high} mg"
    return f"over {low} mg" if at == len(rows) - 1 else f"{low}–{high} mg"


def bins(report: Report, width: int, glyphs: Glyphs) -> Table:
    """Days by what was taken in the week before them."""
    outcome = wording.Outcome(report.outcome)
    felt = width >= _LEAST_DRAWING and any(row.mean_pain is not None for row in report.bins)
    bar = min(20, width - 15 - sum((2, 4, 2, 6, 2, 6, 2)) - 10 * felt)
    bar = bar if bar >= _LEAST_BAR else 0
    table = grid(("left", False), *[("right", False)] * (3 + felt), *[("left", False)] * bool(bar))
    pain = ["pain" if report.outcome is None else "severity"] if felt else []
    heads = ["After a week of", "days", outcome.head.lower(), "a week", *pain]
    table.add_row(*(Text(name, style="bold") for name in [*heads, *([""] if bar else [])]))
    most = max(row.per_week for row in report.bins)
    for at, row in enumerate(report.bins):
        figures = [str(row.days), str(row.events), f"{row.per_week:.1f}"]
        figures += [_pain(row.mean_pain)] if felt else []
        drawn = [Text(glyphs.bar(row.per_week, most, bar), style=EVENT)] if bar else []
        table.add_row(Text(_bin_label(report.bins, at)), *map(Text, figures), *drawn)
    return table


def _pain(mean: float | None) -> str:
    return UNKNOWN if mean is None else f"{mean:.1f}"


def _ratio(ratio: float, low: float | None, high: float | None) -> str:
    ends = ("…" if end is None else wording.two_figures(end) for end in (low, high))
    return f"×{wording.two_figures(ratio)} ({'–'.join(ends)})"


def _drawing(width: int) -> int:
    """How wide an interval may be drawn; 0 is not at all."""
    return 0 if width < _LEAST_DRAWING else min(41, width - 39) // 4 * 4 + 1


def _interval_row(
    table: Table, name: Text, numbers: tuple[float, float | None, float | None],
    room: int, glyphs: Glyphs,
) -> None:  # fmt: skip
    drawn = [Text(glyphs.interval(*numbers, room), style=EVENT)] if room else []
    table.add_row(name, *drawn, Text(_ratio(*numbers)))


def _interval_table(name: Text, room: int, glyphs: Glyphs) -> Table:
    table = grid(("left", False), *[("left", False)] * bool(room), ("left", False))
    scale = [Text(glyphs.scale(room), style="dim")] if room else []
    table.add_row(name, *scale, "")
    return table


def interval(report: Report, width: int, glyphs: Glyphs) -> Table:
    """The rate ratio and its interval against "no difference", on a log scale."""
    estimate = report.link.estimate
    if estimate is None:
        raise ValueError(report.link.verdict)
    room = _drawing(width)
    head = wording.Outcome(report.outcome).head
    table = _interval_table(Text(f"{head} with", style="dim"), room, glyphs)
    numbers = (estimate.rate_ratio, estimate.low, estimate.high)
    _interval_row(table, Text("100 mg more"), numbers, room, glyphs)
    return table


def lags(report: Report, width: int, glyphs: Glyphs) -> Iterator[RenderableType]:
    """When it was taken: stretches before the day as small intervals, and what they say."""
    room = _drawing(width)
    table = _interval_table(Text("By when taken", style="bold"), room, glyphs)
    for lag in report.link.lags:
        name = Text(f"{lag.from_days}–{lag.to_days} days before")
        if lag.rate_ratio is None:
            table.add_row(
                name, *([Text("")] if room else []), Text("not enough known", style="dim")
            )
        else:
            _interval_row(table, name, (lag.rate_ratio, lag.low, lag.high), room, glyphs)
    yield table
    outcome = wording.Outcome(report.outcome)
    for sentence in (
        wording.lag_sentence(report.link.lags),
        wording.after_sentence(report.link.after, outcome),
    ):
        if sentence:
            yield Text(sentence)


def _explain_row(row: ExplainRow) -> Iterator[Text]:
    yield Text(row.day.isoformat())
    yield Text(_figure(row.mg))
    yield Text(_figure(row.exposure_mg))
    yield Text(UNKNOWN if row.events is None else str(row.events))
    if row.left_out is None:
        yield Text("kept")
    else:
        yield Text(f"left out: {row.left_out}", style="dim")


def explain(report: Report, width: int) -> Table:
    """Every day: its intake, the mean of the week before, its events, kept or left out and why."""
    wide = width >= _LEAST_DRAWING
    table = grid(("left", False), *[("right", False)] * 3, ("left", True))
    head = wording.Outcome(report.outcome).head.lower()
    heads = ("Day", "mg", "week before" if wide else "week", head if wide else "n", "for the link")
    table.add_row(*(Text(name, style="bold") for name in heads))
    for row in report.explain:
        table.add_row(*_explain_row(row))
    return table
