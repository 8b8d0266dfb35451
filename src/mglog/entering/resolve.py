"""What a named intake is: a label with --mg, a product, a salt, a water or a food.

Must never take a name that is not exactly one of those for a thing without
being told which. On the path of a logged line: nothing heavy is imported.
"""

from collections.abc import Callable, Iterable, Sequence

from mglog.domain.product import Product
from mglog.entering.dose import Thing, counts, dose, no_salt, of_food, of_label, of_litres
from mglog.entering.values import Dose, Flags, Saved, check_flags
from mglog.errors import ReadingError, RefusedError
from mglog.formatting import comparable, escaped, number_text, quoted, typed
from mglog.nutrition import amounts, food_table
from mglog.nutrition.food_names import key
from mglog.nutrition.food_table import Food, Salt, Water
from mglog.reading import quantities
from mglog.reading.intake_words import Split, What, amount_words, parted, refuse_two_amounts
from mglog.reading.measures import Amount, is_dose, unit_of
from mglog.reading.misplaced import refuse_misplaced

_CHOICES = 5

Choice = Food | Product | Salt | Water
Choose = Callable[[str, Sequence[Choice]], Choice]


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
    flags = _with_words(read, flags)
    check_flags(flags)
    told = _told(read, flags)
    if told is not None:
        return told
    products = saved()
    known = _known(read, products)
    if known is not None:
        split, thing = known
        return dose(thing, split.name, split.amount, elemental=flags.elemental)
    refuse_misplaced(read.typed.split(), "what you took in")
    _refuse_more_than_a_name(read)
    refuse_two_amounts(_as_named(read))
    name = read.name or ""
    if _is_supplement(read):
        thing = choose(name, _supplements(read, products))
    elif flags.elemental is not None:
        raise no_salt()
    else:
        thing = choose(name, candidates(name, read.amount, products))
    return dose(thing, None, read.amount, elemental=flags.elemental)


# What stands beside a quantity, and is no name: `about 300mg`, `300mg before bed`.
_BESIDE = {
    "about",
    "around",
    "approx",
    "approximately",
    "took",
    "take",
    "taken",
    "before",
    "after",
    "with",
    "at",
    "daily",
    "every",
    "in",
    "during",
    "twice",
    "once",
    "per",
    "this",
    "had",
}


def _refuse_more_than_a_name(read: What) -> None:
    """Refuse words that say more than what was taken, or that nothing was.

    Raises:
        ReadingError: with what to type.
    """
    first = (read.name or "").lower().split()[:1]
    if first and first[0] in ("no", "none", "not", "without"):
        raise ReadingError(
            f"{quoted(read.typed)} says that none was taken.", "Type mglog no-intake"
        )
    if {"hundred", "thousand"} & {*(read.name or "").lower().split()}:
        raise ReadingError(
            f"{quoted(read.typed)} holds a number in words.", "Type it in figures, as in 300mg."
        )
    if read.amount is not None and first and first[0] in _BESIDE:
        raise ReadingError(
            f"{quoted(read.typed)} is more than a quantity.",
            "Put the rest in --note, or the time in --at.",
        )


def _as_named(read: What) -> What:
    """The words, where a number before them may be part of a name: `7 up 330 ml`.

    Not if what follows the number is itself known: `2 almonds 30g` gives two amounts.
    """
    if not read.name or amount_words(read.name) is not None:
        return read
    inner = parted([read.name])
    number = inner.amount
    if read.amount is None or number is None or number.unit is not None:
        return read
    known = any(food_table.identify(each.name) for each in inner.splits)
    return read if known else read._replace(name="")


def _with_words(read: What, flags: Flags) -> Flags:
    """The options, and what the words themselves say of a salt's weight.

    Raises:
        ReadingError: they contradict.
    """
    if read.elemental is None or flags.elemental == read.elemental:
        return flags
    if flags.elemental is not None:
        raise ReadingError(
            f"{quoted(read.typed)} contradicts the option.", "Give --elemental or --compound."
        )
    return flags._replace(elemental=read.elemental)


def _told(read: What, flags: Flags) -> Dose | None:
    """What an option says outright: the magnesium, the food, or the magnesium in a litre."""
    name, amount = _labelled(read)
    if flags.elemental is not None and (flags.mg or flags.food or flags.mg_per_litre):
        raise no_salt()
    if flags.food is not None:
        return of_food(_by_id(flags.food), read.name, read.amount)
    if flags.mg is None and flags.mg_per_litre is None:
        return None
    refuse_misplaced(name.split(), "what you took in")
    if flags.mg_per_litre is not None:
        return of_litres(name, amount, quantities.total_mg(flags.mg_per_litre))
    found = of_label(name, amount, flags.mg or "")
    if found.values.source_kind is None and _names_supplement(read.typed):
        return found._replace(values=found.values._replace(source_kind="supplement"))
    return found


def _labelled(read: What) -> tuple[str, Amount | None]:
    """A label and its amount: only a unit tells the two apart, as `omega 3` is all name."""
    for split in read.splits:
        if (
            split.amount is not None
            and split.amount.unit is not None
            and not (split.implied or split.measure)
        ):
            return split.name, split.amount
    return read.splits[0].name if read.splits else read.name or "", None


def _known(read: What, products: Sequence[Product]) -> tuple[Split, Thing] | None:
    """The first way to part the words whose name is one of the products, or of the table."""
    by_key = {comparable(product.name): product for product in products}
    other: tuple[Split, Thing] | None = None
    for split in read.splits:
        product = by_key.get(comparable(split.name))
        if product is not None and counts(product, split.amount):
            return split, product
        if product is not None:
            other = other or (split, product)
        thing = food_table.identify(split.name)
        if thing is not None and (not split.measure or _is_measured(thing, split)):
            return split, thing
    return other


def _is_measured(thing: Thing, split: Split) -> bool:
    """Whether a food has the measure that the words may name."""
    if not isinstance(thing, Food) or split.amount is None:
        return False
    return amounts.named(split.amount, food_table.measures(thing.food_id)) is not None


def _by_id(food_id: str) -> Food:
    found = food_table.food(food_id.strip())
    if found is None:
        raise RefusedError(
            f"There is no food {quoted(food_id)}.", "Find its id: mglog food search TEXT"
        )
    return found


_PARTS_OF_SUPPLEMENTS = {"mag", "mg", "mgo", "magnesium", "magnesia"}
_NO_SUPPLEMENTS = ("magnum", "magnol", "magret", "magic", "maggi", "magh")


def _is_supplement(read: What) -> bool:
    """Whether an unknown name is more likely a supplement than a food.

    It names magnesium or one of its salts, or it is counted as only medicines are.
    """
    if any(each.amount and is_dose(each.amount.unit) for each in read.splits):
        return True
    return _names_supplement(read.name or "")


def _names_supplement(text: str) -> bool:
    """Whether words name magnesium, one of its salts, or a tablet of something."""
    parts = key(text.replace("-", " ")).split()
    salts = {word for name in food_table.salt_names() for word in name.split() if len(word) > 4}
    return any(
        part in _PARTS_OF_SUPPLEMENTS
        or (part.startswith("mag") and not part.startswith(_NO_SUPPLEMENTS))
        or (part.endswith("mag") and len(part) > 3)
        or part in salts
        or is_dose(unit_of(part))
        for part in parts
    )


def _supplements(read: What, products: Sequence[Product]) -> list[Choice]:
    """The products and salts that a name might mean, the likeliest first.

    Raises:
        RefusedError: there are none.
    """
    from mglog.nutrition.food_search import near  # only if the name is not exact

    name = read.name or ""
    by_name: dict[str, Choice] = {each.name: each for each in products}
    found = [by_name[each] for each in _holding(name, by_name) or near(name, by_name)]
    unit = read.amount.unit if read.amount else None
    if unit is None or unit in ("mg", "mcg", "g"):  # no salt is counted by the tablet
        likely = near(name, food_table.salt_names()) or food_table.salts_holding(name)
        salts = {salt.key: salt._replace(name=each) for each in reversed(likely)
                 if (salt := food_table.salt(each)) is not None}  # fmt: skip
        found += reversed(salts.values())
    if not found and all(unit_of(part) or part.isdecimal() for part in name.split()):
        raise RefusedError(
            f"{escaped(name)} is no name.",
            "Type what it is too: mglog add-intake slow-mag 2; or the milligrams: 200mg",
        )
    if not found:
        counted = f" --unit {unit}" if is_dose(unit) and unit not in ("mg", "mcg") else ""
        raise RefusedError(
            f"{escaped(name)} is not saved yet:",
            f"mglog product add {typed(name)} --mg MG{counted} (the elemental mg in one), "
            "or type the milligrams: mglog add-intake 200mg",
        )
    return found[:_CHOICES]


def _holding(name: str, names: Iterable[str]) -> list[str]:
    """The names that hold all the words of one: `biolectra` of Biolectra Magnesium 300."""
    asked = set(key(name).split())
    return [each for each in names if asked <= set(key(each.replace("-", " ")).split())]


def candidates(name: str, amount: Amount | None, products: Sequence[Product]) -> list[Choice]:
    """The things that a name might mean, the likeliest first; at most five.

    Raises:
        RefusedError: there are none.
    """
    from mglog.nutrition.food_search import near, search  # only if the name is not exact

    by_name: dict[str, Choice] = {product.name: product for product in products}
    if amount is not None and amounts.in_litres(amount) is not None:
        by_name |= {water.name: water for water in food_table.waters()}
    found = [by_name[each] for each in _holding(name, by_name) or near(name, by_name)]
    found += search(name, _CHOICES)
    if not found:
        raise RefusedError(
            f"Nothing in the food table is called {quoted(name)}.",
            "Add --mg with the elemental magnesium in it, or search: mglog food search TEXT",
        )
    return found[:_CHOICES]


def not_exact(name: str) -> str:
    """What is wrong with a name that candidates are offered for."""
    return f"I don't know {quoted(name)}."


def how_to_choose(choices: Sequence[Choice]) -> str:
    """What to type instead, where nobody can be asked."""
    if any(isinstance(choice, Food) for choice in choices):
        return "Choose one with --food ID, by a product's or a water's name, or say --mg. Closest:"
    return "Type one of these names, save what you take (mglog product add), or say --mg:"


def choice_line(choice: Choice) -> str:
    """A candidate as a line: its id, its name and how much magnesium it holds."""
    if isinstance(choice, Product):
        return f" product  {escaped(choice.name)}  {number_text(choice.mg)} mg a {choice.unit}"
    if isinstance(choice, Salt):
        return f"    salt  {escaped(choice.name)}  {number_text(choice.percent)} % magnesium"
    if isinstance(choice, Water):
        return f"   water  {escaped(choice.name)}  {number_text(choice.mg_per_litre)} mg a litre"
    per_100g = number_text(choice.mg_per_100g)
    return f"{choice.food_id:>8}  {escaped(choice.description)}  {per_100g} mg/100 g"
