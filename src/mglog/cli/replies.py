"""What a command that logs answers: one line, or one JSON document.

On the path that must feel instant. Must never say that something was logged
before it is on disk.
"""

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from mglog.cli.session import Session, document, hint, say
from mglog.diary.entries import (
    Added,
    Day,
    Entry,
    add,
    as_json,
    day_totals,
    live_mark,
    supplements_only,
)
from mglog.diary.settings import load as load_profile
from mglog.formatting import number_text, path_text, plural
from mglog.nutrition.serum import CAVEAT
from mglog.report.entry_lines import SEPARATOR, day_text, entry_line

UNMARKED = "its no-cramps mark is removed"


class Reply(NamedTuple):
    """How to answer: what to add to the line, whether to store at all, and as what."""

    remark: str = ""
    dry_run: bool = False
    as_json: bool = False


class _Settings(NamedTuple):
    profile: Mapping[str, str]
    supplements_only: bool


def _settings(connection: sqlite3.Connection, entry: Entry) -> _Settings:
    profile = load_profile(connection)
    only = bool(profile) and entry.kind == "intake" and supplements_only(connection)
    return _Settings(profile, only)


def _total(entry: Entry, total: Day, session: Session, target_mg: float | None) -> str | None:
    day = day_text(date.fromisoformat(entry.day), session.clock)
    when = day if day == "today" else "that day"
    if entry.kind == "intake" and total.mg is not None:
        of = "" if target_mg is None else f" of {number_text(target_mg)}"
        return f"{number_text(total.mg)}{of} mg {when}"
    if entry.kind == "cramp":
        return f"{plural(total.cramps, 'cramp')} {when}"
    if entry.kind == "symptom":
        name = str(entry.values["name"]).casefold()
        return f"{sum(count for other, count in total.symptoms if other == name)} {when}"
    return None


def _limit_note(entry: Entry, total: Day, settings: _Settings) -> str | None:
    """A calm word where supplements alone pass their upper limit; food never counts."""
    if entry.values.get("source_kind") != "supplement":
        return None
    from mglog.nutrition import reference_intakes  # opens the table of facts

    limit = reference_intakes.supplement_limit(
        reference_intakes.person(settings.profile), int(entry.day[:4])
    )
    if limit is None or total.supplement_mg <= limit.mg:
        return None
    return (
        f"{number_text(total.supplement_mg)} mg from supplements that day; the upper limit for "
        f"supplements alone is {number_text(limit.mg)} mg ({limit.source}). "
        "Above it, loose stools are common."
    )


def _target_mg(entry: Entry, settings: _Settings) -> float | None:
    """The target to hold a day's total against; none where that is not the total intake."""
    if entry.kind != "intake" or not settings.profile or settings.supplements_only:
        return None
    from mglog.nutrition import reference_intakes  # opens the table of facts

    found = reference_intakes.target(reference_intakes.person(settings.profile), int(entry.day[:4]))
    return None if found is None else found.mg


def _answer(session: Session, added: Added, total: Day, settings: _Settings, reply: Reply) -> None:
    entry = added.entry
    target_mg = _target_mg(entry, settings)
    unmarked = None
    if added.unmarked is not None:
        unmarked = UNMARKED if not reply.dry_run else "removes its no-cramps mark"
    if reply.as_json:
        document(as_json(entry))
        if unmarked:
            hint(f"{day_text(date.fromisoformat(entry.day), session.clock)}: {unmarked}")
        return
    line = _line(
        entry_line(entry, session.clock),
        _total(entry, total, session, target_mg),
        unmarked,
        reply.remark,
    )
    say(f"Would log: {line}" if reply.dry_run else line)
    note = CAVEAT if entry.kind == "serum" else _limit_note(entry, total, settings)
    if note:
        hint(note)


def _line(*parts: str | None) -> str:
    return SEPARATOR.join(part for part in parts if part)


def reply_line(connection: sqlite3.Connection, session: Session, added: Added) -> str:
    """A stored entry as one line, with its day's total."""
    entry = added.entry
    target_mg = _target_mg(entry, _settings(connection, entry))
    total = _total(entry, day_totals(connection, entry.day), session, target_mg)
    return _line(entry_line(entry, session.clock), total, UNMARKED if added.unmarked else None)


def _preview(connection: sqlite3.Connection, entry: Entry) -> tuple[Added, Day]:
    """What storing an entry would do."""
    before = day_totals(connection, entry.day)
    mg, count = entry.values.get("mg"), entry.values.get("count")
    total = before
    if entry.kind == "intake" and isinstance(mg, float):
        extra = mg if entry.values.get("source_kind") == "supplement" else 0.0
        total = before._replace(
            mg=(before.mg or 0) + mg, supplement_mg=before.supplement_mg + extra
        )
    if entry.kind == "cramp" and isinstance(count, int):
        total = before._replace(cramps=before.cramps + count)
    if entry.kind == "symptom" and isinstance(count, int):
        this = (str(entry.values["name"]).casefold(), count)
        total = before._replace(symptoms=(*before.symptoms, this))
    mark = live_mark(connection, entry.day) if entry.kind == "cramp" else None
    return Added(entry, mark), total


def log(session: Session, entry: Entry, reply: Reply) -> None:
    """Store an entry, unless it is a dry run, and answer."""
    diary = session.diary
    if reply.dry_run:
        with diary.reading() as connection:
            added, total = _preview(connection, entry)
            settings = _settings(connection, entry)
    else:
        is_new = not diary.exists
        with diary.writing() as connection:
            added = add(connection, entry, session.clock.now)
            total = day_totals(connection, entry.day)
            settings = _settings(connection, entry)
        if is_new:
            hint(f"Started a new diary: {path_text(diary.path)}")
    _answer(session, added, total, settings, reply)
