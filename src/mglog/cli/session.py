"""What every command stands on: the diary's place, the instant, the output.

The one place that reads the clock and the environment. Must never import
anything heavy: it is on the path of every logged line.
"""

import os
import sys
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated, Any

import typer

from mglog.clock import Clock
from mglog.diary.diary import Diary
from mglog.diary.location import diary_path
from mglog.errors import ReadingError
from mglog.formatting import escaped_json, path_text, quoted

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def instant() -> datetime:
    """Now, or what MGLOG_NOW says it is, in the system's zone.

    Raises:
        ReadingError: MGLOG_NOW is not ISO 8601 with an offset.
    """
    given = os.environ.get("MGLOG_NOW")
    if not given:
        return datetime.now(UTC).astimezone()
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
        return Clock(instant(), None, self.diary.day_start())

    def close(self) -> None:
        """Let go of the diary; say so if this run brought it up to date."""
        if "diary" not in self.__dict__:
            return
        self.diary.close()
        if self.diary.before_upgrade is not None:
            hint(
                f"The diary was brought up to date; as it was: {path_text(self.diary.before_upgrade)}"
            )


def say(text: str) -> None:
    """Data: a line on stdout."""
    print(text)


def hint(text: str) -> None:
    """Talk: a line on stderr."""
    print(text, file=sys.stderr)


def document(value: dict[str, Any]) -> None:
    """One JSON document on stdout, numbers not rounded, never NaN."""
    import json

    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    text = json.dumps(value, ensure_ascii=encoding != "utf8", allow_nan=False)
    print(escaped_json(text))
