"""The person's settings, each as text, and when it was changed."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime, time
from typing import NamedTuple

from mglog.clock import day_of
from mglog.diary.entries import (
    find,
    next_stamp,
    remove_mark,
    update_changed,
)
from mglog.diary.row_text import Change, record
from mglog.diary.settings import Setting, change_record, checked, load, put
from mglog.domain.kinds import KINDS


class Changed(NamedTuple):
    """What a change of settings did.

    Attributes:
        moved: how many entries came to another day.
        unmarked: days whose no-cramps mark went, because a cramp came to them.
    """

    moved: int
    unmarked: tuple[str, ...] = ()


def change(
    connection: sqlite3.Connection, settings: Mapping[str, str | None], now: datetime
) -> Changed:
    """Make settings, or take them away (None), as one change of the diary.

    A new day start moves the days of entries that have a time.
    """
    before = load(connection)
    at = next_stamp(connection, now)
    for name, value in settings.items():
        if value is None:
            connection.execute("DELETE FROM profile WHERE key = ?", (name,))
        else:
            put(connection, Setting(name, checked(name, value), at))
    after = load(connection)
    if before == after:
        return Changed(0)
    changes = [change_record(before, after)]
    moves: list[Change] = []
    unmarked: list[str] = []
    if before.get("day_starts") != after.get("day_starts"):
        starts = time.fromisoformat(after.get("day_starts", "04:00"))
        moves, unmarked = _move_days(connection, starts, at)
    record(connection, "profile", at, [*changes, *moves])
    moved = sum(move.kind != "no-cramps" for move in moves)
    return Changed(moved, tuple(unmarked))


def _move_days(
    connection: sqlite3.Connection, starts: time, at: str
) -> tuple[list[Change], list[str]]:
    moves: list[Change] = []
    unmarked: list[str] = []
    for kind in KINDS.values():
        for entry in list(find(connection, kind, "deleted IS NULL AND at IS NOT NULL")):
            day = day_of(datetime.fromisoformat(str(entry.at)), starts).isoformat()
            if day != entry.day:
                moved = entry._replace(day=day, changed=at)
                moves.append(update_changed(connection, entry, moved))
                # A cramp that moves to a marked day takes the mark away, as any cramp does.
                removed = remove_mark(connection, day, at) if entry.kind == "cramp" else None
                moves += [removed[1]] if removed else []
                unmarked += [day] if removed else []
    return moves, unmarked
