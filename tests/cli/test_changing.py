"""`edit`, `rm`, `again`, `undo`: what was typed at 2 a.m. is mended in the morning."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import Run, opened

LATER = "2026-11-22T14:06:00+01:00"


def entry(mglog: Run, name: str) -> dict[str, Any]:
    listed = mglog("list", "--json").json["entries"]
    found: dict[str, Any] = next(each for each in listed if each["id"] == name)
    return found


def content(mglog: Run) -> str:
    """The diary's export without its stamps: what a person would see."""
    lines = []
    for line in mglog("export", "-").out.splitlines():
        body, _, _ = line.partition(',"created":')
        lines.append(body.partition(',"changed":')[0])
    return "\n".join(lines)


def test_only_what_is_given_is_changed(mglog: Run) -> None:
    mglog("add-cramp", "left", "calf", "--pain", "7", "--at", "2:30", "--note", "cold")
    before = entry(mglog, "c1")

    ran = mglog("edit", "c1", "--pain", "6", "--lasted", "2", "min")

    assert ran.out.splitlines()[1].startswith("  → Cramp · left calf · 2 min · pain 6")
    after = entry(mglog, "c1")
    assert after["changed"] > before["changed"]
    same = {"pain": 6, "lasted_s": 120, "changed": after["changed"]}
    assert after == {**before, **same}


@pytest.mark.parametrize(
    ("add", "edit", "expected"),
    [
        ("add-intake 300mg", "--mg 250", {"mg": 250.0}),
        ("add-intake 300mg", "--what 0.2g", {"mg": 200.0, "what": None}),
        ("add-intake 300mg --kind drink", "--what 0.2g", {"mg": 200.0, "source_kind": "drink"}),
        ("add-intake soup --mg 60 --kind food", "--what 0.2g", {"source_kind": "food"}),
        ("add-intake almonds 30g", "--amount 60g", {"mg": 162.0, "grams": 60.0}),
        ("add-intake almonds 30g", "--what walnuts", {"mg": 47.4, "what": "walnuts"}),
        ("add-intake soup 1 bowl --mg 50", "--amount 2 --mg 100", {"mg": 100.0, "amount": 2.0}),
        ("add-intake magnesium oxide 400mg --compound", "--amount 200mg",
         {"mg": 120.6, "compound_mg": 200.0}),
        ("add-intake 300mg", "--kind supplement --note daily",
         {"source_kind": "supplement", "note": "daily"}),
        ("add-intake 300mg", "--at yesterday 12:30",
         {"at": "2026-11-21T12:30:00+01:00", "day": "2026-11-21"}),
        ("add-cramp calf", "--muscle foot --side left --no-knot",
         {"muscle": "foot", "side": "left", "knot": False}),
        ("add-cramp left calf", "--clear side --clear muscle", {"side": None, "muscle": None}),
        ("add-cramp --at 2:30", "--clear time", {"at": None, "day": "2026-11-21"}),
        ("add-symptom twitching", "--name tingling --severity 4",
         {"name": "tingling", "severity": 4}),
        ("add-serum 0.82mmol/L", "--low 0.7 --high 1.05", {"low": 0.7, "high": 1.05}),
        ("add-serum 0.82mmol/L", "--value 0.9mmol/L", {"mmol_per_l": 0.9}),
        ("no-cramps", "--at yesterday", {"day": "2026-11-21", "at": None}),
        ("add-cramp left calf", "--muscle right foot", {"muscle": "foot", "side": "right"}),
        ("add-cramp left calf", "--muscle foot", {"muscle": "foot", "side": "left"}),
        ("add-cramp left calf", "--muscle right", {"muscle": "calf", "side": "right"}),
        # A name with an amount is read as add-intake reads it.
        ("add-intake 300mg", "--what almonds 30g", {"mg": 81.0, "what": "almonds", "grams": 30.0}),
        ("add-intake brown rice 1 cup", "--what almonds --mg 33",
         {"mg": 33.0, "what": "almonds", "food_id": None, "grams": None, "amount": 1.0,
          "unit": "cup", "source_kind": None}),
        ("add-intake magnesium oxide 400mg --compound", "--what almonds --mg 33",
         {"mg": 33.0, "salt": None, "compound_mg": None, "source_kind": None}),
        ("add-intake magnesium oxide 400mg --compound", "--what almonds 30g",
         {"mg": 81.0, "salt": None, "source_kind": "food"}),
        ("add-intake magnesium oxide 400mg --elemental", "--amount 200mg", {"mg": 200.0}),
        ("add-intake magnesium oxide 400mg --elemental", "--compound",
         {"mg": 241.2, "compound_mg": 400.0}),
        ("add-intake magnesium citrate --mg 100", "--amount 500mg --elemental", {"mg": 500.0}),
        ("add-intake soup --mg 50 --kind food", "--what broth --mg 60",
         {"mg": 60.0, "what": "broth", "source_kind": "food"}),
        ("add-intake 300mg --kind supplement", "--what 0.2g",
         {"mg": 200.0, "source_kind": "supplement"}),
        ("add-intake magnesium oxide 400mg --compound", "--what 0.2g",
         {"mg": 200.0, "salt": None, "source_kind": "supplement"}),
        ("add-intake milk 500ml", "--mg-per-litre 100",
         {"mg": 50.0, "food_id": None, "grams": None, "what": "milk", "source_kind": "drink"}),
        ("add-intake evian 1l --kind food", "--amount 2l", {"mg": 52.0, "source_kind": "food"}),
        ("add-intake our spring 500ml --mg-per-litre 80", "--amount 1l",
         {"mg": 80.0, "amount": 1.0, "unit": "l", "what": "our spring", "source_kind": "drink"}),
        ("add-intake our spring 500ml --mg-per-litre 80", "--mg-per-litre 100", {"mg": 50.0}),
        ("add-intake 300mg", "--food 170567 --amount 30g",
         {"food_id": "170567", "grams": 30.0, "source_kind": "food"}),
    ],
)  # fmt: skip
def test_edits(mglog: Run, add: str, edit: str, expected: dict[str, Any]) -> None:
    assert mglog(*add.split()).code == 0
    words = edit.split()
    assert mglog("edit", "last", *words, "--dry-run").out.startswith("Would change")
    before = mglog("list", "--json").json["entries"][0]

    found = mglog("edit", "last", *words, "--json").json

    assert {key: found[key] for key in expected} == pytest.approx(expected)
    assert found["id"] == before["id"]
    mglog("undo")
    assert mglog("list", "--json").json["entries"][0] == {
        **before,
        "changed": entry(mglog, before["id"])["changed"],
    }


def test_a_product_that_changed_since_does_not_change_what_was_logged(mglog: Run) -> None:
    mglog("product", "add", "slow", "--mg", "70", "--unit", "tablet")
    mglog("add-intake", "slow", "2")
    mglog("product", "edit", "slow", "--mg", "50")
    assert mglog("edit", "last", "--amount", "3", "--json").json["mg"] == 210


@pytest.mark.parametrize(
    ("add", "edits", "says"),
    [
        ("slow 2", ["--amount 30g"], "counted by the tablet, not by the g"),
        ("slow 2", ["--clear amount", "--amount 3"], "does not say any more"),
        ("slow 2", ["--clear mg", "--amount 3"], "does not say any more"),
        ("magnesium citrate --mg 100", ["--amount 500mg"], "Add --elemental"),
        ("magnesium citrate 400mg --compound", ["--what magnesium glycinate"], "Add --elemental"),
        ("almonds 30g", ["--what 400mg --amount 2"], "is a quantity already"),
        ("almonds 30g", ["--what 400 --mg 30"], "is a quantity already"),
        ("almonds 30g", ["--what almonds 30g --amount 2"], "holds an amount already"),
        ("almonds 30g", ["--mg 30 --food 170567"], "say the same"),
        ("almonds 30g", ["--elemental"], "this is none"),
        ("magnesium oxide 400mg --compound", ["--mg 30 --compound"], "this is none"),
        ("300mg", ["--amount 30g"], "has no name"),
        ("soup 1 bowl --mg 50", ["--amount 2"], "I don't know"),
    ],
)
def test_an_intake_is_edited_as_it_is_logged(
    mglog: Run, add: str, edits: list[str], says: str
) -> None:
    """What add-intake refuses, edit refuses too, and changes nothing."""
    mglog("product", "add", "slow", "--mg", "70", "--unit", "tablet", "--salt", "chloride")
    assert mglog("add-intake", *add.split()).code == 0
    for edit in edits[:-1]:
        assert mglog("edit", "last", *edit.split()).code == 0
    before = content(mglog)
    ran = mglog("edit", "last", *edits[-1].split())
    assert ran.code in (1, 2)
    assert says in ran.err
    assert "defect" not in ran.err
    assert before == content(mglog)


def test_words_need_no_quotes_after_the_id(mglog: Run) -> None:
    mglog("add-intake", "300mg")
    plain = mglog("edit", "i1", "--note", "with", "cold", "tea", "--what", "almonds", "30", "g")
    assert "almonds, 30 g" in plain.out
    assert entry(mglog, "i1")["note"] == "with cold tea"
    assert mglog("edit", "--note", "hot tea", "i1").code == 0
    assert mglog("edit", "--note", "hot", "tea", "i1").code == 2  # which is the id?
    assert mglog("edit", "i1", "--note=as", "usual").code == 2
    assert mglog("edit", "i1", "--amount", "-5g").code == 2
    assert entry(mglog, "i1")["note"] == "hot tea"


def test_a_food_without_its_name_is_still_that_food(mglog: Run) -> None:
    mglog("add-intake", "almonds", "30g")
    mglog("edit", "last", "--clear", "what")
    found = mglog("edit", "last", "--amount", "60g", "--json").json
    assert (found["mg"], found["what"]) == (162.0, None)


def test_a_dry_run_says_what_would_become_of_marks(mglog: Run) -> None:
    mglog("no-cramps", "thu")
    mglog("add-cramp", "calf", "--at", "fri 12:00")
    before = content(mglog)
    ran = mglog("edit", "c1", "--at", "thu 12:00", "--dry-run")
    assert "removes that day's “no cramps” mark" in ran.out
    refused = mglog("edit", "n1", "--at", "fri", "--dry-run")
    assert refused.code == mglog("edit", "n1", "--at", "fri").code == 1
    assert "has a cramp" in refused.err
    assert before == content(mglog)


def test_a_mark_never_goes_unsaid(mglog: Run) -> None:
    mglog("no-cramps", "thu", "wed", "tue")
    mglog("add-cramp", "calf", "--at", "fri 12:00")
    ran = mglog("again", "c1", "--at", "thu 12:00", "--json")
    assert ran.json["day"] == "2026-11-19"
    assert "2026-11-19: that day's “no cramps” mark was removed" in ran.err
    mglog("add-cramp", "--at", "2026-11-18 04:30", "foot")
    mglog("no-cramps", "2026-11-17")
    ran = mglog("profile", "--day-starts", "05:00")
    assert (
        "1 entry moved to another day.\n2026-11-17: that day's “no cramps” mark was removed"
        in ran.out
    )
    ran = mglog("profile", "--day-starts", "04:00", "--json")
    assert ran.json
    assert "1 entry moved" in ran.err


def test_last_is_what_was_added_last_even_if_an_import_replaced_it(mglog: Run, home: Path) -> None:
    mglog("add-cramp", "calf")
    mglog("add-intake", "300mg")
    line = json.loads(mglog("export", "-").out.splitlines()[-1])
    assert line["kind"] == "intake"
    newer = {**line, "note": "newer", "changed": "2026-11-22T13:05:00.900000Z"}
    (home / "x.ndjson").write_text(json.dumps(newer) + "\n")
    assert "1 newer" in mglog("import", str(home / "x.ndjson"), now=LATER).out
    assert mglog("edit", "last", "--note", "mine", "--json", now=LATER).json["kind"] == "intake"


def test_undo_says_what_it_was_and_is(mglog: Run) -> None:
    mglog("add-intake", "300mg", "--note", "with tea")
    mglog("edit", "i1", "--at", "yesterday 12:00", "--clear", "note")
    assert mglog("undo").out.splitlines()[1:] == [
        "  300 mg magnesium · supplement · Sat 21 Nov 12:00 · i1",
        "    → 300 mg magnesium · supplement · today 14:05 · i1 · “with tea”",
    ]
    mglog("product", "add", "slow", "--mg", "70", "--unit", "tablet")
    mglog("product", "edit", "slow", "--mg", "71.5")
    assert mglog("undo").out.splitlines()[1:] == [
        "  product slow, 71.5 mg a tablet → product slow, 70 mg a tablet"
    ]
    mglog("product", "rm", "slow")
    assert mglog("undo").out.splitlines()[1:] == ["  back: product slow, 70 mg a tablet"]
    assert mglog("undo").out.splitlines()[1:] == ["  gone: product slow"]
    mglog("profile", "--sex", "male")
    mglog("profile", "--sex", "female", "--born", "1960")
    assert mglog("undo").out.splitlines()[1:] == [
        "  profile born: 1960 → not set", "  profile sex: female → male",
    ]  # fmt: skip


def test_a_long_history_is_not_cut_silently(mglog: Run) -> None:
    for _ in range(10):
        mglog("add-intake", "300mg")
    assert mglog("undo", "--list").err == ""
    mglog("add-intake", "300mg")
    ran = mglog("undo", "--list")
    assert len(ran.out.splitlines()) == 10
    assert "older ones" in ran.err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ("edit c1 --severity 3", 2, "--severity is not for a cramp"),
        ("edit c1", 2, "What should change"),
        ("edit c9 --pain 3", 1, "There is no entry c9"),
        ("edit q1 --pain 3", 2, "not an id"),
        ("edit c1 --pain 11", 2, "not in the range"),
        ("edit c1 --at tomorrow", 2, "not a time"),
        ("edit c1 --at 2026-11-23", 2, "future"),
        ("edit c1 --clear count", 2, "can't be cleared"),
        ("edit c1 --clear nonsense", 2, "can't be cleared"),
        ("rm c9 -y", 1, "no entry c9"),
        ("rm c1", 1, "-y"),
        ("again c9", 1, "no entry c9"),
        ("again c1 --at mon --from tue", 2, "can't stand beside"),
        ("again c1 --to yesterday", 2, "--to needs --from"),
        ("again c1 --from 2020-01-01 --to today", 2, "366 days are the most"),
    ],
)
def test_refused_changes_change_nothing(mglog: Run, words: str, code: int, says: str) -> None:
    mglog("add-cramp", "calf")
    before = mglog("export", "-").out
    ran = mglog(*words.split())
    assert (ran.code, ran.err.count("\n")) == (code, 1)
    assert says in ran.err
    assert before == mglog("export", "-").out


def test_rm_and_back(mglog: Run) -> None:
    mglog("add-intake", "300mg")
    mglog("add-cramp", "calf")
    before = content(mglog)

    ran = mglog("rm", "i1", "c1", "-y")

    assert "Removed 2 entries" in ran.out
    assert mglog("export", "-").out == ""
    assert "back: 300 mg magnesium" in mglog("undo").out
    assert before == content(mglog)


def test_a_removed_entry_does_not_come_back_with_an_import(mglog: Run, home: Path) -> None:
    mglog("add-intake", "300mg")
    mglog("export", str(home / "a.ndjson"))
    mglog("rm", "i1", "-y")
    assert "0 new" in mglog("import", str(home / "a.ndjson")).out
    assert mglog("list").out == ""


def test_again_now_then_and_for_a_week(mglog: Run) -> None:
    mglog("add-intake", "almonds", "30g", "--at", "2026-11-10 21:30", "--note", "snack")
    assert mglog("again").out.startswith(
        "81 mg magnesium · almonds, 30 g · food · today 14:05 · i2"
    )
    week = mglog("again", "i1", "--from", "mon", "--to", "yesterday", "--json").json["entries"]
    assert [each["at"][:16] for each in week] == [f"2026-11-{day}T21:30" for day in range(16, 22)]
    assert {each["mg"] for each in week} == {81.0}
    # Not in the future: today at 21:30 has not been yet.
    today = mglog("again", "i1", "--from", "today", "--twice", "--json").json
    assert (today["at"], today["day"]) == (None, "2026-11-22")
    mglog("undo")
    mglog("undo")
    assert len(mglog("list").out.splitlines()) == 2


def test_again_is_an_entry_of_ones_own(mglog: Run, home: Path) -> None:
    """Of an imported entry the words are taken, not where it came from, nor when it was stored."""
    line = {
        "kind": "cramp", "day": "2026-11-10", "night": True, "muscle": "calf", "source": "other",
        "source_key": "k1", "changed": "2026-11-11T10:00:00Z", "note": "bad",
    }  # fmt: skip
    (home / "in.ndjson").write_text(json.dumps(line) + "\n")
    mglog("import", str(home / "in.ndjson"))

    found = mglog("again", "c1", "--from", "fri", "--to", "sat", "--json").json["entries"]

    assert [entry["day"] for entry in found] == ["2026-11-20", "2026-11-21"]
    for entry in found:
        assert entry["night"] is True
        assert (entry["source"], entry["source_key"], entry["note"]) == (None, None, "bad")
        assert entry["created"] == entry["changed"] > "2026-11-22"
        assert entry["id"] in ("c2", "c3")
    assert mglog("again", "c1", "--at", "mon", "--json").json["night"] is None
    mglog("undo")
    mglog("undo")
    mglog("rm", "c1", "-y")
    again = mglog("again", "last", "--json")
    assert again.code == 1  # what was imported or removed is not what was logged last


def test_undo_takes_back_every_kind_of_change_one_by_one(mglog: Run, home: Path) -> None:
    line = '{"kind":"intake","day":"2026-11-20","mg":50}\n{"kind":"product","name":"p","mg":5}\n'
    (home / "x.ndjson").write_text(line)
    commands = [
        ["add-intake", "300mg"],
        ["no-cramps"],
        ["add-cramp", "calf", "--knot"],
        ["edit", "c1", "--pain", "3", "--no-knot"],
        ["add-symptom", "twitching"],
        ["add-serum", "2.0 mg/dL"],
        ["import", str(home / "x.ndjson")],
        ["again", "i1", "--at", "yesterday"],
        ["product", "add", "slow", "--mg", "71.5"],
        ["product", "edit", "slow", "--mg", "64.1"],
        ["profile", "--sex", "male", "--born", "1980"],
        ["profile", "--day-starts", "00:00"],
        ["product", "rm", "slow"],
        ["rm", "i1", "c1", "-y"],
    ]
    states = [content(mglog)]
    for words in commands:
        assert mglog(*words).code == 0, words
        states.append(content(mglog))
    assert len(mglog("undo", "--list").out.splitlines()) == 10
    for expected in reversed(states[:-1]):
        ran = mglog("undo")
        assert ran.code == 0
        assert ran.out.startswith("Undid ")
        assert expected == content(mglog)
    assert mglog("undo").code == 1
    assert mglog("doctor").code == 0
    assert "1 new" not in mglog("import", str(home / "x.ndjson")).out  # both: entry and product
    assert "slow" not in mglog("product", "list").out


def test_undo_of_an_import_that_replaced(mglog: Run, home: Path) -> None:
    old = (
        '{"kind":"intake","uuid":"3d6f4c1e-7a0b-4a57-9a60-0d9f3f1b2c11","day":"2026-11-20",'
        '"mg":%s,"changed":"2026-11-20T1%d:00:00Z"}\n'
    )
    file = home / "x.ndjson"
    file.write_text(old % ("0.1", 0))
    mglog("import", str(file))
    file.write_text(old % ("0.30000000000000004", 1))
    assert "1 newer" in mglog("import", str(file)).out
    mglog("undo")
    assert mglog("list", "--json").json["entries"][0]["mg"] == 0.1
    assert mglog("doctor").code == 0


ACTIONS = st.sampled_from([
    ("add-intake", "300mg"), ("add-intake", "almonds 30g"), ("add-intake", "0.1g"),
    ("add-cramp", "calf"), ("add-cramp", "--at", "yesterday"), ("no-cramps", "yesterday"),
    ("no-cramps",), ("rm", "i1", "-y"), ("rm", "last", "-y"), ("edit", "last", "--note", "x"),
    ("edit", "c1", "--at", "yesterday"), ("edit", "i1", "--mg", "77.7"), ("again",),
    ("again", "c1", "--at", "mon"), ("profile", "--day-starts", "00:00"), ("undo",),
    ("add-cramp", "--at", "2:30"), ("profile", "--clear", "day-starts"),
])  # fmt: skip


@given(actions=st.lists(ACTIONS, min_size=1, max_size=9))
@settings(
    max_examples=40, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@pytest.mark.slow
def test_undo_returns_to_every_state_whatever_was_done(
    mglog: Run, diary: Path, actions: list[tuple[str, ...]]
) -> None:
    if diary.exists():
        diary.unlink()
    stack = [content(mglog)]
    for words in actions:
        before = undone(diary)
        ran = mglog(*words)
        assert ran.code in (0, 1), ran.err
        assert "defect" not in ran.err
        if words == ("undo",):
            if ran.code == 0:
                stack.pop()
        elif undone(diary) > before:
            stack.append(content(mglog))
        assert content(mglog) == stack[-1]
    while len(stack) > 1:
        assert mglog("undo").code == 0
        stack.pop()
        assert content(mglog) == stack[-1]
    if diary.exists():
        assert mglog("doctor").code == 0, mglog("doctor").out


def undone(diary: Path) -> int:
    """How many changes could be undone."""
    if not diary.exists():
        return 0
    with opened(diary) as connection:
        found: int = connection.execute(
            "SELECT count(*) FROM history WHERE undone IS NULL"
        ).fetchone()[0]
    return found


# What one command refuses, the other does too: both read the same words by the same readers.


@pytest.mark.parametrize(
    ("added", "edited"),
    [
        (
            ["add-symptom", "twitching", "yesterday"],
            ["edit", "s1", "--name", "twitching yesterday"],
        ),
        (["add-symptom", "twitching", "7"], ["edit", "s1", "--name", "twitching 7"]),
        (["add-symptom", "twitching", "90s"], ["edit", "s1", "--name", "twitching 90s"]),
        (["add-symptom", ""], ["edit", "s1", "--name", ""]),
        (
            ["add-intake", "my", "soup", "yesterday", "--mg", "5"],
            ["edit", "i1", "--what", "my soup yesterday", "--mg", "5"],
        ),
        (["add-intake", "mag", "2"], ["edit", "i1", "--what", "mag 2"]),
        (["add-cramp", "--lasted", "30h"], ["edit", "c1", "--lasted", "30h"]),
        (["add-cramp", "--lasted", ""], ["edit", "c1", "--lasted", ""]),
        (["add-cramp", "--relief", ""], ["edit", "c1", "--relief", ""]),
        (["add-cramp", "calf", "yesterday"], ["edit", "c1", "--muscle", "calf yesterday"]),
        (["add-symptom", "x", "--lasted", "999h"], ["edit", "s1", "--lasted", "999h"]),
    ],
    ids=" ".join,
)
def test_edit_refuses_what_add_refuses_in_the_same_words(
    mglog: Run, added: list[str], edited: list[str]
) -> None:
    mglog("add-intake", "soup", "--mg", "100")
    mglog("add-cramp", "calf")
    mglog("add-symptom", "twitching")
    before = mglog("export", "-").out
    one, other = mglog(*added), mglog(*edited)
    assert one.code == other.code == 2
    assert one.err == other.err
    assert before == mglog("export", "-").out


@pytest.mark.parametrize(("command", "letter"), [("no-cramps", "n"), ("no-intake", "z")])
def test_a_mark_is_not_moved_onto_another(mglog: Run, command: str, letter: str) -> None:
    mglog(command, "tue", "wed")
    for words in (["edit", f"{letter}1", "--at", "wed"], ["again", f"{letter}1", "--at", "wed"]):
        ran = mglog(*words)
        assert (ran.code, ran.out) == (1, "")
        day = "See it: mglog today --day 2026-11-18"
        assert ran.err == f"mglog: Wed 18 Nov has a {command} mark already. {day}\n"
    assert mglog("list").out.count(letter) >= 2
    assert mglog("doctor").code == 0


def test_a_salts_flag_beside_mg_is_refused_for_what_it_is(mglog: Run) -> None:
    mglog("add-intake", "walnuts", "30g")
    for flag in ("--elemental", "--compound"):
        assert "this is none" in mglog("edit", "i1", "--mg", "55", flag).err
