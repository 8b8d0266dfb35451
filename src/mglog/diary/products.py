"""Saved products: what a label says, so that `add-intake slow-mag 2` is enough.

mg per unit is elemental, as the label gives it. Editing a product never
changes what was logged with it.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from mglog.diary.entries import Change, next_stamp, record
from mglog.errors import RefusedError
from mglog.reading.text import quoted

_COLUMNS = "id, uuid, name, mg, unit, salt, source_kind, note, created, changed, deleted"


class Product(NamedTuple):
    """A product.

    Attributes:
        mg: elemental mg per unit.
        unit: what is counted, in the singular: tablet, capsule, scoop.
        salt: the short name of its salt, if it was said.
        source_kind: food, drink or supplement; a supplement unless it says otherwise.
    """

    id: int | None
    uuid: str
    name: str
    mg: float
    unit: str
    salt: str | None = None
    source_kind: str | None = None
    note: str | None = None
    created: str = ""
    changed: str = ""
    deleted: str | None = None


def key(name: str) -> str:
    """How a product is looked up: case and spaces make no difference, nor do hyphens."""
    return " ".join(name.casefold().replace("-", " ").split())


def new(name: str, mg: float, unit: str, salt: str | None, source_kind: str | None) -> Product:
    """A product that is not stored yet."""
    return Product(None, str(uuid4()), name, mg, unit, salt, source_kind)


def every(connection: sqlite3.Connection) -> Iterator[Product]:
    """The products, by name."""
    for row in connection.execute(
        f"SELECT {_COLUMNS} FROM products WHERE deleted IS NULL ORDER BY name_key"  # noqa: S608 - columns of our own
    ):
        yield Product(*row)


def find(connection: sqlite3.Connection, name: str) -> Product | None:
    """The product of a name."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM products WHERE deleted IS NULL AND name_key = ?",  # noqa: S608 - columns of our own
        (key(name),),
    ).fetchone()
    return None if row is None else Product(*row)


def by_uuid(connection: sqlite3.Connection, uuid: str) -> Product | None:
    """The product of a UUID, deleted or not."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM products WHERE uuid = ?",  # noqa: S608 - columns of our own
        (uuid,),
    ).fetchone()
    return None if row is None else Product(*row)


def row_json(connection: sqlite3.Connection, row_id: int) -> str:
    """A stored product as JSON, its nulls left out."""
    names = [name.strip() for name in f"{_COLUMNS}, name_key".split(",")]
    pairs = ", ".join(f"'{name}', {name}" for name in names)
    found: str = connection.execute(
        f"SELECT json_patch('{{}}', json_object({pairs})) FROM products WHERE id = ?",  # noqa: S608
        (row_id,),
    ).fetchone()[0]
    return found


def put(connection: sqlite3.Connection, product: Product) -> Change:
    """Store a product as it is, new or over its own row; gives what to record."""
    values = (product.uuid, product.name, key(product.name), product.mg, product.unit, product.salt,
              product.source_kind, product.note, product.created, product.changed,
              product.deleted)  # fmt: skip
    before = "null" if product.id is None else row_json(connection, product.id)
    names = "uuid, name, name_key, mg, unit, salt, source_kind, note, created, changed, deleted"
    if product.id is None:
        found = connection.execute(
            f"INSERT INTO products ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            values,
        )
        row_id = found.lastrowid or 0
    else:
        row_id = product.id
        pairs = ", ".join(f"{name.strip()} = ?" for name in names.split(","))
        connection.execute(f"UPDATE products SET {pairs} WHERE id = ?", (*values, row_id))  # noqa: S608
    return Change("product", row_id, before, row_json(connection, row_id))


def save(connection: sqlite3.Connection, product: Product, now: datetime) -> Product:
    """Add a new product, or change the one of its id, with its history.

    Raises:
        RefusedError: another product has the name.
    """
    other = find(connection, product.name)
    if other is not None and other.id != product.id:
        raise RefusedError(
            f"There is a product {quoted(other.name)} already.",
            f"Change it: mglog product edit {other.name!r} --mg …",
        )
    at = next_stamp(connection, now)
    stamped = product._replace(created=product.created or at, changed=at)
    command = "product add" if product.id is None else "product edit"
    if stamped.deleted is not None:
        stamped, command = stamped._replace(deleted=at), "product rm"
    record(connection, command, at, [put(connection, stamped)])
    return stamped
