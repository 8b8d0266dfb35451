"""Tests of `amounts`."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mglog.errors import MglogError
from mglog.formatting import number_text
from mglog.nutrition import amounts, food_table
from mglog.reading.intake_words import parted
from mglog.reading.measures import Amount
from tests.nutrition.support import grams, rows


@pytest.mark.parametrize(
    ("food", "text", "expected"),
    [
        ("almonds", "30g", 30),
        ("almonds", "1 oz", 28.35),
        ("almonds", "0.1kg", 100),
        ("almonds", "1 lb", 453.6),
        ("almonds", "1 cup", 143),
        ("almonds", "½ cup", 71.5),
        ("brown rice", "1 cup", 202),
        ("banana", None, 118),
        ("banana", "2", 236),
        ("egg", "2", 100),
        ("white bread", "2 slices", 58),
        ("whole wheat bread", "1 slice", 32),
        ("kiwi", "1", 69),
        ("honey", "1 1/2 tbsp", 31.5),
        ("milk", "250ml", 257.8),
        ("asparagus", "5 spears", 75),
        ("garlic", "2 cloves", 6),
        ("walnuts", "5 halves", 10),
        ("celery", "2 stalks", 80),
    ],
)
def test_amounts_in_grams(food: str, text: str | None, expected: float) -> None:
    assert grams(food, text) == pytest.approx(expected, rel=0.01)


@given(
    st.sampled_from(["g", "oz", "ml", "cup", "tbsp", None, "slice", "medium"]),
    st.floats(0.01, 1000),
    st.sampled_from([row["food_id"] for row in rows("foods.csv")[::37]]),
)
@settings(max_examples=200, deadline=None)
def test_amounts_are_proportional_or_refused(unit: str | None, value: float, food_id: str) -> None:
    food = food_table.food(food_id)
    assert food is not None
    measures = food_table.measures(food_id)
    try:
        one = amounts.weigh(food, Amount(value, unit), measures).grams
    except MglogError:
        return
    assert one > 0
    if unit is None and not 5 <= 2 * one <= 1500:  # a bare number of pieces is bounded
        with pytest.raises(MglogError, match="unlikely"):
            amounts.weigh(food, Amount(2 * value, unit), measures)
        return
    assert amounts.weigh(food, Amount(2 * value, unit), measures).grams == pytest.approx(2 * one)


def test_what_is_offered_works_when_typed() -> None:
    """Every measure that a refusal would list comes to the weight that it says, and most are."""
    shown = offered = 0
    ids = food_table.connection().execute("SELECT DISTINCT food_id FROM measures ORDER BY food_id")
    for (food_id,) in list(ids)[::37]:
        found = food_table.food(food_id)
        assert found is not None
        measures = food_table.measures(food_id)
        told = amounts.listed(found, measures).partition("measures: ")[2]
        offered += min(len(measures), 6)
        for text, said in re.findall(r"(?:^|, )([0-9][^()]*?) \(([0-9.]+) g\)", told):
            shown += 1
            splits = [each for each in parted(["x", text]).splits if each.name == "x"]
            weighed = [
                amounts.weigh(found, each.amount, measures).grams
                for each in splits
                if each.amount and (not each.measure or amounts.named(each.amount, measures))
            ]
            assert number_text(weighed[0]) == said, (found.description, text)
    assert shown > 0.6 * offered
