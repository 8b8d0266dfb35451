"""`product`: what a label says, saved under a name."""

import re
from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import document, hint, say, settle
from mglog.cli.options import option
from mglog.cli.session import Session
from mglog.cli.unquoted import AliasGroup, WordsCommand
from mglog.diary import products
from mglog.diary.change import changing
from mglog.domain.kinds import SHORT_LENGTH, SourceKind
from mglog.domain.plausible import dose_doubt
from mglog.domain.product import Product, new
from mglog.errors import ReadingError, RefusedError
from mglog.formatting import escaped, number_text, quoted, with_article
from mglog.nutrition import food_table
from mglog.reading import measures, quantities
from mglog.reading.measures import Amount
from mglog.reading.numbers import number
from mglog.reading.text import label
from mglog.report.entry_lines import units_text

app = options.new_app()
product = typer.Typer(cls=AliasGroup, add_completion=False, rich_markup_mode=None)
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
    """A product's name: anything that `add-intake` would not read as an amount.

    Raises:
        ReadingError: an amount, a quantity of magnesium, or a word for none of it.
    """
    name = label(" ".join(words), "the name")
    share = re.search(r"\b(?:per|in|for) ([0-9].*)$", name)
    if share is not None and measures.amount(share[1]) is not None:
        raise ReadingError(
            f"{quoted(name)} is more than a name.", f'Say what --mg is for: --unit "{share[1]}".'
        )
    try:
        looks_like = quantities.is_nothing(name) or measures.amount(name) is not None
        looks_like = looks_like or quantities.magnesium(name) is not None
    except ReadingError:
        looks_like = not quantities.names_magnesium(name)  # Mag 2 is a name if it is saved
    if looks_like or all(measures.unit_of(part) or part.isdecimal() for part in name.split()):
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


def _unit(unit: str | None) -> Amount | None:
    """What the label's figure is for: one of a unit, or several (`2 tablets`).

    Raises:
        ReadingError: a number alone, or a unit that is too long.
    """
    if unit is None:
        return None
    unit = unit.lower().removeprefix("per ").removeprefix("each ")
    of_several = re.fullmatch(r"(?:an? |one |1 )?serving(?: of | size:? | ?= ?| ?\()(.+?)\)?", unit)
    unit = of_several[1] if of_several else unit
    text = unit if unit[:1].isdigit() or measures.amount(unit) else f"1 {unit}"
    read = measures.amount(text)
    if read is None and (named := re.fullmatch(r"([0-9.,]+) (.+)", text)):
        read = Amount(number(named[1]), label(named[2], "the unit", most=SHORT_LENGTH))
    if read is None or read.unit is None:
        raise ReadingError(f"{quoted(unit)} is no unit.", 'Type tablet, scoop or "2 tablets".')
    return read


def _each(total: float, serving: Amount | None, unit: str) -> str:
    """How a label's figure for several was read; empty for one."""
    if serving is None or serving.value == 1:
        return ""
    share = number_text(total / serving.value)
    of = f"{number_text(serving.value)} {units_text(unit, serving.value)}"
    return f" · {number_text(total)} mg in {of} is {share} mg {escaped(with_article(unit))}"


def _product_line(found: Product) -> str:
    salt = food_table.salt_by_key(found.salt) if found.salt else None
    each = f"{number_text(found.mg)} mg of elemental magnesium {escaped(with_article(found.unit))}"
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
    yes: options.Sure = False,
) -> None:
    """Save a product: the elemental magnesium in one tablet, capsule, scoop.

    \b
    mglog product add Slow-Mag --mg 71.5 --unit tablet --salt chloride
    mglog add-intake slow-mag 2
    """
    session: Session = ctx.obj
    if mg is None:
        raise ReadingError("How much magnesium is in one?", "Add --mg with what the label says.")
    total, serving = quantities.total_mg(mg), _unit(unit)
    counted = (serving.unit if serving else None) or "piece"
    one = total / (serving.value if serving else 1)
    _settle_dose(one, yes=yes)
    stored = _save(session, new(_name(name), one, counted, _salt_key(salt), kind), "product add")
    say(f"Product {_product_line(stored)}{_each(total, serving, counted)}")
    if _salt_key(salt) is not None:
        hint("The label's figure was taken as magnesium, not as the weight of the salt.")


def _settle_dose(mg: float, *, yes: bool) -> None:
    """Ask about a label that no single piece is likely to have."""
    doubt = dose_doubt(mg, " in one")
    settle([doubt] if doubt else [], yes=yes)


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
    yes: options.Sure = False,
) -> None:
    """Change a product. What was logged with it stays as it was."""
    session: Session = ctx.obj
    before = _found(session, " ".join(name))
    serving = _unit(unit)
    total = before.mg if mg is None else quantities.total_mg(mg)
    if mg is None and serving is not None and serving.value != 1:
        of = f"{number_text(serving.value)} {units_text(serving.unit or '', serving.value)}"
        raise ReadingError(f"How much magnesium is in {of}?", "Add --mg with what the label says.")
    several = serving is not None and mg is not None
    changed = before._replace(
        name=before.name if rename is None else _name([rename]),
        mg=total / serving.value if serving is not None and several else total,
        unit=(serving.unit if serving else None) or before.unit,
        salt=_salt_key(salt) or before.salt,
        source_kind=kind or before.source_kind,
    )
    if changed == before:
        raise ReadingError(
            "Nothing to change.", "Say what: --mg, --unit, --salt, --kind or --name."
        )
    if changed.mg != before.mg:
        _settle_dose(changed.mg, yes=yes)
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
