"""The readers of each kind's words and flags: the same whether an entry is new or changed."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mglog.clock import Clock, day_of
from mglog.domain.entry import When
from mglog.domain.kinds import Cramp, Intake, Kind
from mglog.domain.product import Product
from mglog.errors import ReadingError
from mglog.formatting import comparable, quoted, typed
from mglog.reading import durations, quantities
from mglog.reading import intake_words as intake
from mglog.reading.intake_words import What
from mglog.reading.misplaced import refuse_misplaced
from mglog.reading.muscles import cramping
from mglog.reading.quantities import Quantity
from mglog.reading.text import label, tokens

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


def lasted_s(text: str | None, kind: Kind) -> int | None:
    """How long it lasted, in seconds, within the bounds of its kind.

    Raises:
        ReadingError: not a duration, or too long.
    """
    if text is None:
        return None
    longest = next(field.most for field in kind.fields if field.name == "lasted_s")
    return durations.duration(text, longest_s=int(longest))


def relief(text: str | None) -> str | None:
    """What helped.

    Raises:
        ReadingError: an empty text, or one that can't be stored.
    """
    return None if text is None else label(text, "the relief")


def symptom_name(words: Sequence[str]) -> str:
    """A symptom's name.

    Raises:
        ReadingError: words that belong to a flag, no name, or a cramp.
    """
    refuse_misplaced(tokens(words), "a symptom", number="--severity", lasted=True)
    name = label(" ".join(words), "the symptom")
    muscle = cramping(name)
    if muscle is not None:
        raise ReadingError(
            "A cramp is not logged as a symptom.",
            f"Type mglog add-cramp {typed(muscle)}" if muscle else "Type mglog add-cramp",
        )
    return name


def is_of_night(cramp: Cramp) -> bool:
    """Whether what is said of a cramp says that it was of the night."""
    return bool(cramp.woke) or cramp.during == "sleep"


def of_night(moment: When, cramp: Cramp, clock: Clock) -> When:
    """The moment of a cramp in the day it belongs to.

    One that woke the person, or came in sleep, is of the evening before until ten.
    """
    if moment.at is None or not is_of_night(cramp):
        return moment
    day = day_of(moment.at, clock.day_start, night=True)
    return moment._replace(day=day, night=day != day_of(moment.at, clock.day_start))
