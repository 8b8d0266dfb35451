"""Tests of `durations`."""

import pytest

from mglog.errors import ReadingError
from mglog.formatting import duration_text
from mglog.reading.durations import duration, is_duration


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("90s", 90), ("2min", 120), ("2m30s", 150), ("1h", 3600), ("1:30", 90), ("2 min", 120),
        ("1h 5min", 3900), ("1,5min", 90), ("0.5h", 1800), ("90 seconds", 90), ("1.4s", 1),
    ],
)  # fmt: skip
def test_duration(typed: str, seconds: int) -> None:
    assert duration(typed) == seconds


@pytest.mark.parametrize(
    "typed", ["90", "", "s", "0s", "0.2s", "1:75", "200h", "-5s", "5m3", "nans"]
)
def test_duration_refused(typed: str) -> None:
    with pytest.raises(ReadingError):
        duration(typed)


def test_a_duration_may_be_as_long_as_the_longest() -> None:
    assert duration("24h", longest_s=86_400) == 86_400
    assert duration("168h") == 604_800
    with pytest.raises(ReadingError, match="between 1 second and 24 hours"):
        duration("1441min", longest_s=86_400)


def test_seconds_are_left_out_of_hours() -> None:
    assert duration_text(3661) == "1 h 1 min"


def test_duration_shown() -> None:
    assert [duration_text(s) for s in (1, 90, 119, 120, 150, 3600, 3900)] == [
        "1 s", "90 s", "119 s", "2 min", "2 min 30 s", "1 h", "1 h 5 min",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["", " ", "h", "min"])
def test_nothing_is_no_duration(typed: str) -> None:
    assert not is_duration(typed)
