import pytest

from mglog.errors import ReadingError
from mglog.nutrition import serum


@pytest.mark.parametrize(
    ("typed", "mmol"),
    [
        ("0.82mmol/L", 0.82),
        ("0,82 mmol/l", 0.82),
        ("2.0mg/dL", 2.0 / 2.4305),  # 1 mmol/L = 2.4305 mg/dL
        ("1.64 mEq/L", 0.82),  # 1 mmol = 2 mEq
    ],
)
def test_units(typed: str, mmol: float) -> None:
    assert serum.read(typed, None, None).mmol_per_l == pytest.approx(mmol)


def test_the_normal_range_of_the_iom_in_both_units() -> None:
    # IOM 1997: 0.75-0.95 mmol/L is 1.82-2.31 mg/dL.
    assert serum.shown(0.75, "mg/dL") == "1.82 mg/dL"
    assert serum.shown(0.95, "mg/dL") == "2.31 mg/dL"


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [
        (0.65, 0.7, 1.05, "below"),
        (0.7, 0.7, 1.05, "within"),
        (1.05, 0.7, 1.05, "within"),
        (1.1, 0.7, 1.05, "above"),
        (0.8, None, None, None),
        (0.8, 0.7, None, None),
        (0.6, 0.7, None, "below"),
    ],
)
def test_reading(value: float, low: float | None, high: float | None, expected: str | None) -> None:
    assert serum.reading(value, low, high) == expected


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("0.82", None, None), "no unit"),
        (("0.82 mol", None, None), "not a serum value"),
        (("high", None, None), "not a serum value"),
        (("82 mmol/L", None, None), "far outside what people have"),
        (("0.82mmol/L", "1.1", "0.7"), "not below"),
        (("nan mmol/L", None, None), "not a serum value"),
    ],
)
def test_refused(given: tuple[str, str | None, str | None], says: str) -> None:
    with pytest.raises(ReadingError, match=says):
        serum.read(*given)


def test_a_range_may_have_units_of_its_own() -> None:
    found = serum.read("2.0 mg/dL", "0.7 mmol/L", "2.4")
    assert found.low == 0.7
    assert found.high == pytest.approx(2.4 / 2.4305)
