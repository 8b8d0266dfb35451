"""A person who logs supplements only: `profile --tracks supplements`."""

import json
from datetime import date, timedelta
from pathlib import Path

from tests.support import NOW, Run

ASKED = "Were the days without one days on which you took none?"


def test_two_weeks_on_and_two_weeks_off_need_no_marks(mglog: Run, home: Path) -> None:
    """124 days on which every cramp or its absence was typed, and a tablet where one was taken."""
    first = date(2026, 7, 21)
    lines: list[dict[str, object]] = []
    for at in range(124):
        day, on = (first + timedelta(days=at)).isoformat(), at // 14 % 2 == 0
        if on:
            lines.append({"kind": "intake", "day": day, "mg": 400, "source_kind": "supplement"})
        if at % 5 == 0:
            lines.append({"kind": "intake", "day": day, "mg": 80, "source_kind": "food"})
        cramp = at % 28 == 3 if on else at % 3 == 0
        lines.append({"kind": "cramp" if cramp else "no-cramps", "day": day})
    file = home / "in.ndjson"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    mglog("import", str(file))
    before = mglog("export", "-").out
    assert mglog("report", "--json").json["intake"]["days"] < 90

    mglog("profile", "--tracks", "supplements")
    found = mglog("report", "--json").json

    assert found["intake"]["days"] == 124
    assert found["intake"]["by_kind_mg"] == {"supplement": 62 * 400.0 + 6 * 400.0}
    assert found["intake"]["target_mg"] is None
    assert found["link"]["describe"]["days"] == 119
    assert found["link"]["gates"]["spread_mg"]["value"] > 300
    assert found["daily"][14] == {"day": "2026-08-04", "mg": 0.0, "cramps": 0, "logged": True}
    assert "food comes on top" in " ".join(mglog("report").out.split())
    assert [line for line in mglog("export", "-").out.splitlines() if "tracks" not in line] == (
        before.splitlines()
    )  # nothing that is stored is moved
    assert mglog("undo").code == 0
    assert before == mglog("export", "-").out


def test_what_a_day_is_when_supplements_are_tracked(mglog: Run) -> None:
    for day, words in (
        ("16", ["add-cramp"]), ("17", ["no-cramps", "today"]),
        ("18", ["add-intake", "almonds", "30g"]),
        ("19", ["add-symptom", "twitching"]),
        ("20", ["add-serum", "0.8mmol/L"]),  # a lab's report says nothing of that day
        ("21", ["add-intake", "tea", "--mg", "20"]),  # of unknown kind: it may be one
    ):  # fmt: skip
        mglog(*words, now=f"2026-11-{day}T20:00:00+01:00")
    mglog("profile", "--tracks", "supplements", "--sex", "male", "--born", "1980")
    mglog("no-cramps", "2026-11-15", now=NOW)  # a week later: it says nothing of tablets
    assert "300 mg from supplements today" in mglog("add-intake", "300mg").out
    assert "300 mg from supplements today" in mglog("add-intake", "almonds", "30g").out
    assert "of 420" not in mglog("today").out
    found = mglog("report", "--json").json
    assert [row["mg"] for row in found["daily"]] == [None, 0.0, 0.0, 0.0, 0.0, None, None, 300.0]
    assert mglog("today", "--json").json["mg"] == 300
    assert "i1" in mglog("list").out  # food is stored and listed all the same
    rows = mglog("report", "--explain", "--json").json["explain"]
    assert [row["mg"] for row in rows][:2] == [None, 0.0]
    assert "You log supplements only" in mglog("profile").out


def test_the_report_asks_where_it_was_never_said(mglog: Run) -> None:
    mglog("add-intake", "300mg")
    told = " ".join(mglog("report").out.split())
    assert told.index(ASKED) < told.index("Not enough data")
    assert told.count(ASKED) == 1
    codes = [note["code"] for note in mglog("report", "--json").json["notes"]]
    assert "tracks-unset" in codes
    mglog("profile", "--tracks", "everything")
    assert ASKED not in " ".join(mglog("report").out.split())
    mglog("profile", "--clear", "tracks")
    mglog("add-intake", "almonds", "30g")
    assert ASKED not in " ".join(mglog("report").out.split())


def test_a_bare_quantity_is_a_supplement_and_counts_against_the_limit(mglog: Run) -> None:
    ran = mglog("add-intake", "400mg")
    assert "· supplement ·" in ran.out
    assert "upper limit" in ran.err
    assert mglog("add-intake", "320mg", "--kind", "food", "--json").json["source_kind"] == "food"


def test_an_imported_line_without_a_kind_stays_unknown(mglog: Run, home: Path) -> None:
    file = home / "in.ndjson"
    line = {"kind": "intake", "day": "2026-11-20", "mg": 300, "source": "app"}
    file.write_text(json.dumps(line))
    mglog("import", str(file))
    assert mglog("list", "--json").json["entries"][0]["source_kind"] is None
    assert mglog("report", "--json").json["intake"]["by_kind_mg"] == {"unknown": 300.0}
