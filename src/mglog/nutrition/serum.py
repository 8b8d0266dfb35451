"""Magnesium in serum: units, and how a value reads against the laboratory's own range.

1 mmol/L = 24.305 mg/L = 2.4305 mg/dL (standard atomic weight of Mg 24.305);
1 mmol = 2 mEq, since the ion carries two charges. Must never infer depletion
or sufficiency: serum holds about 1 % of the body's magnesium (IOM 1997,
Dietary Reference Intakes, ch. 6).
"""

import re
from typing import Literal, get_args

from mglog.domain.kinds import Serum, SerumUnit
from mglog.domain.plausible import MG_PER_DL_IN_MMOL_PER_L
from mglog.errors import ReadingError
from mglog.formatting import number_text, quoted
from mglog.reading.numbers import DECIMAL, number

CAVEAT = (
    "A normal serum value does not rule out depletion: "
    "serum holds about 1 % of the body's magnesium."
)
FORMS = "0.82mmol/L, 2.0mg/dL or 1.64mEq/L"
LEAST_MMOL_PER_L = 0.05
MOST_MMOL_PER_L = 10.0

UNITS: dict[str, SerumUnit] = {unit.lower(): unit for unit in get_args(SerumUnit)}
# Units that are kept as another: by what the value is divided.
_KEPT_AS: dict[str, tuple[SerumUnit, float]] = {
    "mg/l": ("mg/dL", 10.0), "µmol/l": ("mmol/L", 1000.0), "μmol/l": ("mmol/L", 1000.0),
    "umol/l": ("mmol/L", 1000.0), "mval/l": ("mEq/L", 1.0),
}  # fmt: skip
_PER_MMOL: dict[SerumUnit, float] = {"mmol/L": 1.0, "mg/dL": MG_PER_DL_IN_MMOL_PER_L, "mEq/L": 2.0}
_VALUE = rf"(?P<number>{DECIMAL}) ?(?P<unit>[a-zµμ]+ ?/ ?[a-z]+)?"

Reading = Literal["below", "within", "above"]


def _value(text: str, unit: SerumUnit | None) -> tuple[float, SerumUnit]:
    found = re.fullmatch(_VALUE, " ".join(text.split()), re.IGNORECASE)
    named = found["unit"].replace(" ", "").lower() if found and found["unit"] else None
    kept, share = _KEPT_AS.get(named or "", (None, 1.0))
    known = kept or (UNITS.get(named) if named else unit)
    if found is None or known is None:
        why = "has no unit" if found and not named else "is not a serum value"
        raise ReadingError(f"{quoted(text)} {why}.", f"Type it as {FORMS}.")
    # Laboratories write 1.000 mmol/L; of the small units a thousand is as likely.
    mmol = number(found["number"], lab=share == 1) / share / _PER_MMOL[known]
    if not LEAST_MMOL_PER_L <= mmol <= MOST_MMOL_PER_L:
        raise ReadingError(
            f"{quoted(text)} is {number_text(mmol)} mmol/L, far outside what people have.",
            f"Check the unit: {FORMS}.",
        )
    return mmol, known


def read(text: str, low: str | None, high: str | None) -> Serum:
    """A value and the lab's own range, each with its unit or in that of the value.

    Raises:
        ReadingError: no or another unit, an impossible value, or a range upside down.
    """
    mmol, unit = _value(text, None)
    typed = re.fullmatch(_VALUE, " ".join(text.split()), re.IGNORECASE)
    same = typed["unit"] if typed else ""  # as it was typed: mg/L, which is kept as mg/dL

    def end(given: str) -> float:
        bare = re.fullmatch(DECIMAL, given.strip()) is not None
        return _value(f"{given.strip()} {same}" if bare else given, unit)[0]

    below = None if low is None else end(low)
    above = None if high is None else end(high)
    if below is not None and above is not None and below >= above:
        raise ReadingError("--low is not below --high.", "Swap them, or check the lab's report.")
    return Serum(mmol, below, above, unit)


def reading(mmol_per_l: float, low: float | None, high: float | None) -> Reading | None:
    """Where a value lies against the lab's range (mmol/L); None without a range to tell."""
    if low is not None and mmol_per_l < low:
        return "below"
    if high is not None and mmol_per_l > high:
        return "above"
    return None if low is None or high is None else "within"


def shown(mmol_per_l: float, unit: SerumUnit | None) -> str:
    """A value in the unit it was given in, two or three figures."""
    unit = unit or "mmol/L"
    return f"{number_text(mmol_per_l * _PER_MMOL[unit])} {unit}"


def against(
    mmol_per_l: float, low: float | None, high: float | None, unit: SerumUnit | None
) -> str:
    """How a value reads against what is known of the lab's own range, in words."""
    found = reading(mmol_per_l, low, high)
    ends = [None if end is None else shown(end, unit).split()[0] for end in (low, high)]
    if ends[0] and ends[1]:
        return f"{found} the lab's range {ends[0]}–{ends[1]}"
    if ends[0]:
        return f"{found or 'not below'} the lab's lower limit {ends[0]}"
    if ends[1]:
        return f"{found or 'not above'} the lab's upper limit {ends[1]}"
    return "no range from the lab"
