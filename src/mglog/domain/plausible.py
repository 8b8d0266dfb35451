"""What is unlikely enough to be asked about before it is stored: the bounds and their reasons.

Beyond these a slip of unit or of a digit is likelier than the value. Must never
refuse a value: the bounds of what can be stored are the kinds' own.
"""

from typing import NamedTuple

from mglog.domain.entry import Doubt
from mglog.domain.kinds import Cramp, Intake, Serum, Values
from mglog.formatting import duration_text, number_text

YES = "Check it, or add --yes if it is right."


class Bound(NamedTuple):
    """The usual span of a value, and why what lies outside is doubted."""

    least: float
    most: float
    why: str


# A dose: 350 mg a day is the upper limit for supplements (IOM 1997), and laxatives begin at
# 1,000 mg of magnesium (21 CFR 334: 2.4 g of its hydroxide). Food: a judgement, of one helping.
# Serum: usual are 0.66-1.07 mmol/L (Tietz), and these bounds lie far beyond. A cramp is gone
# within seconds to minutes (Miller and Layzer 2005, Muscle Nerve 32:431).
DOSE_MG = Bound(0, 1000, "as much as a laxative, nearly three times a day's limit for supplements")
FOOD_G = Bound(0, 1000, "more than a large meal")
SERUM_MMOL_PER_L = Bound(0.4, 1.6, "far outside what people have")
CRAMP_S = Bound(0, 3600, "cramps are mostly gone within seconds to minutes")
MG_PER_DL_IN_MMOL_PER_L = 2.4305


def _doubt(found: str, why: str, otherwise: str = YES) -> Doubt:
    return Doubt(f"{found}: {why}.", "Is it right?", otherwise)


def dose_doubt(mg: float | None, of: str = "") -> Doubt | None:
    """What is asked of so many milligrams of magnesium at once; None if nothing is."""
    if mg is None or mg <= DOSE_MG.most:
        return None
    return _doubt(f"{number_text(mg)} mg of magnesium{of}", DOSE_MG.why)


def _serum(value: Serum) -> list[Doubt]:
    """What is asked of a blood value, and of each end of the lab's range."""
    named = (("", value.mmol_per_l), ("--low ", value.low), ("--high ", value.high))
    return [
        _of_serum(option, mmol, value.unit)
        for option, mmol in named
        if mmol is not None and not SERUM_MMOL_PER_L.least <= mmol <= SERUM_MMOL_PER_L.most
    ]


def _of_serum(option: str, mmol: float, unit: str | None) -> Doubt:
    shown = number_text(mmol)
    found = f"{option}{shown} mmol/L ({number_text(mmol * MG_PER_DL_IN_MMOL_PER_L)} mg/dL)"
    # The commonest slip is that of the unit: in mg/dL, or in mmol/L, it would be usual.
    other = mmol / MG_PER_DL_IN_MMOL_PER_L if unit in (None, "mmol/L") else 0.0
    meant = f"{option}{shown}mg/dL, which is {number_text(other)} mmol/L"
    if unit == "mg/dL":
        typed = mmol * MG_PER_DL_IN_MMOL_PER_L
        other, meant = typed, f"{option}{number_text(typed)}mmol/L"
    if SERUM_MMOL_PER_L.least <= other <= SERUM_MMOL_PER_L.most:
        return _doubt(found, SERUM_MMOL_PER_L.why,
                      f"Did you mean {meant}? Add --yes if it is right.")  # fmt: skip
    return _doubt(found, SERUM_MMOL_PER_L.why)


def doubts(values: Values) -> tuple[Doubt, ...]:
    """What is asked of an entry's values before they are stored."""
    found: list[Doubt | None] = []
    match values:
        case Intake():
            found.append(dose_doubt(values.mg))
            if values.grams is not None and values.grams > FOOD_G.most:
                kg = f"{number_text(values.grams / 1000)} kg of {values.what or 'food'}"
                found.append(_doubt(kg, FOOD_G.why))
        case Serum():
            found += _serum(values)
        case Cramp() if values.lasted_s is not None and values.lasted_s > CRAMP_S.most:
            found.append(_doubt(f"A cramp of {duration_text(values.lasted_s)}", CRAMP_S.why))
        case _:
            pass
    return tuple(each for each in found if each is not None)
