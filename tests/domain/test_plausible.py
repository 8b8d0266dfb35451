"""Tests of `plausible`."""

import pytest

from mglog.domain.kinds import Cramp, Intake, NoCramps, Serum, Symptom, Values
from mglog.domain.plausible import doubts


@pytest.mark.parametrize(
    "values",
    [
        Intake(1000.0), Intake(None), Intake(0.0), Intake(5.0, grams=1000.0),
        Serum(0.4), Serum(1.6), Cramp(lasted_s=3600), Cramp(), NoCramps(),
        Symptom("twitching", lasted_s=86_400),
    ],
)  # fmt: skip
def test_what_is_usual_is_not_asked_about(values: Values) -> None:
    assert doubts(values) == ()


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (Intake(1000.5), "1000 mg of magnesium: as much as a laxative"),
        (Intake(5.0, "bread", grams=1001.0), "1 kg of bread: more than a large meal"),
        (Serum(0.39), "0.39 mmol/L (0.948 mg/dL): far outside what people have"),
        (Serum(1.61), "1.61 mmol/L (3.91 mg/dL): far outside"),
        (Cramp(lasted_s=3601), "A cramp of 1 h: cramps are mostly gone within seconds"),
    ],
)
def test_what_is_asked_about(values: Values, found: str) -> None:
    (doubt,) = doubts(values)
    assert doubt.found.startswith(found)
    assert doubt.question
    assert "--yes" in doubt.otherwise


def test_two_bounds_are_two_questions() -> None:
    assert len(doubts(Intake(2000.0, grams=1500.0))) == 2


def test_the_commonest_slip_of_unit_is_named() -> None:
    (doubt,) = doubts(Serum(2.0, unit="mmol/L"))
    assert doubt.otherwise.startswith("Did you mean 2mg/dL, which is 0.823 mmol/L?")
    (other,) = doubts(Serum(2.0, unit="mEq/L"))
    assert "mg/dL, which" not in other.otherwise
