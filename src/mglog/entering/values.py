"""The readers of an intake's words and flags: the same whether it is new or changed."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mglog.domain.kinds import Intake
from mglog.domain.product import Product
from mglog.errors import ReadingError
from mglog.formatting import comparable, quoted
from mglog.reading import intake_words as intake
from mglog.reading import quantities
from mglog.reading.intake_words import What
from mglog.reading.quantities import Quantity

Saved = Callable[[], Sequence[Product]]


class Dose(NamedTuple):
    """An intake's values, what the reply adds about how they were found, and a hint."""

    values: Intake
    remark: str = ""
    hint: str = ""


class Flags(NamedTuple):
    """What the options say of the thing named; None is not said."""

    mg: str | None = None
    elemental: bool | None = None
    food: str | None = None
    mg_per_litre: str | None = None

    @property
    def given(self) -> bool:
        """Whether any is said."""
        return any(flag is not None for flag in self)


def check_flags(flags: Flags) -> None:
    """Refuse options that say the same thing twice.

    Raises:
        ReadingError: more than one of them.
    """
    if sum(flag is not None for flag in (flags.mg, flags.food, flags.mg_per_litre)) > 1:
        raise ReadingError("--mg, --food and --mg-per-litre say the same.", "Give one of them.")


def quantity_already(typed: str) -> ReadingError:
    """The refusal of an option or an amount beside a quantity of magnesium."""
    return ReadingError(
        f"{quoted(typed)} is a quantity already.",
        "Give a name with that option, or the quantity alone.",
    )


def of_quantity(read: What, quantity: Quantity, flags: Flags) -> Dose:
    """An intake that is a quantity of magnesium, and so needs no name.

    Raises:
        ReadingError: a flag that goes with a name, or a weight of an unnamed salt.
    """
    if read.elemental is False:
        raise ReadingError(
            f"{quoted(read.typed)} of which salt?",
            "Name it: mglog add-intake magnesium citrate 400mg compound",
        )
    if flags.given:
        raise quantity_already(read.typed)
    bare = "a bare number is mg of elemental magnesium" if quantity.bare else ""
    return Dose(Intake(quantity.mg, source_kind="supplement"), bare)


def is_none_taken(words: Sequence[str], flags: Flags) -> bool:
    """Whether the words of an intake say that nothing was taken: `0`, `none`, `nothing --mg 0`.

    Raises:
        ReadingError: they do, and a flag says otherwise.
    """
    if not quantities.is_nothing(" ".join(words)):
        return False
    zero = flags.mg is not None and quantities.is_nothing(flags.mg)
    if (flags._replace(mg=None) if zero else flags).given:
        raise ReadingError(
            f"{quoted(' '.join(words))} says that nothing was taken.", "Leave the options out."
        )
    return True


def intake_words(words: Sequence[str], saved: Saved, *, named: bool = False) -> What:
    """What was taken in: a quantity of magnesium, or a name and perhaps an amount.

    Args:
        words: as typed.
        saved: the person's products: `Mag 2` is a quantity unless one is called so.
        named: an option says what it is, so that an amount alone is enough.

    Raises:
        ReadingError: words that can't be read.
    """
    if named or not quantities.names_magnesium(" ".join(words)):
        return intake.what(words, named=named)
    keys = {comparable(product.name) for product in saved()}
    parted = intake.parted(words)
    if comparable(parted.typed) in keys:
        return parted._replace(name=parted.typed, amount=None)
    try:
        return intake.what(words)
    except ReadingError:
        if any(comparable(split.name) in keys for split in parted.splits):
            return parted
        raise
