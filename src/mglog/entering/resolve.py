"""What a named intake is: a label with --mg, a product, a salt, a water or a food.

Must never take a name that is not exactly one of those for a thing without
being told which. On the path of a logged line: nothing heavy is imported.
"""

from collections.abc import Callable, Sequence

from mglog.domain.product import Product, product_key
from mglog.entering.dose import Thing, dose, no_salt, of_food, of_label, of_litres
from mglog.entering.values import Dose, Flags, check_flags
from mglog.errors import ReadingError, RefusedError
from mglog.formatting import escaped, number_text, quoted
from mglog.nutrition import food_table
from mglog.nutrition.food_table import Food
from mglog.reading import quantities
from mglog.reading.quantities import What

_CHOICES = 5

Choice = Food | Product
Choose = Callable[[str, Sequence[Choice]], Choice]
Saved = Callable[[], Sequence[Product]]


def resolve(read: What, flags: Flags, saved: Saved, choose: Choose) -> Dose:
    """The values of an intake that was named.

    Args:
        read: the words.
        flags: the options.
        saved: the person's products, read when they are needed.
        choose: asks which of some things a name means; raises where nobody can be asked.

    Raises:
        ReadingError: options that don't fit together.
        RefusedError: nothing of that name, or an amount that can't be turned into mg.
    """
    check_flags(flags)
    name = read.name or ""
    told = _told(name, read, flags)
    if told is not None:
        return told
    _refuse_turned(name)
    products = saved()
    known = next((each for each in products if product_key(each.name) == product_key(name)), None)
    thing: Thing | None = known or food_table.identify(name)
    if thing is not None:
        return dose(thing, name, read.amount, elemental=flags.elemental)
    if flags.elemental is not None:
        raise no_salt()
    return dose(choose(name, candidates(name, products)), None, read.amount)


def _told(name: str, read: What, flags: Flags) -> Dose | None:
    """What an option says outright: the magnesium, the food, or the magnesium in a litre."""
    if flags.elemental is not None and (flags.mg or flags.food or flags.mg_per_litre):
        raise no_salt()
    if flags.mg is not None:
        return of_label(name, read.amount, flags.mg)
    if flags.food is not None:
        return of_food(_by_id(flags.food), read.name, read.amount)
    if flags.mg_per_litre is not None:
        return of_litres(name, read.amount, quantities.total_mg(flags.mg_per_litre))
    return None


def _by_id(food_id: str) -> Food:
    found = food_table.food(food_id.strip())
    if found is None:
        raise RefusedError(
            f"There is no food {quoted(food_id)}.", "Find its id: mglog food search TEXT"
        )
    return found


def _refuse_turned(name: str) -> None:
    turned = quantities.name_first(name)
    if turned is not None and food_table.alias(name) is None:
        raise ReadingError(
            f"{quoted(name)} starts with an amount.", f"The name goes first: {escaped(turned)}"
        )


def candidates(name: str, products: Sequence[Product]) -> list[Choice]:
    """The things that a name might mean, the likeliest first; at most five.

    Raises:
        RefusedError: there are none.
    """
    from mglog.nutrition.food_search import near, search  # only if the name is not exact

    by_name = {product.name: product for product in products}
    found: list[Choice] = [by_name[each] for each in near(name, by_name)]
    found += search(name, _CHOICES)
    if not found:
        raise RefusedError(
            f"Nothing in the food table is called {quoted(name)}.",
            "Add --mg with the elemental magnesium in it, or search: mglog food search TEXT",
        )
    return found[:_CHOICES]


def not_exact(name: str) -> str:
    """What is wrong with a name that candidates are offered for."""
    return f"{quoted(name)} is not exactly a food of the table, nor a product."


def choice_line(choice: Choice) -> str:
    """A candidate as a line: its id, its name and how much magnesium it holds."""
    if isinstance(choice, Product):
        return f" product  {escaped(choice.name)}  {number_text(choice.mg)} mg a {choice.unit}"
    per_100g = number_text(choice.mg_per_100g)
    return f"{choice.food_id:>8}  {escaped(choice.description)}  {per_100g} mg/100 g"
