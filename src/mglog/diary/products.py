"""Saved products: what a label says, so that `add-intake slow-mag 2` is enough.

mg per unit is elemental, as the label gives it. Editing a product never
changes what was logged with it.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from mglog.diary import row_text
from mglog.diary.entries import next_stamp
from mglog.diary.row_text import Change
from mglog.errors import RefusedError
from mglog.formatting import quoted

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
        f"SELECT {_COLUMNS} FROM products WHERE deleted IS NULL ORDER BY name_key"
    ):
        yield Product(*row)


def find(connection: sqlite3.Connection, name: str) -> Product | None:
    """The product of a name."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM products WHERE deleted IS NULL AND name_key = ?",
        (key(name),),
    ).fetchone()
    return None if row is None else Product(*row)


def by_uuid(connection: sqlite3.Connection, uuid: str) -> Product | None:
    """The product of a UUID, deleted or not."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM products WHERE uuid = ?",
        (uuid,),
    ).fetchone()
    return None if row is None else Product(*row)


def cells(product: Product) -> dict[str, row_text.Cell]:
    """A product's columns but its id, as they are stored."""
    found: dict[str, row_text.Cell] = product._asdict()
    del found["id"]
    return {**found, "name_key": key(product.name)}


def put(connection: sqlite3.Connection, product: Product, before: Product | None) -> Change:
    """Store a product as it is, new or over the one before; gives what to record."""
    text = row_text.row_text(cells(product).items())
    if before is None:
        return Change(
            "product", row_text.insert(connection, "products", cells(product)), after=text
        )
    row_id = before.id or 0
    row_text.update(connection, "products", row_id, cells(product))
    return Change("product", row_id, row_text.row_text(cells(before).items()), text)


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
    stored = by_uuid(connection, product.uuid)
    row_text.record(connection, command, at, [put(connection, stamped, stored)])
    return stamped
