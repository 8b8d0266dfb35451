"""What is unlikely is asked about at a terminal; elsewhere --yes answers."""

import json
from pathlib import Path

import pytest

from tests.support import Run


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A person at the terminal, who gives these answers in turn."""
    given: list[str] = []
    monkeypatch.setattr("mglog.cli.console._answerable", lambda: True)

    def answer(question: str) -> str:
        asked.append(question)
        return given.pop(0)

    asked: list[str] = []
    monkeypatch.setattr("mglog.cli.console._answer", answer)
    return given


LINES = [
    "add-intake 1200mg",
    "add-intake bread 1.5kg",
    "add-serum 2mmol/L",
    "add-cramp calf --lasted 2h",
    "add-cramp calf --at 15:00",
    "add-intake 300mg --at 2016-11-20",
    "no-cramps 2016-11-20",
    "no-intake 2016-11-20",
    "add-symptom twitching --at 2016-11-20",
]


@pytest.mark.parametrize("line", LINES)
def test_asked_at_a_terminal(mglog: Run, diary: Path, answers: list[str], line: str) -> None:
    answers.append("n")
    refused = mglog(*line.split())
    assert (refused.code, refused.out) == (1, "")
    assert not diary.exists()
    answers.append("y")
    assert mglog(*line.split()).code == 0
    assert not answers


@pytest.mark.parametrize("line", LINES)
def test_answered_by_yes(mglog: Run, diary: Path, line: str) -> None:
    refused = mglog(*line.split())
    assert (refused.code, refused.out) == (1, "")
    assert len(refused.err.splitlines()) == 1
    assert not diary.exists()
    for yes in ("--yes", "-y"):
        assert mglog(*line.split(), yes).code == 0


def test_a_misspelled_muscle_is_asked_about(mglog: Run, answers: list[str]) -> None:
    answers.append("y")
    entry = mglog("add-cramp", "letf", "claf", "x2", "--json").json
    assert (entry["muscle"], entry["side"], entry["count"]) == ("calf", "left", 2)
    answers.append("")
    assert mglog("add-cramp", "claf").code == 1
    assert len(mglog("list").out.splitlines()) == 1


def test_an_edit_is_asked_about_only_if_it_changes_the_value(mglog: Run) -> None:
    mglog("add-intake", "1200mg", "--yes")
    assert mglog("edit", "i1", "--note", "measured").code == 0
    assert mglog("edit", "i1", "--mg", "1300").code == 1
    assert mglog("edit", "i1", "--mg", "1300", "--yes").code == 0
    assert mglog("edit", "i1", "--at", "2016-11-20").code == 1
    assert mglog("edit", "i1", "--at", "2016-11-20", "-y").code == 0


def test_a_product_of_as_much_is_asked_about(mglog: Run) -> None:
    assert mglog("product", "add", "Giant", "--mg", "1500").code == 1
    assert mglog("product", "add", "Giant", "--mg", "1500", "--yes").code == 0
    assert mglog("product", "edit", "Giant", "--mg", "1600").code == 1
    assert mglog("product", "edit", "Giant", "--mg", "500").code == 0
    assert mglog("product", "add", "Pair", "--mg", "1500", "--unit", "2 tablets").code == 0


def test_a_long_kept_diary_reaches_back(mglog: Run) -> None:
    """A year before the first entry is asked about, not a year before today."""
    mglog("add-intake", "300mg", "--at", "2024-11-20", "--yes")
    assert mglog("add-intake", "300mg", "--at", "2023-11-21").code == 0
    assert mglog("add-intake", "300mg", "--at", "2022-11-20").code == 1


def test_an_import_is_not_asked_about(mglog: Run, home: Path) -> None:
    lines = [
        {"kind": "intake", "day": "2016-11-20", "mg": 5000.0},
        {"kind": "serum", "day": "2016-11-20", "mmol_per_l": 2.0},
    ]
    (home / "a.ndjson").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert mglog("import", str(home / "a.ndjson")).code == 0
