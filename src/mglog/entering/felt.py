"""The readers of what was felt: a cramp's and a symptom's words, and the night that one was in."""

from collections.abc import Sequence

from mglog.clock import Clock, day_of
from mglog.domain.entry import When
from mglog.domain.kinds import Cramp, Kind
from mglog.errors import ReadingError
from mglog.formatting import quoted, typed
from mglog.reading import durations
from mglog.reading.misplaced import refuse_misplaced
from mglog.reading.muscles import cramping
from mglog.reading.text import label, tokens


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
    if tokens(words)[:1] and tokens(words)[0].lower() in ("no", "none", "nothing"):
        raise ReadingError(
            f"{quoted(' '.join(words))} says that there was none.",
            "A day on which you log anything counts as one without it.",
        )
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
