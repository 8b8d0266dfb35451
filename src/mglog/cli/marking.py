"""`no-cramps`: all of the named days are marked, or none is."""

from mglog.cli.session import Session, document, hint, say
from mglog.diary import marks
from mglog.diary.entries import as_json as entry_json
from mglog.diary.entries import new
from mglog.domain import kinds
from mglog.formatting import path_text
from mglog.reading.text import tokens
from mglog.reading.when import When, days
from mglog.report.entry_lines import entry_line


def mark(
    session: Session, words: list[str], note: str | None, *, dry_run: bool, as_json: bool
) -> None:
    """Mark the days, and answer with a line each."""
    wanted = days(tokens(words) or ["today"], session.clock)
    entries = [new(kinds.NO_CRAMPS, When(day, None), {}, note) for day in wanted]
    diary = session.diary
    if dry_run:
        with diary.reading() as connection:
            marked = marks.preview(connection, entries)
    else:
        is_new = not diary.exists
        with diary.writing() as connection:
            marked = marks.add(connection, entries, session.clock.now)
        if is_new:
            hint(f"Started a new diary: {path_text(diary.path)}")
    if as_json:
        listed = [entry_json(each.entry) for each in marked]
        document(listed[0] if len(listed) == 1 else {"schema": "mglog.list/1", "entries": listed})
        return
    for each in marked:
        line = entry_line(each.entry, session.clock)
        if each.known:
            say(f"{line} · marked before")
        else:
            say(f"Would log: {line}" if dry_run else line)
