"""Tests of `diary`."""

import errno
import os
import sqlite3
import stat
from contextlib import closing
from datetime import time
from pathlib import Path

import pytest

from mglog.diary import backups, database, files, schema
from mglog.diary import diary as opening
from mglog.diary.diary import Diary
from mglog.errors import DiaryError, RefusedError
from tests.diary.support import pragma
from tests.support import Run, add_version

NEXT = ("CREATE TABLE moods (id INTEGER PRIMARY KEY) STRICT",)


def test_a_change_is_made_with_the_settings_that_power_cuts_were_tried_with(diary: Path) -> None:
    opened = Diary(diary)
    with opened.writing() as connection:
        names = ("synchronous", "journal_mode", "foreign_keys", "trusted_schema", "busy_timeout")
        assert [pragma(connection, name) for name in names] == [3, "delete", 1, 0, 30_000]
        other = sqlite3.connect(diary, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
    opened.close()


def test_a_reader_cannot_write(diary: Path) -> None:
    opened = Diary(diary)
    opened.make()
    with opened.reading() as connection:
        assert (pragma(connection, "query_only"), pragma(connection, "foreign_keys")) == (1, 1)
    assert pragma(connection, "query_only") == 0
    with opened.reading() as again:
        assert again is connection
    opened.close()
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1")


def test_a_diary_that_became_an_older_one_is_shown_as_the_newest(
    diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Diary(diary)
    opened.make()
    moods = "SELECT count(*) FROM sqlite_master WHERE name = 'moods'"
    with opened.reading() as connection:
        assert connection.execute(moods).fetchone() == (0,)
    add_version(monkeypatch, *NEXT)
    with opened.reading() as connection:
        assert connection.execute(moods).fetchone() == (1,)
    with opened.reading(as_is=True) as connection:
        assert connection.execute(moods).fetchone() == (0,)
    opened.close()


def test_a_try_makes_nothing(diary: Path) -> None:
    opened = Diary(diary)
    with opened.writing(keep=False) as connection:
        connection.execute("UPDATE clock SET latest = latest")
    assert not diary.parent.exists()
    opened.make()
    with opened.writing(keep=False) as connection:
        connection.execute("DELETE FROM clock")
    with opened.reading() as connection:
        assert connection.execute("SELECT count(*) FROM clock").fetchone() == (1,)
    opened.close()


def test_a_diary_is_made_once(diary: Path) -> None:
    Diary(diary).make()
    first = diary.read_bytes()
    Diary(diary).make()
    assert first == diary.read_bytes()
    assert [path.name for path in diary.parent.iterdir()] == [diary.name]
    assert stat.S_IMODE(diary.stat().st_mode) == 0o600


def test_a_diary_that_cannot_be_made_says_why(diary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files, "make_private_file", full)
    with pytest.raises(DiaryError) as caught:
        Diary(diary).make()
    assert str(caught.value) == (
        f"The diary {diary} can't be made: No space left on device; nothing was saved. "
        "Choose another place with --db FILE or MGLOG_DB."
    )
    assert not diary.exists()


def test_a_diary_whose_making_fails_leaves_nothing(
    diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_version(monkeypatch, "CREATE TABLE a (b)", "no SQL", alone=True)
    with pytest.raises(DiaryError, match="may not be saved"):
        Diary(diary).make()
    assert list(diary.parent.iterdir()) == []


def test_whoever_makes_the_diary_first_made_it(
    mglog: Run, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = files.make_private_file

    def overtaken(path: Path) -> None:
        monkeypatch.setattr(files, "make_private_file", original)
        mglog("add-intake", "300mg")
        original(path)

    monkeypatch.setattr(files, "make_private_file", overtaken)
    Diary(diary).make()
    assert mglog("today", "--json").json["mg"] == 300


def test_whoever_upgrades_the_diary_first_upgraded_it(
    mglog: Run, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mglog("add-intake", "300mg")
    add_version(monkeypatch, *NEXT)
    original = database.version_of

    def overtaken(connection: sqlite3.Connection) -> int:
        found = original(connection)
        if found < schema.newest():
            monkeypatch.setattr(opening, "version_of", original)
            mglog("add-intake", "100mg")
        return found

    monkeypatch.setattr(opening, "version_of", overtaken)
    opened = Diary(diary)
    with opened.writing():
        assert opened.before_upgrade is None
    opened.close()
    assert len(list((diary.parent / "backups").iterdir())) == 1
    assert mglog("today", "--json").json["mg"] == 400


def test_an_upgrade_that_fails_lets_go_of_the_diary(
    diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Diary(diary).make()
    add_version(monkeypatch, *NEXT, "no SQL")
    monkeypatch.setattr(backups, "verify_backup", lambda _: 0)
    opened = Diary(diary)
    with pytest.raises(DiaryError, match='near "no": syntax error'), opened.writing():
        pass
    other = sqlite3.connect(diary, timeout=0, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert other.execute("SELECT name FROM sqlite_master WHERE name = 'moods'").fetchall() == []
    other.close()
    opened.close()


def test_a_version_that_changed_in_between_is_named(diary: Path) -> None:
    opened = Diary(diary)
    opened.make()
    with opened.reading():
        pass
    other = sqlite3.connect(diary)
    other.execute("PRAGMA user_version = 9")
    other.close()
    with pytest.raises(DiaryError) as caught, opened.writing(keep=False):
        pass
    assert str(caught.value) == f"{diary} was changed by another mglog. Try again."
    opened.close()


def test_what_cannot_be_read_of_a_damaged_diary(mglog: Run, diary: Path) -> None:
    mglog("add-intake", "300mg")
    connection = sqlite3.connect(diary)
    connection.execute("UPDATE intakes SET digest = '00000000'")
    connection.commit()
    connection.close()
    opened = Diary(diary)
    with pytest.raises(DiaryError) as caught, opened.reading():
        raise KeyError("x")
    assert str(caught.value) == (
        f"The diary {diary} is damaged (KeyError). See mglog doctor, or restore a backup."
    )
    opened.close()


@pytest.mark.parametrize("made", [False, True])
def test_a_defect_of_ours_is_not_blamed_on_a_sound_diary(diary: Path, made: bool) -> None:
    opened = Diary(diary)
    if made:
        opened.make()
    with pytest.raises(KeyError), opened.reading():
        raise KeyError("x")
    opened.close()


def test_a_reader_that_fails_leaves_the_diary_to_be_written(diary: Path) -> None:
    opened = Diary(diary)
    opened.make()
    with pytest.raises(KeyError), opened.reading():
        raise KeyError("x")
    with opened.writing() as connection:
        connection.execute("UPDATE clock SET latest = latest")
    opened.close()


def test_the_day_start_of_a_diary(mglog: Run, diary: Path) -> None:
    def day_start() -> time:
        with closing(Diary(diary)) as found:
            return found.day_start()

    assert day_start() == time(4)
    mglog("add-intake", "300mg")
    assert day_start() == time(4)
    mglog("profile", "--day-starts", "05:30")
    assert day_start() == time(5, 30)


def test_whole_is_for_replacing_all_of_it(diary: Path) -> None:
    opened = Diary(diary)
    opened.make()
    with opened.whole() as connection:
        assert (pragma(connection, "synchronous"), connection.in_transaction) == (3, False)
    with pytest.raises(DiaryError, match="may not be saved"), opened.whole() as connection:
        connection.execute("no SQL")
    opened.close()


def test_a_text_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = tmp_path / "out.txt"
    with files.written_whole(name, tmp_path / "d.db", force=False) as file:
        file.write("é\n")
        assert not name.exists()
    assert (name.read_bytes(), stat.S_IMODE(name.stat().st_mode)) == ("é\n".encode(), 0o600)

    with (
        pytest.raises(RefusedError) as taken,
        files.written_whole(name, tmp_path / "d.db", force=False),
    ):
        pass
    assert str(taken.value) == (
        f"{name} exists already; nothing was written. Add --force to replace it."
    )

    def half() -> None:
        with files.written_whole(name, tmp_path / "d.db", force=True) as file:
            file.write("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert name.read_text() == "é\n"
    with files.written_whole(name, tmp_path / "d.db", force=True) as file:
        file.write("new")
    assert name.read_text() == "new"

    other = tmp_path / "other.txt"
    with (
        pytest.raises(RefusedError) as raced,
        files.written_whole(other, tmp_path / "d.db", force=False) as file,
    ):
        other.write_text("theirs")
    assert "exists already; nothing was written" in str(raced.value)
    assert other.read_text() == "theirs"

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    third = tmp_path / "third.txt"
    with (
        pytest.raises(DiaryError) as caught,
        files.written_whole(third, tmp_path / "d.db", force=False),
    ):
        pass
    assert str(caught.value) == (
        f"{third} can't be written: No space left on device; nothing was saved."
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.txt", "out.txt"]
