"""`product`: what a label says, saved under a name."""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import document, hint, say
from mglog.cli.options import option
from mglog.cli.session import Session
from mglog.cli.unquoted import WordsCommand
from mglog.diary import products
from mglog.diary.change import changing
from mglog.domain.kinds import SHORT_LENGTH, SourceKind
from mglog.domain.product import Product, new
from mglog.errors import ReadingError, RefusedError
from mglog.formatting import escaped, number_text, quoted
from mglog.nutrition import food_table
from mglog.reading import quantities
from mglog.reading.text import label

app = options.new_app()
product = options.new_app()
app.add_typer(product, name="product")


@product.callback()
def product_group() -> None:
    """Save what a label says, so that a name and a number are enough."""


Name = Annotated[list[str], typer.Argument(metavar="NAME...", help="As you will type it.")]
Mg = Annotated[str | None, option("--mg", "Elemental magnesium in one, from the label.", "MG")]
Unit = Annotated[str | None, option("--unit", "tablet, capsule, scoop …", "UNIT")]
Salt = Annotated[str | None, option("--salt", "citrate, oxide …", "SALT")]
Kind = Annotated[
    SourceKind | None, option("--kind", "What it is; a supplement unless said otherwise.")
]


def _name(words: list[str]) -> str:
    name = label(" ".join(words), "the name")
    try:
        looks_like = quantities.magnesium(name) is not None or quantities.amount(name) is not None
    except ReadingError:
        looks_like = True
    read = None if looks_like else quantities.what([name])
    if food_table.salt(name) is not None:
        raise ReadingError(
            f"{quoted(name)} is the name of a salt.", "Name the product as its maker does."
        )
    if looks_like or (read is not None and read.amount is not None):
        raise ReadingError(
            f"A product can't be named like an amount: {quoted(name)}.", "Give it a plain name."
        )
    return name


def _salt_key(salt: str | None) -> str | None:
    if salt is None:
        return None
    found = food_table.salt_by_key(salt) or food_table.salt(f"magnesium {salt}")
    if found is None:
        raise ReadingError(
            f"{quoted(salt)} is no salt of the table.",
            f"Known are {', '.join(food_table.salt_keys())}.",
        )
    return found.key


def _unit(unit: str | None) -> str | None:
    if unit is None:
        return None
    read = quantities.amount(f"1 {unit}")
    return (
        read.unit if read is not None and read.unit else label(unit, "the unit", most=SHORT_LENGTH)
    )


def _product_line(found: Product) -> str:
    salt = food_table.salt_by_key(found.salt) if found.salt else None
    each = f"{number_text(found.mg)} mg of elemental magnesium a {escaped(found.unit)}"
    parts = [
        f"{escaped(found.name)}: {each}",
        salt.name if salt else None,
        found.source_kind if found.source_kind not in (None, "supplement") else None,
    ]
    return " · ".join(part for part in parts if part)


@product.command("add", cls=WordsCommand)
def product_add(
    ctx: typer.Context,
    name: Name,
    mg: Mg = None,
    unit: Unit = None,
    salt: Salt = None,
    kind: Kind = None,
) -> None:
    """Save a product: the elemental magnesium in one tablet, capsule, scoop.

    \b
    mglog product add Slow-Mag --mg 71.5 --unit tablet --salt chloride
    mglog add-intake slow-mag 2
    """
    session: Session = ctx.obj
    if mg is None:
        raise ReadingError("How much magnesium is in one?", "Add --mg with what the label says.")
    made = new(_name(name), quantities.total_mg(mg), _unit(unit) or "piece", _salt_key(salt), kind)
    stored = _save(session, made, "product add")
    say(f"Product {_product_line(stored)}")
    if _salt_key(salt) is not None:
        hint("The label's figure was taken as magnesium, not as the weight of the salt.")


def _save(session: Session, product: Product, command: str) -> Product:
    with (
        session.writing() as connection,
        changing(connection, session.clock.now, command) as change,
    ):
        return change.save_product(product)


def _found(session: Session, name: str) -> Product:
    with session.diary.reading() as connection:
        found = products.find(connection, name)
        known = [each.name for each in products.every(connection)]
    if found is None:
        listed = (
            f"Saved are {', '.join(map(escaped, known[:8]))}." if known else "None is saved yet."
        )
        raise RefusedError(f"There is no product {quoted(name)}.", listed)
    return found


@product.command("edit", cls=WordsCommand)
def product_edit(
    ctx: typer.Context,
    name: Name,
    mg: Mg = None,
    unit: Unit = None,
    salt: Salt = None,
    kind: Kind = None,
    rename: Annotated[str | None, option("--name", "What to call it from now on.", "NAME")] = None,
) -> None:
    """Change a product. What was logged with it stays as it was."""
    session: Session = ctx.obj
    before = _found(session, " ".join(name))
    changed = before._replace(
        name=before.name if rename is None else _name([rename]),
        mg=before.mg if mg is None else quantities.total_mg(mg),
        unit=_unit(unit) or before.unit,
        salt=_salt_key(salt) or before.salt,
        source_kind=kind or before.source_kind,
    )
    if changed == before:
        raise ReadingError(
            "Nothing to change.", "Say what: --mg, --unit, --salt, --kind or --name."
        )
    stored = _save(session, changed, "product edit")
    say(f"{_product_line(before)} → {_product_line(stored)}")


@product.command("list")
def product_list(ctx: typer.Context, as_json: options.Json = False) -> None:
    """List the saved products."""
    session: Session = ctx.obj
    found = session.saved()
    if as_json:
        listed = [
            {"name": each.name, "mg": each.mg, "unit": each.unit, "salt": each.salt,
             "source_kind": each.source_kind or "supplement", "uuid": each.uuid}
            for each in found
        ]  # fmt: skip
        document({"schema": "mglog.products/1", "products": listed})
        return
    for each in found:
        say(_product_line(each))
    if not found:
        hint("None saved yet: mglog product add Slow-Mag --mg 71.5 --unit tablet")


@product.command("rm", cls=WordsCommand)
def product_rm(ctx: typer.Context, name: Name) -> None:
    """Forget a product. What was logged with it stays."""
    session: Session = ctx.obj
    found = _found(session, " ".join(name))
    with (
        session.writing() as connection,
        changing(connection, session.clock.now, "product rm") as change,
    ):
        change.remove_product(found)
    say(f"Removed product {escaped(found.name)}; what was logged with it stays.")
