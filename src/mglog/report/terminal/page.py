"""The report on a terminal, or in a pipe: the verdict first, then what it stands on.

Text from the diary is never read as markup. Must never compute a figure, word
a sentence, nor cut a text off.
"""

from collections.abc import Iterator, Mapping
from typing import IO

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from mglog.report.contents import Report
from mglog.report.sections import Labelled, Sections, sections
from mglog.report.terminal import tables
from mglog.report.terminal.glyphs import Glyphs, glyphs_for
from mglog.report.terminal.tables import STYLES, grid
from mglog.report.wording.summary import CLINICIAN_HEAD, HOW_HEAD

WIDEST = 100
NARROWEST = 40


def console(file: IO[str], environ: Mapping[str, str], width: int | None = None) -> Console:
    """A console for plain text: no markup, no emoji codes, no highlighting."""
    made = Console(
        file=file, width=width, markup=False, emoji=False, highlight=False, soft_wrap=False
    )
    if width is None and not made.is_terminal and "COLUMNS" not in environ:
        made.width = 80
    made.width = max(made.width, NARROWEST)
    return made


def _header(shown: Sections, width: int) -> Text:
    gap = 0 if shown.empty else width - len(shown.title) - len(shown.period)
    return Text.assemble((shown.title, "bold"), (" " * gap if gap > 2 else "\n") + shown.period)


def _verdict(shown: Sections, width: int, glyphs: Glyphs) -> Iterator[RenderableType]:
    """The verdict in one plain sentence, what stands behind it, and the interval drawn."""
    yield Text(shown.verdict, style="bold")
    if shown.reasons:
        yield tables.listed(shown.reasons)
    if shown.interval is not None:
        yield Text("")
        head = Text(f"{shown.events_head} with", style="dim")
        yield tables.intervals(head, [shown.interval], width, glyphs)


def _labelled(found: Labelled, glyphs: Glyphs) -> tuple[Text, Text]:
    text = "\n".join(found.lines) + (glyphs.profile(found.hours) if found.hours else "")
    return Text(found.label, style=STYLES[found.role]), Text(text)


def _summary(shown: Sections, glyphs: Glyphs) -> Table:
    table = grid(("left", False), ("left", True))
    for found in shown.summary:
        table.add_row(*_labelled(found, glyphs))
    return table


def _lags(shown: Sections, width: int, glyphs: Glyphs) -> Group:
    head = Text("How long before", style="bold")
    drawn = tables.intervals(head, shown.lags, width, glyphs)
    return Group(drawn, *map(Text, shown.lag_sentences))


def _serum(shown: Sections, glyphs: Glyphs) -> Table:
    table = grid(("left", False), ("left", True))
    for at, line in enumerate(shown.serum):
        table.add_row(*_labelled(Labelled("" if at else "Serum", "serum", [line]), glyphs))
    return table


def _blocks(shown: Sections, width: int, glyphs: Glyphs) -> Iterator[RenderableType]:
    yield _header(shown, width)
    if shown.question:
        yield Text(shown.question)
    yield Group(*_verdict(shown, width, glyphs))
    yield _summary(shown, glyphs)
    if shown.weeks:
        yield tables.weeks(shown, width, glyphs)
    if shown.thirds:
        yield tables.thirds(shown, width, glyphs)
    if shown.description:
        yield Text(shown.description, style="dim")
    if shown.lags:
        yield _lags(shown, width, glyphs)
    if shown.how:
        yield Group(Text(HOW_HEAD, style="bold"), Text(shown.how))
    if shown.serum:
        yield _serum(shown, glyphs)
    if shown.clinician:
        yield Group(Text(CLINICIAN_HEAD, style="bold"), tables.listed(shown.clinician))
    if shown.explain:
        yield tables.explain(shown, width)
    yield Group(*(Text(note, style="dim") for note in shown.notes if note != shown.question))


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
        for position, block in enumerate(_blocks(sections(report), width, glyphs)):
            if position:
                out.print()
            out.print(block, width=width)
    # A table pads its last column; nobody wants those blanks in a pipe.
    for line in captured.get().splitlines():
        out.file.write(line.rstrip() + "\n")
