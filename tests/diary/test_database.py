"""Tests of `database`."""

import sqlite3
import sys
from pathlib import Path

import pytest

from mglog.diary.database import in_memory
from mglog.diary.diary import Diary
from mglog.errors import DiaryError
from tests.diary.support import pragma


@pytest.mark.parametrize(("platform", "full"), [("darwin", 1), ("linux", 0)])
def test_where_fsync_alone_is_not_enough(
    diary: Path, monkeypatch: pytest.MonkeyPatch, platform: str, full: int
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    opened = Diary(diary)
    with opened.writing() as connection:
        assert pragma(connection, "fullfsync") == full
    opened.close()


def test_an_older_sqlite_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 9))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.36.9")
    with pytest.raises(DiaryError) as caught:
        in_memory()
    assert str(caught.value) == (
        "mglog needs SQLite 3.37 or newer; this Python has 3.36.9. "
        "Use a Python that brings a newer SQLite along: those of python.org and of uv do."
    )
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 37, 0))
    in_memory().close()
