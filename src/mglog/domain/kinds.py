"""The kinds of entry: their tables, ids and fields, each with its bounds.

The one home of what an entry may hold: commands, imports and exports all go
by it. Must never accept a value that the tables' own CHECKs would refuse.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from mglog.errors import ReadingError
from mglog.formatting import quoted, unsafe_in
from mglog.reading.quantities import MOST_MG
from mglog.reading.text import LABEL_LENGTH, NOTE_LENGTH

Value = str | float | int | bool | None


class Field(NamedTuple):
    """One value of an entry; the column and the JSON key have the same name.

    Attributes:
        name: column and key.
        type: what it holds; a whole number, a real one, a flag or one line of text.
        least: the smallest number accepted.
        most: the largest number, or the most characters, accepted.
        choices: the only texts accepted; empty is any.
        default: what a missing value means.
        required: whether None is refused.
    """

    name: str
    type: Literal["text", "real", "whole", "flag"]
    least: float = 0
    most: float = LABEL_LENGTH
    choices: tuple[str, ...] = ()
    default: Value = None
    required: bool = False


class Kind(NamedTuple):
    """A kind of entry: its name in the exchange format, its table, the letter of its ids."""

    name: str
    table: str
    letter: str
    fields: tuple[Field, ...]


_COUNT = Field("count", "whole", 1, 100, default=1, required=True)
_LASTED = Field("lasted_s", "whole", 1, 7 * 24 * 3600)

INTAKE = Kind("intake", "intakes", "i", (
    Field("mg", "real", 0, MOST_MG),
    Field("what", "text"),
    Field("source_kind", "text", choices=("food", "drink", "supplement")),
    Field("amount", "real", 0, 1_000_000),
    Field("unit", "text", most=40),
    Field("grams", "real", 0, 1_000_000),
    Field("mg_per_100g", "real", 0, 100_000),
    Field("food_id", "text", most=40),
    Field("product", "text"),
    Field("salt", "text", most=40),
    Field("compound_mg", "real", 0, 1_000_000),
))  # fmt: skip
CRAMP = Kind("cramp", "cramps", "c", (
    Field("muscle", "text"),
    Field("side", "text", choices=("left", "right", "both")),
    Field("lasted_s", "whole", 1, 24 * 3600),
    Field("pain", "whole", 0, 10),
    Field("knot", "flag"),
    Field("during", "text", choices=("rest", "sleep", "exercise", "other")),
    Field("woke", "flag"),
    Field("relief", "text"),
    _COUNT,
))  # fmt: skip
NO_CRAMPS = Kind("no-cramps", "no_cramps", "n", ())
SYMPTOM = Kind("symptom", "symptoms", "s", (
    Field("name", "text", required=True),
    Field("severity", "whole", 0, 10),
    _LASTED,
    _COUNT,
))  # fmt: skip
SERUM = Kind("serum", "serum", "b", (
    Field("mmol_per_l", "real", 0.05, 10, required=True),
    Field("low", "real", 0.05, 10),
    Field("high", "real", 0.05, 10),
    Field("unit", "text", choices=("mmol/L", "mg/dL", "mEq/L")),
))  # fmt: skip

KINDS = {kind.name: kind for kind in (INTAKE, CRAMP, NO_CRAMPS, SYMPTOM, SERUM)}
NOTE = Field("note", "text", most=NOTE_LENGTH)


def _wrong(field: Field, value: object, need: str) -> ReadingError:
    shown = quoted(value) if isinstance(value, str) else repr(value)[:40]
    return ReadingError(f"{field.name} must be {need}, not {shown}.")


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(field, value, "text")
    if field.choices and value not in field.choices:
        raise _wrong(field, value, "one of " + ", ".join(field.choices))
    wrong = unsafe_in(value)
    if wrong is not None:
        raise ReadingError(f"{field.name} {wrong}: {quoted(value)}.")
    if not value.strip() or len(value) > field.most:
        raise _wrong(field, value, f"1 to {field.most:.0f} characters")
    return value


def _number(field: Field, value: object) -> float | int:
    bounds = f"from {field.least:g} to {field.most:,g}"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong(field, value, f"a number {bounds}")
    whole = field.type == "whole"
    if whole and isinstance(value, float) and not value.is_integer():
        raise _wrong(field, value, f"a whole number {bounds}")
    if not field.least <= value <= field.most:  # nor is NaN
        raise _wrong(field, value, f"a number {bounds}")
    return int(value) if whole else float(value)


def checked(field: Field, value: object) -> Value:
    """A value as it is stored: within its bounds, of its type, None for unknown.

    Raises:
        ReadingError: another type, out of bounds, not finite, or missing where required.
    """
    if value is None:
        value = field.default
    if value is None:
        if field.required:
            raise ReadingError(f"{field.name} is missing.")
        return None
    if field.type == "text":
        return _text(field, value)
    if field.type == "flag":
        if not isinstance(value, bool):
            raise _wrong(field, value, "true or false")
        return value
    return _number(field, value)


def checked_values(kind: Kind, values: Mapping[str, object]) -> dict[str, Value]:
    """Every field of a kind, in order, from a mapping that may hold fewer.

    Raises:
        ReadingError: a wrong value, or a serum range upside down.
    """
    found = {field.name: checked(field, values.get(field.name)) for field in kind.fields}
    low, high = found.get("low"), found.get("high")
    if kind is SERUM and low is not None and high is not None and low >= high:  # type: ignore[operator]
        raise ReadingError("low must be below high.")
    return found
