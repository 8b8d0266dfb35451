"""`today`, `list` and mglog alone."""

import csv
import io
import os
import subprocess

import pytest

from tests.support import Run, executable, set_zone


def test_with_nothing_logged_it_says_what_to_type(mglog: Run) -> None:
    for words in ([], ["today"], ["report"]):
        ran = mglog(*words)
        assert ran.code == 0
        assert "mglog add-intake 300mg" in ran.out
        assert "mglog no-cramps" in ran.out


def test_reading_makes_no_diary(mglog: Run, diary: object) -> None:
    for words in (
        [],
        ["today"],
        ["list"],
        ["report"],
        ["db", "path"],
        ["export", "-"],
        ["report", "--demo"],
    ):
        assert mglog(*words).code == 0
    assert not diary.exists()  # type: ignore[attr-defined]
    assert mglog("db", "path").out == f"{diary}\n"


def test_today_and_mglog_alone(mglog: Run) -> None:
    mglog("add-intake", "300mg")
    mglog("add-cramp", "calf", "--at", "2:30")

    assert mglog("today").out == (
        "Today, Sun 22 Nov 2026: 300 mg magnesium, no cramps logged\n"
        "Last night: 1 cramp, calf 02:30\n"
        "  14:05  i1     300 mg magnesium · supplement\n"
    )
    assert mglog().out == mglog("today").out
    assert mglog("today", "--day", "yesterday").out == (
        "Sat 21 Nov 2026: intake unknown, 1 cramp\n  Sun 02:30  c1     Cramp · calf\n"
    )


def test_today_as_json_keeps_unknown_apart_from_zero(mglog: Run) -> None:
    empty = mglog("today", "--json").json
    assert empty == {
        "schema": "mglog.today/1", "day": "2026-11-22", "mg": None, "target_mg": None,
        "cramps": None, "entries": [],
    }  # fmt: skip
    mglog("add-intake", "300mg")
    found = mglog("today", "--json").json
    assert (found["mg"], found["cramps"], found["entries"][0]["id"]) == (300.0, None, "i1")
    mglog("no-cramps", "mon")
    assert mglog("today", "--json").json["cramps"] == 0
    assert mglog("today", "--day", "yesterday", "--json").json["cramps"] is None


def test_a_day_that_was_marked(mglog: Run) -> None:
    mglog("no-cramps", "yesterday")
    assert mglog("today", "--day", "yesterday").out.startswith(
        "Sat 21 Nov 2026: intake unknown, no cramps\n"
    )
    assert "Nothing" not in mglog("today").out
    assert "nothing logged yet" in mglog("today").out


def test_list_is_oldest_first_and_narrowed(mglog: Run) -> None:
    mglog("add-intake", "300mg")
    mglog("add-intake", "100mg", "--at", "mon")
    mglog("add-cramp", "--at", "tue 22:30")

    assert [line[:10] for line in mglog("list").out.splitlines()] == [
        "Mon 16 Nov", "Tue 17 Nov", "Sun 22 Nov",
    ]  # fmt: skip
    assert mglog("list", "--kind", "cramp").out == "Tue 17 Nov 22:30  c1     Cramp\n"
    assert len(mglog("list", "--from", "tue", "--to", "sat").out.splitlines()) == 1
    listed = mglog("list", "--last", "2d", "--json").json
    assert listed["schema"] == "mglog.list/1"
    assert [entry["id"] for entry in listed["entries"]] == ["i1"]


def test_an_empty_list_is_empty_on_stdout_and_helps_on_stderr(mglog: Run) -> None:
    ran = mglog("list")
    assert (ran.code, ran.out) == (0, "")
    assert "mglog add-intake" in ran.err


def test_csv_opens_in_a_spreadsheet_without_running_anything(mglog: Run) -> None:
    mglog("add-intake", "=SUM(A1)", "--mg", "5", "--note", '@x, "quoted"')
    mglog("add-cramp", "--", "+calf")

    rows = list(csv.DictReader(io.StringIO(mglog("list", "--csv").out)))

    assert [(row["kind"], row["mg"], row["what"], row["muscle"]) for row in rows] == [
        ("intake", "5.0", "'=SUM(A1)", ""),
        ("cramp", "", "", "'+calf"),
    ]
    assert rows[0]["note"] == '\'@x, "quoted"'


def test_json_and_csv_are_one_or_the_other(mglog: Run) -> None:
    assert mglog("list", "--json", "--csv").code == 2


def test_version(mglog: Run) -> None:
    assert mglog("--version").out.startswith("mglog 0.")


@pytest.mark.process
def test_programs_get_utf8_whatever_the_terminal_is(mglog: Run) -> None:
    mglog("add-intake", "300mg", "--note", "Krämpfe → 日本")
    for words in (["export", "-"], ["list", "--csv"], ["export", "-", "--format", "csv"]):
        for encoding in ("ascii", "cp1252", "utf-8"):
            ran = subprocess.run(
                [executable(), *words], capture_output=True, check=True,
                env={**os.environ, "PYTHONIOENCODING": encoding},
            )  # fmt: skip
            assert "Krämpfe → 日本" in ran.stdout.decode("utf-8"), (words, encoding)


def test_one_who_flew_west_still_sees_what_was_logged_ahead(
    mglog: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    mglog("add-cramp", "calf", now="2026-11-23T08:00:00+09:00")
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    set_zone()
    later = "2026-11-22T16:00:00-08:00"
    assert "Cramp · calf" in mglog("today", now=later).out
    assert "Cramp · calf" in mglog("list", "--last", "2d", now=later).out


def test_an_earlier_day_says_that_the_target_is_of_today(mglog: Run) -> None:
    mglog("profile", "--target", "350")
    mglog("add-intake", "soup", "--mg", "80", "--kind", "food", "--at", "fri")
    said = "Every day is held against the target of today"
    assert said in mglog("today", "--day", "fri").out
    assert said not in mglog("today").out
