"""Tests of `kinds`."""

import pytest

from mglog.domain import kinds
from mglog.domain.kinds import Intake, Serum
from mglog.errors import ReadingError

WHOLE, REAL = kinds.Field("pain", "whole", 0, 10), kinds.Field("mg", "real", 0, 10_000)


SIDE = kinds.Field("side", "text", choices=("left", "right"))


UNIT, KNOT = kinds.Field("unit", "text", most=5), kinds.Field("knot", "flag")


NAME, COUNT = kinds.Field("name", "text", required=True), kinds.Field("count", "whole", 1, 9, (), 1)


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        (WHOLE, 0, 0), (WHOLE, 10.0, 10), (WHOLE, None, None), (REAL, 0, 0.0),
        (REAL, 10_000, 10_000.0), (REAL, 0.1, 0.1), (SIDE, "left", "left"),
        (UNIT, "12345", "12345"),
        (UNIT, " a", " a"), (KNOT, True, True), (KNOT, False, False), (KNOT, None, None),
        (COUNT, None, 1), (COUNT, 3, 3), (NAME, "x", "x"),
    ],
)  # fmt: skip
def test_a_value_as_it_is_stored(field: kinds.Field, value: object, stored: object) -> None:
    found = kinds.checked(field, value)
    assert found == stored
    assert type(found) is type(stored)


BELOW = "mg must be a number from 0 to 10,000, not "


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        (WHOLE, 11, "pain must be a number from 0 to 10, not 11."),
        (WHOLE, -1, "pain must be a number from 0 to 10, not -1."),
        (WHOLE, 1.5, "pain must be a whole number from 0 to 10, not 1.5."),
        (WHOLE, float("nan"), "pain must be a whole number from 0 to 10, not nan."),
        (WHOLE, float("inf"), "pain must be a whole number from 0 to 10, not inf."),
        (WHOLE, float("-inf"), "pain must be a whole number from 0 to 10, not -inf."),
        (WHOLE, True, "pain must be a number from 0 to 10, not True."),
        (WHOLE, "7", "pain must be a number from 0 to 10, not '7'."),
        (WHOLE, [7] * 30, f"pain must be a number from 0 to 10, not {str([7] * 30)[:40]}."),
        (REAL, 10_000.1, "mg must be a number from 0 to 10,000, not 10000.1."),
        (REAL, float("nan"), "mg must be a number from 0 to 10,000, not nan."),
        (REAL, float("inf"), "mg must be a number from 0 to 10,000, not inf."),
        pytest.param(REAL, 10**400, BELOW + "1" + "0" * 39 + ".", id="huge"),
        pytest.param(REAL, -(10**400), BELOW + "-1" + "0" * 38 + ".", id="-huge"),
        (SIDE, "Left", "side must be one of left, right, not 'Left'."),
        (SIDE, 1, "side must be text, not 1."),
        (UNIT, "123456", "unit must be 1 to 5 characters, not '123456'."),
        (UNIT, " ", "unit must be 1 to 5 characters, not ' '."),
        (UNIT, "a\x1b", "unit holds a control character (\\x1b): 'a\\x1b'."),
        (KNOT, 1, "knot must be true or false, not 1."),
        (NAME, None, "name is missing."),
    ],
)  # fmt: skip
def test_a_value_that_is_refused(field: kinds.Field, value: object, says: str) -> None:
    with pytest.raises(ReadingError) as caught:
        kinds.checked(field, value)
    assert str(caught.value) == says


def test_a_range_of_the_lab() -> None:
    good = {"mmol_per_l": 0.8, "low": 0.7, "high": 0.71}
    assert kinds.checked_values(kinds.SERUM, good) == Serum(0.8, 0.7, 0.71, None)
    assert kinds.checked_values(kinds.SERUM, {**good, "low": None}) == Serum(0.8, None, 0.71)
    assert kinds.checked_values(kinds.SERUM, {**good, "high": None}) == Serum(0.8, 0.7)
    with pytest.raises(ReadingError, match=r"^low must be below high\.$"):
        kinds.checked_values(kinds.SERUM, {**good, "high": 0.7})


def test_each_kind_holds_the_fields_that_it_names() -> None:
    for kind in kinds.KINDS.values():
        assert [field.name for field in kind.fields] == list(kind.holds._fields)
        assert kinds.KIND_OF[kind.holds] is kind
        defaults = {field.name: field.default for field in kind.fields if not field.required}
        assert {name: kind.holds._field_defaults[name] for name in defaults} == defaults


def test_a_negative_zero_is_zero() -> None:
    made = kinds.checked_values(kinds.INTAKE, {"mg": -0.0})
    assert isinstance(made, Intake)
    assert str(made.mg) == "0.0"
