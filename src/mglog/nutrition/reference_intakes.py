"""Reference intakes and upper limits for supplements, by authority, sex, age and state.

IOM 1997 (RDA; default), EFSA 2015 (AI) and UK 1991 (RNI): each row with its
source in data/nutrition/intake_references.csv. The upper limit counts
supplements only: IOM 350 mg, EFSA (SCF 2001) 250 mg, UK (EVM 2003) 400 mg.
Must never invent a target for somebody whose age and sex are unknown, nor
conclude a deficiency from one.
"""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from mglog.errors import DiaryError
from mglog.nutrition import food_table

Authority = Literal["iom", "efsa", "uk"]
_NAMES = {"iom": "IOM", "efsa": "EFSA", "uk": "UK RNI"}
SHOWN = {"iom": "IOM 1997", "efsa": "EFSA 2015", "uk": "UK 1991"}
LIMITS = {"iom": "IOM 1997", "efsa": "SCF 2001", "uk": "EVM 2003"}
ADULT_RANGE = {"iom": (310.0, 420.0), "efsa": (300.0, 350.0), "uk": (270.0, 300.0)}
_ADULT = 19


class Person(NamedTuple):
    """What a profile says of a person; None is unknown.

    Attributes:
        born: the year.
        target: the person's own target, mg a day.
        supplement_limit: the person's own limit for supplements, mg a day.
    """

    sex: str | None = None
    born: int | None = None
    pregnant: bool = False
    lactating: bool = False
    reference: Authority = "iom"
    target: float | None = None
    supplement_limit: float | None = None


class Target(NamedTuple):
    """A target for total intake, mg a day, and where it comes from."""

    mg: float
    source: str


class Limit(NamedTuple):
    """An upper limit for supplements alone, mg a day, and where it comes from."""

    mg: float
    source: str


class _Row(NamedTuple):
    stage: str
    sex: str
    age_from: float
    age_to: float
    type: str
    mg: float | None
    supplement_limit: str


def person(profile: Mapping[str, str]) -> Person:
    """A profile's settings, as they are stored, as a person.

    Raises:
        DiaryError: a setting that mglog never wrote.
    """
    reference = profile.get("reference", "iom")
    try:
        born = int(profile["born"]) if "born" in profile else None
        target, limit = (
            float(profile[name]) if name in profile else None
            for name in ("target", "supplement_limit")
        )
        known = reference in SHOWN
    except ValueError:
        known = False
    if not known:
        raise DiaryError(
            "The profile holds what mglog never wrote.",
            "Clear it: mglog profile --clear born --clear target --clear reference "
            "--clear supplement-limit",
        )
    return Person(
        profile.get("sex"),
        born,
        profile.get("pregnant") == "yes",
        profile.get("lactating") == "yes",
        reference,  # type: ignore[arg-type]
        target,
        limit,
    )


def _rows(authority: Authority, age: float, sex: str) -> list[_Row]:
    rows = food_table.connection().execute(
        "SELECT stage, sex, age_from, age_to, type, mg, supplement_limit FROM intake_references "
        "WHERE authority = ? AND age_from <= ? AND ? < age_to AND sex IN (?, 'any')",
        (_NAMES[authority], age, age, sex),
    )
    return [_Row(*row) for row in rows]


def _state(row: _Row) -> str:
    stage = row.stage.lower()
    if stage.startswith("pregnan"):
        return "pregnant"
    return "lactating" if stage.startswith("lactat") else ""


def _row(who: Person, year: int) -> _Row | None:
    if who.sex is None or who.born is None:
        return None
    rows = _rows(who.reference, max(year - who.born, 0), who.sex)
    state = "pregnant" if who.pregnant else "lactating" if who.lactating else ""
    for wanted in dict.fromkeys((state, "")):
        found = next((row for row in rows if _state(row) == wanted), None)
        if found is not None:
            return found
    return None


def target(who: Person, year: int) -> Target | None:
    """The target on a day of a year: the person's own, else the reference's; None if unknown."""
    if who.target is not None:
        return Target(who.target, "your own")
    row = _row(who, year)
    if row is None or row.mg is None:
        return None
    state = _state(row)
    age = year - (who.born or year)
    grown = "woman" if who.sex == "female" else "man"
    stage = state or (f"{grown} of {age}" if age >= _ADULT else f"age {age}")
    return Target(row.mg, f"{row.type}, {stage}, {SHOWN[who.reference]}")


def supplement_limit(who: Person, year: int) -> Limit | None:
    """The upper limit for supplements: one's own, else the reference's; None if it has none.

    Where age or sex is unknown, that of adults.
    """
    if who.supplement_limit is not None:
        return Limit(who.supplement_limit, "your own")
    row = _row(who, year)
    rows = [row] if row is not None else _rows(who.reference, _ADULT, "male")
    found = next((re.match("[0-9]+", each.supplement_limit) for each in rows), None)
    return None if found is None else Limit(float(found[0]), LIMITS[who.reference])
