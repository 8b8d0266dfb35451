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

from mglog.formatting import MONTHS, date_text, duration_text, escaped, number_text
from mglog.nutrition import serum
from mglog.report import wording
from mglog.report.contents import Report
from mglog.report.terminal import tables
from mglog.report.terminal.glyphs import Glyphs, glyphs_for
from mglog.report.terminal.tables import EVENT, MG, grid, rounded

WIDEST = 100
NARROWEST = 40
LEAST_RATE_DAYS = 7


def console(file: IO[str], width: int | None = None) -> Console:
    """A console for plain text: no markup, no emoji codes, no highlighting."""
    made = Console(
        file=file, width=width, markup=False, emoji=False, highlight=False, soft_wrap=False
    )
    if width is None and not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = 80
    made.width = max(made.width, NARROWEST)
    return made


def _span(first: date, last: date) -> str:
    if first == last:
        return f"{first.day} {MONTHS[first.month - 1]} {first.year}"
    start = f"{first.day} {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} – {last.day} {MONTHS[last.month - 1]} {last.year}"


def _header(report: Report, width: int) -> Text:
    outcome = wording.Outcome(report.outcome)
    title = f"Magnesium and {outcome.plural}"
    period = report.period
    if period.first is None or period.last is None or not period.days:
        return Text.assemble((title, "bold"), "\nNothing was logged in that range.")
    days = f"{period.days} day{'s' if period.days != 1 else ''}"
    spread = f"{_span(period.first, period.last)} · {days}, {period.logged_days} logged"
    gap = width - len(title) - len(spread)
    return Text.assemble((title, "bold"), (" " * gap if gap > 2 else "\n") + spread)


def _verdict(report: Report, width: int, glyphs: Glyphs) -> Iterator[RenderableType]:
    """The verdict in one plain sentence, what stands behind it, and the interval drawn."""
    link = report.link
    yield Text(link.sentence, style="bold")
    if len(link.reasons) > 1 or (link.reasons and link.verdict != "not-enough-data"):
        table = grid(("left", False), ("left", True))
        for reason in link.reasons:
            table.add_row(Text("·"), Text(f"{escaped(reason)}."))
        yield table
    if link.estimate is not None:
        yield Text("")
        yield tables.interval(report, width, glyphs)


def _shares(parts: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{escaped(what)} {share:.0%}".replace("%", " %") for what, share in parts)


def _intake_lines(report: Report) -> Iterator[str]:
    intake = report.intake
    if intake.mean_mg is None or intake.median_mg is None:
        yield "unknown: no day has a known intake"
        return
    days = f"{intake.days} known day{'s' if intake.days != 1 else ''}"
    middle = rounded(intake.median_mg)
    yield f"{rounded(intake.mean_mg)} mg a day on average, median {middle}, on {days}"
    if intake.target_mg is not None:
        goal = f"target {number_text(intake.target_mg)} mg ({intake.target_source})"
        yield f"{goal}: reached on {intake.days_at_target} of {days}"
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
    # A rate from less than a week would be a guess at what the other days were.
    rate = f"{rounded(events.per_week)} a week: " if events.days_known >= LEAST_RATE_DAYS else ""
    yield f"{rate}{events.count} on {days}"
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
        yield ", ".join(f"{escaped(name)} {count}" for name, count in events.by_name.items())
    if events.with_time:
        hours = [events.by_hour[(hour + 16) % 24] for hour in range(24)]
        yield f"by hour, from 16 to 16: {glyphs.profile(hours)}"


def _summary(report: Report, glyphs: Glyphs) -> Table:
    table = grid(("left", False), ("left", True))
    label = wording.Outcome(report.outcome).head
    table.add_row(Text("Intake", style=f"bold {MG}"), Text("\n".join(_intake_lines(report))))
    table.add_row(
        Text(label, style=f"bold {EVENT}"),
        Text("\n".join(_event_lines(report, glyphs))),
    )
    return table


def _describe(report: Report) -> Iterator[Text]:
    described = report.link.describe
    if described is not None and report.bins:
        outcome = wording.Outcome(report.outcome)
        yield Text(wording.describe(described, outcome), style="dim")


def _serum(report: Report) -> Table:
    table = grid(("left", False), ("left", True))
    for at, row in enumerate(report.serum):
        against = serum.against(row.mmol_per_l, row.low, row.high, row.unit)
        value = serum.shown(row.mmol_per_l, row.unit)
        line = f"{date_text(row.day, year=True)}  {value}, {against}"
        table.add_row(Text("Serum" if at == 0 else "", style="bold"), Text(line))
    return table


def _clinician(report: Report) -> Group:
    table = grid(("left", False), ("left", True))
    for note in report.clinician:
        table.add_row(Text("·"), Text(note.text))
    return Group(Text("Worth telling a clinician", style="bold"), table)


def _blocks(report: Report, width: int, glyphs: Glyphs) -> Iterator[RenderableType]:
    yield _header(report, width)
    yield Group(*_verdict(report, width, glyphs))
    yield _summary(report, glyphs)
    if any(week.mg is not None or week.events is not None for week in report.weeks):
        yield tables.weeks(report, width, glyphs)
    if report.bins:
        yield tables.bins(report, width, glyphs)
    described = list(_describe(report))
    if described:
        yield Group(*described)
    if any(lag.rate_ratio is not None for lag in report.link.lags):
        yield Group(*tables.lags(report, width, glyphs))
    how = wording.how(report.link, wording.Outcome(report.outcome))
    if how:
        yield Group(Text("How this was computed", style="bold"), Text(how))
    if report.serum:
        yield _serum(report)
    if report.clinician:
        yield _clinician(report)
    if report.explain:
        yield tables.explain(report, width)
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
