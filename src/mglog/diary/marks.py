"""No-cramps marks: at most one a day, and never on a day that has a cramp."""

import sqlite3
from datetime import date, datetime
from typing import NamedTuple

from mglog.diary.entries import Entry, insert_changed, live_mark, next_stamp
from mglog.diary.row_text import record
from mglog.errors import RefusedError
from mglog.formatting import date_text


class Marked(NamedTuple):
    """A mark, and whether it was there before."""

    entry: Entry
    known: bool


def _refuse_cramps(connection: sqlite3.Connection, entries: list[Entry]) -> None:
    for entry in entries:
        row = connection.execute(
            "SELECT id FROM cramps WHERE day = ? AND deleted IS NULL ORDER BY id", (entry.day,)
        ).fetchone()
        if row is not None:
            day = date.fromisoformat(entry.day)
            nothing = "; nothing was marked" if len(entries) > 1 else ""
            hint = "Leave that day out." if len(entries) > 1 else f"See it: mglog today --day {day}"
            raise RefusedError(f"{date_text(day)} has a cramp (c{row[0]}){nothing}.", hint)


def preview(connection: sqlite3.Connection, entries: list[Entry]) -> list[Marked]:
    """What marking would do.

    Raises:
        RefusedError: a day has a cramp.
    """
    _refuse_cramps(connection, entries)
    found = []
    for entry in entries:
        before = live_mark(connection, entry.day)
        found.append(Marked(before or entry, before is not None))
    return found


def add(connection: sqlite3.Connection, entries: list[Entry], now: datetime) -> list[Marked]:
    """Mark the days that have no mark yet, with their history.

    Raises:
        RefusedError: a day has a cramp.
    """
    seen = preview(connection, entries)
    if all(mark.known for mark in seen):
        return seen
    at = next_stamp(connection, now)
    done, changes = [], []
    for mark in seen:
        if mark.known:
            done.append(mark)
            continue
        stored, change = insert_changed(connection, mark.entry._replace(created=at, changed=at))
        done.append(Marked(stored, known=False))
        changes.append(change)
    record(connection, "no-cramps", at, changes)
    return done
