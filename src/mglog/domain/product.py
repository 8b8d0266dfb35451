"""A saved product: what a label says, so that `add-intake slow-mag 2` is enough. Pure."""

from typing import NamedTuple
from uuid import uuid4

from mglog.domain.kinds import SourceKind


class Product(NamedTuple):
    """A product.

    Attributes:
        mg: elemental mg per unit, as the label gives it.
        unit: what is counted, in the singular: tablet, capsule, scoop.
        salt: the short name of its salt, if it was said.
        source_kind: food, drink or supplement; a supplement unless it says otherwise.
        number: its number in the diary; None before it is stored.
    """

    name: str
    mg: float
    unit: str
    salt: str | None = None
    source_kind: SourceKind | None = None
    note: str | None = None
    uuid: str = ""
    number: int | None = None
    created: str = ""
    changed: str = ""
    deleted: str | None = None


def new(
    name: str, mg: float, unit: str, salt: str | None, source_kind: SourceKind | None
) -> Product:
    """A product that is not stored yet."""
    return Product(name, mg, unit, salt, source_kind, uuid=str(uuid4()))
