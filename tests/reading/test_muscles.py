"""Tests of `muscles`."""

import pytest

from mglog.domain.kinds import Side
from mglog.errors import ReadingError
from mglog.reading.muscles import Muscle, muscle


@pytest.mark.parametrize(
    ("words", "side", "expected"),
    [
        ([], None, Muscle(None, None)),
        ([], "left", Muscle(None, "left")),
        (["calf"], "left", Muscle("calf", "left")),
        (["left", "calf"], None, Muscle("calf", "left")),
        (["calf left"], None, Muscle("calf", "left")),
        (["left calf"], "left", Muscle("calf", "left")),
        (["both"], None, Muscle(None, "both")),
        (["inner thigh left"], None, Muscle("inner thigh", "left")),
        (["right", "inner", "thigh"], None, Muscle("inner thigh", "right")),
        (["flexor hallucis brevis"], None, Muscle("flexor hallucis brevis", None)),
    ],
)
def test_muscle(words: list[str], side: Side | None, expected: Muscle) -> None:
    assert muscle(words, side) == expected


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["calf", "7"], "--pain 7"),
        (["calf", "90s"], "--lasted 90s"),
        (["last", "night"], "--at last night"),
        (["calf", "2:30"], "--at 2:30"),
        (["left", "right"], "Two sides"),
        (["x" * 201], "the muscle has 201 characters; 200 is the most."),
        (["calf\x1b"], "the muscle holds a control character"),
    ],
)
def test_muscle_refused(words: list[str], says: str) -> None:
    with pytest.raises(ReadingError) as caught:
        muscle(words, None)
    assert says in str(caught.value)
