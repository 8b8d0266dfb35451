"""`backup`, `restore`, `doctor`, and what happens to a diary on a bad day."""

import contextlib
import errno
import os
import random
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from mglog.diary import backups, database, files, health, row_text, schema
from mglog.diary import diary as opening
from mglog.diary.database import in_memory
from mglog.domain.entry import When, new
from mglog.domain.kinds import Cramp
from mglog.errors import DiaryError
from tests.support import NOW, Run, add_version, executable, filled, opened

THIS = schema.newest()
PAGE = 4096  # bytes


def test_backup_and_restore(mglog: Run, home: Path) -> None:
    filled(mglog)
    kept = home / "stick" / "mglog.db"
    before = mglog("export", "-").out
    assert "Backed up 6 entries" in mglog("backup", str(kept)).out
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    mglog("rm", "i1", "c1", "-y")
    later = mglog("export", "-").out

    assert mglog("restore", str(kept)).code == 1  # nobody is there to ask
    ran = mglog("restore", str(kept), "-y")

    assert before == mglog("export", "-").out
    assert mglog("doctor").code == 0
    (saved,) = (home / "data" / "backups").iterdir()
    assert str(saved) in ran.err  # the diary as it was is kept
    mglog("restore", str(saved), "-y")
    assert later == mglog("export", "-").out


def test_a_backup_never_replaces_a_file_unasked(mglog: Run, home: Path) -> None:
    filled(mglog)
    kept = home / "mine"
    kept.write_text("mine")
    ran = mglog("backup", str(kept))
    assert ran.code == 1
    assert "--force" in ran.err
    assert kept.read_text() == "mine"
    assert mglog("backup", str(kept), "--force").code == 0
    assert sorted(path.name for path in home.iterdir()) == ["data", "mine"]


@pytest.mark.parametrize("name", ["d.db", "sub/../d.db", "link.db", "hard.db", "sub/link/d.db"])
@pytest.mark.parametrize(
    "command", ["backup --force", "export --format ndjson --force", "restore -y", "backup"]
)
def test_a_diary_is_never_copied_onto_itself(
    mglog: Run, home: Path, monkeypatch: pytest.MonkeyPatch, name: str, command: str
) -> None:
    monkeypatch.setenv("MGLOG_DB", str(home / "d.db"))
    mglog("add-intake", "300mg")
    (home / "sub").mkdir()
    (home / "sub" / "link").symlink_to(home)
    (home / "link.db").symlink_to("d.db")
    (home / "hard.db").hardlink_to(home / "d.db")
    before = (home / "d.db").read_bytes()
    verb, *flags = command.split()
    ran = mglog(verb, str(home / name), *flags)
    assert (ran.code, ran.out) == (1, "")
    assert "the diary itself" in ran.err
    assert before == (home / "d.db").read_bytes()
    assert not (home / "backups").exists()
    assert (home / "link.db").is_symlink()


@pytest.mark.parametrize("end", ["journal", "wal", "shm"])
def test_no_file_takes_the_name_of_one_of_sqlites(
    mglog: Run, home: Path, diary: Path, end: str
) -> None:
    mglog("add-intake", "300mg")
    (home / "link.db").symlink_to(diary)
    (home / "folder").symlink_to(diary.parent)
    for verb in ("backup", "export --format ndjson"):
        for name in (f"{diary}-{end}", f"{home / 'folder' / diary.name}-{end}"):
            for named in (diary, home / "link.db"):
                ran = mglog("--db", str(named), *verb.split(), name, "--force")
                assert (ran.code, ran.out) == (1, "")
    assert [path.name for path in diary.parent.iterdir()] == [diary.name]


@pytest.mark.posix
def test_only_a_file_is_ever_replaced(mglog: Run, home: Path) -> None:
    mglog("add-intake", "300mg")
    os.mkfifo(home / "pipe")
    for verb in ("backup", "export --format ndjson"):
        for name in ("pipe", "data"):
            ran = mglog(*verb.split(), str(home / name), "--force")
            assert (ran.code, ran.out) == (1, "")
            assert ran.err == (
                f"mglog: {home / name} is not a file; nothing was written. Name another file.\n"
            )
    assert stat.S_ISFIFO((home / "pipe").stat().st_mode)


def test_a_backup_just_made_is_kept_whatever_the_clock_says(mglog: Run, home: Path) -> None:
    mglog("add-intake", "300mg")
    folder = home / "data" / "backups"
    for minute in range(12):
        mglog("backup", now=f"2026-11-22T14:{minute:02}:00+01:00")
    ran = mglog("backup", now="2026-11-22T13:00:00+01:00")
    assert (folder / "mglog-20261122-130000.db").exists()
    assert "1 older one went" in ran.err
    assert not (folder / "mglog-20261122-140000.db").exists()
    for _ in range(11):
        mglog("backup", now="2026-11-23T09:00:00+01:00")
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["mglog-20261122-141100.db", "mglog-20261123-090000.db"]
        + [f"mglog-20261123-090000-{number}.db" for number in range(1, 11)]
    )


def test_each_diary_prunes_its_own_backups(mglog: Run, home: Path) -> None:
    for name in ("a", "b", "a-b"):
        mglog("--db", str(home / f"{name}.db"), "add-intake", "300mg")
        mglog("--db", str(home / f"{name}.db"), "backup")
    for minute in range(13):
        mglog("--db", str(home / "a.db"), "backup", now=f"2026-11-22T15:{minute:02}:00+01:00")
    names = {path.name for path in (home / "backups").iterdir()}
    assert {"b-20261122-140500.db", "a-b-20261122-140500.db"} <= names
    assert "a-20261122-140500.db" not in names
    assert len(names) == 14


def test_a_damaged_diary_behind_a_link_is_restored_where_it_is(
    mglog: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "real").mkdir()
    real, link = home / "real" / "r.db", home / "d.db"
    link.symlink_to(real)
    mglog("--db", str(real), "add-intake", "300mg")
    monkeypatch.setenv("MGLOG_DB", str(link))
    mglog("backup", str(home / "b.db"))
    with opened(real) as connection:
        connection.execute("UPDATE intakes SET mg = 301")
    (home / "real" / "r (conflicted copy).db").touch()
    assert "r (conflicted copy).db" in mglog("doctor").out
    (home / "real" / "r (conflicted copy).db").unlink()

    ran = mglog("restore", str(home / "b.db"), "-y")

    assert ran.code == 0
    assert link.is_symlink()
    assert mglog("doctor").code == 0
    assert mglog("--db", str(real), "today", "--json").json["mg"] == 300


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("mglog-2026.db", True), ("mglog.old.db", True), ("mglog_backup.db", True),
        ("mglog.db.bak", True), ("mglog.db.ndjson", True), ("mglog-before-version-2.db", True),
        ("mglog 2.db", False), ("mglog (1).db", False), ("mglog-LAPTOP.db", False),
        ("mglog.sync-conflict-20261122-140500-ABCDEFG.db", False),
        ("mglog (conflicted copy 2026-11-22).db", False),
    ],
)  # fmt: skip
def test_ones_own_copies_are_no_conflict(mglog: Run, diary: Path, name: str, own: bool) -> None:
    mglog("add-intake", "300mg")
    (diary.parent / name).touch()
    assert (mglog("doctor").code == 0) is own


def test_what_keeps_a_backup_from_being_written_is_named(mglog: Run, home: Path) -> None:
    mglog("add-intake", "300mg")
    ran = mglog("backup", str(home / ("x" * 303)))
    assert ran.code == 1
    assert "can't be written: File name too long" in ran.err
    data = home / "data" / "mglog.db"
    data.write_bytes(data.read_bytes()[: 4096 * 5])
    ran = mglog("backup", str(home / "b.db"))
    assert ran.code == 1
    assert "is damaged" in ran.err
    assert "b.db can't" not in ran.err


def test_automatic_backups_are_kept_to_a_sensible_number(mglog: Run, home: Path) -> None:
    filled(mglog)
    for minute in range(15):
        mglog("backup", now=f"2026-11-22T14:{minute:02}:00+01:00")
    names = sorted(path.name for path in (home / "data" / "backups").iterdir())
    assert len(names) == 12
    assert names[-1] == "mglog-20261122-141400.db"


def test_restore_refuses_what_is_no_sound_backup(mglog: Run, home: Path, diary: Path) -> None:
    filled(mglog)
    before = diary.read_bytes()
    for name, data in (
        ("text", b"hello" * 100),
        ("empty", b""),
        ("half", before[: len(before) // 2]),
    ):
        (home / name).write_bytes(data)
        ran = mglog("restore", str(home / name), "-y")
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.count("\n") == 1
    assert mglog("restore", str(diary), "-y").code == 1
    assert before == diary.read_bytes()


def test_a_backup_that_was_changed_is_not_restored(mglog: Run, home: Path, diary: Path) -> None:
    filled(mglog)
    kept = home / "b.db"
    mglog("backup", str(kept))
    with opened(kept) as connection:
        connection.execute("UPDATE intakes SET mg = 80.5")
    before = diary.read_bytes()
    ran = mglog("restore", str(kept), "-y")
    assert (ran.code, ran.out) == (1, "")
    assert "damaged" in ran.err
    assert ran.err.count("\n") == 1
    assert before == diary.read_bytes()


def examined(connection: sqlite3.Connection, diary: Path) -> list[health.Finding]:
    return health.examine(connection, diary, datetime.fromisoformat(NOW))


@pytest.mark.parametrize("harm", ["content", "cut", "header", "page", "journal"])
def test_a_damaged_diary_is_restored_and_its_bytes_are_kept(
    mglog: Run, home: Path, diary: Path, harm: str
) -> None:
    filled(mglog)
    good = mglog("export", "-").out
    mglog("backup", str(home / "b.db"))
    data = bytearray(diary.read_bytes())
    if harm == "content":
        data[data.index(b"from elsewhere")] ^= 1
    elif harm == "cut":
        del data[len(data) // 2 :]
    elif harm == "header":
        del data[80:]
    elif harm == "page":
        data[4096:8192] = b"x" * 4096
    diary.write_bytes(data)
    if harm == "journal":
        data[-5000] ^= 1
        diary.write_bytes(data)
        Path(f"{diary}-journal").write_bytes(b"left over")
        with opened(diary) as connection:
            connection.execute("UPDATE intakes SET mg = 7")
        data = bytearray(diary.read_bytes())

    ran = mglog("restore", str(home / "b.db"), "-y")

    assert (ran.code, ran.err.count("\n")) == (0, 1)
    assert good == mglog("export", "-").out
    assert mglog("doctor").code == 0
    (kept,) = (home / "data" / "backups").glob("*.db")
    assert str(kept) in ran.err
    if harm in ("content", "journal"):  # SQLite can use it: only its header counts the copy
        assert kept.read_bytes()[100:] == data[100:]
    else:
        assert kept.read_bytes() == data
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(diary.stat().st_mode) == 0o600


def test_a_diary_in_use_is_not_taken_for_a_damaged_one(
    mglog: Run, home: Path, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(mglog)
    mglog("backup", str(home / "b.db"))
    before = diary.read_bytes()
    monkeypatch.setattr(opening, "BUSY_TIMEOUT_S", 0)
    holder = sqlite3.connect(diary, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    ran = mglog("restore", str(home / "b.db"), "-y")
    holder.close()
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "locked" in ran.err
    assert before == diary.read_bytes()


def test_what_a_killed_change_left_is_not_taken_for_damage(
    mglog: Run, home: Path, diary: Path
) -> None:
    filled(mglog)
    for number in range(30):
        mglog("add-intake", f"{number + 1}mg", "--note", "x" * 900)
    good = mglog("export", "-").out
    mglog("backup", str(home / "b.db"))
    writer = sqlite3.connect(diary, isolation_level=None)
    writer.execute("PRAGMA cache_size = 1")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE intakes SET note = 'y', mg = mg + 1")
    torn, journal = diary.read_bytes(), Path(f"{diary}-journal").read_bytes()
    writer.close()
    diary.write_bytes(torn)
    Path(f"{diary}-journal").write_bytes(journal)

    ran = mglog("restore", str(home / "b.db"), "-y")

    assert ran.code == 0
    assert "The diary as it was" in ran.err
    (kept,) = (home / "data" / "backups").glob("*.db")
    assert good == mglog("--db", str(kept), "export", "-").out


def test_restore_where_there_is_no_diary_yet(mglog: Run, home: Path) -> None:
    filled(mglog)
    mglog("backup", str(home / "b.db"))
    before = mglog("export", "-").out
    other = str(home / "new" / "mglog.db")
    assert mglog("--db", other, "restore", str(home / "b.db"), "-y").code == 0
    assert before == mglog("--db", other, "export", "-").out


def test_without_a_diary_they_say_so(mglog: Run) -> None:
    for words in (["backup"], ["doctor"], ["undo"], ["rm", "i1", "-y"], ["again"]):
        ran = mglog(*words)
        assert ran.code == 1
        assert ran.err.count("\n") == 1


def test_a_healthy_diary(mglog: Run) -> None:
    filled(mglog)
    found = mglog("doctor", "--json").json
    assert found["schema"] == "mglog.doctor/1"
    assert found["ok"] is True
    assert {each["code"] for each in found["findings"]} == {
        "integrity", "references", "version", "tables", "digests", "account", "times", "future",
        "stamps", "private", "space", "links", "unfinished", "copies",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE intakes SET mg = 80.99 WHERE id = 1", "digests"),
        ("UPDATE cramps SET muscle = 'Calf'", "digests"),
        ("UPDATE intakes SET note = NULL", "digests"),
        ("UPDATE products SET mg = 71.4", "digests"),
        ("UPDATE profile SET value = 'female' WHERE key = 'sex'", "digests"),
        ("UPDATE history SET changes = replace(changes, 'calf', 'half')", "digests"),
        ("UPDATE history SET command = 'add gramp' WHERE id = 2", "digests"),
        ("UPDATE history SET at = '2026-11-22T13:05:00.000009Z' WHERE id = 2", "digests"),
        ("UPDATE history SET undone = '2026-11-22T13:05:00.000009Z' WHERE id = 2", "digests"),
        ("UPDATE batches SET added = 2", "digests"),
        ("UPDATE batches SET file = 'other'", "digests"),
        ("UPDATE clock SET latest = '2026-11-22T13:05:00.900000Z'", "digests"),
        ("UPDATE _sqlite_migrations SET name = 'v9' WHERE name = 'v1'", "tables"),
        ("DROP TABLE _sqlite_migrations", "tables"),
        ("CREATE TABLE other (x)", "tables"),
        ("DROP INDEX intakes_by_day", "tables"),
        ("UPDATE intakes SET at = '2026-10-22T14:05:00+01:00'", "times"),
    ],
)
def test_a_silent_change_is_found(mglog: Run, diary: Path, change: str, code: str) -> None:
    filled(mglog)
    with opened(diary) as connection:
        connection.execute(change)

    ran = mglog("doctor", "--json")

    assert ran.code == 1
    wrong = {each["code"]: each for each in ran.json["findings"] if not each["ok"]}
    assert code in wrong
    assert wrong[code]["remedy"]
    text = mglog("doctor")
    assert text.code == 1
    assert "BAD" in text.out


def test_modes_and_other_copies_are_found(mglog: Run, diary: Path) -> None:
    filled(mglog)
    diary.chmod(0o644)
    (diary.parent / "mglog (conflicted copy).db").write_bytes(b"x")
    (diary.parent / "mglog.db-wal").write_bytes(b"x")
    (diary.parent / ".mglog.db.0123456789abcdef.part").write_bytes(b"x")
    os.link(diary, diary.parent / "twin")
    for unrelated in ("other.part", ".mglog.db.swp", "notes.txt"):
        (diary.parent / unrelated).write_bytes(b"x")
    (diary.parent / "mglog.db folder").mkdir()
    found = mglog("doctor", "--json").json["findings"]
    wrong = {each["code"]: each["text"] for each in found if not each["ok"]}
    assert set(wrong) == {"private", "copies", "links", "unfinished"}
    assert wrong["links"] == "2 names lead to the file"
    assert wrong["unfinished"] == "left unfinished: .mglog.db.0123456789abcdef.part"
    # SQLite, finding a write-ahead log, makes one more file beside it.
    assert re.fullmatch(
        r"beside it: mglog \(conflicted copy\)\.db(, mglog\.db-(shm|wal))+", wrong["copies"]
    )


@pytest.mark.parametrize(
    ("at", "day", "fits"),
    [
        ("2026-11-22T14:05:00+01:00", "2026-11-22", True),
        ("2026-11-22T03:59:00+01:00", "2026-11-21", True),
        ("2026-11-22T03:59:00+01:00", "2026-11-22", True),  # of a diary that starts earlier
        ("2026-11-22T04:00:00+01:00", "2026-11-21", True),  # … or later
        ("2026-11-22T03:59:00+01:00", "2026-11-20", False),
        ("2026-11-22T14:05:00+01:00", "2026-11-23", False),
    ],
)
def test_a_time_fits_its_day_by_any_day_start(at: str, day: str, fits: bool) -> None:
    moment = datetime.fromisoformat(at)
    entry = new(Cramp(), When(date.fromisoformat(day), moment), None)
    assert health._fits(entry) is fits  # noqa: SLF001


def test_what_doctor_says_of_modes_and_older_versions(
    mglog: Run, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(mglog)
    diary.chmod(0o644)
    assert (f"BAD  others can open the file (mode 644)\n     chmod 600 {diary}\n") in mglog(
        "doctor"
    ).out
    diary.chmod(0o600)
    add_version(monkeypatch, "CREATE TABLE t (x TEXT) STRICT")
    ran = mglog("doctor")
    assert ran.code == 0
    older = f"version {THIS} of the diary; the next change brings it to {THIS + 1}"
    assert f"ok   {older}\n" in ran.out


@pytest.mark.parametrize(("odd", "shown"), [(3, "i1, i2, i3"), (4, "i1, i2, i3 …")])
def test_a_few_of_what_is_wrong_are_named(mglog: Run, diary: Path, odd: int, shown: str) -> None:
    for _ in range(odd):
        mglog("add-intake", "300mg")
    with opened(diary) as connection:
        connection.execute("UPDATE intakes SET day = '2026-11-01'")
    said = {each["code"]: each["text"] for each in mglog("doctor", "--json").json["findings"]}
    assert said["digests"] == f"changed silently: {shown}"
    assert said["times"] == f"times that don't fit their day: {shown}"


def test_what_surrounds_a_diary_does_not_make_it_unsound(
    mglog: Run, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mglog("add-intake", "300mg")
    diary.chmod(0o644)
    (diary.parent / "mglog 2.db").write_bytes(b"x")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=49_999_999))
    connection = sqlite3.connect(diary)
    found = {each.code: (each.ok, each.text) for each in examined(connection, diary)}
    assert {code for code, (ok, _) in found.items() if not ok} == {"private", "space", "copies"}
    (space,) = (each for each in examined(connection, diary) if each.code == "space")
    assert space[2:] == ("49 MB free on the disk", "Free some space before you log on.")
    assert health.is_sound(connection, diary)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=50_000_000))
    (space,) = (each for each in examined(connection, diary) if each.code == "space")
    assert (space.ok, space.text) == (True, "50 MB free on the disk")
    connection.execute("UPDATE intakes SET mg = 301")
    assert not health.is_sound(connection, diary)
    connection.close()


@pytest.mark.parametrize(
    ("number", "known"), [(0, False), (1, True), (THIS, True), (THIS + 1, False)]
)
def test_the_version_of_a_diary(
    diary: Path, monkeypatch: pytest.MonkeyPatch, number: int, known: bool
) -> None:
    diary.parent.mkdir()
    diary.touch(0o600)
    connection = in_memory()
    connection.execute(f"PRAGMA user_version = {number}")
    monkeypatch.setattr(health, "viewed", nullcontext)
    found = {each.code: each for each in examined(connection, diary)}
    later = "" if number == THIS else f"; the next change brings it to {THIS}"
    assert found["version"] == health.Finding(
        "version", known, f"version {number} of the diary{later}", "Upgrade mglog."
    )
    connection.close()


def test_what_doctor_calls_what_it_cannot_read(mglog: Run, diary: Path) -> None:
    mglog("add-intake", "300mg")
    with opened(diary) as connection:
        connection.execute("UPDATE clock SET digest = '00000000'")
    said = {each["code"]: each["text"] for each in mglog("doctor", "--json").json["findings"]}
    assert said["digests"] == "changed silently: the diary's clock"
    with opened(diary) as connection:
        connection.execute("DROP TABLE symptoms")
    said = {each["code"]: each["text"] for each in mglog("doctor", "--json").json["findings"]}
    assert said["rows"] == "rows can't be read: no such table: symptoms"
    assert "digests" not in said


def test_what_is_said_of_a_backup_that_is_damaged(mglog: Run, home: Path) -> None:
    mglog("add-intake", "300mg")
    backup = home / "b.db"
    mglog("backup", str(backup))
    with opened(backup) as connection:
        connection.execute("UPDATE intakes SET mg = 301")
    with pytest.raises(DiaryError) as caught:
        health.verify_backup(backup)
    assert str(caught.value) == f"{backup} is damaged: changed silently: i1. Choose another."
    with opened(backup) as connection:
        connection.execute("DROP TABLE symptoms")
    with pytest.raises(DiaryError) as caught:
        health.verify_backup(backup)
    assert str(caught.value) == f"{backup} is damaged (no such table: symptoms). Choose another."


def test_a_backup_that_cannot_be_written_says_why(
    mglog: Run, home: Path, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mglog("add-intake", "300mg")
    mglog("backup", str(home / "b.db"))

    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files, "make_private_file", full)
    before = diary.read_bytes()
    copied = home / "c.db"
    why = "can't be written: No space left on device"
    with contextlib.closing(opening.Diary(diary)) as held, held.reading() as connection:
        with pytest.raises(DiaryError) as caught:
            backups.copy(connection, diary, copied, force=False)
        assert str(caught.value) == f"{copied} {why}; nothing was saved."
        with pytest.raises(DiaryError) as caught:
            backups.replace_damaged(diary, connection, home / "kept.db")
    assert str(caught.value) == f"{diary} {why}."
    assert before == diary.read_bytes()
    assert not copied.exists()


def test_the_reason_in_an_error() -> None:
    assert files.why(OSError(errno.EIO, "Input/output error", "name")) == "Input/output error"
    assert files.why(OSError("so")) == "so"
    assert files.why(sqlite3.OperationalError("disk I/O error")) == "disk I/O error"


@pytest.mark.parametrize("command", [["undo"], ["rm", "i1", "-y"]])
def test_what_is_taken_away_is_a_change_like_any_other(
    mglog: Run, diary: Path, command: list[str]
) -> None:
    """A tombstone is stamped, so that a merge knows that it is the newest."""
    mglog("add-intake", "300mg", now="2026-11-20T10:00:00+01:00")
    mglog(*command, now=NOW)
    with opened(diary) as connection:
        found = connection.execute("SELECT changed, deleted FROM intakes").fetchone()
    assert found == ("2026-11-22T13:05:00.000000Z",) * 2


def test_digests_are_of_every_digit() -> None:
    assert row_text.checksum([("mg", 0.1)]) != row_text.checksum([("mg", 0.1 + 2**-56)])
    assert row_text.row_text([("a", None), ("b", True), ("c", 'x"\n'), ("d", 1.0)]) == (
        '{"b":1,"c":"x\\"\\n","d":1.0}'
    )


# Killed at any moment.

ADDER = (
    "import sys; from mglog.__main__ import run\n"
    "for n in range(10_000):\n"
    "    run(['add-intake', f'{n + 1}mg'])\n"
    "    sys.stdout.flush()\n"
)


def kill_while_adding(diary: Path, after: int) -> int:
    """Kill a process that adds without end, after so many adds; gives how many it acknowledged.

    By the time the signal comes it is somewhere in the midst of another.
    """
    running = subprocess.Popen(
        [sys.executable, "-c", ADDER],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "MGLOG_DB": str(diary)},
    )
    assert running.stdout is not None
    first = b"".join(running.stdout.readline() for _ in range(after))
    running.send_signal(signal.SIGKILL)
    rest = running.stdout.read()
    running.stdout.close()
    running.wait()
    return (first + rest).count(b" mg magnesium ")


KILLS = int(os.environ.get("MGLOG_KILLS", "100"))


@pytest.mark.slow
@pytest.mark.posix
def test_killed_a_hundred_times_nothing_acknowledged_is_lost(mglog: Run, home: Path) -> None:
    """MGLOG_KILLS=2000 is the longer run."""
    moments = random.Random(7)
    acknowledged = stored = 0
    diary = home / "killed.db"
    for _ in range(KILLS):
        acknowledged += kill_while_adding(diary, moments.randrange(1, 5))
        with opened(diary) as connection:
            stored = connection.execute("SELECT count(*) FROM intakes").fetchone()[0]
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert stored >= acknowledged
        # At most the one that was under way each time may be there unacknowledged.
        assert stored - acknowledged <= KILLS
        acknowledged = stored
    assert stored > KILLS
    assert mglog("--db", str(diary), "doctor").code == 0


# Bits flipped, ends cut off.


FLIPS = int(os.environ.get("MGLOG_FLIPS", "500"))


@pytest.mark.slow
def test_flipped_bits_are_found_and_never_a_traceback(mglog: Run, home: Path, diary: Path) -> None:
    """MGLOG_FLIPS=3000 is the longer run."""
    filled(mglog)
    for number in range(40):
        mglog("add-intake", "--", f"meal {number}x", "--mg", f"{number + 0.5}")
    whole = diary.read_bytes()
    with opened(diary) as connection:
        truth = list(connection.iterdump())
    moments = random.Random(11)
    broken = home / "broken.db"
    broken.touch(mode=0o600)
    broken.write_bytes(whole)
    assert mglog("--db", str(broken), "doctor").code == 0  # nothing but the flip is wrong with it
    changed = found = 0
    for _ in range(FLIPS):
        data = bytearray(whole)
        position = moments.randrange(len(data))
        data[position] ^= 1 << moments.randrange(8)
        broken.write_bytes(data)
        ran = mglog("--db", str(broken), "doctor")
        for words in (["today"], ["report", "--json"]):
            assert mglog("--db", str(broken), *words).code in (0, 1)
        assert ran.code in (0, 1)
        assert "defect" not in ran.err
        content = dump(broken)
        if content != truth:
            changed += 1
            found += ran.code == 1
    assert changed > FLIPS / 20
    assert found >= 0.99 * changed


def dump(path: Path) -> list[str] | None:
    try:
        with opened(path) as connection:
            found = list(connection.iterdump())
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    return found


@pytest.mark.slow
def test_a_cut_off_end_is_named(mglog: Run, home: Path, diary: Path) -> None:
    filled(mglog)
    whole = diary.read_bytes()
    moments = random.Random(13)
    broken = home / "broken.db"
    for _ in range(100):
        # Within the last page, where nothing stands, a cut takes nothing away.
        broken.write_bytes(whole[: moments.randrange(len(whole) - PAGE + 1)])
        before = broken.read_bytes()
        for words in (["today"], ["add-intake", "300mg"], ["doctor"]):
            ran = mglog("--db", str(broken), *words)
            assert ran.code == 1
            assert "defect" not in ran.err
        assert before == broken.read_bytes()


# Faults while writing.


@pytest.mark.parametrize("step", range(1, 9))
@pytest.mark.parametrize("words", [["add-cramp", "calf"], ["undo"], ["edit", "i1", "--mg", "5"]])
@pytest.mark.slow
def test_an_error_at_any_statement_stores_nothing(
    mglog: Run, monkeypatch: pytest.MonkeyPatch, words: list[str], step: int
) -> None:
    filled(mglog)
    before = mglog("export", "-").out
    real = database.connect

    class Failing(sqlite3.Connection):
        """Fails at its k-th write, as a disk might."""

        left = step

        def execute(self, sql: str, *rest: object) -> sqlite3.Cursor:
            if sql.startswith(("INSERT", "UPDATE", "DELETE", "COMMIT", "BEGIN")):
                Failing.left -= 1
                if Failing.left == 0:
                    raise sqlite3.OperationalError("disk I/O error")
            return super().execute(sql, *rest)  # type: ignore[arg-type]

    def connect(path: Path, timeout: float) -> sqlite3.Connection:
        real(path, timeout).close()
        found = sqlite3.connect(path, isolation_level=None, factory=Failing)
        found.execute("PRAGMA foreign_keys = ON")
        return found

    monkeypatch.setattr(opening, "connect", connect)
    ran = mglog(*words)
    failed = Failing.left <= 0
    monkeypatch.setattr(opening, "connect", real)
    if failed:
        assert ran.code == 1
        assert "saved" in ran.err
        assert before == mglog("export", "-").out
    else:
        assert ran.code == 0
    assert mglog("doctor").code == 0


@pytest.mark.process
def test_the_real_command_is_the_installed_one() -> None:
    assert Path(executable()).exists()
