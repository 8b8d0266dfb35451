"""Tests of `numbers`."""

import pytest

from mglog.reading.numbers import number


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1 1/2", 1.5),
        ("½", 0.5),
        ("1½", 1.5),
        ("2,5", 2.5),
        (".5", 0.5),
        ("3/4", 0.75),
        ("two", 2),
        ("Twelve", 12),
        ("half an", 0.5),
        ("a", 1),
        ("a quarter", 0.25),
        ("one and a half", 1.5),
        ("half a dozen", 6),
        ("0.750", 0.75),
        ("⅜", 0.375),
    ],
)
def test_number(typed: str, value: float) -> None:
    assert number(typed) == value


def test_a_laboratory_writes_three_decimals() -> None:
    assert number("1.000", lab=True) == 1
