"""How much magnesium an intake is: all the arithmetic, and one bound.

Must never take the weight of a salt for magnesium unasked, nor round.
"""

from mglog.domain.kinds import LABEL_LENGTH, MOST_MG, Intake
from mglog.domain.product import Product
from mglog.entering.values import Dose
from mglog.errors import ReadingError, RefusedError
from mglog.formatting import escaped, number_text, quoted, typed, with_article
from mglog.nutrition import amounts, food_table
from mglog.nutrition.food_table import Food, Salt, Water
from mglog.reading import quantities
from mglog.reading.measures import Amount

Thing = Product | Salt | Water | Food


def _within_bounds(mg: float, name: str) -> float:
    if mg > MOST_MG:
        raise RefusedError(
            f"That would be {mg:,.0f} mg of magnesium from {quoted(name)} at once.",
            "Check the amount.",
        )
    return mg


def _said(amount: Amount | None) -> Amount:
    """The amount as it is stored; none is one."""
    return amount or Amount(1.0, None)


def no_salt() -> ReadingError:
    """The refusal of a salt's flags beside what is none."""
    return ReadingError(
        "--elemental and --compound say how the weight of a salt is meant; this is none.",
        "Leave them out.",
    )


def of_label(name: str, amount: Amount | None, mg: str) -> Dose:
    """Anything whose magnesium is said outright: total, elemental."""
    salt = food_table.salt(name)
    values = Intake(quantities.total_mg(mg, zero=True), name, None, *(amount or (None, None)))
    if salt is not None:
        values = values._replace(salt=salt.key, source_kind="supplement")
    return Dose(values)


def of_litres(name: str, amount: Amount | None, mg_per_litre: float) -> Dose:
    """A drink, by what a litre of it holds.

    Raises:
        RefusedError: the amount is no volume.
    """
    litres = None if amount is None else amounts.in_litres(amount)
    if amount is None or litres is None:
        raise RefusedError(
            f"How much {escaped(name)}?", f"Give a volume: mglog add-intake {typed(name)} 500ml"
        )
    mg = _within_bounds(litres * mg_per_litre, name)
    return Dose(Intake(mg, name, "drink", *amount), f"{number_text(mg_per_litre)} mg a litre")


def of_food(food: Food, name: str | None, amount: Amount | None) -> Dose:
    """A food of the table; called by its own description where no name is given.

    Raises:
        RefusedError: an amount that the food has no measure for.
    """
    weighed = amounts.weigh(food, amount, food_table.measures(food.food_id))
    mg = _within_bounds(weighed.grams * food.mg_per_100g / 100, food.description)
    what = food.description if name is None else name
    values = Intake(
        mg, what[:LABEL_LENGTH], "food", *_said(amount),
        grams=weighed.grams, mg_per_100g=food.mg_per_100g, food_id=food.food_id,
    )  # fmt: skip
    shown = f"{escaped(food.description)}, {number_text(weighed.grams)} g"
    by = f" ({escaped(weighed.measure)})" if weighed.measure else ""
    # Named by its own description, it need not be named again.
    matched = f"{shown}{by} at" if what != food.description else "at"
    return Dose(values, f"{matched} {number_text(food.mg_per_100g)} mg/100 g")


def counts(product: Product, amount: Amount | None) -> bool:
    """Whether an amount is a number of what a product is counted by."""
    return _units(product, amount) is not None


def _units(product: Product, amount: Amount | None) -> float | None:
    """How many of its units an amount of a product is; None if it is none."""
    value, unit = _said(amount)
    if unit in (None, "piece", product.unit, f"{product.unit}s", f"{product.unit}es"):
        return value
    for measured in (amounts.in_grams, amounts.in_litres):
        one, all_of_it = measured(Amount(1.0, product.unit)), measured(Amount(value, unit))
        if one is not None and all_of_it is not None:
            return all_of_it / one
    return None


def _of_product(product: Product, amount: Amount | None) -> Dose:
    value = _units(product, amount)
    if value is None:
        raise RefusedError(
            f"{quoted(product.name)} is counted by the {product.unit}, "
            f"not by the {_said(amount).unit}.",
            f"Type how many: mglog add-intake {typed(product.name)} 2",
        )
    values = Intake(
        _within_bounds(value * product.mg, product.name), product.name,
        product.source_kind or "supplement", value, product.unit,
        product=product.uuid, salt=product.salt,
    )  # fmt: skip
    return Dose(values, f"{number_text(product.mg)} mg {with_article(product.unit)}")


def _of_substance(
    name: str, salt: Salt, amount: Amount, each_mg: float, *, elemental: bool | None
) -> Dose:
    if elemental is False:
        raise ReadingError(
            f"{quoted(amount.unit or '')} counts the magnesium, not the weight of a salt.",
            "Leave --compound out.",
        )
    mg = _within_bounds(amount.value * each_mg, name)
    values = Intake(mg, name, "supplement", *amount, salt=salt.key)
    return Dose(values, f"{number_text(each_mg)} mg per {amount.unit}", salt.note)


def _of_salt(name: str, salt: Salt, amount: Amount | None, *, elemental: bool | None) -> Dose:
    each = None if amount is None else quantities.of_substance(amount.unit)
    if amount is not None and each is not None:  # of magnesium, whatever it is bound to
        return _of_substance(name, salt, amount, each, elemental=elemental)
    grams = None if amount is None else amounts.in_grams(amount)
    if amount is None or grams is None:
        raise RefusedError(
            f"How much {escaped(name)}?",
            "Give its weight, or the magnesium on the label: "
            f"mglog add-intake {typed(name)} --mg 100",
        )
    weight = grams * 1000
    shown, percent = f"{number_text(weight)} mg", f"{number_text(salt.percent)} %"
    share = number_text(weight * salt.percent / 100)
    if elemental is None:
        raise RefusedError(
            f"Is {shown} the magnesium or the {escaped(name)}?",
            f"Add --elemental for the magnesium, --compound for the salt ({shown} × "
            f"{percent} = {share} mg).",
        )
    mg = _within_bounds(weight if elemental else weight * salt.percent / 100, name)
    values = Intake(mg, name, "supplement", *amount, salt=salt.key)
    if elemental:
        return Dose(values, "elemental", salt.note)
    arithmetic = f"{shown} {escaped(name)} × {percent} = {share} mg magnesium"
    return Dose(values._replace(compound_mg=weight), arithmetic, salt.note)


def dose(
    thing: Thing, name: str | None, amount: Amount | None, *, elemental: bool | None = None
) -> Dose:
    """How much magnesium so much of a thing is.

    Args:
        thing: what it is.
        name: what it was called; None if it was picked from a list.
        amount: how much; None is one.
        elemental: of a salt, whether its weight is that of the magnesium.

    Raises:
        ReadingError: `elemental` is given of what is no salt.
        RefusedError: an amount that can't be turned into mg, or too much.
    """
    if isinstance(thing, Salt):
        return _of_salt(name or thing.name, thing, amount, elemental=elemental)
    if elemental is not None:
        raise no_salt()
    if isinstance(thing, Product):
        return _of_product(thing, amount)
    if isinstance(thing, Water):
        return of_litres(thing.name, amount, thing.mg_per_litre)
    return of_food(thing, name, amount)
