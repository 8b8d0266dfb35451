"""What may share a cause with cramps: told, denied, shown by the week, held fixed."""

import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support import Run

START = date(2026, 3, 2)
LATER = "2026-11-22T20:00:00+01:00"


def feed(mglog: Run, home: Path, lines: list[dict[str, Any]]) -> None:
    file = home / "in.ndjson"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert mglog("import", str(file), now=LATER).code == 0


@pytest.mark.parametrize(
    ("words", "name", "value", "unit"),
    [
        ("exercise 60min", "exercise", 60, "min"), ("exercise 60 min", "exercise", 60, "min"),
        ("exercise 1h30", "exercise", 90, "min"), ("exercise 1 h", "exercise", 60, "min"),
        ("exercise", "exercise", None, None), ("alcohol 2", "alcohol", 2, None),
        ("alcohol 0,5", "alcohol", 0.5, None), ("coffee 3 cups", "coffee", 3, "cups"),
        ("long walk 12km", "long walk", 12, "km"), ("statin 20mg", "statin", 20, "mg"),
        ("ill", "ill", None, None), ("vitamin B12", "vitamin B12", None, None),
        ("Krafttraining 45 min", "Krafttraining", 45, "min"),
    ],
)  # fmt: skip
def test_a_factor_and_how_much_of_it(
    mglog: Run, words: str, name: str, value: float | None, unit: str | None
) -> None:
    found = mglog("add-factor", *words.split(), "--json").json
    assert (found["id"], found["kind"]) == ("f1", "factor")
    assert (found["name"], found["value"], found["unit"]) == (name, value, unit)
    assert found["at"] == "2026-11-22T14:05:00+01:00"


def test_a_factor_as_a_line(mglog: Run) -> None:
    assert mglog("add-factor", "exercise", "60min").out == "Exercise · 60 min · today 14:05 · f1\n"
    assert mglog("no-factor", "alcohol").out == "No alcohol · today · x1\n"
    assert "Exercise · 60 min" in mglog("list").out
    assert "No alcohol" in mglog("today").out


@pytest.mark.parametrize("words", [(), ("   ",), ("a\x00b",), ("x" * 300,)])
def test_what_is_no_name_is_refused(mglog: Run, words: tuple[str, ...]) -> None:
    for command in ("add-factor", "no-factor"):
        ran = mglog(command, *words)
        assert ran.code in (1, 2)
        assert (ran.out, len(ran.err.strip().splitlines())) == ("", 1), ran.err
    assert mglog("list").out == ""


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("alcohol", ["2026-11-22"]), ("alcohol yesterday", ["2026-11-21"]),
        ("alcohol mon tue", ["2026-11-16", "2026-11-17"]),
        ("alcohol mon-wed", ["2026-11-16", "2026-11-17", "2026-11-18"]),
        ("long walk fri", ["2026-11-20"]), ("alcohol --at fri", ["2026-11-20"]),
        ("alcohol 2026-11-02", ["2026-11-02"]),
    ],
)  # fmt: skip
def test_days_without_a_factor(mglog: Run, words: str, days: list[str]) -> None:
    assert mglog("no-factor", *words.split()).code == 0
    found = mglog("list", "--json").json["entries"]
    assert [each["day"] for each in found] == days
    assert {each["name"] for each in found} == {"long walk" if "walk" in words else "alcohol"}


def test_a_mark_denies_its_own_factor_only(mglog: Run) -> None:
    mglog("add-factor", "exercise", "30min")
    refused = mglog("no-factor", "Exercise")
    assert (refused.code, refused.out) == (1, "")
    assert "f1" in refused.err
    assert mglog("no-factor", "alcohol").code == 0
    assert mglog("no-factor", "Alcohol").out.endswith("marked before\n")
    assert mglog("no-factor", "coffee").code == 0

    told = mglog("add-factor", "ALCOHOL", "2").out

    assert "that day's “no factor” mark was removed" in told
    assert [each["id"] for each in mglog("list", "--json").json["entries"]] == ["x2", "f1", "f2"]
    assert mglog("undo").code == 0
    assert mglog("list", "--kind", "no-factor", "--json").json["entries"][0]["name"] == "alcohol"
    assert mglog("doctor").code == 0


@pytest.mark.parametrize("none", ["0", "0min", "0 drinks"])
def test_none_of_it_is_a_day_without(mglog: Run, none: str) -> None:
    assert mglog("add-factor", "alcohol", *none.split(), "--at", "fri").out.startswith("No alcohol")
    found = mglog("list", "--json").json["entries"]
    assert [(each["kind"], each["day"]) for each in found] == [("no-factor", "2026-11-20")]


def test_a_factor_is_edited_removed_and_brought_back(mglog: Run) -> None:
    mglog("add-factor", "exercise", "60min")
    assert "90 min" in mglog("edit", "f1", "--value", "90min").out
    assert mglog("edit", "f1", "--name", "running").code == 0
    assert mglog("edit", "f1", "--value", "much").code in (1, 2)
    assert mglog("edit", "f1", "--pain", "3").code in (1, 2)
    found = mglog("list", "--json").json["entries"][0]
    assert (found["name"], found["value"], found["unit"]) == ("running", 90, "min")
    assert mglog("rm", "f1", "-y").code == 0
    assert mglog("list").out == ""
    assert mglog("undo").code == 0
    assert "Running · 90 min" in mglog("list").out


def test_factors_travel(mglog: Run, home: Path, diary: Path) -> None:
    mglog("add-factor", "exercise", "60min", "--note", "in the rain")
    mglog("no-factor", "@coffee", "fri")
    mglog("profile", "--adjust", "exercise")
    before = mglog("export", "-").out
    assert "'@coffee" in mglog("list", "--csv").out
    (home / "out.ndjson").write_text(before)
    diary.unlink()
    assert mglog("import", str(home / "out.ndjson")).code == 0
    assert mglog("export", "-").out == before


def test_a_factor_says_nothing_of_cramps(mglog: Run) -> None:
    mglog("no-cramps", "2026-11-10")
    mglog("add-factor", "exercise", "--at", "2026-11-14")
    mglog("no-factor", "exercise", "2026-11-15")
    rows = mglog("report", "--json").json["daily"]
    assert {row["day"] for row in rows if row["cramps"] is not None} == {"2026-11-10"}


def test_factors_by_the_week(mglog: Run) -> None:
    for when in ("2026-11-09", "2026-11-11", "2026-11-18"):
        mglog("add-factor", "exercise", "40min", "--at", when)
    mglog("add-factor", "Exercise", "100min", "--at", "2026-11-18")
    mglog("no-factor", "exercise", "2026-11-19")
    mglog("add-cramp")
    (found,) = mglog("report", "--json").json["factors"]
    assert (found["name"], found["days"], found["days_without"]) == ("exercise", 3, 1)
    assert (found["mean"], found["unit"], found["by_week"][-2:]) == (
        pytest.approx(220 / 3),
        "min",
        [2, 1],
    )
    told = mglog("report").out
    assert (
        "exercise on 3 days, none on 1, 73.3 min on average days a week, the newest last: "
        in " ".join(told.split())
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["exercise"], "exercise"), (["exercise, alcohol"], "exercise, alcohol"),
        (["exercise,alcohol"], "exercise, alcohol"), (["ill and long walk"], "ill, long walk"),
        (["exercise", "alcohol"], None), (["a, b, c"], None), ([","], None), ([""], None),
    ],
)  # fmt: skip
def test_at_most_two_are_held_fixed(mglog: Run, given: list[str], kept: str | None) -> None:
    ran = mglog("profile", "--adjust", *given)
    found = mglog("profile", "--json").json["settings"]["adjust"]
    if kept is None and len(given) == 2:
        kept = "exercise alcohol" if ran.code == 0 else None
    assert (found, ran.code == 0) == (kept, kept is not None)
    if kept:
        assert mglog("profile", "--clear", "adjust").code == 0
        assert mglog("profile", "--json").json["settings"]["adjust"] is None


def confounded(days: int) -> list[dict[str, Any]]:
    """Who trains takes magnesium, and cramps in the week after: of magnesium itself nothing."""
    drawn = random.Random(11)
    lines: list[dict[str, Any]] = []
    trains, left, past = False, 0, [0] * 7
    for at in range(days):
        if left == 0:
            trains, left = not trains, drawn.randrange(6, 20)
        left -= 1
        day = (START + timedelta(days=at)).isoformat()
        minutes = drawn.randrange(40, 90) if trains and drawn.random() < 0.8 else 0
        mg = 150 + (250 if trains else 0) + drawn.randrange(0, 60)
        lines.append({"kind": "intake", "day": day, "mg": mg})
        if minutes:
            lines.append(
                {"kind": "factor", "day": day, "name": "exercise", "value": minutes, "unit": "min"}
            )
        often = 0.15 + 1.3 * sum(past[-7:]) / 7 / 60
        count = sum(drawn.random() < often / 3 for _ in range(3))
        lines += [{"kind": "cramp", "day": day}] * count or [{"kind": "no-cramps", "day": day}]
        past.append(minutes)
    return lines


NAMED = "2026-04-01T20:00:00+02:00"


def test_what_shares_a_cause_is_held_fixed_beside_the_result(mglog: Run, home: Path) -> None:
    """Named before the looks, both results stand side by side."""
    mglog("profile", "--adjust", "exercise", now=NAMED)
    feed(mglog, home, confounded(150))
    found = mglog("report", "--json").json["link"]
    assert found["estimate"]["rate_ratio"] > 1.25
    # What exercise leaves of it.
    assert abs(found["adjusted"]["rate_ratio"] - 1) < found["estimate"]["rate_ratio"] - 1
    assert found["adjusted"]["low"] < 1 < found["adjusted"]["high"]
    assert "with exercise held fixed (since Wed 1 Apr 2026): about" in found["reasons"][-1]
    told = " ".join(mglog("report").out.split())
    assert "with exercise held fixed (since Wed 1 Apr 2026): about" in told


def test_what_is_named_after_a_look_waits_for_the_next(mglog: Run, home: Path) -> None:
    """And the result that was judged stays what it is."""
    feed(mglog, home, confounded(150))
    plain = mglog("report", "--json").json["link"]
    assert plain["adjusted"] is None
    mglog("profile", "--adjust", "exercise", now=LATER)
    late = mglog("report", "--json", now=LATER).json["link"]
    assert late["adjusted"] is None
    assert late["estimate"] == plain["estimate"]
    assert late["reasons"][-1] == (
        "exercise will be held fixed from the next look on (named on Sun 22 Nov 2026)"
    )
    mglog("profile", "--clear", "adjust", now=LATER)
    assert mglog("report", "--json", now=LATER).json["link"] == plain


def test_a_name_that_was_never_logged_holds_nothing_fixed(mglog: Run, home: Path) -> None:
    ran = mglog("profile", "--adjust", "moonlight, exercise", now=NAMED)
    assert "'moonlight' is not in the diary yet. Log it: mglog add-factor moonlight" in ran.err
    feed(mglog, home, confounded(120))
    found = mglog("report", "--json").json["link"]
    assert "with exercise held fixed" in found["reasons"][-2]
    assert found["reasons"][-1] == "moonlight was never logged, so nothing of it is held fixed"
    mglog("profile", "--adjust", "moonlight")
    found = mglog("report", "--json").json["link"]
    assert found["adjusted"] is None
    assert found["reasons"][-1] == "moonlight was never logged, so nothing of it is held fixed"


def test_the_same_names_again_are_no_change(mglog: Run, home: Path) -> None:
    """Or the result would wait for another look."""
    mglog("profile", "--adjust", "exercise", now=NAMED)
    feed(mglog, home, confounded(120))
    before = mglog("report", "--json").json["link"]
    assert before["adjusted"] is not None
    for again in ("exercise", "Exercise", "exercise, EXERCISE", "exercise and exercise"):
        assert mglog("profile", "--adjust", again).code == 0
        assert mglog("report", "--json").json["link"] == before


def test_the_summed_pain_is_adjusted_too(mglog: Run, home: Path) -> None:
    mglog("profile", "--adjust", "exercise", now=NAMED)
    lines = confounded(150)
    feed(mglog, home, [{**line, "pain": 5} if line["kind"] == "cramp" else line for line in lines])
    found = mglog("report", "--outcome", "pain", "--json").json["link"]
    assert "with exercise held fixed" in found["reasons"][-1]
    assert found["adjusted"] is not None


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("no alcohol", "no-factor alcohol"), ("without alcohol", "no-factor alcohol"),
        ("exercise none", "no-factor exercise"), ("60min exercise", "exercise 60min"),
        ("exercise an hour", "exercise 60min"), ("alcohol two beers", "alcohol 2"),
        ("exercise ~60min", "exercise 60min"), ("exercise for 60min", "exercise 60min"),
        ("exercise: 60min", "exercise 60min"), ("exercise 30min 2", "exercise 60min"),
        ("exercise nan", "exercise 60min"), ("exercise 1e30", "exercise 60min"), ("5", "alcohol 2"),
        ("exercise yesterday 60min", "--at"), ("ill tomorrow", "--at"), ("ill this week", "--at"),
        ("ill mon-wed", "--at"), ("mon", "--at"), ("ill yesterday", "--at yesterday"),
        ("coffee, tea", "exercise 60min"), ("temp 38.5°C", "exercise 60min"),
    ],
)  # fmt: skip
def test_what_is_more_than_a_name_is_refused(mglog: Run, words: str, hint: str) -> None:
    ran = mglog("add-factor", *words.split())
    assert (ran.code, ran.out) == (2, "")
    assert hint in ran.err
    assert mglog("list").out == ""


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("exercise 1 h 30 min", "exercise", 90), ("stress 7/10", "stress", 7),
        ("5-HTP", "5-HTP", None), ("night shift", "night shift", None), ("sun 2h", "sun", 120),
        ("vitamin a", "vitamin a", None), ("Training", "Training", None),
    ],
)  # fmt: skip
def test_what_looks_like_more_and_is_a_name(
    mglog: Run, words: str, name: str, value: float | None
) -> None:
    found = mglog("add-factor", *words.split(), "--json").json
    assert (found["name"], found["value"]) == (name, value)


@pytest.mark.parametrize(
    "words",
    [
        "exercise tomorrow", "exercise mondy", "exercise mon-", "exercise mon,tue",
        "exercise this month", "exercise 22:30", "exercise weekdays", "exercise on weekends",
        "exercise all week", "exercise 60min", "exercise 2", "exercise mon tomorrow",
        "exercise since mon", "yesterday exercise", "yesterday", "mon", "no exercise",
    ],
)  # fmt: skip
def test_what_is_no_day_is_never_part_of_a_name(mglog: Run, words: str) -> None:
    mglog("add-factor", "exercise", "--at", "2026-11-02")
    ran = mglog("no-factor", *words.split())
    assert (ran.code, ran.out) == (2, "")
    assert [each["id"] for each in mglog("list", "--json").json["entries"]] == ["f1"]


def test_a_new_name_that_begins_like_another_can_be_quoted(mglog: Run) -> None:
    mglog("add-factor", "beer")
    assert mglog("no-factor", "beer", "festival").code == 2
    assert mglog("no-factor", "beer festival").out == "No beer festival · today · x1\n"
    assert mglog("no-factor", "beer", "festival", "fri").code == 0


def test_none_of_it_is_a_day_without_wherever_it_comes_from(mglog: Run, home: Path) -> None:
    mglog("add-factor", "wine", "2")
    refused = mglog("edit", "f1", "--value", "0")
    assert (refused.code, refused.out) == (2, "")
    assert "mglog no-factor wine" in refused.err
    feed(mglog, home, [{"kind": "factor", "day": "2026-11-20", "name": "wine", "value": 0}])
    (found,) = mglog("report", "--json").json["factors"]
    assert (found["days"], found["days_without"], found["mean"]) == (1, 1, 2)


def test_a_factor_that_was_only_denied_is_in_the_report(mglog: Run) -> None:
    mglog("no-factor", "smoking", "mon-thu")
    (found,) = mglog("report", "--json").json["factors"]
    assert (found["name"], found["days"], found["days_without"]) == ("smoking", 0, 4)


def test_an_amount_can_be_cleared_and_its_unit_not_alone(mglog: Run) -> None:
    mglog("add-factor", "exercise", "60min")
    assert mglog("edit", "f1", "--clear", "unit").code == 2
    assert mglog("edit", "f1", "--clear", "value").code == 0
    found = mglog("list", "--json").json["entries"][0]
    assert (found["value"], found["unit"]) == (None, None)
    assert mglog("edit", "f1", "--name", "exercise 60min").code == 2


def test_an_anonymous_export_has_no_clock_time_of_a_setting(mglog: Run) -> None:
    mglog("profile", "--adjust", "exercise")
    (line,) = mglog("export", "-", "--anonymous").out.splitlines()
    assert json.loads(line)["changed"] == "2026-11-22T00:00:00.000000Z"
