"""The report: what it says of a diary, in numbers, in JSON and on a page of text."""

import io
import json
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mglog.diary import snapshot
from mglog.diary.database import in_memory
from mglog.report.build import build
from mglog.report.terminal.glyphs import Glyphs, glyphs_for
from mglog.report.terminal.page import console, show
from mglog.report.wording.notes import DEMO
from mglog.sample import demo
from tests.support import Run

GOLDEN = Path(__file__).parents[1] / "golden"
TOOLS = Path(__file__).parents[2] / "tools"


def feed(mglog: Run, home: Path, found: list[dict[str, Any]]) -> None:
    file = home / "in.ndjson"
    file.write_text(
        "".join(json.dumps({"schema": "mglog.entry/1", **line}) + "\n" for line in found)
    )
    assert mglog("import", str(file)).code == 0


def day(offset: int, first: str = "2026-09-01") -> str:
    return (date.fromisoformat(first) + timedelta(days=offset)).isoformat()


@pytest.fixture
def month(mglog: Run, home: Path) -> None:
    """Thirty days from 1 September: 200 mg, then 400; a cramp every third day; one gap."""
    found: list[dict[str, Any]] = []
    for n in range(30):
        if n in (10, 11):
            continue
        kind = "supplement" if n >= 15 else "food"
        found.append({"kind": "intake", "day": day(n), "mg": 200 if n < 15 else 400,
                      "what": "Bread" if n % 2 else "bread", "source_kind": kind})  # fmt: skip
        if n % 3 == 0:
            found.append({"kind": "cramp", "day": day(n), "pain": 6, "lasted_s": 90,
                          "muscle": "calf" if n % 2 else "Foot",
                          "at": f"{day(n)}T23:30:00+02:00"})  # fmt: skip
    feed(mglog, home, found)


@pytest.mark.usefixtures("month")
def test_the_json_report(mglog: Run) -> None:
    found = mglog("report", "--json").json

    assert found["schema"] == "mglog.report/1"
    assert found["period"] == {
        "from": "2026-09-01",
        "to": "2026-09-30",
        "days": 30,
        "logged_days": 28,
    }
    intake = found["intake"]
    assert intake["days"] == 28
    assert intake["mean_mg"] == pytest.approx((13 * 200 + 15 * 400) / 28)
    assert intake["median_mg"] == 400
    assert intake["target_mg"] is None
    assert intake["by_kind_mg"] == {"supplement": 6000.0, "food": 2600.0}
    assert intake["top_sources"] == [{"what": "bread", "mg": 8600.0, "share": 1.0}]
    assert intake["supplements_only"] is True
    cramps = found["cramps"]
    assert (cramps["count"], cramps["days_known"]) == (10, 28)
    assert cramps["per_week"] == pytest.approx(7 * 10 / 28)
    assert (cramps["with_time"], cramps["at_night"]) == (10, 10)
    assert (cramps["mean_pain"], cramps["mean_lasted_s"]) == (6.0, 90.0)
    assert cramps["by_muscle"] == {"Foot": 5, "calf": 5}
    assert cramps["by_hour"][23] == 10
    assert found["daily"][10] == {"day": "2026-09-11", "mg": None, "cramps": None, "logged": False}
    assert found["daily"][1] == {"day": "2026-09-02", "mg": 200.0, "cramps": 0, "logged": True}


@pytest.mark.usefixtures("month")
def test_the_link_of_a_thin_diary(mglog: Run) -> None:
    link = mglog("report", "--json").json["link"]

    assert link["verdict"] == "not-enough-data"
    # Days 5 … 29 but the gap's two; the window of day 12 … 14 still holds 5 known days.
    assert link["gates"]["usable_days"] == {"value": 23.0, "need": 60.0, "ok": False}
    assert link["gates"]["cramps"]["value"] == 8.0
    assert link["estimate"] is None
    assert (link["lags"], link["after"], link["milestones"]) == ([], None, [])
    assert link["next_milestone"] == {"usable_days": 60, "in_days": 37}
    assert link["describe"]["days"] == 23
    assert any("23 usable days, need 60" in reason for reason in link["reasons"])
    assert any("8 cramps on usable days, need 20" in reason for reason in link["reasons"])


@pytest.mark.usefixtures("month")
def test_a_range_narrows_the_tables_but_not_the_link(mglog: Run) -> None:
    whole = mglog("report", "--json").json
    part = mglog("report", "--from", "2026-09-16", "--to", "2026-09-20", "--json").json

    assert part["period"] == {"from": "2026-09-16", "to": "2026-09-20", "days": 5, "logged_days": 5}
    assert part["intake"]["mean_mg"] == 400
    assert len(part["daily"]) == 5
    assert part["link"] == whole["link"]


@pytest.mark.usefixtures("month")
def test_a_range_beyond_the_diary_is_unknown_not_zero(mglog: Run) -> None:
    found = mglog("report", "--from", "2026-10-05", "--to", "2026-10-11", "--json").json
    assert found["period"]["logged_days"] == 0
    assert found["intake"]["mean_mg"] is None
    assert found["cramps"]["per_week"] is None
    assert {row["mg"] for row in found["daily"]} == {None}
    shown = mglog("report", "--from", "2026-10-05", "--to", "2026-10-11")
    assert shown.code == 0
    assert "unknown" in shown.out


@pytest.mark.usefixtures("month")
def test_weeks_side_by_side(mglog: Run) -> None:
    weeks = mglog("report", "--json").json["weeks"]
    assert [week["from"] for week in weeks] == [
        "2026-08-31", "2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28",
    ]  # fmt: skip
    assert weeks[1] == {"from": "2026-09-07", "mg": 200.0, "mg_days": 5, "cramps": 3,
                        "cramps_days": 5, "days": 7}  # fmt: skip


@pytest.mark.usefixtures("month")
def test_explain_tells_of_every_day(mglog: Run) -> None:
    rows = mglog("report", "--explain", "--json").json["explain"]

    assert len(rows) == 30
    assert rows[0]["why"] == "intake known on 0 of the 7 days before, 5 needed"
    assert rows[10]["why"] == "not known whether there were any"
    assert rows[5] == {"day": "2026-09-06", "mg": 200.0, "exposure_mg": 200.0, "cramps": 0,
                       "used": True, "why": None}  # fmt: skip
    text = mglog("report", "--explain").out
    assert "2026-09-11" in text
    assert "left out: not known whether there were any" in text


def test_today_is_in_the_tables_but_never_usable(mglog: Run, home: Path) -> None:
    feed(
        mglog,
        home,
        [{"kind": "no-cramps", "day": "2026-11-08"}]
        + [{"kind": "intake", "day": day(n, "2026-11-08"), "mg": 100 + n} for n in range(15)],
    )

    found = mglog("report", "--explain", "--json").json

    assert found["intake"]["days"] == 15
    assert found["explain"][-1]["why"] == "today is not over"
    assert found["link"]["gates"]["usable_days"]["value"] == 9
    assert "today" in {note["code"] for note in found["notes"]}


def test_intake_of_unknown_mg_makes_a_lower_bound(mglog: Run, home: Path) -> None:
    feed(mglog, home, [
        {"kind": "intake", "day": "2026-11-20", "mg": 100},
        {"kind": "intake", "day": "2026-11-20", "mg": None, "what": "stew"},
        {"kind": "intake", "day": "2026-11-21", "mg": None, "what": "stew"},
    ])  # fmt: skip
    found = mglog("report", "--json").json
    assert [row["mg"] for row in found["daily"]] == [100.0, None]
    assert found["intake"]["days"] == 1
    assert "On 1 day something of unknown" in "".join(note["text"] for note in found["notes"])


def test_a_symptom_in_the_place_of_cramps(mglog: Run) -> None:
    mglog("add-intake", "300mg", "--at", "2026-11-18")
    mglog("add-symptom", "Twitching", "--at", "2026-11-19", "--severity", "3")
    mglog("add-symptom", "twitching", "--at", "2026-11-20", "--count", "2")
    mglog("add-cramp", "--at", "2026-11-20")

    found = mglog("report", "--symptom", "twitching", "--json").json

    assert found["outcome"] == "twitching"
    assert (found["cramps"]["count"], found["cramps"]["days_known"]) == (3, 2)
    assert [row["cramps"] for row in found["daily"]] == [None, 1, 2]
    assert "twitching" in mglog("report", "--symptom", "twitching").out
    missing = mglog("report", "--symptom", "headache")
    assert missing.code == 1
    assert "twitching" in missing.err


def test_serum_in_the_report(mglog: Run) -> None:
    mglog("add-serum", "0.65mmol/L", "--low", "0.7", "--high", "1.05", "--at", "2026-11-20")

    ran = mglog("report", "--json").json
    assert ran["serum"] == [
        {"day": "2026-11-20", "mmol_per_l": 0.65, "low": 0.7, "high": 1.05, "reading": "below"}
    ]
    text = mglog("report").out
    assert "0.65 mmol/L, below the lab's range 0.7–1.05" in text
    assert "does not rule out depletion" in text


def test_three_days_show_what_is_there(mglog: Run) -> None:
    for when in ("2 days ago", "yesterday", "today"):
        mglog("add-intake", "300mg", "--at", when)
    mglog("add-cramp", "calf", "--at", "last night")

    text = mglog("report").out

    assert "20 Nov – 22 Nov 2026 · 3 days, 3 logged" in text
    assert "300 mg a day on average, median 300, on 3 known days" in text
    assert "Cramps  1 on 2 known days" in text
    assert "Not enough data yet" in text
    assert "After a week of" not in text  # no empty box


@pytest.mark.process
def test_numpy_waits_until_there_is_something_to_describe(mglog: Run) -> None:
    mglog("add-intake", "300mg")
    code = (
        "import sys; from mglog.__main__ import run; run(['report', '--json']); "
        "sys.exit('numpy' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_no_claim_that_the_field_would_not_make(mglog: Run) -> None:
    text = mglog("report", "--demo").out.lower()
    assert not [
        word for word in ("effective", "proven", "cures", "works", "deficien") if word in text
    ]


# The look of it.


def rendered(width: int, *, colour: bool = False) -> str:
    connection = in_memory()
    demo.load(connection)
    report = build(snapshot.load(connection), demo.NOW.date())
    connection.close()
    out = io.StringIO()
    made = console(out, {}, width)
    if colour:
        made._color_system = 2  # type: ignore[assignment]  # noqa: SLF001 - as on a terminal
    show(report, made, DEMO)
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_demo_report_looks_as_it_did(width: int, request: pytest.FixtureRequest) -> None:
    """Kept in tests/golden; `pytest --update-golden` writes it anew, to be read in the diff."""
    found = rendered(width)
    kept = GOLDEN / f"report-demo-{width}.txt"
    if request.config.getoption("--update-golden"):
        kept.write_text(found, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == found


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_window(width: int) -> None:
    lines = rendered(width).splitlines()
    assert max(map(len, lines)) <= width
    assert all(line == line.rstrip() for line in lines)


def test_every_figure_is_there_at_every_width() -> None:
    for width in (40, 44, 50, 60, 80):
        text = rendered(width)
        for figure in ("31 Aug", " 7 Sep", "384", "157", "408", "225–343 mg", "0.4–1.5"):
            assert figure in text, (width, figure)


def test_a_tiny_window_is_taken_for_a_narrow_one(
    mglog: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for columns in ("0", "7"):
        monkeypatch.setenv("COLUMNS", columns)
        assert "31 Aug  384" in mglog("report", "--demo").out


def test_a_long_symptom_name_leaves_room_for_its_figures(mglog: Run) -> None:
    name = "a symptom with a name that goes on and on " * 4
    mglog("add-symptom", name, "--at", "yesterday")
    mglog("add-intake", "300mg")
    text = mglog("report", "--symptom", name).out
    assert "Count   1 on" in text
    assert "Intake  300 mg a day" in text


def test_long_stretches_of_nothing_are_one_line(mglog: Run) -> None:
    mglog("add-intake", "300mg")
    text = mglog("report", "--from", "1990-01-01").out
    assert len(text.splitlines()) < 40
    assert "weeks not logged" in text
    assert "Nothing was logged in that range" in mglog("report", "--to", "2020-01-01").out


def test_under_a_week_no_rate_is_given(mglog: Run) -> None:
    mglog("add-cramp", "--count", "13")
    assert "Cramps  13 on 1 known day" in mglog("report").out


def test_other_symptoms_are_pointed_to(mglog: Run) -> None:
    mglog("add-symptom", "twitching")
    assert 'mglog report --symptom "twitching"' in " ".join(mglog("report").out.split())


def test_in_a_pipe_there_is_no_colour_and_nothing_is_cut(mglog: Run) -> None:
    mglog("add-intake", "300mg", "--note", "x" * 2000)
    assert "\x1b" not in mglog("report", "--demo").out
    assert "x" * 2000 in mglog("list").out
    assert "…" not in mglog("report", "--demo").out


def test_colour_is_honoured(mglog: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[" in mglog("report", "--demo").out
    monkeypatch.setenv("NO_COLOR", "1")
    plain = mglog("report", "--demo").out
    assert "\x1b[3" not in plain.replace("\x1b[0m", "")


def test_columns_is_honoured(mglog: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, mglog("report", "--demo").out.splitlines())) <= 60


def test_unknown_and_zero_never_look_alike(mglog: Run, home: Path) -> None:
    feed(mglog, home, [
        {"kind": "intake", "day": "2026-11-02", "mg": 300, "source": "other"},
        {"kind": "cramp", "day": "2026-11-10"},
        {"kind": "no-cramps", "day": "2026-11-11"},
        {"kind": "intake", "day": "2026-11-20", "mg": 100},
    ])  # fmt: skip
    rows = {line[:6].strip(): line for line in mglog("report").out.splitlines() if " Nov  " in line}
    assert "?" in rows["2 Nov"]  # cramps unknown: imported before any was logged
    assert "?" in rows["9 Nov"]  # intake unknown
    assert " 0  1/" in rows["16 Nov"]


def test_bars() -> None:
    full = Glyphs()
    assert full.bar(100, 100, 10) == "█" * 10
    assert full.bar(50, 100, 10) == "█" * 5
    assert full.bar(0.01, 100, 10) == "▏"  # something is never drawn as nothing
    assert full.bar(0, 100, 10) == ""
    assert full.bar(0, 0, 10) == ""
    assert full.dots(3, 8) == "●●●"
    assert full.dots(30, 8) == "●" * 7 + "+"
    assert full.profile([0, 1, 8]) == "·▂█"
    assert Glyphs(unicode=False).bar(50, 100, 10) == "#####"
    assert glyphs_for("utf-8").unicode
    assert not glyphs_for("ascii").unicode
    assert not glyphs_for(None).unicode


def test_the_demo_is_said_to_be_one_and_touches_nothing(mglog: Run, diary: Path) -> None:
    ran = mglog("report", "--demo")
    assert ran.out.startswith("Sample diary: an invented person's")
    assert mglog("report", "--demo", "--json").json["demo"] is True
    assert not diary.exists()


@pytest.mark.process
def test_the_demo_file_is_what_its_script_makes() -> None:
    subprocess.run([sys.executable, str(TOOLS / "make_demo.py"), "--check"], check=True)


@pytest.mark.parametrize(
    ("now", "known"),
    [
        ("2026-11-10T12:00:00+01:00", True), ("2026-11-13T03:59:00+01:00", True),
        ("2026-11-13T04:00:00+01:00", False), ("2026-11-22T14:05:00+01:00", False),
    ],
)  # fmt: skip
def test_what_is_typed_long_after_its_day_says_nothing_of_cramps(
    mglog: Run, now: str, known: bool
) -> None:
    """An intake of the 10th is evidence that a cramp would have been logged until the 12th ends."""
    mglog("no-cramps", "2026-11-01", now="2026-11-01T20:00:00+01:00")
    mglog("add-intake", "300mg", "--at", "2026-11-10", now=now)
    found = {row["day"]: row for row in mglog("report", "--json").json["daily"]}
    assert found["2026-11-10"]["mg"] == 300
    assert found["2026-11-10"]["cramps"] == (0 if known else None)


def test_days_marked_without_intake_later_are_not_free_of_cramps(mglog: Run) -> None:
    mglog("add-cramp", "--at", "2026-11-01")
    mglog("no-intake", "last", "week")
    mglog("add-serum", "0.8mmol/L", "--at", "2026-11-20")
    rows = [row for row in mglog("report", "--json").json["daily"] if row["day"] >= "2026-11-09"]
    assert {row["mg"] for row in rows[:7]} == {0.0}
    assert {row["cramps"] for row in rows} == {None}


def test_a_line_without_its_created_counts_as_of_its_day(mglog: Run, home: Path) -> None:
    feed(mglog, home, [{"kind": "no-cramps", "day": "2026-11-01"},
                       {"kind": "intake", "day": "2026-11-02", "mg": 100}])  # fmt: skip
    assert mglog("report", "--json").json["daily"][1]["cramps"] == 0


START = "2025-10-01"


def test_pain_can_be_judged_in_place_of_the_number(mglog: Run, home: Path) -> None:
    """As many cramps with and without, but half as bad: only the pain tells."""
    drawn = random.Random(4)
    lines: list[dict[str, Any]] = []
    on, left = False, 0
    for n in range(330):
        if left == 0:
            on, left = not on, drawn.randrange(14, 32)
        left -= 1
        lines.append({"kind": "intake", "day": day(n, START), "mg": 150 + 300 * on})
        for _ in range(drawn.choice((0, 0, 0, 1, 1, 2))):
            pain = drawn.randrange(1, 4) if on else drawn.randrange(6, 10)
            lines.append({"kind": "cramp", "day": day(n, START), "pain": pain})
        lines.append({"kind": "no-cramps", "day": day(n, START)})
    feed(mglog, home, lines)
    number = mglog("report", "--json").json
    pain = mglog("report", "--outcome", "pain", "--json").json
    assert "outcome" not in number
    assert pain["outcome"] == "pain"
    assert number["link"]["verdict"] not in ("linked", "early-sign")
    assert pain["link"]["verdict"] in ("linked", "early-sign")
    assert pain["link"]["estimate"]["rate_ratio"] < 0.8
    # The gate is on cramps, and the tables count them.
    assert pain["cramps"] == number["cramps"]
    assert pain["link"]["gates"]["cramps"]["value"] < number["cramps"]["count"] + 1
    assert "summed pain" in pain["link"]["reasons"][0]
    assert mglog("report", "--outcome", "pain", "--symptom", "x").code in (1, 2)


def test_a_day_with_a_cramp_of_unknown_pain_is_left_out(mglog: Run, home: Path) -> None:
    lines = [{"kind": "intake", "day": day(n, START), "mg": 100 + n % 40} for n in range(90)]
    lines += [{"kind": "cramp", "day": day(n, START), "pain": 5} for n in range(0, 90, 3)]
    lines += [{"kind": "no-cramps", "day": day(n, START)} for n in range(90) if n % 3]
    lines += [{"kind": "cramp", "day": day(n, START)} for n in (30, 33)]
    feed(mglog, home, lines)
    number = mglog("report", "--json").json["link"]["gates"]["usable_days"]["value"]
    pain = mglog("report", "--outcome", "pain", "--json").json
    assert pain["link"]["next_milestone"]["usable_days"] == 90
    assert number == 60
    assert pain["link"]["milestones"][0]["usable_days"] == 60
