"""What a named intake is: a label with --mg, a product, a salt, a water or a food.

Must never log a name that is not exactly one of those without being told
which food it is. On the path of a logged line: nothing heavy is imported.
"""

import sys
from typing import NamedTuple

from mglog.cli.named import Named
from mglog.cli.session import Session, hint
from mglog.diary import products
from mglog.errors import MglogError, ReadingError, RefusedError
from mglog.formatting import escaped, number_text, quoted
from mglog.nutrition import amounts, food_table
from mglog.nutrition.food_table import Food
from mglog.reading import quantities
from mglog.reading.quantities import Amount, What

_CHOICES = 5


class Flags(NamedTuple):
    """What the options say of the thing named; None is not said."""

    mg: str | None = None
    elemental: bool | None = None
    food: str | None = None
    mg_per_litre: str | None = None


def resolve(session: Session, read: What, flags: Flags) -> Named:
    """The values of an intake that was named.

    Raises:
        ReadingError: options that don't fit together.
        RefusedError: nothing of that name, or an amount that can't be turned into mg.
    """
    name = read.name or ""
    told = _told(name, read, flags)
    if told is not None:
        return told
    _refuse_turned(name)
    with session.diary.reading() as connection:
        product = products.find(connection, name)
        saved = [] if product is not None else list(products.every(connection))
    if product is not None:
        if flags.elemental is not None:
            raise _no_salt()
        return _product(product, read.amount)
    salt = food_table.salt(name)
    if salt is not None:
        return _salt(name, salt, read.amount, elemental=flags.elemental)
    if flags.elemental is not None:
        raise _no_salt()
    water = food_table.water(name)
    if water is not None:
        return _litres(water.name, read.amount, water.mg_per_litre)
    food = food_table.alias(name)
    if food is not None:
        return _food(food, name, read.amount)
    chosen = _chosen(name, saved)
    if isinstance(chosen, products.Product):
        return _product(chosen, read.amount)
    return _food(chosen, None, read.amount)


def _told(name: str, read: What, flags: Flags) -> Named | None:
    """What an option says outright: the magnesium, the food, or the magnesium in a litre."""
    if flags.elemental is not None and (flags.mg or flags.food or flags.mg_per_litre):
        raise _no_salt()
    if flags.mg is not None:
        return _label(name, read.amount, flags.mg)
    if flags.food is not None:
        return _food(_by_id(flags.food), read.name, read.amount)
    if flags.mg_per_litre is not None:
        return _litres(name, read.amount, quantities.total_mg(flags.mg_per_litre))
    return None


def _no_salt() -> ReadingError:
    return ReadingError(
        "--elemental and --compound say how the weight of a salt is meant; this is none.",
        "Leave them out.",
    )


def _refuse_turned(name: str) -> None:
    turned = quantities.name_first(name)
    if turned is not None and food_table.alias(name) is None:
        raise ReadingError(
            f"{quoted(name)} starts with an amount.", f"The name goes first: {escaped(turned)}"
        )


def _label(name: str, amount: Amount | None, mg: str) -> Named:
    salt = food_table.salt(name)
    values: dict[str, object] = {"mg": quantities.total_mg(mg), "what": name, **_amount(amount)}
    if salt is not None:
        values |= {"salt": salt.key, "source_kind": "supplement"}
    return Named(values)


def _amount(amount: Amount | None) -> dict[str, object]:
    return {"amount": amount and amount.value, "unit": amount and amount.unit}


def _product(product: products.Product, amount: Amount | None) -> Named:
    value, unit = (1.0, None) if amount is None else amount
    if unit not in (None, product.unit, "piece"):
        raise RefusedError(
            f"{quoted(product.name)} is counted by the {product.unit}, not by the {unit}.",
            f"Type how many: mglog add-intake {product.name} 2",
        )
    mg = value * product.mg
    _checked_total(mg, product.name)
    return Named(
        {
            "mg": mg,
            "what": product.name,
            "amount": value,
            "unit": product.unit,
            "product": product.uuid,
            "salt": product.salt,
            "source_kind": product.source_kind or "supplement",
        },
        f"{number_text(product.mg)} mg a {product.unit}",
    )


def _checked_total(mg: float, name: str) -> None:
    if mg > quantities.MOST_MG:
        raise RefusedError(
            f"That would be {mg:,.0f} mg of magnesium from {quoted(name)} at once.",
            "Check the amount.",
        )


def _salt(
    name: str, salt: food_table.Salt, amount: Amount | None, *, elemental: bool | None
) -> Named:
    grams = None if amount is None else amounts.in_grams(amount)
    if amount is None or grams is None:
        raise RefusedError(
            f"How much {escaped(name)}?",
            f"Give its weight, or the magnesium on the label: {escaped(name)} --mg 100",
        )
    weight = grams * 1000
    shown = f"{number_text(weight)} mg"
    if elemental is None:
        raise RefusedError(
            f"Is {shown} the magnesium or the {escaped(name)}?",
            f"Add --elemental for the magnesium, --compound for the salt ({shown} × "
            f"{number_text(salt.percent)} % = {number_text(weight * salt.percent / 100)} mg).",
        )
    mg = weight if elemental else weight * salt.percent / 100
    _checked_total(mg, name)
    values: dict[str, object] = {
        "mg": mg,
        "what": name,
        "salt": salt.key,
        "source_kind": "supplement",
        **_amount(amount),
    }
    if elemental:
        return Named(values, "elemental", salt.note)
    share = f"{number_text(salt.percent)} %"
    arithmetic = f"{shown} {escaped(name)} × {share} = {number_text(mg)} mg magnesium"
    return Named({**values, "compound_mg": weight}, arithmetic, salt.note)


def _litres(name: str, amount: Amount | None, mg_per_litre: float) -> Named:
    litres = None if amount is None else amounts.in_litres(amount)
    if litres is None:
        raise RefusedError(
            f"How much {escaped(name)}?", f"Give a volume: mglog add-intake {escaped(name)} 500ml"
        )
    mg = litres * mg_per_litre
    _checked_total(mg, name)
    return Named(
        {"mg": mg, "what": name, "source_kind": "drink", **_amount(amount)},
        f"{number_text(mg_per_litre)} mg a litre",
    )


def _by_id(food_id: str) -> Food:
    found = food_table.food(food_id.strip())
    if found is None:
        raise RefusedError(
            f"There is no food {quoted(food_id)}.", "Find its id: mglog food search TEXT"
        )
    return found


def _food(food: Food, name: str | None, amount: Amount | None) -> Named:
    weighed = amounts.weigh(food, amount, food_table.measures(food.food_id))
    mg = weighed.grams * food.mg_per_100g / 100
    _checked_total(mg, food.description)
    what = food.description if name is None else name
    values = {
        "mg": mg,
        "what": what[:200],
        "source_kind": "food",
        "grams": weighed.grams,
        "mg_per_100g": food.mg_per_100g,
        "food_id": food.food_id,
        **_amount(amount or Amount(1.0, None)),
    }
    shown = f"{escaped(food.description)}, {number_text(weighed.grams)} g"
    by = f" ({escaped(weighed.measure)})" if weighed.measure else ""
    # Named by its own description, it need not be named again.
    matched = f"{shown}{by} at" if what != food.description else "at"
    return Named(values, f"{matched} {number_text(food.mg_per_100g)} mg/100 g")


def _line(choice: Food | products.Product) -> str:
    if isinstance(choice, products.Product):
        return f" product  {escaped(choice.name)}  {number_text(choice.mg)} mg a {choice.unit}"
    per_100g = number_text(choice.mg_per_100g)
    return f"{choice.food_id:>8}  {escaped(choice.description)}  {per_100g} mg/100 g"


def _chosen(name: str, saved: list[products.Product]) -> Food | products.Product:
    """What a person picks of the best matches; elsewhere than on a terminal, nothing."""
    from mglog.nutrition.food_search import near, search  # only if not exact

    by_name = {product.name: product for product in saved}
    own = [by_name[found] for found in near(name, by_name)]
    choices: list[Food | products.Product] = list(own)
    choices += search(name, _CHOICES)
    del choices[_CHOICES:]
    if not choices:
        raise RefusedError(
            f"Nothing in the food table is called {quoted(name)}.",
            "Add --mg with the elemental magnesium in it, or search: mglog food search TEXT",
        )
    lines = [_line(choice) for choice in choices]
    wrong = f"{quoted(name)} is not exactly a food of the table, nor a product."
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
        how = "Choose one with --food ID, by a product's name, or say --mg."
        raise MglogError(wrong, how, details=lines)
    hint(f"{wrong} Did you mean:")
    for number, line in enumerate(lines, 1):
        hint(f"  {number}  {line}")
    span = "1" if len(choices) == 1 else f"1–{len(choices)}"
    print(f"Which ({span}, Enter for none)? ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip()
    if answer.isdecimal() and 1 <= int(answer) <= len(choices):
        return choices[int(answer) - 1]
    raise RefusedError("Nothing was stored.")
