"""What a command that logs answers: one line, or one JSON document.

On the path that must feel instant. Must never say that something was logged
before it is on disk.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from mglog.cli.console import document, hint, say
from mglog.cli.session import Session
from mglog.clock import NIGHT_TO
from mglog.diary import profile
from mglog.diary.change import Written, changing
from mglog.diary.entries import on_day
from mglog.diary.totals import DayTotals, day_totals, supplements_only, symptom_count
from mglog.domain.entry import Entry, as_json
from mglog.domain.kinds import NO_CRAMPS, Cramp, Intake, Serum, Symptom
from mglog.formatting import number_text, plural
from mglog.nutrition.serum import CAVEAT
from mglog.report.entry_lines import SEPARATOR, day_text, entry_line


def unmarked_text(mark: Entry | None, *, dry_run: bool = False) -> str | None:
    """What happens to the mark that an entry takes away; None where there is none."""
    if mark is None:
        return None
    name = mark.kind.name
    shown = name.replace("-", " ")
    if dry_run:
        return f"removes that day's “{shown}” mark"
    return f"that day's “{shown}” mark was removed"


# No authority has a lower one for adults (EFSA, after SCF 2001): up to it, none is looked up.
_LOWEST_LIMIT_MG = 250.0


class Reply(NamedTuple):
    """How to answer: what to add to the line, whether to store at all, and as what."""

    remark: str = ""
    dry_run: bool = False
    as_json: bool = False


class _Context(NamedTuple):
    """What the diary holds beside an entry: its day's totals, and the person's settings."""

    totals: DayTotals
    of_symptom: int
    settings: Mapping[str, str]
    supplements_only: bool


def _context(connection: sqlite3.Connection, entry: Entry) -> _Context:
    settings = profile.load(connection)
    name = entry.values.name if isinstance(entry.values, Symptom) else None
    return _Context(
        day_totals(connection, entry.day),
        0 if name is None else symptom_count(connection, entry.day, name),
        settings,
        bool(settings) and isinstance(entry.values, Intake) and supplements_only(connection),
    )


def _target_mg(entry: Entry, held: _Context) -> float | None:
    """The target to hold a day's total against; none where that is not the total intake."""
    if not held.settings or held.supplements_only:
        return None
    from mglog.nutrition import reference_intakes  # opens the food table

    found = reference_intakes.target(reference_intakes.person(held.settings), entry.day.year)
    return None if found is None else found.mg


def _total(entry: Entry, held: _Context, session: Session) -> str | None:
    """The day's total of what was logged."""
    day = day_text(entry.day, session.clock)
    when = day if day == "today" else "that day"
    if isinstance(entry.values, Intake) and held.settings.get("tracks") == "supplements":
        return f"{number_text(held.totals.supplement_mg)} mg from supplements {when}"
    if isinstance(entry.values, Intake) and held.totals.mg is not None:
        target_mg = _target_mg(entry, held)
        of = "" if target_mg is None else f" of {number_text(target_mg)}"
        return f"{number_text(held.totals.mg)}{of} mg {when}"
    if isinstance(entry.values, Cramp):
        return f"{plural(held.totals.cramps, 'cramp')} {when}"
    return f"{held.of_symptom} {when}" if isinstance(entry.values, Symptom) else None


def _limit_note(entry: Entry, held: _Context) -> str | None:
    """A calm word where supplements alone pass their upper limit; food never counts."""
    if not isinstance(entry.values, Intake) or entry.values.source_kind != "supplement":
        return None
    taken_mg = held.totals.supplement_mg
    adult = not held.settings.keys() & {"born", "supplement_limit"}
    if adult and taken_mg <= _LOWEST_LIMIT_MG:
        return None
    from mglog.nutrition import reference_intakes  # opens the food table

    who = reference_intakes.person(held.settings)
    limit = reference_intakes.supplement_limit(who, entry.day.year)
    if limit is None or taken_mg <= limit.mg:
        return None
    return (
        f"{number_text(taken_mg)} mg from supplements that day; the upper limit for "
        f"supplements alone is {number_text(limit.mg)} mg ({limit.source}). "
        "Above it, loose stools are common."
    )


def _mark_of_its_night(connection: sqlite3.Connection, entry: Entry) -> Entry | None:
    """The no-cramps mark of the evening before a cramp that came before six in the morning."""
    at = entry.at
    if not isinstance(entry.values, Cramp) or at is None or at.time() >= NIGHT_TO:
        return None
    if at.date() != entry.day:  # it is counted with that evening, and took the mark away
        return None
    return on_day(connection, NO_CRAMPS, entry.day - timedelta(days=1))


def _night_note(entry: Entry, mark: Entry | None, session: Session) -> str | None:
    if mark is None:
        return None
    return (
        f"The night of {day_text(mark.day, session.clock)} is marked as without cramps "
        f"({mark.id}). If this was of that night: mglog edit {entry.id} --woke"
    )


def _line(*parts: str | None) -> str:
    return SEPARATOR.join(part for part in parts if part)


def reply_line(connection: sqlite3.Connection, session: Session, written: Written) -> str:
    """A stored entry as one line, with its day's total."""
    entry = written.entry
    total = _total(entry, _context(connection, entry), session)
    return _line(entry_line(entry, session.clock), total, unmarked_text(written.unmarked))


def document_of(entries: Sequence[Entry]) -> None:
    """One entry as a JSON document, or several as a list."""
    listed = [as_json(entry) for entry in entries]
    document(listed[0] if len(listed) == 1 else {"schema": "mglog.list/1", "entries": listed})


def log(session: Session, entry: Entry, reply: Reply) -> None:
    """Store an entry, unless it is a dry run, and answer."""
    with session.writing(keep=not reply.dry_run) as connection:
        with changing(connection, session.clock.now, f"add {entry.kind.name}") as change:
            written = change.add(entry)
        held = _context(connection, entry)
        mark = _mark_of_its_night(connection, entry)
    if not reply.dry_run:
        entry = written.entry
    unmarked = unmarked_text(written.unmarked, dry_run=reply.dry_run)
    if reply.as_json:
        document_of([entry])
        if unmarked:
            hint(f"{day_text(entry.day, session.clock)}: {unmarked}")
        return
    total = _total(entry, held, session)
    line = _line(entry_line(entry, session.clock), total, unmarked, reply.remark)
    say(f"Would log: {line}" if reply.dry_run else line)
    note = CAVEAT if isinstance(entry.values, Serum) else _limit_note(entry, held)
    note = note or (None if reply.dry_run else _night_note(entry, mark, session))
    if note:
        hint(note)
