"""A day without magnesium: `no-intake`, and `add-intake 0`."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support import Run

SUNDAY = "2026-11-22"


@pytest.mark.parametrize(
    "words",
    [
        ["no-intake"], ["no-intake", "today"], ["no-intake", "--at", "today"], ["add-intake", "0"],
        ["add-intake", "0mg"], ["add-intake", "0", "mg"], ["add-intake", "none"],
        ["add-intake", "Nothing"], ["add-intake", "nothing", "--mg", "0"], ["add-intake", "0,0 g"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_none_taken_is_a_known_zero(mglog: Run, words: list[str]) -> None:
    assert mglog("today", "--json").json["mg"] is None
    assert mglog(*words).out == "No intake (0 mg) · today · z1\n"
    assert mglog("today", "--json").json["mg"] == 0
    assert mglog("report", "--json").json["intake"]["days"] == 1


@pytest.mark.parametrize("unknown", [[], ["--mg", "80"]])
def test_a_day_that_holds_an_intake_is_refused(mglog: Run, home: Path, unknown: list[str]) -> None:
    if unknown:
        mglog("add-intake", "soup", *unknown)
    else:  # one of unknown magnesium
        file = home / "in.ndjson"
        file.write_text(json.dumps({"kind": "intake", "day": SUNDAY, "what": "soup"}))
        mglog("import", str(file))
    for words in (["no-intake"], ["add-intake", "none"], ["no-intake", "--dry-run"]):
        ran = mglog(*words)
        assert (ran.code, ran.out) == (1, "")
        assert (
            ran.err == f"mglog: Sun 22 Nov has an intake (i1). See it: mglog today --day {SUNDAY}\n"
        )
    several = mglog("no-intake", "sat", "sun")
    assert "nothing was marked. Leave that day out." in several.err
    assert mglog("list", "--kind", "no-intake").out == ""


def test_an_intake_takes_the_mark_away_and_says_so(mglog: Run) -> None:
    mglog("no-intake", "sat", "sun")
    would = mglog("add-intake", "300mg", "--dry-run")
    assert "removes that day's “no intake” mark" in would.out
    assert "that day's “no intake” mark was removed" in mglog("add-intake", "300mg").out
    assert [each["id"] for each in mglog("list", "--json").json["entries"]] == ["z1", "i1"]
    assert mglog("undo").code == 0
    assert [each["id"] for each in mglog("list", "--json").json["entries"]] == ["z1", "z2"]
    assert mglog("doctor").code == 0


def test_a_cramp_leaves_it_and_a_no_cramps_mark_stands_beside_it(mglog: Run) -> None:
    mglog("no-intake")
    assert "removed" not in mglog("add-cramp", "calf").out
    mglog("no-intake", "sat")
    assert mglog("no-cramps", "sat").code == 0
    kinds = [each["kind"] for each in mglog("list", "--json").json["entries"]]
    assert sorted(kinds) == ["cramp", "no-cramps", "no-intake", "no-intake"]


def test_it_is_the_counterpart_of_no_cramps_in_everything(mglog: Run, home: Path) -> None:
    """The same commands on each, in a diary of its own: the same answers but for the names."""
    both = []
    for command, letter in (("no-cramps", "n"), ("no-intake", "z")):
        lines: list[list[str]] = [
            [command, "mon tue,", "wed"], [command, "mon"], [command, "fri", "--note", "x"],
            [command, "thu", "--dry-run"], [command, "soon"], [command, "--at", "today 8:00"],
            ["edit", f"{letter}1", "--note", "y"], ["edit", f"{letter}1", "--at", "tue"],
            ["edit", f"{letter}1", "--at", "sat"], ["edit", f"{letter}1", "--pain", "3"],
            ["again", f"{letter}1", "--from", "2026-11-01", "--to", "2026-11-03"],
            ["rm", f"{letter}2", "-y"], ["undo"], ["undo", "--list"], ["list", "--kind", command],
        ]  # fmt: skip
        told = []
        for line in lines:
            ran = mglog("--db", str(home / f"{letter}.db"), *line)
            text = f"{ran.code}{ran.out}{ran.err}".replace(f"/{letter}.db", "/x.db")
            for name in ("No cramps", "No intake (0 mg)", command):
                text = text.replace(name, "MARK")
            told.append(re.sub(rf"\b{letter}(\d)", r"x\1", " ".join(text.split())))
        both.append(told)
    assert both[0] == both[1]


def test_it_travels_and_comes_back_the_same(mglog: Run, home: Path) -> None:
    mglog("no-intake", "mon", "tue", "--note", "away")
    mglog("add-intake", "300mg", "--at", "wed")
    out = home / "out.ndjson"
    mglog("export", str(out))
    other = ("--db", str(home / "other.db"))
    assert mglog(*other, "import", str(out)).code == 0
    assert mglog(*other, "export", "-").out == out.read_text(encoding="utf-8")
    assert "0 new" in mglog(*other, "import", str(out)).out
    mark = json.dumps({"schema": "mglog.entry/1", "kind": "no-intake", "day": "2026-11-18"})
    minimal = home / "minimal.ndjson"
    minimal.write_text(mark)
    assert "1 left as they were" in mglog(*other, "import", str(minimal)).out  # wed holds an intake


@pytest.mark.parametrize("words", [["none", "--food", "170567"], ["0", "--mg", "5"]])
def test_nothing_and_an_option_that_says_otherwise(mglog: Run, words: list[str]) -> None:
    ran = mglog("add-intake", *words)
    assert (ran.code, ran.out) == (2, "")
    assert "says that nothing was taken" in ran.err


def test_a_food_without_magnesium_is_an_intake(mglog: Run) -> None:
    assert "0 mg magnesium · cola" in mglog("add-intake", "cola", "--mg", "0").out
    mglog("add-intake", "soup", "--mg", "80")
    assert mglog("edit", "i2", "--mg", "0").code == 0
    assert mglog("today", "--json").json["mg"] == 0


def test_two_weeks_on_and_two_weeks_off_are_all_known(mglog: Run, home: Path) -> None:
    """The clearest diary one can keep: 124 days, every one of them marked or logged."""
    first = date(2026, 7, 21)
    lines: list[dict[str, object]] = []
    for at in range(124):
        day, on = (first + timedelta(days=at)).isoformat(), at // 14 % 2 == 0
        lines.append(
            {"kind": "intake", "day": day, "mg": 400, "source_kind": "supplement"}
            if on
            else {"kind": "no-intake", "day": day}
        )
        cramp = at % 28 == 3 if on else at % 3 == 0
        lines.append({"kind": "cramp" if cramp else "no-cramps", "day": day})
    file = home / "in.ndjson"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    mglog("import", str(file))

    found = mglog("report", "--json").json

    assert found["intake"]["days"] == found["cramps"]["days_known"] == 124
    link = found["link"]
    assert link["describe"]["days"] == 119
    assert link["gates"]["usable_days"]["ok"]
    assert link["gates"]["spread_mg"]["value"] > 300
    low, high = found["bins"][0], found["bins"][-1]
    assert low["per_week"] > 2 * high["per_week"]
    assert "hardly varies" not in mglog("report").out
