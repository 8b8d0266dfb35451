"""The report on a terminal, or in a pipe: the verdict first, then what it stands on.

The only module that knows Rich. Text from the diary is never read as markup.
Must never compute a figure, nor cut a text off.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from mglog.nutrition import serum
from mglog.reading.clock import MONTHS, date_text
from mglog.reading.durations import shown as duration_text
from mglog.reading.text import inert
from mglog.report import wording
from mglog.report.bars import UNKNOWN, Glyphs, glyphs_for
from mglog.report.model import ExplainRow, Report, WeekRow

MG = "cyan"
EVENT = "magenta"
WIDEST = 100
DOTS = 8
HEADLINE = {"not-enough-data": "Not enough data yet"}


def console(file: IO[str], width: int | None = None) -> Console:
    """A console for plain text: no markup, no emoji codes, no highlighting."""
    made = Console(
        file=file, width=width, markup=False, emoji=False, highlight=False, soft_wrap=False
    )
    if width is None and not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = 80
    return made


def _grid(*columns: tuple[str, bool]) -> Table:
    """A table without lines; each column its justification and whether it may wrap."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for justify, wraps in columns:
        table.add_column(justify=justify, no_wrap=not wraps, overflow="fold")  # type: ignore[arg-type]
    return table


def _span(first: date, last: date) -> str:
    if first == last:
        return f"{first.day} {MONTHS[first.month - 1]} {first.year}"
    start = f"{first.day} {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} – {last.day} {MONTHS[last.month - 1]} {last.year}"


def _round(value: float) -> str:
    """A figure for the eye: whole from 10 up, one decimal below."""
    return f"{value:.0f}" if abs(value) >= 9.95 else f"{value:.1f}"  # noqa: PLR2004


def _header(report: Report, width: int) -> Text:
    outcome = wording.Outcome(report.outcome)
    title = f"Magnesium and {outcome.plural}"
    period = report.period
    if period.first is None or period.last is None:
        return Text(title, style="bold")
    days = f"{period.days} day{'s' if period.days != 1 else ''}"
    spread = f"{_span(period.first, period.last)} · {days}, {period.logged_days} logged"
    gap = width - len(title) - len(spread)
    return Text.assemble((title, "bold"), (" " * gap if gap > 2 else "\n") + spread)  # noqa: PLR2004


def _verdict(report: Report) -> Iterator[RenderableType]:
    reasons = [inert(reason) for reason in report.link.reasons]
    if len(reasons) == 1:
        yield Text(f"{HEADLINE[report.link.verdict]}: {reasons[0]}.", style="bold")
        return
    yield Text(f"{HEADLINE[report.link.verdict]}:", style="bold")
    table = _grid(("left", False), ("left", True))
    for reason in reasons:
        table.add_row(Text("·"), Text(f"{reason}."))
    yield table


def _shares(parts: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{inert(what)} {share:.0%}".replace("%", " %") for what, share in parts)


def _intake_lines(report: Report) -> Iterator[str]:
    intake = report.intake
    if intake.mean_mg is None or intake.median_mg is None:
        yield "unknown: no day has a known intake"
        return
    days = f"{intake.days} known day{'s' if intake.days != 1 else ''}"
    middle = _round(intake.median_mg)
    yield f"{_round(intake.mean_mg)} mg a day on average, median {middle}, on {days}"
    total = sum(intake.by_kind_mg.values())
    if total and set(intake.by_kind_mg) != {"unknown"}:
        named = {"unknown": "kind not given"}
        yield _shares([(named.get(k, k), mg / total) for k, mg in intake.by_kind_mg.items()])
    if len(intake.top_sources) > 1:
        yield "mostly " + _shares([(source.what, source.share) for source in intake.top_sources])


def _event_lines(report: Report, glyphs: Glyphs) -> Iterator[str]:
    events, outcome = report.events, wording.Outcome(report.outcome)
    if events.per_week is None:
        yield f"unknown: no day says whether there were {outcome.plural}"
        return
    days = f"{events.days_known} known day{'s' if events.days_known != 1 else ''}"
    if not events.count:
        yield f"none on {days}"
        return
    yield f"{_round(events.per_week)} a week: {events.count} on {days}"
    felt = []
    if events.mean_pain is not None:
        felt.append(f"{'pain' if report.outcome is None else 'severity'} {events.mean_pain:.1f}")
    if events.mean_lasted_s is not None:
        felt.append(duration_text(events.mean_lasted_s))
    if felt:
        yield f"{' and '.join(felt)} on average"
    if events.with_time:
        yield f"{events.at_night} of {events.with_time} with a known time at night (22–06)"
    if report.outcome is None and set(events.by_name) != {"unknown"}:
        yield ", ".join(f"{inert(name)} {count}" for name, count in events.by_name.items())
    if events.with_time:
        hours = [events.by_hour[(hour + 16) % 24] for hour in range(24)]
        yield f"by hour, from 16 to 16: {glyphs.profile(hours)}"


def _summary(report: Report, glyphs: Glyphs) -> Table:
    table = _grid(("left", False), ("left", True))
    label = wording.Outcome(report.outcome).plural
    table.add_row(Text("Intake", style=f"bold {MG}"), Text("\n".join(_intake_lines(report))))
    table.add_row(
        Text("Cramps" if report.outcome is None else label, style=f"bold {EVENT}"),
        Text("\n".join(_event_lines(report, glyphs))),
    )
    return table


def _week_label(week: WeekRow, *, year: bool) -> str:
    monday = week.monday
    text = f"{monday.day:2} {MONTHS[monday.month - 1]}"
    return f"{text} {monday.year}" if year else text


def _week_cells(week: WeekRow, most: float, bar: int, glyphs: Glyphs) -> Iterator[Text]:
    """A week's intake and cramps side by side, each with the days that it is known on."""
    if week.mg is None and week.events is None:
        yield Text("(nothing known)", style="dim")
        yield from (Text(""), Text(f"0/{week.days}", style="dim"))
        yield from (Text(""), Text(""), Text(f"0/{week.days}", style="dim"))
        return
    if week.mg is None:
        yield from (Text(UNKNOWN, style="dim"), Text(""))
    else:
        yield from (Text(glyphs.bar(week.mg, most, bar), style=MG), Text(_round(week.mg)))
    yield Text(f"{week.mg_days}/{week.days}", style="dim")
    if week.events is None:
        yield from (Text(UNKNOWN, style="dim"), Text(""))
    else:
        yield from (Text(glyphs.dots(week.events, DOTS), style=EVENT), Text(str(week.events)))
    yield Text(f"{week.event_days}/{week.days}", style="dim")


def _weeks(report: Report, width: int, glyphs: Glyphs) -> Table:
    with_year = len({week.monday.year for week in report.weeks}) > 1
    table = _grid(("right", False), ("left", False), ("right", False), ("left", False),
                  ("left", False), ("right", False), ("left", False))  # fmt: skip
    label = wording.Outcome(report.outcome).plural.capitalize()[:12]
    heads = ("Week", "mg a day", "", "known", label, "", "known")
    table.add_row(*(Text(head, style="dim" if head == "known" else "bold") for head in heads))
    bar = max(6, min(24, width - 50 - 5 * with_year))
    most = max((week.mg or 0 for week in report.weeks), default=0)
    for week in report.weeks:
        name = Text(_week_label(week, year=with_year))
        table.add_row(name, *_week_cells(week, most, bar, glyphs))
    return table


def _bin_label(report: Report, at: int) -> str:
    row = report.bins[at]
    if len(report.bins) == 1:
        return f"{_round(row.from_mg)}–{_round(row.to_mg)} mg"
    if at == 0:
        return f"up to {_round(row.to_mg)} mg"
    if at == len(report.bins) - 1:
        return f"over {_round(row.from_mg)} mg"
    return f"{_round(row.from_mg)}–{_round(row.to_mg)} mg"


def _bins(report: Report, width: int, glyphs: Glyphs) -> Table:
    table = _grid(
        ("left", False), ("right", False), ("right", False), ("right", False), ("left", False)
    )
    label = wording.Outcome(report.outcome).plural
    heads = ("After a week of", "days", label[:12], "a week", "")
    table.add_row(*(Text(head, style="bold") for head in heads))
    most = max(row.per_week for row in report.bins)
    bar = max(6, min(20, width - 44))
    for at, row in enumerate(report.bins):
        table.add_row(
            Text(_bin_label(report, at)),
            Text(str(row.days)),
            Text(str(row.events)),
            Text(f"{row.per_week:.1f}"),
            Text(glyphs.bar(row.per_week, most, bar), style=EVENT),
        )
    return table


def _describe(report: Report) -> Iterator[Text]:
    described = report.link.describe
    if described is not None and report.bins:
        label = wording.Outcome(report.outcome).plural
        yield Text(
            f"Rank correlation of the week's intake and the day's {label}: "
            f"ρ = {described.spearman:.2f} over {described.days} days, "
            "a description and not a test.".replace("-", "−", 1),
            style="dim",
        )


def _serum(report: Report) -> Table:
    table = _grid(("left", False), ("left", True))
    for at, row in enumerate(report.serum):
        against = "no range from the lab"
        if row.reading is not None:
            low, high = (
                "?" if end is None else serum.shown(end, row.unit).split()[0]
                for end in (row.low, row.high)
            )
            against = f"{row.reading} the lab's range {low}–{high}"
        line = (
            f"{date_text(row.day, year=True)}  {serum.shown(row.mmol_per_l, row.unit)}, {against}"
        )
        table.add_row(Text("Serum" if at == 0 else "", style="bold"), Text(line))
    return table


def _explain_row(row: ExplainRow) -> tuple[Text, ...]:
    def figure(value: float | None) -> str:
        return UNKNOWN if value is None else _round(value)

    return (
        Text(row.day.isoformat()),
        Text(figure(row.mg)),
        Text(figure(row.exposure_mg)),
        Text(UNKNOWN if row.events is None else str(row.events)),
        Text("kept" if row.left_out is None else f"left out: {row.left_out}",
             style="" if row.left_out is None else "dim"),
    )  # fmt: skip


def _explain(report: Report) -> Table:
    table = _grid(
        ("left", False), ("right", False), ("right", False), ("right", False), ("left", True)
    )
    heads = (
        "Day",
        "mg",
        "week before",
        wording.Outcome(report.outcome).plural[:12],
        "for the link",
    )
    table.add_row(*(Text(head, style="bold") for head in heads))
    for row in report.explain:
        table.add_row(*_explain_row(row))
    return table


def _blocks(report: Report, width: int, glyphs: Glyphs) -> Iterator[RenderableType]:
    yield _header(report, width)
    yield Group(*_verdict(report))
    yield _summary(report, glyphs)
    if any(week.mg is not None or week.events is not None for week in report.weeks):
        yield _weeks(report, width, glyphs)
    if report.bins:
        yield _bins(report, width, glyphs)
    described = list(_describe(report))
    if described:
        yield Group(*described)
    if report.serum:
        yield _serum(report)
    if report.explain:
        yield _explain(report)
    yield Group(*(Text(note.text, style="dim") for note in report.notes))


def show(report: Report, out: Console, banner: str | None = None) -> None:
    """Print a report.

    Args:
        report: what to show.
        out: where, with its width and colours.
        banner: a line above everything else (the demo says what it is).
    """
    width = min(out.width, WIDEST)
    glyphs = glyphs_for(out.encoding)
    with out.capture() as captured:
        if banner is not None:
            out.print(Text(banner, style="bold"), width=width)
            out.print()
        for position, block in enumerate(_blocks(report, width, glyphs)):
            if position:
                out.print()
            out.print(block, width=width)
    # A table pads its last column; nobody wants those blanks in a pipe.
    for line in captured.get().splitlines():
        out.file.write(line.rstrip() + "\n")
