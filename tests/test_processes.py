"""The diary file: refusals by name, bounds, concurrency, start-up."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import platformdirs.macos
import platformdirs.unix
import pytest

from mglog.diary import open_errors, schema
from mglog.diary.diary import Diary
from mglog.diary.location import data_folder
from mglog.domain import kinds
from mglog.errors import DiaryError
from tests.support import Run, executable, opened

WRITES = ["add-intake", "300mg"]
READS = ["report"]


# Root may write everywhere: load everything, then give root up.
AS_NOBODY = """
import os, sys
from mglog.__main__ import run
for words in (["--db", os.devnull + "x", "today"], ["--db", "nowhere", "add-intake", "x"]):
    run(words)
sys.stdout.flush(); sys.stderr.write("----\\n"); sys.stderr.flush()
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
code = run(sys.argv[1:])
sys.exit(code)
"""


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"hello, this is my diary\n" * 20, "is not an mglog diary"),
        (b"SQLite format 3\0" + b"\0" * 20, "is damaged"),
        (b"SQLite format 3\0" + b"\0" * 200, "another program"),
    ],
)
def test_a_file_that_is_no_diary_is_named_and_left_alone(
    mglog: Run, diary: Path, content: bytes, says: str
) -> None:
    diary.parent.mkdir()
    diary.write_bytes(content)

    for words in (WRITES, READS, ["today"], ["export", "-"]):
        ran = mglog(*words)
        assert (ran.code, ran.out) == (1, "")
        assert says in ran.err
        assert str(diary) in ran.err
        assert ran.err.count("\n") == 1
    assert content == diary.read_bytes()
    assert [path.name for path in diary.parent.iterdir()] == [diary.name]


def test_a_folder_is_no_diary(mglog: Run, diary: Path) -> None:
    diary.mkdir(parents=True)
    assert "is a folder" in mglog(*WRITES).err
    assert list(diary.iterdir()) == []


def test_another_programs_database_is_left_alone(mglog: Run, diary: Path) -> None:
    diary.parent.mkdir()
    with opened(diary) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (x)")
    before = diary.read_bytes()

    assert "another program" in mglog(*WRITES).err

    assert before == diary.read_bytes()


def test_a_newer_diary_is_left_alone(mglog: Run, diary: Path) -> None:
    mglog(*WRITES)
    with opened(diary) as connection:
        connection.execute(f"PRAGMA user_version = {schema.newest() + 1}")
    before = diary.read_bytes()

    for words in (WRITES, READS):
        ran = mglog(*words)
        assert ran.code == 1
        assert "newer mglog" in ran.err
        assert "Upgrade mglog" in ran.err
    assert before == diary.read_bytes()


@pytest.mark.parametrize("left", [0.5, 0.9])
def test_a_truncated_diary_is_named_and_left_alone(mglog: Run, diary: Path, left: float) -> None:
    for _ in range(3):
        mglog(*WRITES)
    whole = diary.read_bytes()
    diary.write_bytes(whole[: int(len(whole) * left)])
    before = diary.read_bytes()

    for words in (WRITES, READS):
        ran = mglog(*words)
        assert (ran.code, ran.out) == (1, "")
        assert "damaged" in ran.err
        assert ran.err.count("\n") == 1
    assert before == diary.read_bytes()


def _as_nobody(diary: Path, *words: str) -> tuple[int, str, str]:
    ran = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, "--db", str(diary), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    return (
        ran.returncode,
        ran.stdout.split("what this will look like\n")[-1],
        ran.stderr.split("----\n")[-1],
    )


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
@pytest.mark.slow
@pytest.mark.posix
def test_a_diary_that_may_not_be_written_is_still_read(mglog: Run) -> None:
    folder = Path("/tmp") / f"mglog-test-{os.getpid()}"  # noqa: S108 - nobody can enter it
    folder.mkdir()
    diary = folder / "mglog.db"
    try:
        mglog("--db", str(diary), *WRITES)
        diary.chmod(0o444)
        folder.chmod(0o555)

        code, out, err = _as_nobody(diary, *WRITES)
        assert (code, out) == (1, "")
        assert "can't be written; nothing was saved" in err
        assert err.count("\n") == 1

        code, out, err = _as_nobody(diary, "today")
        assert (code, err) == (0, "")
        assert "300 mg" in out

        diary.chmod(0o000)
        code, out, err = _as_nobody(diary, "today")
        assert (code, out) == (1, "")
        assert "Permission denied" in err
        assert err.count("\n") == 1
    finally:
        folder.chmod(0o755)
        diary.unlink()
        folder.rmdir()


def test_a_folder_that_cannot_be_made_is_named(mglog: Run, home: Path) -> None:
    (home / "file").write_text("x")
    ran = mglog("--db", str(home / "file" / "mglog.db"), *WRITES)
    assert ran.code == 1
    assert "can't be" in ran.err


@pytest.mark.process
@pytest.mark.posix
def test_a_full_disk_says_that_nothing_was_saved(mglog: Run, diary: Path) -> None:
    mglog(*WRITES)
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({diary.stat().st_size // 2},) * 2); "
        "from mglog.__main__ import main; main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *WRITES], capture_output=True, text=True, check=False
    )

    assert (ran.returncode, ran.stdout) == (1, "")
    assert "saved" in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert mglog("today", "--json").json["mg"] == 300


def test_a_locked_diary_is_waited_for_and_then_named(mglog: Run, diary: Path) -> None:
    mglog(*WRITES)
    holder = sqlite3.connect(diary, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        patient = Diary(diary, timeout=0)
        with pytest.raises(DiaryError, match="in use by another program"):
            patient.writing().__enter__()
        patient.close()
    finally:
        holder.close()


SAID = {
    sqlite3.SQLITE_FULL: "The disk is full; nothing was saved. Free some space and try again.",
    sqlite3.SQLITE_BUSY: (
        "The diary d.db is in use by another program; nothing was saved. Try again."
    ),
    sqlite3.SQLITE_READONLY: (
        "The diary d.db can't be written; nothing was saved. "
        "Check who may write it and its folder, or name another with --db FILE."
    ),
    sqlite3.SQLITE_CORRUPT: (
        "The diary d.db is damaged (why). mglog restore FILE puts a backup in its place."
    ),
    sqlite3.SQLITE_CONSTRAINT: (
        "A row of the diary d.db is not what it may be (why); nothing was saved. See mglog doctor."
    ),
    sqlite3.SQLITE_IOERR: (
        "The diary d.db can't be used (why); it may not be saved. "
        "See mglog list before you try again."
    ),
}
ALIKE = {
    sqlite3.SQLITE_LOCKED: sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_PERM: sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN: sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOTADB: sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_IOERR_FSYNC: sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CONSTRAINT_CHECK: sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_BUSY_SNAPSHOT: sqlite3.SQLITE_BUSY,
}


@pytest.mark.parametrize("code", [*SAID, *ALIKE])
def test_what_is_said_of_sqlites_errors(code: int) -> None:
    constraint = ALIKE.get(code, code) == sqlite3.SQLITE_CONSTRAINT
    error = sqlite3.OperationalError("why: a page of SQL" if constraint else "why")
    error.sqlite_errorcode = code
    writing = open_errors.translated(error, Path("d.db"))
    reading = open_errors.translated(error, Path("d.db"), reading=True)
    kind = ALIKE.get(code, code)
    assert f"{writing.message} {writing.hint}" == SAID[kind]
    if constraint:
        return  # no reader ever meets it
    if kind == sqlite3.SQLITE_CORRUPT:
        assert f"{reading.message} {reading.hint}" == SAID[kind]
    else:
        assert f"{reading.message} {reading.hint}" == (
            "The diary d.db can't be read (why). Try again."
        )


def test_an_error_without_a_code_is_an_error_still() -> None:
    error = open_errors.translated(sqlite3.OperationalError("why"), Path("d.db"))
    assert "it may not be saved" in error.message
    assert not open_errors.is_corrupt(sqlite3.OperationalError("why"))


def test_a_failure_within_a_write_stores_nothing(mglog: Run, diary: Path) -> None:
    mglog(*WRITES)
    opened = Diary(diary)

    def fail_halfway() -> None:
        with opened.writing() as connection:
            connection.execute("UPDATE intakes SET mg = 1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    opened.close()
    assert mglog("today", "--json").json["mg"] == 300


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=lambda kind: kind.name)
def test_the_tables_hold_what_kinds_accept_and_no_more(kind: kinds.Kind) -> None:
    """Each bound of `kinds` is one of the table's CHECKs: just inside is stored, outside not."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for statement in schema.statements():
        connection.execute(statement)
    base = {
        "uuid": "0" * 36,
        "day": "2026-11-22",
        "created": "2026-11-22T13:05:00.000000Z",
        "changed": "2026-11-22T13:05:00.000000Z",
        "digest": "00000000",
    }
    required = {"name": "x", "mmol_per_l": 0.8}
    names = {field.name for field in kind.fields}
    base |= {name: value for name, value in required.items() if name in names}  # type: ignore[misc]

    def stored(column: str, value: object) -> bool:
        row = {**base, column: value}
        columns = ", ".join(row)
        marks = ", ".join("?" * len(row))
        try:
            connection.execute(
                f"INSERT INTO {kind.table} ({columns}) VALUES ({marks})", tuple(row.values())
            )
        except sqlite3.Error:
            return False
        connection.execute(f"DELETE FROM {kind.table}")
        return True

    assert stored("uuid", "0" * 36)
    assert not stored("day", None)
    assert not stored("day", "2026-1-1")
    for field in kind.fields:
        assert stored(field.name, None) is not (field.required and field.default is None) or (
            field.name == "count"
        )
        if field.type in ("real", "whole"):
            for edge, beyond in ((field.least, -1), (field.most, 1)):
                assert stored(field.name, edge), field.name
                assert not stored(field.name, edge + beyond * 1.0), field.name
            assert not stored(field.name, float("inf"))
            assert not stored(field.name, "x")
        elif field.type == "flag":
            assert not stored(field.name, 2)
        elif field.choices:
            assert all(stored(field.name, choice) for choice in field.choices)
            assert not stored(field.name, "other than these")
        else:
            assert stored(field.name, "x" * int(field.most))
            assert not stored(field.name, "x" * (int(field.most) + 1))
            assert not stored(field.name, "")
    connection.close()


def test_the_diary_is_where_platformdirs_would_put_it(monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path("/home/ada")
    monkeypatch.setenv("HOME", str(home))
    unix = platformdirs.unix.Unix("mglog", appauthor=False)
    assert str(data_folder({}, "linux", home)) == unix.user_data_dir
    mac = platformdirs.macos.MacOS("mglog", appauthor=False)
    assert str(data_folder({}, "darwin", home)) == mac.user_data_dir
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert str(data_folder({"XDG_DATA_HOME": "/data"}, "darwin", home)) == mac.user_data_dir
    assert str(data_folder({"XDG_DATA_HOME": "/data"}, "linux", home)) == unix.user_data_dir
    assert data_folder({}, "win32", home) == home / "AppData" / "Local" / "mglog"
    local = data_folder({"LOCALAPPDATA": "C:/Users/ada/AppData/Local"}, "win32", home)
    assert local.as_posix() == "C:/Users/ada/AppData/Local/mglog"


def test_the_place_is_db_then_mglog_db_then_the_platforms(
    mglog: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mglog("--db", "x.db", "db", "path").out == f"{Path.cwd() / 'x.db'}\n"
    assert mglog("db", "path").out == f"{home / 'data' / 'mglog.db'}\n"
    monkeypatch.delenv("MGLOG_DB")
    expected = home / ".local" / "share" / "mglog" / "mglog.db"
    if sys.platform == "linux":
        assert mglog("db", "path").out == f"{expected}\n"


HEAVY = {"pydantic", "rich", "sqlite_utils", "numpy", "pandas", "click"}


@pytest.mark.parametrize(
    "words",
    [
        ["add-intake", "300mg", "--at", "yesterday 12:30", "--note", "x"],
        ["add-cramp", "calf", "--lasted", "90s"],
        ["no-cramps", "mon"],
        ["add-symptom", "twitching"],
        ["add-factor", "exercise", "60min"],
        ["no-factor", "alcohol", "mon"],
        ["add-serum", "0.82mmol/L"],
        ["today"],
    ],
)
@pytest.mark.process
def test_logging_loads_nothing_heavy(mglog: Run, words: list[str]) -> None:
    mglog(*WRITES)  # the first run may
    code = (
        "import sys; from mglog.__main__ import run; code = run(sys.argv[1:]); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules})); sys.exit(code)"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
    )

    loaded = set(ran.stdout.splitlines()[-1].split())
    assert {"mglog", "typer"} <= loaded
    assert not HEAVY & loaded


@pytest.mark.process
def test_only_a_named_commands_module_is_loaded(mglog: Run) -> None:
    mglog(*WRITES)
    code = (
        "import sys; from mglog.__main__ import run; run(['add-intake', '300mg']); "
        "print(*sorted(name for name in sys.modules if name.startswith('mglog.')))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    loaded = set(ran.stdout.splitlines()[-1].split())
    assert not loaded & {
        "mglog.cli.looking",
        "mglog.cli.moving",
        "mglog.exchange",
        "mglog.analysis",
    }


def _start(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [executable(), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("turn", range(10))
@pytest.mark.slow
def test_eight_first_runs_at_once(mglog: Run, diary: Path, turn: int) -> None:
    running = [_start("add-intake", f"{10 * turn + number + 1}mg") for number in range(8)]
    done = [(process.communicate(), process.returncode) for process in running]

    assert [code for _, code in done] == [0] * 8, [err for (_, err), _ in done]
    assert len(mglog("list", "--json").json["entries"]) == 8
    assert [path.name for path in diary.parent.iterdir()] == [diary.name]


@pytest.mark.slow
def test_an_import_beside_adds(mglog: Run, diary: Path, home: Path) -> None:
    mglog(*WRITES)
    days = [f"20{year:02}-{month:02}-{day:02}" for year in range(10, 24)
            for month in range(1, 13) for day in range(1, 29)]  # fmt: skip
    file = home / "history.ndjson"
    file.write_text("".join(f'{{"kind":"intake","day":"{day}","mg":250}}\n' for day in days))
    running = [_start("import", str(file))]
    running += [_start("add-intake", f"{100 + number}mg") for number in range(6)]
    running += [_start("add-cramp", "calf") for _ in range(2)]
    done = [(process.communicate(), process.returncode) for process in running]

    assert [code for _, code in done] == [0] * 9, [err for (_, err), _ in done]
    assert len(mglog("list", "--to", "2023-12-31", "--json").json["entries"]) == len(days)
    today = mglog("today", "--json").json
    assert today["mg"] == 300 + sum(100 + number for number in range(6))
    assert today["cramps"] == 2
    assert mglog("doctor").code == 0
    assert [path.name for path in diary.parent.iterdir()] == [diary.name]


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A file system of 256 kB, where the kernel lets us mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only root, or a kernel that lets users mount, can make a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="tmpfs is Linux's")
@pytest.mark.posix
def test_a_disk_that_fills_up_keeps_what_was_logged(mglog: Run, home: Path) -> None:
    with small_disk(home / "disk"):
        diary = str(home / "disk" / "mglog.db")
        logged = 0
        for note in ("x" * 2000, "x"):
            while (ran := mglog("--db", diary, *WRITES, "--note", note)).code == 0:
                logged += 1
                assert logged < 1000
            assert (ran.code, ran.out) == (1, "")
            assert "saved" in ran.err
            assert ran.err.count("\n") == 1
        filler = home / "disk" / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(b"x" * 512):
                pass
        export = str(home / "disk" / "all.ndjson")
        for words in (["backup"], ["export", export], ["undo"], ["edit", "i1", "--mg", "5"]):
            ran = mglog("--db", diary, *words)
            assert ran.code == 1
            assert ran.err.count("\n") == 1
        filler.unlink()
        assert len(mglog("--db", diary, "list", "--json").json["entries"]) == logged
        health = mglog("--db", diary, "doctor", "--json").json
        assert [each["code"] for each in health["findings"] if not each["ok"]] == ["space"]
        left = sorted(path.name for path in (home / "disk").iterdir())
        assert left in (["mglog.db"], ["backups", "mglog.db"])


@pytest.mark.slow
@pytest.mark.process
def test_eight_processes_adding_twenty_five_each(mglog: Run) -> None:
    mglog(*WRITES)
    script = (
        "import sys; from mglog.__main__ import run\n"
        "sys.exit(max(run(['add-intake', f'{int(sys.argv[1]) * 100 + n}mg']) for n in range(25)))"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(number + 1)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(8)
    ]
    done = [(process.communicate(), process.returncode) for process in running]

    assert [code for _, code in done] == [0] * 8, [err for (_, err), _ in done]
    stored = {entry["mg"] for entry in mglog("list", "--json").json["entries"]}
    assert stored == {300.0} | {n * 100.0 + m for n in range(1, 9) for m in range(25)}
    ids = [entry["id"] for entry in mglog("list", "--json").json["entries"]]
    assert len(set(ids)) == 201


@pytest.mark.process
def test_a_reader_that_has_seen_enough_is_no_error(mglog: Run) -> None:
    for _ in range(3):
        mglog(*WRITES)
    ran = subprocess.run(
        [
            "sh",
            "-c",
            f"{executable()} report --demo --json | head -c 10; {executable()} add-cramp >&-",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(mglog("list", "--kind", "cramp", "--json").json["entries"]) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.process
def test_an_output_that_cannot_be_written_is_said(mglog: Run) -> None:
    mglog(*WRITES)
    ran = subprocess.run(
        ["sh", "-c", f"{executable()} today >/dev/full"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "can't be written" in ran.stderr
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize("mask", ["000", "022", "077"])
@pytest.mark.slow
@pytest.mark.process
@pytest.mark.posix
def test_whatever_the_umask_files_are_private(home: Path, mask: str) -> None:
    command = (
        f"umask {mask}; {executable()} add-intake 300mg; {executable()} export out.ndjson; "
        f"{executable()} import out.ndjson"
    )
    subprocess.run(["sh", "-c", command], check=True, capture_output=True, cwd=home)

    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in
             (home / "data", home / "data" / "mglog.db", home / "out.ndjson")}  # fmt: skip
    assert modes == {"data": "0o700", "mglog.db": "0o600", "out.ndjson": "0o600"}


@pytest.mark.process
def test_a_writer_whose_reader_left_has_saved_and_is_no_error(mglog: Run) -> None:
    mglog(*WRITES)
    script = f"{executable()} add-intake 100mg | true; echo ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("0\n", "")
    assert mglog("today", "--json").json["mg"] == 400


@pytest.mark.parametrize("name", [":memory:", "file:x?mode=ro", "a b.db", "ü.db"])
def test_any_name_is_a_file_name(
    mglog: Run, home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(home)
    assert mglog("--db", name, *WRITES).code == 0
    assert mglog("--db", name, "today", "--json").json["mg"] == 300
    assert (home / name).is_file()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
@pytest.mark.process
def test_every_encoding_gets_readable_text(mglog: Run, encoding: str) -> None:
    mglog("add-cramp", "Wade Ł")
    ran = subprocess.run(
        [executable(), "report", "--demo"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=True,
    )
    text = ran.stdout.decode(encoding)
    assert "225-343 mg" in text or "225–343 mg" in text
    assert "-0.05" in text or "−0.05" in text
    week = next(line for line in text.splitlines() if line.startswith(" 7 Sep"))
    assert "?" not in week  # that is the sign for unknown


@pytest.mark.process
@pytest.mark.posix
def test_a_closed_stdin_is_named() -> None:
    ran = subprocess.run(
        ["sh", "-c", f"{executable()} import - <&-"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "stdin is closed" in ran.stderr or "0 new" in ran.stdout
