from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mglog.clock import Clock, day_of
from mglog.errors import ReadingError
from mglog.reading.day_runs import days
from mglog.reading.when import day, is_day, is_when, may_be_when, when

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo = BERLIN, day_start: time = time(4)) -> Clock:
    return Clock(datetime.fromisoformat(text).replace(tzinfo=zone), zone, day_start)


SUNDAY = at("2026-11-22T14:05:00")


@pytest.mark.parametrize(
    ("typed", "expected_day", "expected_at"),
    [
        (None, "2026-11-22", "2026-11-22T14:05:00+01:00"),
        ("now", "2026-11-22", "2026-11-22T14:05:00+01:00"),
        ("14:05", "2026-11-22", "2026-11-22T14:05:00+01:00"),
        ("14:06", "2026-11-21", "2026-11-21T14:06:00+01:00"),
        ("2:05pm", "2026-11-22", "2026-11-22T14:05:00+01:00"),
        ("2:05 PM", "2026-11-22", "2026-11-22T14:05:00+01:00"),
        ("2am", "2026-11-21", "2026-11-22T02:00:00+01:00"),
        ("1am", "2026-11-21", "2026-11-22T01:00:00+01:00"),
        ("14:04:30", "2026-11-22", "2026-11-22T14:04:30+01:00"),
        ("12am", "2026-11-21", "2026-11-22T00:00:00+01:00"),
        ("12pm", "2026-11-22", "2026-11-22T12:00:00+01:00"),
        ("2:30", "2026-11-21", "2026-11-22T02:30:00+01:00"),
        ("4:00", "2026-11-22", "2026-11-22T04:00:00+01:00"),
        ("3:59", "2026-11-21", "2026-11-22T03:59:00+01:00"),
        ("today", "2026-11-22", None),
        ("yesterday", "2026-11-21", None),
        ("yesterday 22:30", "2026-11-21", "2026-11-21T22:30:00+01:00"),
        ("yesterday 2:30", "2026-11-20", "2026-11-21T02:30:00+01:00"),
        ("last night", "2026-11-21", None),
        ("last night 23:00", "2026-11-21", "2026-11-21T23:00:00+01:00"),
        ("last night 2:30", "2026-11-21", "2026-11-22T02:30:00+01:00"),
        ("sun", "2026-11-22", None),
        ("mon", "2026-11-16", None),
        ("Monday", "2026-11-16", None),
        ("sat 22:30", "2026-11-21", "2026-11-21T22:30:00+01:00"),
        ("sun 22:30", "2026-11-15", "2026-11-15T22:30:00+01:00"),
        ("sun 14:05", "2026-11-22", "2026-11-22T14:05:00+01:00"),
        ("today 14:05", "2026-11-22", "2026-11-22T14:05:00+01:00"),
        ("last night 11:59", "2026-11-21", "2026-11-21T23:59:00+01:00"),
        ("last night 12:00", "2026-11-21", "2026-11-22T00:00:00+01:00"),
        ("last night 12:30", "2026-11-21", "2026-11-22T00:30:00+01:00"),
        ("2h ago", "2026-11-22", "2026-11-22T12:05:00+01:00"),
        ("90min ago", "2026-11-22", "2026-11-22T12:35:00+01:00"),
        ("3 days ago", "2026-11-19", None),
        ("2026-11-20", "2026-11-20", None),
        ("2026-11-20 22:30", "2026-11-20", "2026-11-20T22:30:00+01:00"),
        ("2026-11-20T22:30", "2026-11-20", "2026-11-20T22:30:00+01:00"),
        ("2026-11-20T22:30+09:00", "2026-11-20", "2026-11-20T22:30:00+09:00"),
        ("2026-11-20T22:30Z", "2026-11-20", "2026-11-20T23:30:00+01:00"),
        ("2026-11-20 22:30 +09:00", "2026-11-20", "2026-11-20T22:30:00+09:00"),
        ("2026-11-20t22:30z", "2026-11-20", "2026-11-20T23:30:00+01:00"),
        ("2026-11-22T14:05:00+01:00", "2026-11-22", "2026-11-22T14:05:00+01:00"),
        ("1970-01-02", "1970-01-02", None),
        ("1970-01-02T05:00+00:00", "1970-01-02", "1970-01-02T06:00:00+01:00"),
        ("2024-02-29", "2024-02-29", None),
        ("2025-12-31 23:59", "2025-12-31", "2025-12-31T23:59:00+01:00"),
        ("2026-01-01 01:00", "2025-12-31", "2026-01-01T01:00:00+01:00"),
        ("just now", "2026-11-22", "2026-11-22T14:05:00+01:00"),
        ("3", "2026-11-21", "2026-11-22T03:00:00+01:00"),
        ("at 3", "2026-11-21", "2026-11-22T03:00:00+01:00"),
        ("at 3pm", "2026-11-21", "2026-11-21T15:00:00+01:00"),
        ("at 3 am", "2026-11-21", "2026-11-22T03:00:00+01:00"),
        ("2:30am.", "2026-11-21", "2026-11-22T02:30:00+01:00"),
        ("2.30am", "2026-11-21", "2026-11-22T02:30:00+01:00"),
        ("2 a.m.", "2026-11-21", "2026-11-22T02:00:00+01:00"),
        ("0300", "2026-11-21", "2026-11-22T03:00:00+01:00"),
        ("03.00", "2026-11-21", "2026-11-22T03:00:00+01:00"),
        ("13.45", "2026-11-22", "2026-11-22T13:45:00+01:00"),
        ("2:30 in the morning", "2026-11-21", "2026-11-22T02:30:00+01:00"),
        ("1 in the afternoon", "2026-11-22", "2026-11-22T13:00:00+01:00"),
        ("11 at night", "2026-11-21", "2026-11-21T23:00:00+01:00"),
        ("noon", "2026-11-22", "2026-11-22T12:00:00+01:00"),
        ("midnight", "2026-11-21", "2026-11-22T00:00:00+01:00"),
        ("yesterday noon", "2026-11-21", "2026-11-21T12:00:00+01:00"),
        ("last night midnight", "2026-11-21", "2026-11-22T00:00:00+01:00"),
        ("last night at 3", "2026-11-21", "2026-11-22T03:00:00+01:00"),
        ("last night 5am", "2026-11-21", "2026-11-22T05:00:00+01:00"),
        ("last night 9:59", "2026-11-21", "2026-11-22T09:59:00+01:00"),
        ("this morning", "2026-11-22", None),
        ("last tuesday", "2026-11-17", None),
        ("last sunday", "2026-11-15", None),
        ("on friday at 3pm", "2026-11-20", "2026-11-20T15:00:00+01:00"),
        ("fri, 3pm", "2026-11-20", "2026-11-20T15:00:00+01:00"),
        ("3pm on friday", "2026-11-20", "2026-11-20T15:00:00+01:00"),
        ("17 Nov", "2026-11-17", None),
        ("17th of November", "2026-11-17", None),
        ("Nov 17", "2026-11-17", None),
        ("17 Dec", "2025-12-17", None),
        ("17 Nov 2025", "2025-11-17", None),
        ("Nov 17, 2025", "2025-11-17", None),
        ("17 Nov 22:30", "2026-11-17", "2026-11-17T22:30:00+01:00"),
        ("17.11.", "2026-11-17", None),
        ("17.11.2025", "2025-11-17", None),
        ("5.11.", "2026-11-05", None),
        ("17/11", "2026-11-17", None),
        ("11/17", "2026-11-17", None),
        ("11/11", "2026-11-11", None),
        ("17/11/2025", "2025-11-17", None),
        ("2026/11/20", "2026-11-20", None),
        ("2026/11/20 22:30", "2026-11-20", "2026-11-20T22:30:00+01:00"),
        ("1w ago", "2026-11-15", None),
        ("a week ago", "2026-11-15", None),
        ("two weeks ago", "2026-11-08", None),
        ("the day before yesterday", "2026-11-20", None),
        ("half an hour ago", "2026-11-22", "2026-11-22T13:35:00+01:00"),
        ("an hour ago", "2026-11-22", "2026-11-22T13:05:00+01:00"),
        ("two hours ago", "2026-11-22", "2026-11-22T12:05:00+01:00"),
        ("29 feb", "2024-02-29", None),
        ("2330", "2026-11-21", "2026-11-21T23:30:00+01:00"),
        ("0245", "2026-11-21", "2026-11-22T02:45:00+01:00"),
        ("last night 0230", "2026-11-21", "2026-11-22T02:30:00+01:00"),
        ("last night 3", "2026-11-21", "2026-11-22T03:00:00+01:00"),
        ("last night at 11", "2026-11-21", "2026-11-21T23:00:00+01:00"),
        ("2 nights ago 3am", "2026-11-20", "2026-11-21T03:00:00+01:00"),
        ("two nights ago at 22:00", "2026-11-20", "2026-11-20T22:00:00+01:00"),
        ("friday night 3am", "2026-11-20", "2026-11-21T03:00:00+01:00"),
        ("fri night 11pm", "2026-11-20", "2026-11-20T23:00:00+01:00"),
        ("3am friday night", "2026-11-20", "2026-11-21T03:00:00+01:00"),
        ("thursday evening 8:30", "2026-11-19", "2026-11-19T20:30:00+01:00"),
        ("2026-11-20 2.30", "2026-11-19", "2026-11-20T02:30:00+01:00"),
        ("1h30 ago", "2026-11-22", "2026-11-22T12:35:00+01:00"),
    ],
)
def test_when(typed: str | None, expected_day: str, expected_at: str | None) -> None:
    found = when(typed, SUNDAY)

    assert expected_day == found.day.isoformat()
    assert expected_at == (found.at and found.at.isoformat())
    assert (typed in ("last night", "last night 5am", "last night 9:59")) is found.night


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("nope", "is not a time"),
        ("12 34", "is not a time"),
        ("24", "is not a time of day"),
        ("2460", "is not a time of day"),
        ("5/11", "could mean 5 Nov or 11 May"),
        ("3/4/2026", "could mean 3 Apr or 4 Mar"),
        ("17.11", "could mean 17:11 or 17 Nov"),
        ("03.05", "could mean 03:05 or 3 May"),
        ("31.2.2026", "not a date of the calendar"),
        ("31 feb", "not a date of the calendar"),
        ("sat midnight", "could be the midnight before or after that day"),
        ("tonight", "is still to come"),
        ("tonight 3am", "in the future"),
        ("this evening", "is still to come"),
        ("half a week ago", "no whole number of days"),
        ("", "is not a time"),
        ("25:00", "not a time of day"),
        ("13pm", "not a time of day"),
        ("12:60", "not a time of day"),
        ("today 14:06", "in the future"),
        ("2026-11-23", "in the future"),
        ("2026-11-22T14:06+01:00", "in the future"),
        ("2026-02-29", "not a date of the calendar"),
        ("2026-13-01 10:00", "not a date of the calendar"),
        ("1969-12-31", "before Fri 2 Jan 1970"),
        ("0 days ago at noonly", "is not a time"),
        ("9999 days ago", None),
        ("²:30", "is not a time"),
    ],
)
def test_refused(typed: str, why: str | None) -> None:
    if why is None:
        assert when(typed, SUNDAY).day == date(2026, 11, 22) - timedelta(days=9999)
        return
    with pytest.raises(ReadingError, match=why) as caught:
        when(typed, SUNDAY)
    assert caught.value.hint
    assert caught.value.exit_code == 2


def test_before_four_it_is_still_yesterday() -> None:
    night = at("2026-11-23T02:15:00")

    assert when("today", night).day == date(2026, 11, 22)
    assert when("yesterday", night).day == date(2026, 11, 21)
    assert when("last night", night).day == date(2026, 11, 21)
    # With a time, a day word is the calendar date.
    assert when("yesterday 22:30", night).day == date(2026, 11, 22)
    assert when("today 01:30", night).day == date(2026, 11, 22)
    assert when("mon 01:30", night).day == date(2026, 11, 22)


def test_the_day_start_is_the_diarys() -> None:
    assert when("2:30", at("2026-11-22T14:05:00", day_start=time(0))).day == date(2026, 11, 22)
    assert when("7:30", at("2026-11-22T14:05:00", day_start=time(8))).day == date(2026, 11, 21)


@pytest.mark.parametrize(
    "typed", ["2026-11-20 05:30", "2026-11-20T05:30+01:00", "fri 5:30", "56.0833h ago"]
)
def test_every_form_goes_by_the_diarys_day_start(typed: str) -> None:
    late = at("2026-11-22T13:35:00", day_start=time(6))
    assert when(typed, late).day == date(2026, 11, 19)
    early = at("2026-11-22T13:35:00", day_start=time(5))
    assert when(typed, early).day == date(2026, 11, 20)


def test_a_bare_time_of_the_hour_that_is_left_out_today_was_yesterday() -> None:
    """01:00 on the morning of the change: 2:30 will never be today, and was yesterday."""
    found = when("2:30", at("2026-03-29T01:00:00"))
    assert found.at is not None
    assert found.at.isoformat() == "2026-03-28T02:30:00+01:00"


def test_a_weekday_is_the_latest_from_any_day_of_the_week() -> None:
    tuesday = at("2026-11-24T14:05:00")
    expected = {"tue": 24, "mon": 23, "sun": 22, "sat": 21, "fri": 20, "thu": 19, "wed": 18}
    assert {word: day(word, tuesday).day for word in expected} == expected


def test_a_clock_of_another_zone_than_the_systems() -> None:
    """Berlin is the system's; New York has no 2:30 on 8 March, and two 1:30 on 1 November."""
    clock = at("2026-11-22T14:05:00", ZoneInfo("America/New_York"))
    assert clock.readings(datetime(2026, 3, 8, 2, 30)) == []
    assert [found.isoformat() for found in clock.readings(datetime(2026, 11, 1, 1, 30))] == [
        "2026-11-01T01:30:00-04:00",
        "2026-11-01T01:30:00-05:00",
    ]
    assert len(clock.readings(datetime(2026, 3, 29, 2, 30))) == 1


def test_days_may_be_listed_with_commas() -> None:
    assert days(["mon,", "tue,", ",", "last", "night"], SUNDAY) == [
        date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 21),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    ["2026-11-20 22:30 +01:00", "2026-11-20T22:30 +01:00", "2026-11-20 22:30+01:00",
     "2026-11-20t21:30z"],
)  # fmt: skip
def test_an_offset_may_stand_apart(typed: str) -> None:
    at = when(typed, SUNDAY).at
    assert at is not None
    assert at == datetime.fromisoformat("2026-11-20T22:30+01:00")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sun 14:05", "2026-11-22T14:05:00+01:00"),
        ("sun 14:06", "2026-11-15T14:06:00+01:00"),
        ("yesterday 23:59", "2026-11-21T23:59:00+01:00"),
    ],
)
def test_a_weekday_with_a_time_is_the_latest_that_has_been(typed: str, expected: str) -> None:
    at = when(typed, SUNDAY).at
    assert at is not None
    assert at.isoformat() == expected


def test_what_has_a_time_is_no_day() -> None:
    assert is_day("yesterday")
    assert not is_day("yesterday 12:30")
    assert not is_day("yesterday evening")


def test_clocks_set_back_a_bare_time_is_the_latest_and_a_dated_one_the_first() -> None:
    morning = at("2026-10-25T08:00:00")

    assert when("2:30", morning).at == datetime.fromisoformat("2026-10-25T02:30:00+01:00")
    dated = when("2026-10-25 02:30", morning)
    assert dated.at == datetime.fromisoformat("2026-10-25T02:30:00+02:00")
    assert "2026-10-25T02:30+01:00" in dated.remark
    again = when("2026-10-25T02:30+01:00", morning)
    assert again.at == datetime.fromisoformat("2026-10-25T02:30:00+01:00")


def test_between_the_two_passes_of_an_hour_only_the_first_has_been() -> None:
    first = datetime.fromisoformat("2026-10-25T02:45:00+02:00").astimezone(BERLIN)

    assert when("2:30", Clock(first, BERLIN)).at == datetime.fromisoformat(
        "2026-10-25T02:30:00+02:00"
    )


def test_a_time_that_never_was_is_refused_not_moved() -> None:
    with pytest.raises(ReadingError, match="did not exist on Sun 29 Mar"):
        when("2:30", at("2026-03-29T08:00:00"))
    with pytest.raises(ReadingError, match="did not exist"):
        when("2026-03-29 02:30", at("2026-03-30T08:00:00"))


def test_ago_is_an_exact_stretch_over_a_change_of_clocks() -> None:
    found = when("8h ago", at("2026-03-29T08:00:00"))

    assert found.at == datetime.fromisoformat("2026-03-28T23:00:00+01:00")


def test_the_systems_zone_is_the_default() -> None:
    now = datetime.fromisoformat("2026-11-22T14:05:00+01:00")

    found = when("2026-07-01 12:00", Clock(now))

    assert found.at == datetime.fromisoformat("2026-07-01T12:00:00+02:00")  # TZ is Berlin here


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]
)
@given(moment=st.datetimes(datetime(2020, 1, 1), datetime(2026, 6, 1)))
def test_what_a_clock_showed_is_read_back_as_shown(zone: str, moment: datetime) -> None:
    clock = at("2026-11-22T14:05:00", ZoneInfo(zone))
    wall = moment.replace(second=0, microsecond=0)

    readings = clock.readings(wall)

    assert all(reading.replace(tzinfo=None) == wall for reading in readings)
    assert len(readings) <= 2
    if readings:
        found = when(f"{wall:%Y-%m-%d %H:%M}", clock)
        assert found.at == readings[0]
        assert found.day == day_of(wall)


def test_words_that_name_days() -> None:
    assert days(["mon", "tue", "wed"], SUNDAY) == [
        date(2026, 11, 16),
        date(2026, 11, 17),
        date(2026, 11, 18),
    ]
    assert days(["last", "night", "3", "days", "ago", "2026-11-20"], SUNDAY) == [
        date(2026, 11, 19),
        date(2026, 11, 20),
        date(2026, 11, 21),
    ]
    assert days(["today", "sun"], SUNDAY) == [date(2026, 11, 22)]
    with pytest.raises(ReadingError, match="'munday' is not a day"):
        days(["tue", "munday"], SUNDAY)


def test_a_day_takes_no_time() -> None:
    with pytest.raises(ReadingError, match="is not a day"):
        day("yesterday 12:30", SUNDAY)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(typed: str) -> None:
    try:
        found = when(typed, SUNDAY)
    except ReadingError:
        return
    assert may_be_when(typed)
    assert found.day <= SUNDAY.today
    assert found.at is None or found.at <= SUNDAY.now


@pytest.mark.parametrize(
    ("typed", "expected_day", "night"),
    [
        ("friday night", "2026-11-20", True),
        ("yesterday evening", "2026-11-21", False),
        ("mon morning", "2026-11-16", False),
        ("2026-11-20 night", "2026-11-20", True),
    ],
)
def test_a_part_of_a_day_leaves_the_time_unknown(
    typed: str, expected_day: str, night: bool
) -> None:
    found = when(typed, SUNDAY)
    assert (found.day.isoformat(), found.at, found.night) == (expected_day, None, night)


def test_the_time_may_come_first() -> None:
    assert when("12:30 yesterday", SUNDAY) == when("yesterday 12:30", SUNDAY)


def test_a_date_whose_diary_day_has_not_begun_says_so() -> None:
    night = at("2026-11-23T02:15:00")
    with pytest.raises(ReadingError, match="still Sun 22 Nov, until 04:00"):
        when("2026-11-23", night)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("mon-thu", 16, 19), ("mon to thu", 16, 19), ("monday – thursday", 16, 19),
        ("2026-11-16..2026-11-19", 16, 19), ("2026-11-16 to yesterday", 16, 21),
        ("fri-mon", 13, 16), ("last week", 9, 15), ("3 days ago to today", 19, 22),
        ("thu to thu", 19, 19),
    ],
)  # fmt: skip
def test_a_run_of_days(clock: Clock, text: str, first: int, last: int) -> None:
    """The clock is of Sunday the 22nd."""
    expected = [date(2026, 11, number) for number in range(first, last + 1)]
    assert days(text.split(), clock) == expected
    assert days([*text.split(), "today"], clock) == sorted({*expected, date(2026, 11, 22)})


@pytest.mark.parametrize("text", ["today to mon", "2026-11-19..2026-11-16", "1999-01-01 to today"])
def test_a_run_of_days_that_is_none(clock: Clock, text: str) -> None:
    with pytest.raises(ReadingError, match="no run of days"):
        days(text.split(), clock)


@pytest.mark.parametrize("text", ["mon-", "mon to", "to thu", "mon..soon", "calf-thu"])
def test_half_a_run_is_refused(clock: Clock, text: str) -> None:
    with pytest.raises(ReadingError):
        days(text.split(), clock)


def test_a_time_close_ahead_is_doubted() -> None:
    """At five past two, `14:06` is not yet: it is hardly yesterday's."""
    found = when("14:06", SUNDAY)
    assert found.at is not None
    assert found.at.isoformat() == "2026-11-21T14:06:00+01:00"
    (doubt,) = found.doubts
    assert doubt.found == "14:06 is still to come today; the last one was Sat 21 Nov 14:06."
    assert doubt.question == "Was it Sat 21 Nov 14:06?"
    assert doubt.otherwise == 'Type "2026-11-21 14:06" for that one; now is the default.'
    assert len(when("17:05", SUNDAY).doubts) == 1
    assert len(when("5pm", SUNDAY).doubts) == 1
    assert len(when("sun 17:05", SUNDAY).doubts) == 1
    for typed in ("17:06", "14:05", "sun 17:06", "sat 14:06", "yesterday 14:06", "22:30"):
        assert when(typed, SUNDAY).doubts == (), typed
    assert len(when("2:15", at("2026-11-22T02:14:00")).doubts) == 1
    assert len(when("0:30", at("2026-11-22T23:50:00")).doubts) == 0


def test_an_hour_without_minutes_says_how_it_was_read() -> None:
    assert when("3", SUNDAY).remark == "03:00; for the afternoon type 3pm"
    for typed in ("3pm", "0300", "13", "03.00", "3:00", "0"):
        assert when(typed, SUNDAY).remark == "", typed


def test_a_number_is_a_time_only_behind_its_option() -> None:
    for typed in ("3", "0300", "03.00", "at 3"):
        assert may_be_when(typed)
        assert not is_when(typed)


def test_the_small_hours() -> None:
    """At two on Monday, still Sunday's diary day."""
    night = at("2026-11-23T02:00:00")
    expected = {
        "last night 23:00": "2026-11-22T23:00:00+01:00",
        "yesterday 23:00": "2026-11-22T23:00:00+01:00",
        "23:00": "2026-11-22T23:00:00+01:00",
        "last night 1am": "2026-11-23T01:00:00+01:00",
        "midnight": "2026-11-23T00:00:00+01:00",
    }
    for typed, moment in expected.items():
        found = when(typed, night)
        assert (found.at and found.at.isoformat(), found.day.day) == (moment, 22), typed
    for typed in ("mon", "2026-11-23", "on monday"):
        with pytest.raises(ReadingError, match="The diary day is still Sun 22 Nov, until 04:00"):
            when(typed, night)
    assert when("last monday", night).day == date(2026, 11, 16)
    assert when("tonight", night) == (date(2026, 11, 22), None, True, "", ())


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles", "UTC"])
def test_a_time_in_utc_becomes_the_zones_own(zone: str) -> None:
    clock = at("2026-11-22T17:00:00", ZoneInfo(zone))
    found = when("2026-11-22T06:30Z", clock)
    assert found.at is not None
    assert found.at.utcoffset() == clock.now.utcoffset()
    assert found.at == datetime.fromisoformat("2026-11-22T06:30+00:00")
    assert found.day == day_of(found.at)
    kept = when("2026-11-22T06:30+05:00", clock).at
    assert kept is not None
    assert kept.isoformat() == "2026-11-22T06:30:00+05:00"
