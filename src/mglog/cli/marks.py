"""What the commands that mark days share: all of the days are marked, or none is."""

from collections.abc import Sequence
from datetime import date

from mglog.cli.console import noted, say
from mglog.cli.doubts import settle_days
from mglog.cli.replies import document_of
from mglog.cli.session import Session
from mglog.diary.change import changing
from mglog.domain.entry import When, new
from mglog.domain.kinds import NoCramps, NoFactor, NoIntake
from mglog.reading import text
from mglog.reading.day_runs import days
from mglog.report.entry_lines import entry_line

Mark = NoCramps | NoIntake | NoFactor


def named_days(session: Session, words: list[str]) -> list[date]:
    """The days that the words name; today if there are none."""
    return days(text.tokens(words) or ["today"], session.clock)


def mark_days(
    session: Session, mark: Mark, wanted: Sequence[date], note: str | None,
    *, yes: bool, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Mark days, and answer with a line each."""
    settle_days(session, wanted, yes=yes)
    said = text.note(noted(note))
    fresh = [new(mark, When(day, None), said) for day in wanted]
    command = fresh[0].kind.name
    with (
        session.writing(keep=not dry_run) as connection,
        changing(connection, session.clock.now, command) as change,
    ):
        marked = change.mark(fresh)
    shown = [
        each.entry if each.known or not dry_run else entry
        for each, entry in zip(marked, fresh, strict=True)
    ]
    if as_json:
        document_of(shown)
        return
    for each, entry in zip(marked, shown, strict=True):
        line = entry_line(entry, session.clock)
        if each.known:
            say(f"{line} · marked before")
        else:
            say(f"Would log: {line}" if dry_run else line)
