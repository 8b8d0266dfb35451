"""Tests of `account`: what is gone, or changed by hand, is found by what the history says."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from mglog.diary import account
from mglog.diary.entries import cells, columns
from mglog.diary.ledger import Ledger
from mglog.diary.row_text import checksum
from mglog.domain.kinds import INTAKE
from tests.diary.support import NOW
from tests.support import Run, filled, opened


@pytest.fixture
def kept(mglog: Run, diary: Path) -> Iterator[sqlite3.Connection]:
    """A diary in which everything was done: added, changed, undone, redone, imported, removed."""
    filled(mglog)
    for line in ("edit i1 --note other", "rm c1 -y", "undo", "undo", "redo", "undo",
                 "edit c1 --pain 3", "product edit slow --mg 80", "product rm slow", "undo",
                 "profile --day-starts 05:00", "again i1 --from mon --to wed", "add-cramp calf",
                 "undo"):  # fmt: skip
        assert mglog(*line.split()).code == 0, line
    with opened(diary) as connection:
        yield connection


def test_all_is_there(kept: sqlite3.Connection) -> None:
    assert account.wrong(kept) == []


def test_an_undone_import_is_no_loss(mglog: Run, diary: Path, home: Path) -> None:
    mglog("add-intake", "300mg")
    product = '{"kind":"product","name":"p","mg":1,"unit":"tablet"}\n'
    line = f'{product}{{"kind":"cramp","day":"2026-11-01"}}\n'
    (home / "a.ndjson").write_text(line, encoding="utf-8")
    mglog("import", str(home / "a.ndjson"))
    mglog("undo")
    mglog("import", str(home / "a.ndjson"))
    with opened(diary) as connection:
        assert account.wrong(connection) == []
        connection.execute("DELETE FROM cramps")
        assert "import 2 added 1 entries, and 0 are there" in account.wrong(connection)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("DELETE FROM intakes WHERE id = 1", "i1 is gone"),
        ("DELETE FROM cramps", "c1 is gone"),
        ("DELETE FROM no_cramps", "n1 is gone"),
        ("DELETE FROM symptoms", "s1 is gone"),
        ("DELETE FROM symptoms WHERE source IS NOT NULL OR batch IS NOT NULL", "import 1 added"),
        ("DELETE FROM serum", "b1 is gone"),
        ("DELETE FROM products", "product 1 is gone"),
        ("DELETE FROM profile", "the profile is not as it was last set"),
        ("UPDATE intakes SET id = 99 WHERE id = 1", "i1 is gone"),
        ("UPDATE products SET mg = 99", "product 1 is not as it was last written"),
        ("DELETE FROM history WHERE id = 3", "records of the history are gone"),
        ("DELETE FROM history WHERE id = (SELECT max(id) FROM history)", "records of the history"),
        ("DELETE FROM history", "records of the history are gone"),
        (
            "DELETE FROM history; DELETE FROM sqlite_sequence WHERE name = 'history'",
            "is in no record",
        ),
        ("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'intakes'", "rows are gone"),
        ("DELETE FROM sqlite_sequence", "records of the history are gone"),
        ("DELETE FROM clock", "the diary's clock is gone"),
        ("UPDATE clock SET latest = '2020-01-01T00:00:00.000000Z'", "clock is behind its stamps"),
        ("DELETE FROM batches", None),
    ],
)
def test_what_is_gone_or_changed_is_named(
    kept: sqlite3.Connection, change: str, says: str | None
) -> None:
    kept.execute("PRAGMA foreign_keys = OFF")
    kept.executescript(change)
    found = account.wrong(kept)
    if says is None:
        assert kept.execute("PRAGMA foreign_key_check").fetchall()
    else:
        assert any(says in each for each in found), found


def test_a_row_changed_with_a_fitting_checksum_is_found(kept: sqlite3.Connection) -> None:
    """Whoever knows the checksum can make it fit; the history still says what was written."""
    names = columns(INTAKE)
    row = kept.execute(f"SELECT {', '.join(names)} FROM intakes WHERE id = 1").fetchone()
    held = dict(zip(names, row, strict=True)) | {"mg": 7.0}
    kept.execute("UPDATE intakes SET mg = 7.0, digest = ? WHERE id = 1", (checksum(held.items()),))
    assert account.wrong(kept) == ["i1 is not as it was last written"]


def test_nothing_is_stamped_without_a_clock(kept: sqlite3.Connection) -> None:
    kept.execute("DELETE FROM clock")
    with pytest.raises(Exception, match="its clock is gone; nothing was saved"):
        _ = Ledger(kept, NOW).at
    assert cells is not None
