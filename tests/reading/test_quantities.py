"""Tests of `quantities`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mglog.errors import ReadingError
from mglog.reading.quantities import Amount, amount, magnesium, name_first, total_mg, what


@pytest.mark.parametrize(
    ("typed", "mg", "bare"),
    [
        ("400", 400, True),
        ("400 mg", 400, False),
        ("400MG", 400, False),
        ("0.4g", 400, False),
        ("0,4 g", 400, False),
        ("250mcg", 0.25, False),
        ("250 µg", 0.25, False),
        (".5g", 500, False),
        ("10000", 10_000, True),
        ("½ g", 500, False),
    ],
)
def test_a_quantity_of_magnesium(typed: str, mg: float, bare: bool) -> None:
    found = magnesium(typed)

    assert found is not None
    assert found.mg == pytest.approx(mg)
    assert bare is found.bare


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("0", "no magnesium"),
        ("0mg", "no magnesium"),
        ("0.0001mcg", "no magnesium"),
        ("12000", "Did you mean 1200 mg"),
        ("10001", "An amount of food goes after"),
        ("1e3", "not a quantity"),
        ("9" * 20, "over 10,000 mg"),
        ("30g", "Did you mean 30 mg"),
        ("99999999999999", "over 10,000 mg"),
        ("nan", "not a quantity"),
        ("inf mg", "not a quantity"),
        ("-inf", "not a quantity"),
        ("1,500mg", "could mean 1500 or 1.500"),
        ("1/0 g", "divides by zero"),
    ],
)
def test_a_quantity_that_cannot_be(typed: str, says: str) -> None:
    with pytest.raises(ReadingError) as caught:
        magnesium(typed)
    assert says in str(caught.value)


def test_mg_option_takes_quantities_only() -> None:
    assert total_mg("178") == 178
    assert total_mg("2,5") == 2.5
    for typed in ("abc", "", "-5", "nan", "30 tablets"):
        with pytest.raises(ReadingError):
            total_mg(typed)


@pytest.mark.parametrize(
    ("words", "name", "given"),
    [
        (["almonds", "30g"], "almonds", Amount(30, "g")),
        (["almonds 30 g"], "almonds", Amount(30, "g")),
        (["brown rice 1 cup"], "brown rice", Amount(1, "cup")),
        (["brown", "rice", "1", "cup"], "brown rice", Amount(1, "cup")),
        (["magnesium", "oxide", "400mg"], "magnesium oxide", Amount(400, "mg")),
        (["slow-mag", "2"], "slow-mag", Amount(2, None)),
        (["slow-mag", "2", "tablets"], "slow-mag", Amount(2, "tablet")),
        (["rice 1 1/2 tbsp"], "rice", Amount(1.5, "tbsp")),
        (["oats", "½ cup"], "oats", Amount(0.5, "cup")),
        (["vitamin b12 2"], "vitamin b12", Amount(2, None)),
        (["7-seed bread"], "7-seed bread", None),
        (["tap water 250ml"], "tap water", Amount(250, "ml")),
    ],
)
def test_words_of_an_intake(words: list[str], name: str, given: Amount | None) -> None:
    found = what(words)

    assert (found.quantity, found.name, found.amount) == (None, name, given)


@pytest.mark.parametrize("words", [["400", "mg"], ["400mg"], ["400 mg"]])
def test_a_quantity_quoted_or_not(words: list[str]) -> None:
    found = what(words)
    assert found.quantity is not None
    assert found.quantity.mg == 400


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["2", "capsules"], "of what"),
        (["½ cup"], "of what"),
        (["400", "mg", "30g"], "two amounts"),
        (["400mg", "2"], "two amounts"),
        ([""], "is empty"),
        (["a\x1b[31m"], "control character"),
        (["a\nb"], "one line"),
        (["a\u202eb"], "control character"),
        (["a\udcff"], "not valid UTF-8"),
        (["x" * 201], "200 is the most"),
        (["almonds", "0g"], "not an amount"),
    ],
)
def test_words_refused(words: list[str], says: str) -> None:
    with pytest.raises(ReadingError, match=says):
        what(words)


def test_units_in_singular_and_plural() -> None:
    for typed, unit in [("2 slices", "slice"), ("2 cups", "cup"), ("1 glass", "glass"),
                        ("3 glasses", "glass"), ("2 caps", "capsule"), ("1 Oz.", None),
                        ("2 lbs", "lb"), ("2 gummies", "gummy")]:  # fmt: skip
        found = amount(typed)
        assert (found and found.unit) == unit, typed


@given(st.text(max_size=20))
def test_any_words_are_read_or_refused(text: str) -> None:
    try:
        what([text])
    except ReadingError as error:
        assert error.message


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("30 G", Amount(30, "g")),
        ("2 Tablets", Amount(2, "tablet")),
        ("3", Amount(3, None)),
        ("1000000", Amount(1_000_000, None)),
        ("1000000g", Amount(1_000_000, "g")),
        ("", None),
        ("2 of them", None),
    ],
)
def test_an_amount_of_something(typed: str, expected: Amount | None) -> None:
    assert amount(typed) == expected


@pytest.mark.parametrize("typed", ["0", "0g", "1000000.1g", "1000001"])
def test_an_amount_to_be_refused(typed: str) -> None:
    with pytest.raises(ReadingError) as caught:
        amount(typed)
    assert str(caught.value) == f"'{typed}' is not an amount to log. Type 30g, 1 cup or 2."


def test_an_amount_may_come_first() -> None:
    assert name_first("1/2 400mg citrate") == "400mg citrate 1/2"
    assert name_first("0 cups 30g oats") is None
    assert name_first("400mg magnesium citrate") == "magnesium citrate 400mg"
    assert name_first("1 1/2 cups rice") == "rice 1 1/2 cups"
    assert name_first("2 slices bread") == "bread 2 slices"
    assert name_first("rice 30 g") is None
    assert name_first("1/0 2 almonds") is None


def test_milligrams_are_not_negative() -> None:
    with pytest.raises(ReadingError) as caught:
        total_mg("-5")
    assert str(caught.value) == "'-5' is negative. Type 400, 400mg, 0.4g or 250mcg."


FOOD = "An amount of food goes after its name: almonds 30g."


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("400000", f"is over 10,000 mg of magnesium at once. Did you mean 4000 mg? {FOOD}"),
        ("100000", f"is over 10,000 mg of magnesium at once. Did you mean 10000 mg? {FOOD}"),
        ("12345", f"is over 10,000 mg of magnesium at once. {FOOD}"),
        ("NaN", "is not a quantity. Type 400, 400mg, 0.4g or 250mcg."),
        ("INF mg", "is not a quantity. Type 400, 400mg, 0.4g or 250mcg."),
        ("1,234", "could mean 1234 or 1.234. Type 1234, or write the decimals with a point."),
        ("1/0", "divides by zero. Type 1/2, ½ or 0.5."),
    ],
)
def test_what_is_said_of_a_quantity_that_cannot_be(typed: str, says: str) -> None:
    with pytest.raises(ReadingError) as caught:
        magnesium(typed)
    assert str(caught.value) == f"'{typed}' {says}"


def test_the_least_and_the_most_magnesium() -> None:
    read = [magnesium(typed) for typed in ("0.001", "10000")]
    assert [found and found.mg for found in read] == [0.001, 10_000.0]
    with pytest.raises(ReadingError):
        magnesium("0.0009")
