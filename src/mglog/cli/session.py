"""What every command stands on: the diary's place and the instant.

The one place that reads the clock. Must never import anything heavy: it is on
the path of every logged line.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from pathlib import Path

from mglog.cli.console import hint
from mglog.clock import Clock
from mglog.diary import products
from mglog.diary.diary import Diary
from mglog.diary.location import diary_path
from mglog.domain.product import Product
from mglog.errors import ReadingError, RefusedError
from mglog.formatting import path_text, quoted

# Where systems keep their zones; zoneinfo knows more, and takes longer to load.
_ZONES = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo")


def instant() -> datetime:
    """Now, or what MGLOG_NOW says it is, in the system's zone.

    Raises:
        ReadingError: MGLOG_NOW is not ISO 8601 with an offset.
    """
    given = os.environ.get("MGLOG_NOW")
    _refuse_unknown_zone(os.environ.get("TZ", ""))
    try:
        present = datetime.now(UTC).astimezone()
    except (ValueError, OverflowError):
        raise ReadingError(
            f"The time zone {quoted(os.environ.get('TZ', ''))} can't be used.",
            "Set TZ to a name like Europe/Berlin, or unset it.",
        ) from None
    if not given:
        return present
    try:
        moment = datetime.fromisoformat(given.strip())
        if moment.tzinfo is None:
            raise ValueError(given)
        return moment.astimezone()
    except (ValueError, OverflowError):
        raise ReadingError(
            f"MGLOG_NOW is {quoted(given)}, which is not a time with its offset.",
            "Set it like 2026-11-22T14:05:00+01:00, or unset it.",
        ) from None


def _refuse_unknown_zone(name: str) -> None:
    """Refuse the name of a zone that is none: the system would take it for UTC, in silence.

    Raises:
        ReadingError: with the name.
    """
    if "/" not in name or name.startswith(("/", ":/")) or "TZDIR" in os.environ:
        return
    folders = [Path(folder) for folder in _ZONES]
    there = any((folder / name.lstrip(":")).is_file() for folder in folders)
    if any(folder.is_dir() for folder in folders) and not there:
        raise ReadingError(
            f"The time zone {quoted(name)} can't be used.",
            "Set TZ to a name like Europe/Berlin, or unset it.",
        )


def _zone() -> tzinfo | None:
    """The zone that TZ names where the system itself does not read it; None is the system's."""
    name = os.environ.get("TZ")
    if os.name == "posix" or not name:
        return None
    from zoneinfo import ZoneInfo  # not on POSIX

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return None


class Session:
    """One run of mglog: its diary and its clock."""

    def __init__(self, db: str | None) -> None:
        self._db = db

    @cached_property
    def diary(self) -> Diary:
        """The diary that this run works on; it may not exist yet."""
        return Diary(diary_path(self._db))

    @cached_property
    def clock(self) -> Clock:
        """The instant of this run, in the system's zone, with the diary's own day start."""
        zone = _zone()
        now = instant()
        return Clock(now if zone is None else now.astimezone(zone), zone, self.diary.day_start())

    @contextmanager
    def writing(self, *, keep: bool = True) -> Iterator[sqlite3.Connection]:
        """A transaction of the diary's; says so if it makes the diary.

        Without `keep` nothing is stored: what a dry run shows is what would be.
        """
        is_new = not self.diary.exists
        _ = self.clock  # read before the transaction: it asks the diary for its day start
        with self.diary.writing(keep=keep) as connection:
            yield connection
        if is_new and keep:
            hint(f"Started a new diary: {path_text(self.diary.path)}")

    def saved(self) -> list[Product]:
        """The person's products."""
        with self.diary.reading() as connection:
            return list(products.every(connection))

    def need_diary(self) -> None:
        """Refuse to go on without a diary.

        Raises:
            RefusedError: there is none yet.
        """
        if not self.diary.exists:
            raise RefusedError(
                f"There is no diary yet at {path_text(self.diary.path)}.",
                "Log something first: mglog add-intake 300mg",
            )

    def close(self) -> None:
        """Let go of the diary; say so if this run brought it up to date."""
        if "diary" not in self.__dict__:
            return
        self.diary.close()
        copy = self.diary.before_upgrade
        if copy is not None:
            hint(f"The diary was brought up to date; as it was: {path_text(copy)}")
