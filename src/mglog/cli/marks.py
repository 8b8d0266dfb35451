"""What the commands that mark days share: all of the named days are marked, or none is."""

from mglog.cli.console import say
from mglog.cli.replies import document_of
from mglog.cli.session import Session
from mglog.diary.change import changing
from mglog.domain.entry import When, new
from mglog.domain.kinds import NoCramps
from mglog.reading import text
from mglog.reading.when import days
from mglog.report.entry_lines import entry_line


def mark_days(
    session: Session, mark: NoCramps, words: list[str], note: str | None,
    *, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Mark the days that the words name, today if none, and answer with a line each."""
    said = text.note(note)
    wanted = days(text.tokens(words) or ["today"], session.clock)
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
