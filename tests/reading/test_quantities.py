"""Tests of `quantities`."""

import pytest

from mglog.errors import ReadingError
from mglog.reading.quantities import is_nothing, magnesium, names_magnesium, total_mg


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
        ("Magnesium 400", 400, True),
        ("magnesium 400 mg", 400, False),
        ("400 mg magnesium", 400, False),
        ("400 mg of magnesium", 400, False),
        ("300mg Mg", 300, False),
        ("mg 300", 300, True),
        ("mag 200", 200, True),
        ("300 milligrams", 300, False),
        ("0.4 grams", 400, False),
        ("250 micrograms", 0.25, False),
        ("4 mmol", 97.22, False),
        ("8 mEq", 97.22, False),
        ("8mval", 97.22, False),
        ("2 x 200mg", 400, False),
        ("2x200", 400, True),
        ("3 × 100 mg", 300, False),
        ("200mg x2", 400, False),
        ("two 200mg tablets", 400, False),
        ("2 tablets of 200mg", 400, False),
        ("half of 400mg", 200, False),
        ("half a 400mg tablet", 200, False),
        ("300 mg.", 300, False),
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
        ("10001", "An amount of food needs its name"),
        ("1e3", "not a quantity"),
        ("9" * 20, "over 10,000 mg"),
        ("30g", "Did you mean 30 mg"),
        ("99999999999999", "over 10,000 mg"),
        ("nan", "not a quantity"),
        ("inf mg", "not a quantity"),
        ("-inf", "not a quantity"),
        ("1,500mg", "could mean 1500 or 1.5. Type 1500 or 1.5."),
        ("1.500mg", "could mean 1500 or 1.5. Type 1500 or 1.5."),
        ("1,000", "could mean 1000 or 1."),
        ("1.000", "could mean 1000 or 1."),
        ("1.234,5 mg", "is not one number"),
        ("mag 2", "could mean 2 mg or 2 tablets. Type 2mg, or save"),
        ("2 magnesium", "could mean 2 mg or 2 tablets"),
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
    for typed in ("abc", "", "-5", "nan", "30 tablets", "half", "two", "1.000"):
        with pytest.raises(ReadingError):
            total_mg(typed)


def test_milligrams_are_not_negative() -> None:
    with pytest.raises(ReadingError) as caught:
        total_mg("-5")
    assert str(caught.value) == "'-5' is negative. Type 400, 400mg, 0.4g or 250mcg."


FOOD = "An amount of food needs its name: almonds 30g."


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("400000", f"is over 10,000 mg of magnesium at once. Did you mean 4000 mg? {FOOD}"),
        ("100000", f"is over 10,000 mg of magnesium at once. Did you mean 10000 mg? {FOOD}"),
        ("12345", f"is over 10,000 mg of magnesium at once. {FOOD}"),
        ("NaN", "is not a quantity. Type 400, 400mg, 0.4g or 250mcg."),
        ("INF mg", "is not a quantity. Type 400, 400mg, 0.4g or 250mcg."),
        ("1,234", "could mean 1234 or 1.234. Type 1234 or 1.234."),
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


@pytest.mark.parametrize(
    "typed", ["0", "0mg", "0.0 g", "none", "Nothing", "zero", "0 mmol", "magnesium 0", "0 tablets"]
)
def test_nothing_taken(typed: str) -> None:
    assert is_nothing(typed)


@pytest.mark.parametrize("typed", ["10", "0.5", "1.000", "no", "none of it", "0 slices", "00x"])
def test_something_taken(typed: str) -> None:
    assert not is_nothing(typed)


def test_which_words_name_magnesium() -> None:
    for typed in ("mag 2", "Magnesium 400", "300mg Mg", "mg 300", "slow-mag 2"):
        assert names_magnesium(typed), typed
    for typed in ("300 mg", "300mg", "magnum 1", "omg 2", "almonds 30 mg"):
        assert not names_magnesium(typed), typed
