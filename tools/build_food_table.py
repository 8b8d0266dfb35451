"""Makes the read-only table of facts from the CSV files; run by the package's build.

Standard library only: the build has nothing else. Must give the same bytes
of content for the same CSV, and say of which CSV it was made.
"""

import csv
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

SOURCES = (
    "foods.csv", "portions.csv", "pieces.csv", "aliases.csv", "salts.csv",
    "intake_references.csv", "waters.csv",
)  # fmt: skip
VERSION = "2"  # of the table's shape

KeyOf = Callable[[str], str]
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE foods (
  id INTEGER PRIMARY KEY, food_id TEXT NOT NULL UNIQUE, data_type TEXT NOT NULL,
  description TEXT NOT NULL, category TEXT NOT NULL, mg_per_100g REAL NOT NULL,
  common TEXT NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5(
  description, common, content='foods', content_rowid='id',
  tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TABLE aliases (key TEXT PRIMARY KEY, alias TEXT NOT NULL, food_id TEXT NOT NULL);
CREATE TABLE measures (
  food_id TEXT NOT NULL, place INTEGER NOT NULL, amount REAL NOT NULL, measure TEXT NOT NULL,
  grams REAL NOT NULL
);
CREATE INDEX measures_by_food ON measures (food_id);
CREATE TABLE salts (
  key TEXT PRIMARY KEY, name TEXT NOT NULL, formula TEXT NOT NULL, percent REAL NOT NULL,
  note TEXT NOT NULL
);
CREATE TABLE salt_names (name_key TEXT PRIMARY KEY, salt TEXT NOT NULL);
CREATE TABLE waters (key TEXT PRIMARY KEY, name TEXT NOT NULL, mg_per_litre REAL NOT NULL);
CREATE TABLE intake_references (
  authority TEXT NOT NULL, stage TEXT NOT NULL, sex TEXT NOT NULL, age_from REAL NOT NULL,
  age_to REAL NOT NULL, type TEXT NOT NULL, mg REAL, supplement_limit TEXT NOT NULL,
  source TEXT NOT NULL
);
"""


def digest(folder: Path) -> str:
    """What the facts are made of: one hash over the CSV files and the shape."""
    found = hashlib.sha256(VERSION.encode())
    for name in SOURCES:
        found.update(name.encode() + b"\0" + (folder / name).read_bytes() + b"\0")
    return found.hexdigest()


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _foods(connection: sqlite3.Connection, folder: Path, key_of: KeyOf) -> None:
    for row in _rows(folder, "foods.csv"):
        connection.execute(
            "INSERT INTO foods (food_id, data_type, description, category, mg_per_100g, common) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (row["food_id"], row["data_type"], row["description"], row["category"],
             float(row["magnesium_mg_per_100g"]), row["common_names"]),
        )  # fmt: skip
    connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")
    aliases = {}
    for row in _rows(folder, "aliases.csv"):
        aliases[row["alias"]] = row["food_id"]
        connection.execute(
            "INSERT OR IGNORE INTO aliases VALUES (?, ?, ?)",
            (key_of(row["alias"]), row["alias"], row["food_id"]),
        )
    seen = set()
    for row in _rows(folder, "pieces.csv"):
        food = aliases[row["alias"]]
        if (food, row["measure"]) not in seen:
            seen.add((food, row["measure"]))
            values = (food, 0, 1.0, row["measure"], float(row["grams"]))
            connection.execute("INSERT INTO measures VALUES (?, ?, ?, ?, ?)", values)
    for row in _rows(folder, "portions.csv"):
        values = (row["food_id"], 1, float(row["amount"]), " ".join(row["measure"].split()),
                  float(row["grams"]))  # fmt: skip
        connection.execute("INSERT INTO measures VALUES (?, ?, ?, ?, ?)", values)


def _salts(connection: sqlite3.Connection, folder: Path, key_of: KeyOf) -> None:
    """The salts. A declared alias belongs to its row; a generic name to the first that has it."""
    declared: dict[str, str] = {}
    generic: dict[str, str] = {}
    for row in _rows(folder, "salts.csv"):
        connection.execute(
            "INSERT INTO salts VALUES (?, ?, ?, ?, ?)",
            (row["key"], row["name"], row["formula"], float(row["elemental_mg_percent"]),
             row["absorption"]),
        )  # fmt: skip
        for name in filter(None, row["aliases"].split(";")):
            key = key_of(name.replace("-", " "))
            if declared.setdefault(key, row["key"]) != row["key"]:
                raise ValueError(f"two salts are called {name}")
        for name in (row["name"], f"magnesium {row['key'].replace('_', ' ')}"):
            generic.setdefault(key_of(name.replace("-", " ")), row["key"])
    for name_key, salt in {**generic, **declared}.items():
        connection.execute("INSERT INTO salt_names VALUES (?, ?)", (name_key, salt))


def _others(connection: sqlite3.Connection, folder: Path, key_of: KeyOf) -> None:
    for row in _rows(folder, "waters.csv"):
        for name in (row["water"], *filter(None, row["aliases"].split(";"))):
            connection.execute(
                "INSERT OR IGNORE INTO waters VALUES (?, ?, ?)",
                (key_of(name), row["water"], float(row["magnesium_mg_per_litre"])),
            )
    for row in _rows(folder, "intake_references.csv"):
        connection.execute(
            "INSERT INTO intake_references VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (row["authority"], row["life_stage"], row["sex"], float(row["age_min_years"]),
             float(row["age_max_years_exclusive"]), row["type"],
             float(row["mg_per_day"]) if row["mg_per_day"] else None,
             row["UL_supplemental_mg_per_day"], row["source"]),
        )  # fmt: skip


def build(folder: Path, target: Path, key_of: KeyOf) -> None:
    """Make the file anew.

    Args:
        folder: where the CSV files are.
        target: the file to make; replaced in one step.
        key_of: how a name is looked up (`names.key`; handed in, since the build
            can't import the package).
    """
    temporary = target.with_suffix(".part")
    temporary.unlink(missing_ok=True)
    connection = sqlite3.connect(temporary)
    connection.executescript(_SCHEMA)
    connection.execute("INSERT INTO meta VALUES ('digest', ?)", (digest(folder),))
    _foods(connection, folder, key_of)
    _salts(connection, folder, key_of)
    _others(connection, folder, key_of)
    connection.commit()
    connection.execute("VACUUM")
    connection.close()
    temporary.replace(target)
