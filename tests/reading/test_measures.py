"""Tests of `measures`."""

import pytest

from mglog.errors import ReadingError
from mglog.reading.measures import Amount, amount


def test_units_in_singular_and_plural() -> None:
    for typed, unit in [("2 slices", "slice"), ("2 cups", "cup"), ("1 glass", "glass"),
                        ("3 glasses", "glass"), ("2 caps", "capsule"), ("1 Oz", "oz"),
                        ("2 lbs", "lb"), ("2 gummies", "gummy")]:  # fmt: skip
        found = amount(typed)
        assert (found and found.unit) == unit, typed


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
        ("two slices", Amount(2, "slice")),
        ("half a", Amount(0.5, None)),
        ("half a cup of", None),
        ("a tin", Amount(1, "can")),
        ("x2", Amount(2, None)),
        ("2x", Amount(2, None)),
        ("× 3", Amount(3, None)),
        ("1 and a half cups", Amount(1.5, "cup")),
        ("half a dozen", Amount(6, None)),
        ("a couple", Amount(2, None)),
        ("6 fl oz", Amount(6, "floz")),
        ("6 fl. oz.", Amount(6, "floz")),
        ("2 soft gels", Amount(2, "softgel")),
        ("1 table spoon", Amount(1, "tbsp")),
        ("three quarters of a cup", Amount(0.75, "cup")),
        ("ag", None),
        ("al", None),
        ("ones", None),
    ],
)
def test_an_amount_of_something(typed: str, expected: Amount | None) -> None:
    assert amount(typed) == expected


@pytest.mark.parametrize("typed", ["0", "0g", "1000000.1g", "1000001"])
def test_an_amount_to_be_refused(typed: str) -> None:
    with pytest.raises(ReadingError) as caught:
        amount(typed)
    assert (
        str(caught.value) == f"'{typed}' is not an amount to log. Type 30g, 1 cup, two slices or 2."
    )


@pytest.mark.parametrize("typed", ["1.000g", "1,000", "2.500 cups"])
def test_a_sign_for_thousands_or_for_decimals(typed: str) -> None:
    with pytest.raises(ReadingError, match="could mean"):
        amount(typed)
