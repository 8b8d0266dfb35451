"""`food search` and `food show`: what the food table says."""

from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import document, say
from mglog.cli.unquoted import WordsCommand
from mglog.errors import RefusedError
from mglog.formatting import escaped, number_text, quoted
from mglog.nutrition import amounts, food_table
from mglog.nutrition.food_search import search

app = options.new_app()
food = options.new_app()
app.add_typer(food, name="food")

_FOUND = 10


@food.callback()
def food_group() -> None:
    """Search the food table, and show what it says of a food."""


@food.command("search", cls=WordsCommand)
def food_search(
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="almonds, brown rice …")],
    as_json: options.Json = False,
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
        amount = f"{number_text(each.mg_per_100g):>5} mg/100 g"
        say(f"{each.food_id:>8}  {amount}  {escaped(each.description)}{mark}")


def _food_json(found: food_table.Food) -> dict[str, object]:
    return {
        "food_id": found.food_id,
        "description": found.description,
        "category": found.category,
        "mg_per_100g": found.mg_per_100g,
        "alias": found.alias,
        "portions": [
            {"measure": each.name, "grams": each.grams / each.amount}
            for each in food_table.measures(found.food_id)
        ],
    }


@food.command("show")
def food_show(
    food_id: Annotated[str, typer.Argument(metavar="ID", help="As food search gives it.")],
    as_json: options.Json = False,
) -> None:
    """Show one food and its measures."""
    found = food_table.food(food_id) or food_table.alias(food_id)
    if found is None:
        raise RefusedError(
            f"There is no food {quoted(food_id)}.", "Find one: mglog food search TEXT"
        )
    if as_json:
        document({"schema": "mglog.food/1", **_food_json(found)})
        return
    say(escaped(found.description))
    per_100g = number_text(found.mg_per_100g)
    say(f"  {per_100g} mg magnesium in 100 g · {found.category} · {found.food_id}")
    measures = food_table.measures(found.food_id)
    for each in measures:
        mg = each.grams * found.mg_per_100g / 100
        amount = "" if each.amount == 1 else f"{number_text(each.amount)} "
        say(f"  {amount}{escaped(each.name)}: {number_text(each.grams)} g, {number_text(mg)} mg")
    one = amounts.piece(found, measures)
    if one is not None:
        say(f"  One is: {escaped(one.name)}")
