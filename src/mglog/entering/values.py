"""The readers of each kind's words and flags: the same whether an entry is new or changed."""

from collections.abc import Sequence

from mglog.domain.kinds import Kind
from mglog.errors import ReadingError
from mglog.formatting import number_text
from mglog.reading import durations, quantities
from mglog.reading.misplaced import refuse_misplaced
from mglog.reading.quantities import What
from mglog.reading.text import label, tokens


def intake_words(words: Sequence[str], *, named: bool = False) -> What:
    """What was taken in: a quantity of magnesium, or a name and perhaps an amount.

    Args:
        words: as typed.
        named: an option says what it is, so that an amount alone is enough.

    Raises:
        ReadingError: words that belong to a flag, or that can't be read.
    """
    refuse_misplaced(tokens(words), "what you took in")
    read = quantities.what(words, named=named)
    if read.name == "magnesium" and read.amount and read.amount.unit in ("mg", "mcg", "g"):
        weight = f"{number_text(read.amount.value)}{read.amount.unit}"
        raise ReadingError(
            "Magnesium itself needs no name: a quantity alone is elemental magnesium.",
            f"Type mglog add-intake {weight}",
        )
    return read


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
        ReadingError: words that belong to a flag, or no name.
    """
    refuse_misplaced(tokens(words), "a symptom", number="--severity", lasted=True)
    return label(" ".join(words), "the symptom")
