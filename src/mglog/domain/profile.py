"""The person's settings: which there are, and what each may hold, as text. Pure."""

import re
from collections.abc import Mapping
from datetime import time
from typing import NamedTuple

from mglog.clock import DAY_START
from mglog.errors import ReadingError
from mglog.formatting import quoted

_MG = r"[0-9]{1,5}(?:\.[0-9]{1,10})?"
# What each setting may hold.
FORMS = {
    "sex": "female|male",
    "born": "(?:19|20)[0-9]{2}",
    "pregnant": "yes|no",
    "lactating": "yes|no",
    "reference": "iom|efsa|uk",
    "target": _MG,
    "supplement_limit": _MG,
    "day_starts": "(?:0[0-9]|1[0-2]):[0-5][0-9]",
    "tracks": "everything|supplements",
    "adjust": r"[^,\x00-\x1f]{1,80}(?:, [^,\x00-\x1f]{1,80})?",  # one or two factors
}


class Setting(NamedTuple):
    """One setting, and when it was made (UTC stamp; empty is unknown)."""

    key: str
    value: str
    changed: str


def checked(key: str, value: object) -> str:
    """A setting's value as it is stored.

    Raises:
        ReadingError: no such setting, or a value of another form.
    """
    if key not in FORMS:
        raise ReadingError(f"{quoted(key)} is no setting; settings are {', '.join(FORMS)}.")
    if not isinstance(value, str) or re.fullmatch(FORMS[key], value) is None:
        raise ReadingError(f"{key} can't be {quoted(str(value))}.")
    return value


def adjusting(settings: Mapping[str, str]) -> list[str]:
    """The factors that are held fixed, at most two."""
    given = settings.get("adjust")
    return [] if given is None else given.split(", ")


def day_start(settings: Mapping[str, str]) -> time:
    """When a diary day begins, by the settings."""
    given = settings.get("day_starts")
    return DAY_START if given is None else time.fromisoformat(given)
