"""What an attack from outside broke once: stale journals, restores beside writers, wrong clocks."""

import csv
import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mglog.diary.entries import in_order
from tests.support import Run, executable, filled, opened

FUTURE = "2036-01-01T10:00:00+01:00"


@pytest.mark.parametrize("end", ["journal", "wal", "shm"])
def test_a_stale_log_is_not_replayed_into_a_new_diary(
    mglog: Run, home: Path, diary: Path, end: str
) -> None:
    """What another diary of that name left behind would make the new one corrupt."""
    other = home / "other.db"
    mglog("--db", str(other), "add-intake", "300mg")
    diary.parent.mkdir(exist_ok=True)
    stale = diary.with_name(f"{diary.name}-{end}")
    stale.write_bytes(hot_journal(other) if end == "journal" else b"x" * 40_000)
    assert mglog("add-intake", "200mg").code == 0
    assert mglog("doctor").code == 0
    assert [each["mg"] for each in mglog("list", "--json").json["entries"]] == [200.0]
    assert not stale.exists()
    assert len(list(diary.parent.glob(f"{diary.name}-{end}.stale-*"))) == 1


def hot_journal(diary: Path) -> bytes:
    """The journal of a change under way."""
    connection = sqlite3.connect(diary, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE intakes SET note = hex(randomblob(900))")
    connection.execute("CREATE TABLE x AS SELECT hex(randomblob(20000))")
    found = diary.with_name(f"{diary.name}-journal").read_bytes()
    connection.execute("ROLLBACK")
    connection.close()
    return found


def test_a_stale_journal_is_not_replayed_into_a_backup(mglog: Run, home: Path) -> None:
    filled(mglog)
    mglog("--db", str(home / "other.db"), "add-intake", "300mg")
    target = home / "kept.db"
    (home / "kept.db-journal").write_bytes(hot_journal(home / "other.db"))
    assert mglog("backup", str(target)).code == 0
    assert not (home / "kept.db-journal").exists()
    before = mglog("export", "-").out
    assert mglog("--db", str(target), "export", "-").out == before
    assert mglog("restore", str(target), "-y").code == 0


def test_a_damaged_diary_in_wal_is_replaced_wholly(mglog: Run, home: Path, diary: Path) -> None:
    filled(mglog)
    good = mglog("export", "-").out
    mglog("backup", str(home / "b.db"))
    connection = sqlite3.connect(diary)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("UPDATE intakes SET note = 'in the log'")
    connection.commit()
    log = diary.with_name(f"{diary.name}-wal").read_bytes()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    data = bytearray(diary.read_bytes())
    data[4096:8192] = b"x" * 4096
    diary.write_bytes(data)
    diary.with_name(f"{diary.name}-wal").write_bytes(log)
    assert mglog("restore", str(home / "b.db"), "-y").code == 0
    assert mglog("export", "-").out == good
    assert mglog("doctor").code == 0
    (kept,) = (diary.parent / "backups").glob("*.db-wal")
    assert kept.read_bytes() == log


def test_a_view_an_index_or_an_edited_note_is_no_damage(
    mglog: Run, home: Path, diary: Path
) -> None:
    """Such a diary is replaced in place, under SQLite's own lock, and its file stays the same."""
    filled(mglog)
    good = mglog("export", "-").out
    mglog("backup", str(home / "b.db"))
    with opened(diary) as connection:
        connection.execute("CREATE VIEW mine AS SELECT mg FROM intakes")
        connection.execute("CREATE INDEX by_mg ON intakes (mg)")
        connection.execute("UPDATE intakes SET note = 'by hand'")
    assert "tables intact; not mglog's: by_mg, mine" in mglog("doctor").out
    before = diary.stat().st_ino
    ran = mglog("restore", str(home / "b.db"), "-y")
    assert (ran.code, diary.stat().st_ino) == (0, before)
    assert "The diary as it was" in ran.err
    assert mglog("export", "-").out == good
    assert mglog("doctor").code == 0


def test_a_backup_with_a_trigger_is_not_restored(mglog: Run, home: Path) -> None:
    filled(mglog)
    mglog("backup", str(home / "b.db"))
    with opened(home / "b.db") as connection:
        connection.execute(
            "CREATE TRIGGER t AFTER INSERT ON cramps BEGIN UPDATE intakes SET mg = 1; END"
        )
    before = mglog("export", "-").out
    ran = mglog("restore", str(home / "b.db"), "-y")
    assert ran.code == 1
    assert "holds a trigger" in ran.err
    assert mglog("export", "-").out == before


def test_two_diaries_of_one_stem_keep_their_own_backups(mglog: Run, home: Path) -> None:
    for name in ("d.db", "d.sqlite", "d"):
        mglog("--db", str(home / name), "add-intake", "300mg")
        for second in range(13):
            now = f"2026-11-22T14:05:{second:02}+01:00"
            assert mglog("--db", str(home / name), "backup", now=now).code == 0
    assert len(list((home / "backups").iterdir())) == 36


@pytest.mark.slow
@pytest.mark.process
@pytest.mark.parametrize("rounds", [int(os.environ.get("MGLOG_ROUNDS", "8"))])
def test_what_is_acknowledged_beside_a_restore_is_somewhere(
    mglog: Run, home: Path, diary: Path, rounds: int
) -> None:
    """Each add is in the diary, or in the copy that was kept of it: never in neither."""
    mglog("add-intake", "1mg")
    mglog("backup", str(home / "b.db"))
    code = (
        "import sys; from mglog.__main__ import run\n"
        "for n in range(int(sys.argv[1]), int(sys.argv[1]) + 40):\n"
        "    run(['add-intake', f'{n}mg', '--yes']) or sys.stderr.write(f'ACK {n}\\n')\n"
    )
    acknowledged: set[float] = set()
    for number in range(rounds):
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(2 + 100 * number + 50 * each)],
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            )
            for each in range(2)
        ]  # fmt: skip
        for _ in range(3):
            ran = subprocess.run(
                [executable(), "restore", str(home / "b.db"), "-y"], capture_output=True,
                check=False, env={**os.environ, "MGLOG_NOW": ""},
            )  # fmt: skip
            assert ran.returncode == 0, ran.stderr
        for writer in writers:
            _, told = writer.communicate()
            acknowledged |= {
                float(line.split()[1]) for line in told.splitlines() if line.startswith("ACK")
            }
    found = set()
    for path in (diary, *(diary.parent / "backups").glob("*.db")):
        with opened(path) as connection:
            found |= {row[0] for row in connection.execute("SELECT mg FROM intakes")}
    assert acknowledged
    assert acknowledged <= found


@pytest.mark.process
def test_six_backups_in_one_second_each_get_a_name(mglog: Run, diary: Path) -> None:
    filled(mglog)
    running = [
        subprocess.Popen([executable(), "backup"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(6)
    ]
    assert [each.wait() for each in running] == [0] * 6
    for each in running:
        each.communicate()
    assert len(list((diary.parent / "backups").glob("*.db"))) == 6


def test_a_clock_that_was_wrong_once_is_mended(mglog: Run, home: Path) -> None:
    mglog("add-intake", "300mg", now=FUTURE)
    now = "2026-11-22T14:05:00+01:00"
    mglog("rm", "i1", "-y", now=now)
    mglog("add-cramp", "calf", now=now)
    out = home / "a.ndjson"
    mglog("export", str(out))
    # What mglog writes, it reads.
    assert mglog("--db", str(home / "b.db"), "import", str(out), now=now).code == 0
    wrong = {each["code"] for each in mglog("doctor", "--json").json["findings"] if not each["ok"]}
    assert wrong == {"stamps"}
    assert mglog("doctor", "--mend-clock").code == 0
    assert mglog("doctor").code == 0
    (cramp,) = mglog("list", "--json").json["entries"]
    assert cramp["changed"].startswith("2026-11-22T13:05:00")
    mglog("add-cramp", "foot")
    assert mglog("list", "--json").json["entries"][1]["created"].startswith("2026-11-22")
    mglog("undo")
    assert mglog("undo").code == 0
    assert mglog("list").code == 0


def test_entries_of_a_time_to_come_are_named_and_left_out(mglog: Run, home: Path) -> None:
    mglog("add-intake", "300mg", now=FUTURE)
    now = "2026-11-22T14:05:00+01:00"
    mglog("add-intake", "200mg", now=now)
    mglog("add-cramp", "calf")
    wrong = {each["code"] for each in mglog("doctor", "--json").json["findings"] if not each["ok"]}
    assert wrong == {"future", "stamps"}
    found = mglog("report", "--json").json
    assert (found["period"]["from"], found["period"]["to"]) == ("2026-11-22", "2026-11-22")
    assert "ahead" in {note["code"] for note in found["notes"]}
    mglog("export", str(home / "a.ndjson"))
    assert mglog("--db", str(home / "b.db"), "import", str(home / "a.ndjson")).code == 0


def test_a_clock_before_the_first_day_is_refused(mglog: Run, diary: Path) -> None:
    ran = mglog("add-intake", "300mg", now="1970-01-01T10:00:00+01:00")
    assert ran.code == 2
    assert "before" in ran.err
    assert not diary.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["food", "search", "\udcff"], ["food", "show", "\udcff"], ["product", "rm", "\udcff"],
        ["product", "edit", "\udcff", "--mg", "5"], ["list", "--kind", "\udcff"],
        ["report", "--symptom", "\udcff"], ["import", "\udcff"], ["restore", "\udcff", "-y"],
        ["edit", "\udcff", "--pain", "5"], ["add-intake", "x\udcff"],
    ],
)  # fmt: skip
def test_bytes_that_are_no_text_are_no_defect(mglog: Run, words: list[str]) -> None:
    filled(mglog)
    ran = mglog(*words)
    assert ran.code in (1, 2)
    assert "defect" not in ran.err


@pytest.mark.parametrize("zone", ["AAA+25", "nonsense", "", ":x", "UTC-99"])
def test_a_strange_zone_is_no_defect(mglog: Run, zone: str) -> None:
    env = {**os.environ, "TZ": zone, "MGLOG_NOW": ""}
    for words in (["add-intake", "300mg"], ["today"], ["add-cramp", "--at", "2:30"], ["report"]):
        ran = subprocess.run([executable(), *words], env=env, capture_output=True, check=False)
        assert b"defect" not in ran.stderr
    assert mglog("doctor").code in (0, 1)


@pytest.mark.parametrize("moment", ["0999-01-01T00:00:00+00:00", "0001-01-01T00:00:00+14:00"])
def test_a_year_below_1000_is_no_defect(mglog: Run, home: Path, moment: str) -> None:
    for words in (["add-intake", "300mg"], ["today"], ["add-cramp", "--at", moment]):
        assert "defect" not in mglog(*words, now=moment).err
    line = {"kind": "cramp", "day": "2026-11-20", "created": moment, "changed": moment}
    (home / "a.ndjson").write_text(json.dumps(line), encoding="utf-8")
    ran = mglog("import", str(home / "a.ndjson"), now="2026-11-22T14:05:00+01:00")
    assert "defect" not in ran.err


def test_debug_shows_where_and_never_what(mglog: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trace for a bug report must not hold what the diary holds."""

    def fail(*_: object) -> None:
        raise KeyError("secret note")

    mglog("add-intake", "300mg", "--note", "secret note")
    monkeypatch.setenv("MGLOG_DEBUG", "1")
    monkeypatch.setattr("mglog.report.entry_lines.described", fail)
    ran = mglog("list")
    assert ran.code == 1
    assert "entry_lines.py" in ran.err
    assert "KeyError" in ran.err
    assert "secret" not in ran.err


def test_rows_of_a_source_are_known_by_their_key(mglog: Run, home: Path) -> None:
    """Without a uuid, (source, source_key) is a row's name: a newer version replaces it."""
    line = {"kind": "intake", "day": "2026-11-20", "mg": 300, "source": "foodapp",
            "source_key": "row-17", "changed": "2026-11-20T10:00:00Z"}  # fmt: skip
    (home / "a.ndjson").write_text(json.dumps(line), encoding="utf-8")
    mglog("import", str(home / "a.ndjson"))
    later = {**line, "mg": 310, "changed": "2026-11-21T10:00:00Z"}
    (home / "b.ndjson").write_text(json.dumps(later), encoding="utf-8")
    mglog("import", str(home / "b.ndjson"))
    assert [each["mg"] for each in mglog("list", "--json").json["entries"]] == [310.0]


@pytest.mark.posix
def test_an_import_from_a_pipe_on_a_first_run(mglog: Run, home: Path) -> None:
    line = json.dumps({"kind": "cramp", "day": "2026-11-20"})
    os.mkfifo(home / "pipe")
    with subprocess.Popen(["sh", "-c", f"echo '{line}' > {home / 'pipe'}"]):
        assert mglog("import", str(home / "pipe")).code == 0
    assert len(mglog("list").out.splitlines()) == 1


def test_a_diary_in_wal_that_is_read_can_be_written(mglog: Run, diary: Path) -> None:
    mglog("add-intake", "300mg")
    reader = sqlite3.connect(diary, isolation_level=None)
    reader.execute("PRAGMA journal_mode = WAL")
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM intakes").fetchall()
    assert mglog("add-intake", "200mg").code == 0
    assert len(mglog("list").out.splitlines()) == 2
    reader.execute("ROLLBACK")
    reader.close()
    assert mglog("add-intake", "100mg").code == 0
    with opened(diary) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.posix
def test_an_export_onto_a_link_writes_through_it(mglog: Run, home: Path) -> None:
    mglog("add-intake", "300mg")
    (home / "real.ndjson").write_text("old", encoding="utf-8")
    (home / "real.db").write_bytes(b"old")
    for verb, name in (("export", "ndjson"), ("backup", "db")):
        link = home / f"link.{name}"
        link.symlink_to(home / f"real.{name}")
        assert mglog(verb, str(link), "--force").code == 0
        assert link.is_symlink()
        assert (home / f"real.{name}").stat().st_size > 100
        assert stat.S_IMODE((home / f"real.{name}").stat().st_mode) == 0o600


def test_a_spreadsheet_starts_no_formula(mglog: Run) -> None:
    wide = ("\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20x")
    for note in ("=1+1", *wide, "a;=1+1", "\u2003=1"):
        mglog("add-cramp", "calf", "--note", note)
    rows = list(csv.DictReader(io.StringIO(mglog("list", "--csv").out)))
    assert len(rows) == 7
    assert all(row["note"].startswith("'") for row in rows)


@pytest.mark.parametrize(
    "lines",
    [
        ("add-cramp calf", "undo", "redo"),
        ("add-intake 300mg", "edit i1 --note x", "undo", "undo", "redo", "redo"),
        ("add-cramp", "rm c1 -y", "undo", "redo", "undo", "redo"),
        ("product add slow --mg 71.5", "product edit slow --mg 80", "undo", "redo"),
        ("no-cramps", "add-cramp", "undo", "redo"),
        ("profile --target 300", "undo", "redo"),
    ],
)
def test_what_is_redone_is_as_the_history_says(mglog: Run, lines: tuple[str, ...]) -> None:
    for line in lines:
        assert mglog(*line.split()).code == 0, line
        found = mglog("doctor")
        assert found.code == 0, (line, found.out)


def test_what_is_forgotten_is_not_redone(mglog: Run) -> None:
    mglog("add-cramp", "calf")
    mglog("forget", "c1", "-y")
    assert mglog("redo").code == 1
    mglog("add-cramp", "calf")
    mglog("add-cramp", "foot")
    mglog("undo")
    mglog("forget", "c2", "-y")
    assert "foot" in mglog("redo").out
    assert mglog("doctor").code == 0
    assert [each["muscle"] for each in mglog("list", "--json").json["entries"]] == ["foot"]


def test_a_setting_stamped_ahead_is_mended_too(mglog: Run) -> None:
    """Its stamp would win over every later import."""
    mglog("profile", "--target", "300", now="2036-01-01T10:00:00+01:00")
    assert "stamps ahead of the clock (2036" in mglog("doctor", now="2026-11-22T14:05:00+01:00").out
    mglog("doctor", "--mend-clock")
    assert '"changed":"2026-11-22' in mglog("export", "-").out
    assert mglog("doctor").code == 0


@pytest.mark.parametrize(
    ("unit", "mg"),
    [
        ("a serving of 3 tablets", 100), ("serving (3 tablets)", 100),
        ("serving size 3 tablets", 100), ("1 serving = 3 tablets", 100), ("serving", 300),
    ],
)  # fmt: skip
def test_a_label_s_serving_is_divided(mglog: Run, unit: str, mg: float) -> None:
    assert mglog("product", "add", "Label", "--mg", "300", "--unit", unit).code == 0
    assert mglog("product", "list", "--json").json["products"][0]["mg"] == mg


def test_several_of_a_unit_need_their_magnesium(mglog: Run) -> None:
    mglog("product", "add", "CalMag", "--mg", "200")
    refused = mglog("product", "edit", "CalMag", "--unit", "2 tablets")
    assert (refused.code, refused.out) == (2, "")
    assert "How much magnesium is in 2 tablets? Add --mg" in refused.err
    assert mglog("product", "edit", "CalMag", "--unit", "2 tablets", "--mg", "200").code == 0
    assert mglog("product", "list", "--json").json["products"][0]["mg"] == 100
    for words in ("Label --mg 300 per 3 tablets", "Label --mg 200 mg in 2 tablets"):
        refused = mglog("product", "add", *words.split())
        assert (refused.code, refused.out) == (2, "")
        assert "--unit" in refused.err


@pytest.mark.parametrize("zone", ["Europe/Berln", "Europe/", ":Europe/Berln"])
def test_a_zone_that_there_is_not_is_not_utc(
    mglog: Run, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    ran = mglog("add-cramp")
    assert (ran.code, ran.out) == (2, "")
    assert f"'{zone}' can't be used" in ran.err


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("20 mg/L --low 17 --high 25", 0.6994, 1.0286),
        ("820 µmol/l --low 700 --high 1000", 0.7, 1.0),
        ("1.64 mval/L --low 1.4 --high 2.1", 0.7, 1.05),
        ("2.0 mg/dL --low 1.7 --high 1.02mmol/L", 0.6994, 1.02),
    ],
)
def test_the_ends_of_a_range_are_in_the_unit_that_was_typed(
    mglog: Run, words: str, low: float, high: float
) -> None:
    found = mglog("add-serum", *words.split(), "--json").json
    assert (found["low"], found["high"]) == pytest.approx((low, high), abs=1e-3)


@pytest.mark.parametrize(
    "words",
    [
        "add-cramp calf --at 3 hard", "add-cramp calf --at 3 past",
        "add-cramp calf --woke me up",
        "add-cramp calf --knot big one", "add-cramp calf --count 3 times",
        "add-cramp calf --lasted 2min ish", "add-symptom headache --at 3 hard",
        "add-intake my soup --mg 80 mg total", "add-intake bread --mg 80 per slice",
        "add-intake 300mg --at 9 hard", "add-cramp calf --at=3:00 hard",
    ],
)  # fmt: skip
def test_words_behind_an_option_never_become_a_name(mglog: Run, words: str) -> None:
    ran = mglog(*words.split())
    assert (ran.code, ran.out) == (2, ""), ran.out
    assert mglog("list").out == ""


@pytest.mark.parametrize(
    "words",
    ["add-intake pumpkin seeds --at 8:00 30g", "add-cramp --pain 7 left calf",
     "add-intake almonds --kind food 30 g", "add-cramp calf --woke --note it was bad"],
)  # fmt: skip
def test_an_amount_behind_an_option_and_a_name_behind_all_are_read(mglog: Run, words: str) -> None:
    assert mglog(*words.split()).code == 0


def test_the_log_of_a_diary_that_keeps_one_is_no_conflict(mglog: Run, diary: Path) -> None:
    mglog("add-cramp")
    with opened(diary) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("SELECT count(*) FROM cramps").fetchone()
        assert Path(f"{diary}-wal").exists()
        found = {each["code"]: each["ok"] for each in mglog("doctor", "--json").json["findings"]}
    assert found["copies"]


def test_a_cramp_of_a_night_that_was_marked_is_met_with_its_mark(mglog: Run) -> None:
    """At five it counts with the new day; whether it was of the night, only one knows."""
    mglog("no-cramps", "last", "night", now="2026-11-22T08:00:00+01:00")
    told = mglog("add-cramp", "calf", "--at", "5:00").err
    assert "The night of Sat 21 Nov is marked as without cramps (n1)" in told
    moved = mglog("edit", "c1", "--woke")
    assert "“no cramps” mark was removed" in moved.out
    assert mglog("report", "--json").json["cramps"]["days_known"] == 1
    assert "marked" not in mglog("add-cramp", "--at", "7:00").err


def test_a_reading_that_fails_leaves_the_file_unlocked(mglog: Run, diary: Path) -> None:
    """Whatever still holds the error: the half-read statements are closed with the reading."""
    for _ in range(3):
        mglog("add-cramp")
        mglog("add-intake", "100mg")
    with opened(diary) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE cramps SET day = '2026-13-45' WHERE id = 2")
    connection = sqlite3.connect(diary)
    with pytest.raises(ValueError) as held:  # noqa: PT011 - any that a bad day makes
        list(in_order(connection))
    connection.close()
    with opened(diary) as other:
        other.execute("PRAGMA busy_timeout = 0")
        other.execute("UPDATE cramps SET day = '2026-11-22' WHERE id = 2")
    assert held.value is not None


@pytest.mark.parametrize(
    ("words", "mg"),
    [
        ("magnesium aspartate 5 mmol", 121.525), ("5 mmol magnesium citrate", 121.525),
        ("magnesium citrate 10 mEq", 121.525), ("magnesium citrate 10 mval", 121.525),
    ],
)  # fmt: skip
def test_a_salt_by_its_amount_of_substance(mglog: Run, words: str, mg: float) -> None:
    """It counts the magnesium, whatever that is bound to: no question is left to ask."""
    found = mglog("add-intake", *words.split(), "--json").json
    assert found["mg"] == pytest.approx(mg)
    assert found["salt"] is not None
    assert found["compound_mg"] is None
    refused = mglog("add-intake", *words.split(), "--compound")
    assert (refused.code, refused.out) == (2, "")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("tab 5", "mglog add-intake slow-mag 2"),
        ("5 mmol tablets", "or the milligrams"),
        ("three hundred mg", "in figures, as in 300mg"),
        ("Mg citrate 300", "mglog add-intake Mg citrate --mg 100"),
        ("0 --kind food", "mglog no-intake"),
        ("300mg --elemental --compound", "--elemental or --compound is given twice"),
        ("almonds 5 mmol", "Give grams"),
    ],
)
def test_what_a_refusal_offers_can_be_typed(mglog: Run, words: str, hint: str) -> None:
    ran = mglog("add-intake", *words.split())
    assert ran.code in (1, 2)
    assert (ran.out, hint in ran.err) == ("", True), ran.err


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ("before bed", "--note before bed"),
        ("after lunch", "--note after lunch"),
        ("again", "--note again"),
        ("last nite", "--at"),
        ("half past two", "--at"),
        ("during sleep", "--during sleep"),
        ("after a run", "--during exercise"),
    ],
)
def test_what_is_beside_a_muscle_is_never_a_part_of_it(mglog: Run, words: str, flag: str) -> None:
    ran = mglog("add-cramp", "calf", *words.split())
    assert (ran.code, ran.out) == (2, "")
    assert f"Did you mean {flag}" in ran.err


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("around 3", "22T03:00"), ("20 past 2", "22T02:20"), ("2:30 or so", "22T02:30"),
        ("3 o'clock", "22T03:00"), ("an hour and a half ago", "22T12:35"),
        ("half past two", "22T02:30"), ("quarter to 3 sharp", "22T02:45"),
        ("a quarter past one pm", "22T13:15"), ("ten to one", "22T12:50"),
        ("half past 13", "22T13:30"),
        ("yesterday quarter to 11 pm", "21T22:45"), ("about 2h ago", "22T12:05"),
        ("twenty minutes past two", "22T02:20"),
    ],
)  # fmt: skip
def test_times_as_they_are_spoken(mglog: Run, words: str, shown: str) -> None:
    found = mglog("add-cramp", "calf", "--at", *words.split(), "--json").json
    assert (found["muscle"], found["at"]) == ("calf", f"2026-11-{shown}:00+01:00")


@pytest.mark.parametrize("words", ["70 past 2", "half to three", "2 to 3 days ago", "past two"])
def test_what_is_no_time_is_refused(mglog: Run, words: str) -> None:
    assert mglog("add-cramp", "calf", "--at", *words.split()).code == 2
    assert mglog("list").out == ""


def test_a_spoken_time_before_noon_says_how_the_afternoon_is_typed(mglog: Run) -> None:
    told = mglog("add-cramp", "--at", "half", "past", "one", now="2026-11-22T16:00:00+01:00").out
    assert "01:30; for the afternoon type 1:30pm" in told
