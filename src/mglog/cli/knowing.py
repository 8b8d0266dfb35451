"""Commands about what mglog knows: `food`, `product`, `profile`."""

import re
from typing import Annotated, Literal

import typer

from mglog.cli.session import Session, document, hint, say
from mglog.cli.words import WordsCommand
from mglog.diary import products, profile, settings
from mglog.errors import MglogError, ReadingError, RefusedError
from mglog.nutrition import amounts, references, table
from mglog.nutrition.search import search
from mglog.reading import quantities
from mglog.reading.numbers import plain
from mglog.reading.text import inert, label, quoted

app = typer.Typer(add_completion=False, rich_markup_mode=None)
food = typer.Typer(add_completion=False, rich_markup_mode=None)
product = typer.Typer(add_completion=False, rich_markup_mode=None)
app.add_typer(food, name="food")
app.add_typer(product, name="product")

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
_FOUND = 10
_OLDEST = 1900


@food.callback()
def food_group() -> None:
    """Search the food table, and show what it says of a food."""


@food.command("search", cls=WordsCommand)
def food_search(
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="almonds, brown rice …")],
    as_json: Json = False,
) -> None:
    """Find foods, the plainest first."""
    query = " ".join(text)
    found = search(query, _FOUND)
    if as_json:
        document(
            {
                "schema": "mglog.foods/1",
                "query": query.encode("utf-8", "replace").decode(),
                "foods": [_food_json(each) for each in found],
            }
        )
        return
    if not found:
        raise RefusedError(f"Nothing found for {quoted(query)}.", "Try fewer or other words.")
    for each in found:
        mark = "  ← what the name means" if each.alias else ""
        amount = f"{plain(each.mg_per_100g):>5} mg/100 g"
        say(f"{each.food_id:>8}  {amount}  {inert(each.description)}{mark}")


def _food_json(found: table.Food) -> dict[str, object]:
    return {
        "food_id": found.food_id,
        "description": found.description,
        "category": found.category,
        "mg_per_100g": found.mg_per_100g,
        "alias": found.alias,
        "portions": [
            {"measure": each.name, "grams": each.grams / each.amount}
            for each in table.measures(found.food_id)
        ],
    }


@food.command("show")
def food_show(
    food_id: Annotated[str, typer.Argument(metavar="ID", help="As food search gives it.")],
    as_json: Json = False,
) -> None:
    """Show one food and its measures."""
    found = table.food(food_id) or table.alias(food_id)
    if found is None:
        raise RefusedError(
            f"There is no food {quoted(food_id)}.", "Find one: mglog food search TEXT"
        )
    if as_json:
        document({"schema": "mglog.food/1", **_food_json(found)})
        return
    say(inert(found.description))
    say(f"  {plain(found.mg_per_100g)} mg magnesium in 100 g · {found.category} · {found.food_id}")
    measures = table.measures(found.food_id)
    for each in measures:
        mg = each.grams * found.mg_per_100g / 100
        amount = "" if each.amount == 1 else f"{plain(each.amount)} "
        say(f"  {amount}{inert(each.name)}: {plain(each.grams)} g, {plain(mg)} mg")
    one = amounts.piece(found, measures)
    if one is not None:
        say(f"  One is: {inert(one.name)}")


@product.callback()
def product_group() -> None:
    """Save what a label says, so that a name and a number are enough."""


Name = Annotated[list[str], typer.Argument(metavar="NAME...", help="As you will type it.")]
Mg = Annotated[
    str | None,
    typer.Option("--mg", metavar="MG", help="Elemental magnesium in one, from the label."),
]
Unit = Annotated[
    str | None, typer.Option("--unit", metavar="UNIT", help="tablet, capsule, scoop …")
]
Salt = Annotated[str | None, typer.Option("--salt", metavar="SALT", help="citrate, oxide …")]
Kind = Annotated[
    Literal["food", "drink", "supplement"] | None,
    typer.Option("--kind", help="What it is; a supplement unless said otherwise."),
]


def _name(words: list[str]) -> str:
    name = label(" ".join(words), "the name")
    try:
        looks_like = quantities.magnesium(name) is not None or quantities.amount(name) is not None
    except ReadingError:
        looks_like = True
    read = None if looks_like else quantities.what([name])
    if table.salt(name) is not None:
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
    found = table.salt_by_key(salt) or table.salt(f"magnesium {salt}")
    if found is None:
        raise ReadingError(
            f"{quoted(salt)} is no salt of the table.", f"Known are {', '.join(table.salt_keys())}."
        )
    return found.key


def _unit(unit: str | None) -> str | None:
    if unit is None:
        return None
    read = quantities.amount(f"1 {unit}")
    return read.unit if read is not None and read.unit else label(unit, "the unit", most=40)


def _product_line(found: products.Product) -> str:
    salt = table.salt_by_key(found.salt) if found.salt else None
    parts = [
        f"{inert(found.name)}: {plain(found.mg)} mg of elemental magnesium a {inert(found.unit)}",
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
    made = products.new(
        _name(name), quantities.total_mg(mg), _unit(unit) or "piece", _salt_key(salt), kind
    )
    with session.diary.writing() as connection:
        stored = products.save(connection, made, session.clock.now)
    say(f"Product {_product_line(stored)}")
    if _salt_key(salt) is not None:
        hint("The label's figure was taken as magnesium, not as the weight of the salt.")


def _found(session: Session, name: str) -> products.Product:
    with session.diary.reading() as connection:
        found = products.find(connection, name)
        known = [each.name for each in products.every(connection)]
    if found is None:
        listed = f"Saved are {', '.join(map(inert, known[:8]))}." if known else "None is saved yet."
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
    rename: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What to call it from now on.")
    ] = None,
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
    with session.diary.writing() as connection:
        stored = products.save(connection, changed, session.clock.now)
    say(f"{_product_line(before)} → {_product_line(stored)}")


@product.command("list")
def product_list(ctx: typer.Context, as_json: Json = False) -> None:
    """List the saved products."""
    session: Session = ctx.obj
    with session.diary.reading() as connection:
        found = list(products.every(connection))
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
    with session.diary.writing() as connection:
        products.save(connection, found._replace(deleted="now"), session.clock.now)
    say(f"Removed product {inert(found.name)}; what was logged with it stays.")


def _day_starts(text: str) -> str:
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text.strip())
    if found is None or int(found[1]) > 12:  # noqa: PLR2004 - a diary day starts in the morning
        raise ReadingError(
            f"{quoted(text)} is no start of a day.", "Type a time from 00:00 to 12:59."
        )
    return f"{int(found[1]):02}:{found[2]}"


def _born(session: Session, year: int | None) -> str | None:
    if year is None:
        return None
    this = session.clock.today.year
    if not _OLDEST <= year <= this:
        raise ReadingError(f"{year} is no year of birth.", f"Type one from {_OLDEST} to {this}.")
    return str(year)


def _yes(flag: bool | None) -> str | None:
    return None if flag is None else ("yes" if flag else "no")


@app.command("profile", cls=WordsCommand)
def show_or_change(
    ctx: typer.Context,
    sex: Annotated[
        Literal["female", "male"] | None, typer.Option("--sex", help="For the target.")
    ] = None,
    born: Annotated[
        int | None, typer.Option("--born", metavar="YEAR", help="Year of birth, for the target.")
    ] = None,
    pregnant: Annotated[bool | None, typer.Option("--pregnant/--not-pregnant", help="Now.")] = None,
    lactating: Annotated[
        bool | None, typer.Option("--lactating/--not-lactating", help="Now.")
    ] = None,
    reference: Annotated[
        Literal["iom", "efsa", "uk"] | None,
        typer.Option("--reference", help="Whose recommendations; iom is the default."),
    ] = None,
    target: Annotated[
        str | None, typer.Option("--target", metavar="MG", help="Your own target for total intake.")
    ] = None,
    supplement_limit: Annotated[
        str | None,
        typer.Option("--supplement-limit", metavar="MG", help="Your own limit for supplements."),
    ] = None,
    day_starts: Annotated[
        str | None, typer.Option("--day-starts", metavar="HH:MM", help="When a diary day begins.")
    ] = None,
    clear: Annotated[
        list[str] | None, typer.Option("--clear", metavar="SETTING", help="Take a setting away.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show or change who you are, for targets, and when your day starts.

    \b
    mglog profile --sex female --born 1981
    """
    session: Session = ctx.obj
    given = {
        "sex": sex,
        "born": _born(session, born),
        "pregnant": _yes(pregnant),
        "lactating": _yes(lactating),
        "reference": reference,
        "target": target and repr(quantities.total_mg(target)),
        "supplement_limit": supplement_limit and repr(quantities.total_mg(supplement_limit)),
        "day_starts": day_starts and _day_starts(day_starts),
    }
    wanted: dict[str, str | None] = {
        key: value for key, value in given.items() if value is not None
    }
    for name in clear or []:
        plain_name = name.replace("-", "_")
        if plain_name not in settings.FORMS:
            known = ", ".join(key.replace("_", "-") for key in settings.FORMS)
            raise ReadingError(f"{quoted(name)} is no setting.", f"Settings are {known}.")
        wanted[plain_name] = None
    if wanted:
        with session.diary.writing() as connection:
            _refuse_nonsense({**settings.load(connection), **wanted})
            changed = profile.change(connection, wanted, session.clock.now)
        if changed.moved:
            say(f"{changed.moved} entr{'y' if changed.moved == 1 else 'ies'} moved to another day.")
    _show(session, as_json=as_json)


def _refuse_nonsense(merged: dict[str, str | None]) -> None:
    if merged.get("sex") == "male" and "yes" in (merged.get("pregnant"), merged.get("lactating")):
        raise MglogError(
            "Pregnancy and lactation have targets for women only.",
            "Set --sex female, or --target MG of your own.",
        )


def _show(session: Session, *, as_json: bool) -> None:
    with session.diary.reading() as connection:
        found_settings = settings.load(connection)
    who, year = references.person(found_settings), session.clock.today.year
    found, limit = references.target(who, year), references.supplement_limit(who, year)
    if as_json:
        document(
            {
                "schema": "mglog.profile/1",
                "settings": {key: found_settings.get(key) for key in settings.FORMS},
                "target_mg": found and found.mg,
                "target_source": found and found.source,
                "supplement_limit_mg": limit and limit.mg,
                "supplement_limit_source": limit and limit.source,
            }
        )
        return
    for key in settings.FORMS:
        if key in found_settings:
            say(f"{key.replace('_', ' ')}: {inert(found_settings[key])}")
    if found is None:
        low, high = references.ADULT_RANGE[who.reference]
        say(
            f"No target is set. For adults {references.SHOWN[who.reference]} recommends "
            f"{plain(low)}–{plain(high)} mg a day by age and sex."
        )
        hint("Set it: mglog profile --sex female --born 1981, or --target 350")
    else:
        say(f"Target {plain(found.mg)} mg a day in all ({found.source}).")
    if limit is not None:
        say(f"Upper limit {plain(limit.mg)} mg a day for supplements alone ({limit.source}).")
    if "day_starts" not in found_settings:
        say("A day starts at 04:00.")
