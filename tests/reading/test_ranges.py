"""Tests of `ranges`."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from mglog.clock import Clock
from mglog.errors import ReadingError
from mglog.reading.ranges import read_range


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ((None, None, None), None, None),
        (("2026-11-01", None, None), "2026-11-01", "2026-11-22"),
        ((None, "yesterday", None), None, "2026-11-21"),
        (("mon", "tue", None), "2026-11-16", "2026-11-17"),
        ((None, None, "30d"), "2026-10-24", "2026-11-22"),
        ((None, None, "1d"), "2026-11-22", "2026-11-22"),
        ((None, None, "12w"), "2026-08-31", "2026-11-22"),
        ((None, None, "6mo"), "2026-05-23", "2026-11-22"),
        ((None, None, "1y"), "2025-11-23", "2026-11-22"),
        ((None, None, "56y"), "1970-11-23", "2026-11-22"),
        ((None, None, "57y"), "1970-01-03", "2026-11-22"),
        (("mon", "mon", None), "2026-11-16", "2026-11-16"),
        ((None, "mon", None), None, "2026-11-16"),
    ],
)
def test_range(
    clock: Clock,
    given: tuple[str | None, str | None, str | None],
    first: str | None,
    last: str | None,
) -> None:
    found = read_range(*given, clock)

    assert (found.first and found.first.isoformat(), found.last and found.last.isoformat()) == (
        first,
        last,
    )


@pytest.mark.parametrize(
    ("today", "first"),
    [
        ("2026-03-31", "2026-03-01"),
        ("2024-03-31", "2024-03-01"),
        ("2026-12-31", "2026-12-01"),
        ("2026-01-15", "2025-12-16"),
        ("2026-10-31", "2026-10-01"),
    ],
)
def test_a_month_back_from_a_day_that_the_month_before_has_not(today: str, first: str) -> None:
    zone = ZoneInfo("Europe/Berlin")
    moment = datetime.fromisoformat(f"{today}T12:00").replace(tzinfo=zone)
    assert read_range(None, None, "1mo", Clock(moment, zone)).first == date.fromisoformat(first)


@pytest.mark.parametrize(
    "given",
    [
        ("tue", "mon", None),
        (None, "2026-11-23", None),
        (None, None, "0d"),
        (None, None, "forever"),
        ("mon", None, "30d"),
    ],
)
def test_range_refused(clock: Clock, given: tuple[str | None, str | None, str | None]) -> None:
    with pytest.raises(ReadingError):
        read_range(*given, clock)
