"""What several test modules build diaries with: invented entries, and changes made to them."""

import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from mglog.analysis import link
from mglog.analysis.days import Day
from mglog.analysis.exposure import Series, columns, series
from mglog.analysis.results import Link
from mglog.diary import entries, merge, schema
from mglog.diary.change import Change, Marked, Moved, Written, changing
from mglog.domain.entry import Entry
from mglog.domain.kinds import KINDS, NO_CRAMPS, checked_values
from mglog.domain.product import Product

UUID = "00000000-0000-4000-8000-00000000000{}"
DAY = "2026-11-22"
NOW = "2026-11-22T14:05:00+01:00"  # a Sunday afternoon
ZONE = "Europe/Berlin"


@dataclass(frozen=True)
class Ran:
    """What one command line did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """stdout as the one JSON document that it must be."""
        return json.loads(self.out)


Run = Callable[..., Ran]


def set_zone() -> None:
    """Let this process go by TZ, where a process can."""
    if hasattr(time, "tzset"):
        time.tzset()


def executable() -> str:
    """The installed command of the environment that the tests run in."""
    return str(Path(sys.executable).with_name("mglog"))


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A database as another program opens it; what it does is committed, and it is closed."""
    connection = sqlite3.connect(path)
    try:
        with connection:
            yield connection
    finally:
        connection.close()


def add_version(monkeypatch: pytest.MonkeyPatch, *statements: str, alone: bool = False) -> None:
    """Let mglog know one more version of the diary than it does, or only this one."""
    before = () if alone else schema.VERSIONS
    file = Path(os.environ["HOME"]) / f"{len(before) + 1:04}.sql"
    file.write_text(";\n".join(statements) + ";\n", encoding="utf-8")
    monkeypatch.setattr(schema, "VERSIONS", (*before, str(file)))


def filled(mglog: Run) -> None:
    """Log one of everything."""
    mglog("add-intake", "almonds", "30g", "--note", "snack")
    mglog("add-cramp", "left", "calf", "--pain", "7")
    mglog("no-cramps", "mon")
    mglog("add-symptom", "twitching")
    mglog("add-serum", "0.82mmol/L")
    mglog("product", "add", "slow", "--mg", "71.5")
    mglog("profile", "--sex", "male", "--born", "1980")
    line = '{"kind":"symptom","day":"2026-11-01","name":"headache","note":"from elsewhere"}\n'
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson") as file:
        file.write(line)
        file.flush()
        mglog("import", file.name)


def entry(kind: str = "intake", number: int = 1, **given: Any) -> Entry:
    """An entry with every field of its kind unknown but those given."""
    own = {each.name: given.pop(each.name) for each in KINDS[kind].fields if each.name in given}
    if kind == "symptom":
        own.setdefault("name", "unnamed")
    if kind == "serum":
        own.setdefault("mmol_per_l", 0.8)
    day, at = date.fromisoformat(given.pop("day", DAY)), given.pop("at", None)
    moment = None if at is None else datetime.fromisoformat(at)
    uuid = given.pop("uuid", UUID.format(number))
    return Entry(checked_values(KINDS[kind], own), day, moment, uuid=uuid, **given)


def insert(connection: sqlite3.Connection, made: Entry) -> Entry:
    """Store an entry as it is, without history."""
    return Change(connection, datetime(2026, 1, 1).astimezone()).put_back(None, made)


def add_all(
    connection: sqlite3.Connection, fresh: Iterable[Entry], now: datetime, command: str
) -> list[Written]:
    """Store new entries as one change."""
    with changing(connection, now, command) as change:
        return [change.add(each) for each in fresh]


def add(connection: sqlite3.Connection, fresh: Entry, now: datetime) -> Written:
    """Store a new entry."""
    return add_all(connection, [fresh], now, f"add {fresh.kind.name}")[0]


def save(
    connection: sqlite3.Connection,
    command: str,
    pairs: Sequence[tuple[Entry, Entry]],
    now: datetime,
) -> list[Written]:
    """Store entries over what they were, as one change; a deleted one gets its tombstone."""
    with changing(connection, now, command) as change:
        return [
            change.replace(before, after._replace(deleted=after.deleted and change.at))
            for before, after in pairs
        ]


def mark(connection: sqlite3.Connection, marks: Sequence[Entry], now: datetime) -> list[Marked]:
    """Mark days."""
    with changing(connection, now, "no-cramps") as change:
        return change.mark(marks)


def mark_on(connection: sqlite3.Connection, day: str) -> Entry | None:
    """The no-cramps mark of a day."""
    return entries.on_day(connection, NO_CRAMPS, date.fromisoformat(day))


def save_product(connection: sqlite3.Connection, product: Product, now: datetime) -> Product:
    """Store a product."""
    with changing(connection, now, f"product {'edit' if product.number else 'add'}") as change:
        return change.save_product(product)


def remove_product(connection: sqlite3.Connection, product: Product, now: datetime) -> None:
    """Forget a product."""
    with changing(connection, now, "product rm") as change:
        change.remove_product(product)


def set_profile(
    connection: sqlite3.Connection, wanted: Mapping[str, str | None], now: datetime
) -> Moved:
    """Make settings."""
    with changing(connection, now, "profile") as change:
        return change.set_profile(wanted)


def merged(connection: sqlite3.Connection, now: datetime, *lines: merge.Line) -> tuple[int, ...]:
    """Import lines: how many were added, replaced and left."""
    found = merge.merge(connection, lines, now, format_name="mglog", file="a.jsonl")
    return tuple(found[:3])


def series_of(days: Sequence[Day]) -> Series:
    """Days, ready to be analysed."""
    return series(columns(days))


def judge(days: Sequence[Day]) -> Link:
    """The link of a diary's days."""
    found = columns(days)
    return link.judge(found, series(found))


ROOT = Path(__file__).parents[1]
