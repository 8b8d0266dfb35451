"""Words that stand where a name should, but belong to a flag: `calf 7`, `bread yesterday`.

Stored as part of a name they would be lost, and the entry would be logged
now: so they are refused, with the flag. Must never refuse a plain name.
"""

import re

from mglog.errors import ReadingError
from mglog.formatting import quoted
from mglog.reading.durations import is_duration
from mglog.reading.measures import amount
from mglog.reading.numbers import WORDS
from mglog.reading.when import is_when, may_be_when

_MOST_WORDS = 5
# Words that end names too: Capri Sun, NOW.
_NAMES_TOO = {"now", "mon", "tue", "wed", "thu", "fri", "sat", "sun"}
_SYMPTOMS_TOO = {"sun"}
_WEEKDAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
# What tells of a time without being one that can be read, and what tells of circumstances.
_UNREAD_TIME = (
    r"(?:.* )?ago|(?:at|in the|during the|by) (?:night|day|morning|afternoon|evening)"
    r"|(?:this|last|next) (?:week|weekend|month|year|time|morning|afternoon|evening|night)"
    r"|(?:half|quarter|[0-9]+|[a-z]+) (?:past|to) (?:[0-9]+|[a-z]+)|.*o'? ?clock"
    r"|(?:last|yester) ?nite"
    r"|(?:early|earlier|later|soon|recently|overnight|tomorrow|noon|midday|midnight|tonight|now)"
)
_CIRCUMSTANCES = (
    (r"(?:during|while|in) (?:my )?(?:sleep|bed)|asleep|sleeping|while i slept", "--during sleep"),
    (r"(?:during|after|while) (?:exercis\w+|running|training|sport|a run|swimming|walking)",
     "--during exercise"),
    (r"(?:during|at|while) rest(?:ing)?", "--during rest"),
    (r"(?:it )?w[oa]ke(?:s|n)?(?: me)?(?: up)?|waking(?: me)?(?: up)?", "--woke"),
    (r"(?:with )?(?:a )?knot", "--knot"),
    (r"(?:before|after|while|when|since|because|due|from|during) .+|again|suddenly",
     "--note"),
)  # fmt: skip
_SPELLED = {"a", "an", "half", *WORDS}
_TIMES = r"[x×] ?([0-9]{1,3})|([0-9]{1,3}) ?(?:[x×]|times)|twice"
_BADNESS = r"(?:very )?(?:severe|mild|moderate|terrible|awful|agonising|agonizing|excruciating|bad)"


def _counts(text: str) -> bool:
    try:
        found = amount(text)
    except ReadingError:
        return True
    return found is not None and found.unit is None


def _is_amount(text: str) -> bool:
    try:
        return amount(text) is not None
    except ReadingError:
        return True


def _read(text: str, number: str | None, *, lasted: bool) -> str | None:
    """The flag that words at an end can be the value of; None if they are of the name."""
    lowered, figures = text.lower(), any(map(str.isdigit, text))
    spelled = lowered.partition(" ")[0] in _SPELLED and " " in lowered
    if lasted and (figures or spelled) and ":" not in text and is_duration(text):
        return f"--lasted {text}"
    if number and (score := re.fullmatch(r"(10|[0-9]) ?(?:/|of|out of) ?10", lowered)):
        return f"{number} {score[1]}"
    if number and (times := re.fullmatch(_TIMES, lowered)):
        return f"--count {times[1] or times[2] or 2}"
    also = set() if number == "--pain" else _SYMPTOMS_TOO if number else _NAMES_TOO
    at = lowered.startswith("at ") and may_be_when(text)
    if (at or is_when(text)) and lowered not in also and (number or not _is_amount(text)):
        return f"--at {text[3:] if lowered.startswith('at ') else text}"
    return f"{number} {text}" if number and figures and _counts(text) else None


def _told(text: str, number: str | None) -> str | None:
    """The flag for what words at the end tell, though they can't be its value."""
    lowered = text.lower()
    if number is None:
        return None
    if re.fullmatch(_BADNESS, lowered):
        return f"{number} with a number from 0 to 10 for {quoted(text)}"
    if re.fullmatch(_UNREAD_TIME, lowered):
        return "--at, as in --at yesterday 22:30"
    if number == "--pain":
        flag = next((flag for form, flag in _CIRCUMSTANCES if re.fullmatch(form, lowered)), None)
        return f"--note {text}" if flag == "--note" else flag
    return None


def refuse_misplaced(
    parts: list[str], what: str, *, number: str | None = None, lasted: bool = False
) -> None:
    """Refuse words whose end reads as a time, a duration or a number.

    Args:
        parts: the words.
        what: what they should name, for the refusal ("a muscle").
        number: the flag that a number was meant for, if there is one: of a cramp or a symptom.
        lasted: whether there is a `--lasted`.

    Raises:
        ReadingError: with the flag to use.
    """
    ends = [
        " ".join(parts[start:]).strip(",;")
        for start in range(max(0, len(parts) - _MOST_WORDS), len(parts))
    ]
    readable = (_read(text, number, lasted=lasted) for text in ends)
    told = (_told(text, number) for text in ends)
    flag = next(filter(None, readable), None) or next(filter(None, told), None)
    flag = flag or _in_front(parts, number)
    if flag is not None:
        raise ReadingError(
            f"{quoted(' '.join(parts))} is more than {what}.", f"Did you mean {flag}?"
        )


def _in_front(parts: list[str], number: str | None) -> str | None:
    """The flag for a time, or how bad it was, that stands before the name."""
    for end in range(min(_MOST_WORDS, len(parts) - 1), 0, -1):
        text = " ".join(parts[:end])
        lowered = text.lower()
        at = lowered.startswith("at ") and number == "--pain" and may_be_when(text)
        if (at or is_when(text)) and lowered[:3] not in _WEEKDAYS and not _is_amount(text):
            return f"--at {text[3:] if lowered.startswith('at ') else text}"
        if number and re.fullmatch(_BADNESS, lowered):
            return f"{number} with a number from 0 to 10 for {quoted(text)}"
    if parts[1:] and number == "--severity" and re.fullmatch("[0-9]{1,3}", parts[0]):
        return f"--count {parts[0]}"
    return None
