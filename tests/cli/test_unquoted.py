"""Words need no quotes: each option takes its own."""

import shlex
from typing import Any

import pytest

from tests.support import Run


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("add-cramp calf --note after a long run", {"muscle": "calf", "note": "after a long run"}),
        ("add-cramp left calf --note bad one --pain 7", {"muscle": "calf", "note": "bad one"}),
        ("add-cramp left calf --note had wine",
         {"muscle": "calf", "side": "left", "note": "had wine"}),
        ("add-cramp calf --relief hot bath --count 2", {"muscle": "calf", "relief": "hot bath"}),
        # Quoted, or behind an equals sign, a text is whole.
        ("add-cramp --note 'woke me' left calf", {"side": "left", "note": "woke me"}),
        ("add-cramp --note='woke me' left calf", {"side": "left", "note": "woke me"}),
        ("add-cramp --relief=heat left calf", {"muscle": "calf", "relief": "heat"}),
        ("no-cramps --note 'all well' fri", {"day": "2026-11-20", "note": "all well"}),
        ("add-cramp --at 2:30 left calf", {"muscle": "calf", "side": "left"}),
        ("add-symptom restless legs --note after coffee",
         {"name": "restless legs", "note": "after coffee"}),
        ("add-symptom twitching --note left eye lid",
         {"name": "twitching", "note": "left eye lid"}),
        ("add-intake my soup --mg 80 mg", {"what": "my soup", "mg": 80.0}),
        ("add-intake --mg 80 mg my soup", {"what": "my soup", "mg": 80.0}),
        ("add-intake --mg 80 my soup", {"what": "my soup", "mg": 80.0}),
        ("add-intake 300mg --note with a big meal", {"mg": 300.0, "note": "with a big meal"}),
        ("add-serum 0.82 mmol/L --low 0.7 mmol/L --high 1.05 mmol/L", {"low": 0.7, "high": 1.05}),
        ("add-serum --low 0.7 --high 1.05 0.82 mmol/L", {"mmol_per_l": 0.82, "high": 1.05}),
        ("no-cramps --note away at the sea", {"note": "away at the sea"}),
    ],
)  # fmt: skip
def test_each_option_takes_its_own_words(mglog: Run, line: str, expected: dict[str, Any]) -> None:
    ran = mglog(*shlex.split(line), "--json")
    assert ran.code == 0, ran.err
    assert {key: ran.json[key] for key in expected} == expected


def test_a_product_and_a_report(mglog: Run) -> None:
    assert (
        "mg of elemental magnesium a softgel"
        in mglog(
            *["product", "add", "Nature", "Made", "--mg", "71.5", "mg", "--unit", "soft", "gel"]
        ).out
    )
    mglog("add-symptom", "restless", "legs")
    assert mglog("report", "--symptom", "restless", "legs", "--json").json["outcome"] == (
        "restless legs"
    )
    assert (
        mglog(*["product", "edit", "nature", "made", "--name", "Nature", "Made", "Gel"]).code == 0
    )
    assert "Nature Made Gel" in mglog("product", "list").out


def test_edit_reads_as_the_add_commands_do(mglog: Run) -> None:
    mglog("add-cramp", "calf")
    assert (
        mglog(*["edit", "c1", "--note", "after", "a", "run", "--muscle", "left", "foot"]).code == 0
    )
    found = mglog("list", "--json").json["entries"][0]
    assert (found["note"], found["muscle"], found["side"]) == ("after a run", "foot", "left")
    assert mglog("edit", "--note", "x", "c1").code == 0  # with the id last, each takes one word
