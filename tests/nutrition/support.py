"""What the tests of this folder share."""

import csv

from mglog.nutrition import amounts, food_table
from mglog.reading.measures import amount
from tests.support import ROOT

DATA = ROOT / "data" / "nutrition"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def grams(food: str, text: str | None) -> float:
    found = food_table.alias(food)
    assert found is not None
    read = None if text is None else amount(text)
    return amounts.weigh(found, read, food_table.measures(found.food_id)).grams
