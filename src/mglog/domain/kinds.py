"""The kinds of entry: their values, tables and ids, each field with its bounds.

The one home of what an entry may hold: commands, imports and exports all go
by it. Must never accept a value that the tables' own CHECKs would refuse.
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args

from mglog.errors import ReadingError
from mglog.formatting import quoted, unsafe_in

Value = str | float | int | bool | None

# The vocabularies, each stated once.
SourceKind = Literal["food", "drink", "supplement"]
Side = Literal["left", "right", "both"]
Situation = Literal["rest", "sleep", "exercise", "other"]
SerumUnit = Literal["mmol/L", "mg/dL", "mEq/L"]

MOST_MG = 10_000.0  # of magnesium in one entry
LABEL_LENGTH = 200
NOTE_LENGTH = 2000
SHORT_LENGTH = 40
LONGEST_CRAMP_S = 24 * 3600
LONGEST_SYMPTOM_S = 7 * 24 * 3600


class Intake(NamedTuple):
    """What was taken in.

    Attributes:
        mg: elemental magnesium of all of it; None if unknown.
        what: its name.
        amount, unit: how much of it was said; a unit of None counts pieces.
        grams, mg_per_100g, food_id: by which food of the table, and how.
        product: the UUID of the saved product.
        salt: the short name of the salt; `compound_mg` is the salt's own weight.
    """

    mg: float | None = None
    what: str | None = None
    source_kind: SourceKind | None = None
    amount: float | None = None
    unit: str | None = None
    grams: float | None = None
    mg_per_100g: float | None = None
    food_id: str | None = None
    product: str | None = None
    salt: str | None = None
    compound_mg: float | None = None


class Cramp(NamedTuple):
    """A cramp, or several alike; `lasted_s` in seconds, pain from 0 to 10."""

    muscle: str | None = None
    side: Side | None = None
    lasted_s: int | None = None
    pain: int | None = None
    knot: bool | None = None
    during: Situation | None = None
    woke: bool | None = None
    relief: str | None = None
    count: int = 1  # type: ignore[assignment]  # as the exchange format calls it


class NoCramps(NamedTuple):
    """The mark that a day had no cramps: its day says all of it."""


class NoIntake(NamedTuple):
    """The mark that nothing of what one logs was taken on a day: a known 0 mg."""


class Symptom(NamedTuple):
    """Any other symptom; severity from 0 to 10."""

    name: str
    severity: int | None = None
    lasted_s: int | None = None
    count: int = 1  # type: ignore[assignment]  # as the exchange format calls it


class Serum(NamedTuple):
    """A laboratory value: millimoles per litre, the lab's own range, the unit it was given in."""

    mmol_per_l: float
    low: float | None = None
    high: float | None = None
    unit: SerumUnit | None = None


class Factor(NamedTuple):
    """What may share a cause with cramps: exercise, alcohol, an illness; how much, if said."""

    name: str
    value: float | None = None
    unit: str | None = None


class NoFactor(NamedTuple):
    """The mark that a day was without such a factor."""

    name: str


Values = Intake | Cramp | NoCramps | NoIntake | Symptom | Serum | Factor | NoFactor


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
    """A kind of entry.

    Attributes:
        name: in the exchange format.
        table: where it is stored.
        letter: what its ids begin with.
        holds: the type of its values, whose fields are `fields`.
        denies: of a mark, the kind that its day then can't hold; None of what is no mark.
    """

    name: str
    table: str
    letter: str
    holds: type[Any]
    fields: tuple[Field, ...]
    denies: str | None = None


_COUNT = Field("count", "whole", 1, 100, default=1, required=True)

INTAKE = Kind("intake", "intakes", "i", Intake, (
    Field("mg", "real", 0, MOST_MG),
    Field("what", "text"),
    Field("source_kind", "text", choices=get_args(SourceKind)),
    Field("amount", "real", 0, 1_000_000),
    Field("unit", "text", most=SHORT_LENGTH),
    Field("grams", "real", 0, 1_000_000),
    Field("mg_per_100g", "real", 0, 100_000),
    Field("food_id", "text", most=SHORT_LENGTH),
    Field("product", "text"),
    Field("salt", "text", most=SHORT_LENGTH),
    Field("compound_mg", "real", 0, 1_000_000),
))  # fmt: skip
CRAMP = Kind("cramp", "cramps", "c", Cramp, (
    Field("muscle", "text"),
    Field("side", "text", choices=get_args(Side)),
    Field("lasted_s", "whole", 1, LONGEST_CRAMP_S),
    Field("pain", "whole", 0, 10),
    Field("knot", "flag"),
    Field("during", "text", choices=get_args(Situation)),
    Field("woke", "flag"),
    Field("relief", "text"),
    _COUNT,
))  # fmt: skip
NO_CRAMPS = Kind("no-cramps", "no_cramps", "n", NoCramps, (), denies="cramp")
NO_INTAKE = Kind("no-intake", "no_intake", "z", NoIntake, (), denies="intake")
SYMPTOM = Kind("symptom", "symptoms", "s", Symptom, (
    Field("name", "text", required=True),
    Field("severity", "whole", 0, 10),
    Field("lasted_s", "whole", 1, LONGEST_SYMPTOM_S),
    _COUNT,
))  # fmt: skip
SERUM = Kind("serum", "serum", "b", Serum, (
    Field("mmol_per_l", "real", 0.05, 10, required=True),
    Field("low", "real", 0.05, 10),
    Field("high", "real", 0.05, 10),
    Field("unit", "text", choices=get_args(SerumUnit)),
))  # fmt: skip

FACTOR = Kind("factor", "factors", "f", Factor, (
    Field("name", "text", required=True),
    Field("value", "real", 0, 1_000_000),
    Field("unit", "text", most=SHORT_LENGTH),
))  # fmt: skip
NO_FACTOR = Kind("no-factor", "no_factors", "x", NoFactor, (
    Field("name", "text", required=True),
), denies="factor")  # fmt: skip

KINDS = {
    kind.name: kind
    for kind in (INTAKE, CRAMP, NO_CRAMPS, NO_INTAKE, SYMPTOM, SERUM, FACTOR, NO_FACTOR)
}
KIND_OF = {kind.holds: kind for kind in KINDS.values()}
MARKS = tuple(kind for kind in KINDS.values() if kind.denies is not None)
NOTE = Field("note", "text", most=NOTE_LENGTH)


def forgotten(kind: Kind) -> Values:
    """The values of an entry that was forgotten: as little as its kind may hold."""
    if kind is SYMPTOM:
        return Symptom("forgotten")
    if kind is SERUM:
        return Serum(1.0)
    if kind in (FACTOR, NO_FACTOR):
        return kind.holds("forgotten")  # type: ignore[no-any-return]
    found: Values = kind.holds()
    return found


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
    if not field.least <= value <= field.most:  # a NaN is within no bounds
        raise _wrong(field, value, f"a number {bounds}")
    return int(value) if whole else float(value) + 0.0  # a negative zero is zero


def checked(field: Field, value: object) -> Any:
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


def checked_values(kind: Kind, given: Mapping[str, object]) -> Values:
    """The values of a kind, from a mapping that may hold fewer fields, or more.

    Raises:
        ReadingError: a wrong value, or a serum range upside down.
    """
    found: Values = kind.holds(*(checked(field, given.get(field.name)) for field in kind.fields))
    if isinstance(found, Serum) and found.low and found.high and found.low >= found.high:
        raise ReadingError("low must be below high.")
    return found
