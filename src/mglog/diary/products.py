"""Saved products as they are stored, read back. Must never change a row: `change` does that."""

import sqlite3
from collections.abc import Iterator

from mglog.diary.row_text import Cell
from mglog.domain.product import Product
from mglog.formatting import comparable

_LONGEST_KEY = 400  # as the table has it; some letters are many when they are compared
COLUMNS = (
    "uuid", "name", "mg", "unit", "salt", "source_kind", "note", "created", "changed", "deleted",
)  # fmt: skip


def cells(product: Product) -> dict[str, Cell]:
    """A product's columns but its id and digest, as they are stored."""
    own = {name: getattr(product, name) for name in COLUMNS}
    return {**own, "name_key": comparable(product.name)[:_LONGEST_KEY]}


def _select(connection: sqlite3.Connection, where: str, *values: Cell) -> Iterator[Product]:
    query = f"SELECT id, {', '.join(COLUMNS)} FROM products WHERE {where}"
    for number, *row in connection.execute(query, values):
        yield Product(number=number, **dict(zip(COLUMNS, row, strict=True)))


def every(connection: sqlite3.Connection) -> Iterator[Product]:
    """The live products, by name."""
    return _select(connection, "deleted IS NULL ORDER BY name_key")


def all_of(connection: sqlite3.Connection) -> Iterator[Product]:
    """Every product, deleted ones included."""
    return _select(connection, "1 ORDER BY id")


def find(connection: sqlite3.Connection, name: str) -> Product | None:
    """The live product of a name."""
    wanted = comparable(name)  # not the stored key: older versions compared less
    return next((each for each in every(connection) if comparable(each.name) == wanted), None)


def by_uuid(connection: sqlite3.Connection, uuid: str) -> Product | None:
    """The product of a UUID, deleted or not."""
    return next(_select(connection, "uuid = ?", uuid), None)
