"""A diary of an older version: read as it is, brought up to date at the first change.

One more version than there is is invented here; and a diary that version 1 made, with rows
of every kind, is brought up to date as it stands.
"""

import hashlib
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from mglog.diary import schema
from tests.support import Run, add_version, filled, opened

NEXT = (
    "CREATE TABLE moods (id INTEGER PRIMARY KEY, day TEXT NOT NULL) STRICT",
    "ALTER TABLE cramps ADD COLUMN weather TEXT",
    "UPDATE intakes SET batch = NULL",
)
ADD = ("add-intake", "100mg")
THIS = schema.newest()
COPY = f"mglog-before-version-{THIS + 1}.db"
DATA = Path(__file__).parents[1] / "data"  # diaries as the programs of their version left them


HELD = {1: (9, 9), 2: (10, 11)}  # lines of an export, and changes to take back with the mark


def version(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64], "big")


@pytest.fixture
def older(mglog: Run, diary: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A filled diary of the version before the newest."""
    filled(mglog)
    add_version(monkeypatch, *NEXT)
    return diary


def kept(diary: Path) -> list[str]:
    folder = diary.parent / "backups"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_the_text_of_a_version_never_changes() -> None:
    """Another hash is a diary that nobody can bring up to date: add a version in its place."""
    frozen = {
        "0001.sql": "98d396e84b40e5c38eac9d85efd76d134153ffbdeddfd3fc4ec561d0bea2a25a",
        "0002.sql": "cca14d06a9e75c5d3d2f8d10b63af0d146470dbf01327e45748cf3696f57b89b",
        "0003.sql": "630a50d793df43f5ade22e6127bdf50578f887165a976d2e843bb5885082118b",
    }
    found = {
        file: hashlib.sha256((schema.FOLDER / file).read_bytes()).hexdigest()
        for file in schema.VERSIONS
    }
    assert found == frozen
    assert sorted(path.name for path in schema.FOLDER.iterdir()) == sorted(frozen)


def test_the_statements_between_two_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    add_version(monkeypatch, "a", "b\n", alone=True)
    add_version(monkeypatch, "-- c is new\nc")
    add_version(monkeypatch, "d")
    one, two, three = (f"PRAGMA user_version = {number}" for number in (1, 2, 3))
    second = "-- c is new\nc"
    assert [*schema.statements()] == ["a", "b", one, second, two, "d", three]
    assert [*schema.statements(1)] == [second, two, "d", three]
    assert [*schema.statements(1, 2)] == [second, two]
    assert [*schema.statements(until=1)] == ["a", "b", one]
    assert [*schema.statements(3)] == []


def test_white_space_in_the_text_of_a_table_says_nothing(mglog: Run, diary: Path) -> None:
    """A diary of before version 1 was laid out by hand is as it was made."""
    mglog(*ADD)
    connection = sqlite3.connect(diary)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_master SET sql = replace(sql, ',', ' ,\n   ')")
    connection.commit()
    connection.close()
    assert mglog("doctor").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["today"], ["list"], ["report"], ["export", "-"], ["doctor"], ["undo", "--list"],
        [*ADD, "--dry-run"], ["product", "list"], ["profile"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_looking_leaves_an_older_diary_as_it_is(mglog: Run, older: Path, words: list[str]) -> None:
    before = older.read_bytes()
    assert mglog(*words).code == 0
    assert before == older.read_bytes()
    assert kept(older) == []


def test_what_is_read_is_what_was_logged(
    mglog: Run, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(mglog)
    shown = [mglog(*words).out for words in (["export", "-"], ["list"], ["report", "--json"])]
    add_version(monkeypatch, *NEXT)
    assert shown == [
        mglog(*words).out for words in (["export", "-"], ["list"], ["report", "--json"])
    ]
    assert version(diary) == THIS


@pytest.mark.parametrize(
    "words",
    [
        [*ADD], ["undo"], ["rm", "i1", "-y"], ["edit", "c1", "--pain", "3"], ["no-cramps", "tue"],
        ["product", "rm", "slow"], ["profile", "--sex", "female"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_the_first_change_keeps_a_copy_and_brings_it_up_to_date(
    mglog: Run, older: Path, words: list[str]
) -> None:
    before = mglog("export", "-").out

    ran = mglog(*words)

    assert ran.code == 0
    assert version(older) == THIS + 1
    assert kept(older) == [COPY]
    copy = older.parent / "backups" / COPY
    assert str(copy) in ran.err
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert version(copy) == THIS
    assert before == mglog("--db", str(copy), "export", "-").out
    assert mglog("doctor").code == 0
    assert "as it was" not in mglog(*ADD).err
    assert kept(older) == [COPY]


def test_an_upgraded_diary_is_as_one_made_new(mglog: Run, older: Path, home: Path) -> None:
    mglog(*ADD)
    fresh = home / "fresh.db"
    mglog("--db", str(fresh), *ADD)

    def tables(path: Path) -> list[tuple[str, str]]:
        with opened(path) as connection:
            found = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name")
            rows: list[tuple[str, str]] = found.fetchall()
        return rows

    assert tables(fresh) == tables(older)


def test_changes_of_before_can_be_undone_after(mglog: Run, older: Path) -> None:
    before = mglog("list").out
    mglog("rm", "c1", "i1", "-y")
    assert mglog("undo").code == 0
    assert before == mglog("list").out
    for _ in range(8):
        assert mglog("undo").code == 0
    assert mglog("export", "-").out == ""
    assert mglog("doctor").code == 0
    assert version(older) == THIS + 1


def test_a_backup_of_before_is_restored_and_upgraded_again(
    mglog: Run, older: Path, home: Path
) -> None:
    before = mglog("export", "-").out
    mglog("backup", str(home / "old.db"))
    assert version(home / "old.db") == THIS
    mglog(*ADD)
    assert mglog("restore", str(home / "old.db"), "-y").code == 0
    assert before == mglog("export", "-").out
    assert version(older) == THIS
    assert mglog(*ADD).code == 0
    assert version(older) == THIS + 1
    assert kept(older)[1:] == [COPY.replace(".db", "-1.db"), COPY]


@pytest.mark.parametrize(
    "statements",
    [
        ("ALTER TABLE cramps ADD COLUMN weather TEXT", "this is no SQL"),
        ("DELETE FROM intakes WHERE nothing_of_that_name = 1",),
        ("UPDATE intakes SET mg = mg * 2",),  # rows that no longer match their digests
    ],
    ids=["broken", "failing", "changing rows silently"],
)
def test_an_upgrade_that_fails_changes_nothing(
    mglog: Run, diary: Path, monkeypatch: pytest.MonkeyPatch, statements: tuple[str, ...]
) -> None:
    filled(mglog)
    before = diary.read_bytes()
    add_version(monkeypatch, *statements)

    ran = mglog(*ADD)

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert before == diary.read_bytes()


def test_no_copy_no_upgrade(mglog: Run, older: Path) -> None:
    """The place of the copy is taken by a file: the diary stays as it is."""
    (older.parent / "backups").write_text("in the way")
    before = older.read_bytes()
    ran = mglog(*ADD)
    assert (ran.code, ran.out) == (1, "")
    assert before == older.read_bytes()


def test_a_diary_whose_version_is_gone_is_named(mglog: Run, diary: Path) -> None:
    filled(mglog)
    with opened(diary) as connection:
        connection.execute("PRAGMA user_version = 0")
    for words in (ADD, ("today",)):
        ran = mglog(*words)
        assert ran.code == 1
        assert "its version is gone" in ran.err


@pytest.mark.parametrize(
    ("number", "mark"), [(1, "no-intake 2026-11-15"), (2, "no-factor alcohol 2026-11-15")]
)
def test_a_diary_of_an_earlier_version_is_read_and_brought_up_to_date(
    mglog: Run, diary: Path, number: int, mark: str
) -> None:
    diary.parent.mkdir()
    shutil.copyfile(DATA / f"version-{number}.db", diary)
    diary.chmod(0o600)
    before = mglog("export", "-").out
    rows, changes = HELD[number]
    assert (before.count("\n"), version(diary)) == (rows, number)
    assert mglog("doctor").code == 0

    assert mglog(*mark.split()).code == 0

    assert version(diary) == THIS
    assert mglog("doctor").code == 0
    assert kept(diary) == [f"mglog-before-version-{THIS}.db"]
    after = mglog("export", "-").out.splitlines()
    assert [line for line in after if mark.split(maxsplit=1)[0] not in line] == before.splitlines()
    for _ in range(changes):  # the mark, and what the earlier version had done and not undone
        assert mglog("undo").code == 0
    assert mglog("doctor").code == 0
