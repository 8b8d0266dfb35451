"""Text that means harm, in every stored field, through every command's output.

It is refused on the way in; here it is put into the diary past every check,
as an older version, a merge tool or an attacker might have, with digests that
fit. Nothing of it may act: no control and no bidirectional mark reaches the
terminal, markup and emoji codes are shown as typed, and no cell of a table
starts a formula.
"""

import csv
import io
import json
import re
import sqlite3
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mglog.diary import products
from mglog.diary.change import Change
from mglog.diary.entries import by_id
from mglog.diary.row_text import checksum
from tests.support import Run, filled

HOSTILE = "\x1b[31m\x07\x9b2J\x7f\u202e\u2066\u200f\ufeff\x00 [bold]x[/bold] :smile: \r\u2028=1+1"
# Every field of a stored text, by the entry that holds it.
FIELDS = (
    ("i1", "what"), ("i1", "unit"), ("i1", "food_id"), ("i1", "product"), ("i1", "salt"),
    ("i1", "note"), ("i1", "source_key"), ("c1", "muscle"), ("c1", "relief"), ("c1", "note"),
    ("s1", "name"), ("s1", "note"), ("b1", "note"), ("n1", "note"),
    ("f1", "name"), ("f1", "unit"), ("f1", "note"), ("x1", "name"), ("profile", "adjust"),
    ("product", "name"), ("product", "unit"), ("product", "salt"), ("product", "note"),
    ("profile", "sex"), ("profile", "born"), ("profile", "target"), ("profile", "reference"),
)  # fmt: skip
LOOKING: tuple[list[str], ...] = (
    [], ["today"], ["today", "--json"], ["today", "--day", "mon"], ["list"], ["list", "--json"],
    ["list", "--csv"], ["report"], ["report", "--json"], ["report", "--explain"],
    ["report", "--symptom", "twitching"], ["report", "--symptom", "nothing"],
    ["product", "list"], ["product", "list", "--json"], ["profile"], ["profile", "--json"],
    ["export", "-"], ["export", "-", "--format", "csv"], ["undo", "--list"], ["doctor"],
    ["doctor", "--json"], ["food", "search", "almonds"], ["add-intake", "almonds", "30g"],
    ["add-intake", "slow"], ["add-intake", "slw", "2"], ["product", "rm", "nothing"],
)  # fmt: skip
CHANGING = (
    ["edit", "i1", "--mg", "5"], ["edit", "i1", "--clear", "note"], ["edit", "c1", "--pain", "1"],
    ["edit", "s1", "--count", "2"], ["edit", "b1", "--value", "0.9mmol/L"],
    ["edit", "f1", "--value", "3km"], ["again", "f1"], ["no-factor", "tea", "mon"],
    ["again", "i1"], ["again", "c1", "--at", "tue"], ["again", "s1", "--json"], ["add-cramp"],
    ["no-cramps", "mon"], ["no-cramps", "sun"], ["rm", "i1"], ["rm", "i1", "c1", "-y"],
    ["profile", "--born", "1980"], ["product", "edit", "slow", "--mg", "5"], ["undo", "--list"],
    ["undo"], ["undo"], ["undo"], ["undo"], ["undo"], ["undo"], ["undo"], ["undo"],
)  # fmt: skip
ACTS = {"Cc", "Cf", "Zl", "Zp", "Cs"}


def inject(diary: Path, name: str, field: str, text: str) -> None:
    """Write a text into a field past every check, its digest anew."""
    given: Any = {field: text}
    connection = sqlite3.connect(diary, isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    change = Change(connection, datetime(2026, 11, 22, 13, 5, tzinfo=UTC))
    if name == "product":
        product = next(products.every(connection))
        change.put_product(product._replace(**given), product)
    elif name == "profile":
        row = {"key": field, "value": text, "changed": change.at}
        connection.execute(
            "INSERT OR REPLACE INTO profile VALUES (:key, :value, :changed, :digest)",
            {**row, "digest": checksum(row.items())},
        )
    else:
        entry = by_id(connection, name)
        assert entry is not None
        if field in ("note", "source_key"):
            changed = entry._replace(**given)
        else:
            changed = entry._replace(values=entry.values._replace(**given))
        change.put_back(entry, changed)
    connection.close()


def harmless(text: str) -> bool:
    return not any(unicodedata.category(character) in ACTS for character in text.replace("\n", ""))


@pytest.mark.parametrize(("name", "field"), FIELDS)
@pytest.mark.slow
def test_no_stored_text_reaches_a_terminal_alive(
    mglog: Run, diary: Path, name: str, field: str
) -> None:
    filled(mglog)
    mglog("add-factor", "walk", "2km")
    mglog("no-factor", "alcohol")
    inject(diary, name, field, HOSTILE)
    for words in (*LOOKING, *CHANGING):
        ran = mglog(*words)
        assert ran.code in (0, 1, 2), (words, ran.err)
        assert harmless(ran.out), (words, ran.out)
        assert harmless(ran.err), (words, ran.err)
        assert "defect" not in ran.err, words


@pytest.mark.parametrize(("name", "field"), [("i1", "what"), ("c1", "muscle"), ("s1", "name")])
@pytest.mark.parametrize("colour", [True, False])
def test_markup_and_emoji_codes_are_shown_as_they_are(
    mglog: Run, diary: Path, monkeypatch: pytest.MonkeyPatch, name: str, field: str, colour: bool
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("FORCE_COLOR" if colour else "NO_COLOR", "1")
    filled(mglog)
    inject(diary, name, field, "[bold]x[/bold] :smile: [/] [link=file:///etc]y[/link]")
    for words in (["report"], ["list"], ["today", "--day", "2026-11-22"]):
        out = re.sub(r"\x1b\[[0-9;]*m", "", mglog(*words).out).casefold()
        if words == ["report"] and name == "i1":
            continue  # one source of many; its name stands in list and today
        assert "[bold]x[/bold] :smile: [/] [link=file:///etc]y[/link]" in out, words


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_a_table_guards_texts_and_leaves_numbers(mglog: Run, diary: Path, start: str) -> None:
    filled(mglog)
    inject(diary, "i1", "note", f"{start}cmd|' /C calc'!A0")
    for words in (["list", "--csv"], ["export", "-", "--format", "csv"]):
        table = list(csv.DictReader(io.StringIO(mglog(*words).out)))
        (row,) = (row for row in table if row["id"] == "i1")
        assert row["note"][0] not in "=+-@\t\r"
        assert row["mg"] == "81.0"
        assert row["at"] == "2026-11-22T14:05:00+01:00"


def test_json_is_the_same_json_whatever_it_holds(mglog: Run, diary: Path, home: Path) -> None:
    """Escaped for the terminal, whole for a program: and an export of it is refused as a whole."""
    filled(mglog)
    inject(diary, "i1", "note", HOSTILE)
    assert HOSTILE in [entry["note"] for entry in mglog("list", "--json").json["entries"]]
    exported = mglog("export", "-").out
    assert HOSTILE in [json.loads(line).get("note") for line in exported.splitlines()]
    (home / "all.ndjson").write_text(exported, encoding="utf-8")
    ran = mglog("--db", str(home / "other.db"), "import", str(home / "all.ndjson"))
    assert ran.code == 1
    assert "note" in ran.err
    assert harmless(ran.err)
    assert not (home / "other.db").exists()
