"""Tests of `numbers`."""

import pytest

from mglog.reading.numbers import number


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1 1/2", 1.5), ("½", 0.5), ("1½", 1.5), ("2,5", 2.5), (".5", 0.5), ("3/4", 0.75)],
)
def test_number(typed: str, value: float) -> None:
    assert number(typed) == value
