"""The read-only table of facts: foods, salts, waters, reference intakes.

Opened when first asked; a look-up by name costs well under 5 ms. Must never
be written to.
"""

import atexit
import sqlite3
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mglog.errors import MglogError
from mglog.nutrition.food_names import key, translated, words

FILE = Path(__file__).with_name("food_table.db")
_FOOD = "food_id, description, category, mg_per_100g, data_type"


class Food(NamedTuple):
    """A food of the table: magnesium in mg per 100 g as eaten, by its description."""

    food_id: str
    description: str
    category: str
    mg_per_100g: float
    data_type: str
    alias: bool = False


class Measure(NamedTuple):
    """A household measure of a food: `amount` × `name` weigh `grams`."""

    amount: float
    name: str
    grams: float


class Salt(NamedTuple):
    """A magnesium salt: percent of its weight that is magnesium."""

    key: str
    name: str
    formula: str
    percent: float
    note: str


class Water(NamedTuple):
    """A mineral water: mg of magnesium per litre."""

    name: str
    mg_per_litre: float


@cache
def connection() -> sqlite3.Connection:
    """The table, read-only.

    Raises:
        MglogError: it is missing or can't be read.
    """
    try:
        found = sqlite3.connect(f"{FILE.as_uri()}?mode=ro&immutable=1", uri=True)
        found.execute("SELECT 1 FROM meta").fetchone()
    except sqlite3.Error as error:
        raise MglogError(
            f"The food table can't be read ({error}).", "Install mglog again."
        ) from None
    atexit.register(found.close)
    return found


def _food(row: tuple[object, ...] | None, *, alias: bool = False) -> Food | None:
    return None if row is None else Food(*row)._replace(alias=alias)  # type: ignore[arg-type]


def food(food_id: str) -> Food | None:
    """A food by its id."""
    return _food(
        connection().execute(f"SELECT {_FOOD} FROM foods WHERE food_id = ?", (food_id,)).fetchone()
    )


def alias(name: str) -> Food | None:
    """The plain food that an everyday name means, if it is exactly one of the aliases."""
    parts = words(name)
    for candidate in (" ".join(parts), " ".join(" ".join(translated(parts)).split())):
        row = connection().execute(
            f"SELECT {_FOOD} FROM foods JOIN aliases USING (food_id) WHERE key = ?",
            (candidate,),
        ).fetchone()  # fmt: skip
        if row is not None:
            return _food(row, alias=True)
    return None


def alias_names() -> dict[str, str]:
    """Every alias as it is written, by its key."""
    return dict(connection().execute("SELECT key, alias FROM aliases"))


def measures(food_id: str) -> list[Measure]:
    """A food's household measures, single pieces first."""
    rows = connection().execute(
        "SELECT amount, measure, grams FROM measures WHERE food_id = ? ORDER BY place, rowid",
        (food_id,),
    )
    return [Measure(*row) for row in rows]


def matching(expression: str, most: int) -> list[Food]:
    """The foods that a full-text expression finds, best first by SQLite's own rank."""
    rows = connection().execute(
        f"SELECT {', '.join(f'foods.{name.strip()}' for name in _FOOD.split(','))} "
        "FROM words JOIN foods ON foods.id = words.rowid WHERE words MATCH ? "
        "ORDER BY bm25(words, 2.0, 1.0) LIMIT ?",
        (expression, most),
    )
    return [found for row in rows if (found := _food(row)) is not None]


def _salt_key(name: str) -> str:
    """A salt's name as it is looked up by: `Mag sulphate` is magnesium sulfate."""
    parts = key(name.replace("-", " ")).replace("sulphate", "sulfate").split()
    if parts and parts[0] in ("mg", "mag"):
        parts[0] = "magnesium"
    return " ".join(parts)


def salt(name: str) -> Salt | None:
    """A salt by any of its names: `magnesium oxide`, `epsom salt`."""
    row = connection().execute(
        "SELECT key, name, formula, percent, note FROM salts "
        "JOIN salt_names ON salt = key WHERE name_key = ?",
        (_salt_key(name),),
    ).fetchone()  # fmt: skip
    return None if row is None else Salt(*row)


def salt_by_key(name: str) -> Salt | None:
    """A salt by its short name (`citrate`), or by any other."""
    row = connection().execute(
        "SELECT key, name, formula, percent, note FROM salts WHERE key = ?",
        (name.strip().lower().replace(" ", "_"),),
    ).fetchone()  # fmt: skip
    common = salt(f"magnesium {name}") or salt(name)
    return common if row is None or common is not None else Salt(*row)


def salt_keys() -> list[str]:
    """The short names of all salts."""
    return [row[0] for row in connection().execute("SELECT key FROM salts ORDER BY rowid")]


def salt_names() -> list[str]:
    """Every name of every salt, as they are looked up by."""
    return [row[0] for row in connection().execute("SELECT name_key FROM salt_names")]


def salts_holding(name: str) -> list[str]:
    """The names of the salts of which a name holds the telling word: `oxide`, `citrate`."""
    asked = set(_salt_key(name).split())
    return [each for each in salt_names() if each.split()[-1] in asked and len(each.split()) == 2]


def waters() -> list[Water]:
    """Every mineral water, each once."""
    return [Water(*row) for row in connection().execute(
        "SELECT DISTINCT name, mg_per_litre FROM waters ORDER BY name"
    )]  # fmt: skip


def water(name: str) -> Water | None:
    """A mineral water by its name."""
    row = connection().execute(
        "SELECT name, mg_per_litre FROM waters WHERE key = ?", (key(name),)
    ).fetchone()  # fmt: skip
    return None if row is None else Water(*row)


def identify(name: str) -> Salt | Water | Food | None:
    """What a name exactly means, if the table knows it: a salt, a water, or a plain food."""
    return salt(name) or water(name) or alias(name)
