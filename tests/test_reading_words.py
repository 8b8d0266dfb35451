from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mglog.clock import Clock
from mglog.domain.kinds import Side
from mglog.errors import ReadingError
from mglog.formatting import duration_text, escaped, escaped_json, number_text, quoted
from mglog.reading.durations import duration, is_duration
from mglog.reading.muscles import Muscle, muscle
from mglog.reading.numbers import number
from mglog.reading.quantities import Amount, amount, magnesium, name_first, total_mg, what
from mglog.reading.ranges import read_range
from mglog.reading.text import label, note


@pytest.mark.parametrize(
    ("typed", "mg", "bare"),
    [
        ("400", 400, True),
        ("400 mg", 400, False),
        ("400MG", 400, False),
        ("0.4g", 400, False),
        ("0,4 g", 400, False),
        ("250mcg", 0.25, False),
        ("250 µg", 0.25, False),
        (".5g", 500, False),
        ("10000", 10_000, True),
        ("½ g", 500, False),
    ],
)
def test_a_quantity_of_magnesium(typed: str, mg: float, bare: bool) -> None:
    found = magnesium(typed)

    assert found is not None
    assert found.mg == pytest.approx(mg)
    assert bare is found.bare


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("0", "no magnesium"),
        ("0mg", "no magnesium"),
        ("0.0001mcg", "no magnesium"),
        ("12000", "Did you mean 1200 mg"),
        ("10001", "An amount of food goes after"),
        ("1e3", "not a quantity"),
        ("9" * 20, "over 10,000 mg"),
        ("30g", "Did you mean 30 mg"),
        ("99999999999999", "over 10,000 mg"),
        ("nan", "not a quantity"),
        ("inf mg", "not a quantity"),
        ("-inf", "not a quantity"),
        ("1,500mg", "could mean 1500 or 1.500"),
        ("1/0 g", "divides by zero"),
    ],
)
def test_a_quantity_that_cannot_be(typed: str, says: str) -> None:
    with pytest.raises(ReadingError) as caught:
        magnesium(typed)
    assert says in str(caught.value)


def test_mg_option_takes_quantities_only() -> None:
    assert total_mg("178") == 178
    assert total_mg("2,5") == 2.5
    for typed in ("abc", "", "-5", "nan", "30 tablets"):
        with pytest.raises(ReadingError):
            total_mg(typed)


@pytest.mark.parametrize(
    ("words", "name", "given"),
    [
        (["almonds", "30g"], "almonds", Amount(30, "g")),
        (["almonds 30 g"], "almonds", Amount(30, "g")),
        (["brown rice 1 cup"], "brown rice", Amount(1, "cup")),
        (["brown", "rice", "1", "cup"], "brown rice", Amount(1, "cup")),
        (["magnesium", "oxide", "400mg"], "magnesium oxide", Amount(400, "mg")),
        (["slow-mag", "2"], "slow-mag", Amount(2, None)),
        (["slow-mag", "2", "tablets"], "slow-mag", Amount(2, "tablet")),
        (["rice 1 1/2 tbsp"], "rice", Amount(1.5, "tbsp")),
        (["oats", "½ cup"], "oats", Amount(0.5, "cup")),
        (["vitamin b12 2"], "vitamin b12", Amount(2, None)),
        (["7-seed bread"], "7-seed bread", None),
        (["tap water 250ml"], "tap water", Amount(250, "ml")),
    ],
)
def test_words_of_an_intake(words: list[str], name: str, given: Amount | None) -> None:
    found = what(words)

    assert (found.quantity, found.name, found.amount) == (None, name, given)


@pytest.mark.parametrize("words", [["400", "mg"], ["400mg"], ["400 mg"]])
def test_a_quantity_quoted_or_not(words: list[str]) -> None:
    found = what(words)
    assert found.quantity is not None
    assert found.quantity.mg == 400


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["2", "capsules"], "of what"),
        (["½ cup"], "of what"),
        (["400", "mg", "30g"], "two amounts"),
        (["400mg", "2"], "two amounts"),
        ([""], "is empty"),
        (["a\x1b[31m"], "control character"),
        (["a\nb"], "one line"),
        (["a\u202eb"], "control character"),
        (["a\udcff"], "not valid UTF-8"),
        (["x" * 201], "200 is the most"),
        (["almonds", "0g"], "not an amount"),
    ],
)
def test_words_refused(words: list[str], says: str) -> None:
    with pytest.raises(ReadingError, match=says):
        what(words)


def test_units_in_singular_and_plural() -> None:
    for typed, unit in [("2 slices", "slice"), ("2 cups", "cup"), ("1 glass", "glass"),
                        ("3 glasses", "glass"), ("2 caps", "capsule"), ("1 Oz.", None),
                        ("2 lbs", "lb"), ("2 gummies", "gummy")]:  # fmt: skip
        found = amount(typed)
        assert (found and found.unit) == unit, typed


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


@given(st.text())
def test_inert_text_holds_no_control(text: str) -> None:
    shown_text = escaped(text)

    shown_text.encode("utf-8")  # raises if there is a lone surrogate
    assert not any(
        ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u2066\u2028" for c in shown_text
    )


@given(st.text())
def test_a_label_is_one_plain_line_or_refused(text: str) -> None:
    try:
        found = label(text, "it")
    except ReadingError as error:
        assert "\x1b" not in str(error)
        return
    assert escaped(found) == found
    assert found == " ".join(found.split())


def test_a_note_may_be_longer_but_not_endless() -> None:
    assert note("x" * 2000) == "x" * 2000
    assert note(None) is None
    with pytest.raises(ReadingError, match="2000 is the most"):
        note("x" * 2001)


@given(st.text(max_size=20))
def test_any_words_are_read_or_refused(text: str) -> None:
    try:
        what([text])
    except ReadingError as error:
        assert error.message


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1 1/2", 1.5), ("½", 0.5), ("1½", 1.5), ("2,5", 2.5), (".5", 0.5), ("3/4", 0.75)],
)
def test_number(typed: str, value: float) -> None:
    assert number(typed) == value


def test_a_quote_is_cut_only_when_it_is_longer() -> None:
    assert quoted("x" * 60) == f"'{'x' * 60}'"
    assert quoted("x" * 61) == f"'{'x' * 59}…'"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("30 G", Amount(30, "g")),
        ("2 Tablets", Amount(2, "tablet")),
        ("3", Amount(3, None)),
        ("1000000", Amount(1_000_000, None)),
        ("1000000g", Amount(1_000_000, "g")),
        ("", None),
        ("2 of them", None),
    ],
)
def test_an_amount_of_something(typed: str, expected: Amount | None) -> None:
    assert amount(typed) == expected


@pytest.mark.parametrize("typed", ["0", "0g", "1000000.1g", "1000001"])
def test_an_amount_to_be_refused(typed: str) -> None:
    with pytest.raises(ReadingError) as caught:
        amount(typed)
    assert str(caught.value) == f"'{typed}' is not an amount to log. Type 30g, 1 cup or 2."


@pytest.mark.parametrize("typed", ["", " ", "h", "min"])
def test_nothing_is_no_duration(typed: str) -> None:
    assert not is_duration(typed)


def test_a_json_document_with_its_controls_written_out() -> None:
    assert escaped_json('"a\x7fb"') == '"a\\u007fb"'
    assert escaped_json('"é\u202e\x9f"') == '"é\\u202e\\u009f"'


def test_an_amount_may_come_first() -> None:
    assert name_first("1/2 400mg citrate") == "400mg citrate 1/2"
    assert name_first("0 cups 30g oats") is None
    assert name_first("400mg magnesium citrate") == "magnesium citrate 400mg"
    assert name_first("1 1/2 cups rice") == "rice 1 1/2 cups"
    assert name_first("2 slices bread") == "bread 2 slices"
    assert name_first("rice 30 g") is None
    assert name_first("1/0 2 almonds") is None


def test_milligrams_are_not_negative() -> None:
    with pytest.raises(ReadingError) as caught:
        total_mg("-5")
    assert str(caught.value) == "'-5' is negative. Type 400, 400mg, 0.4g or 250mcg."


def test_numbers_for_people() -> None:
    shown_as = {300.0: "300", 71.5: "71.5", 0.25: "0.25", 312.44: "312", 2.0: "2", 0: "0",
                10_000.0: "10000", 1.2345: "1.23"}  # fmt: skip
    assert {value: number_text(value) for value in shown_as} == shown_as


FOOD = "An amount of food goes after its name: almonds 30g."


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("400000", f"is over 10,000 mg of magnesium at once. Did you mean 4000 mg? {FOOD}"),
        ("100000", f"is over 10,000 mg of magnesium at once. Did you mean 10000 mg? {FOOD}"),
        ("12345", f"is over 10,000 mg of magnesium at once. {FOOD}"),
        ("NaN", "is not a quantity. Type 400, 400mg, 0.4g or 250mcg."),
        ("INF mg", "is not a quantity. Type 400, 400mg, 0.4g or 250mcg."),
        ("1,234", "could mean 1234 or 1.234. Type 1234, or write the decimals with a point."),
        ("1/0", "divides by zero. Type 1/2, ½ or 0.5."),
    ],
)
def test_what_is_said_of_a_quantity_that_cannot_be(typed: str, says: str) -> None:
    with pytest.raises(ReadingError) as caught:
        magnesium(typed)
    assert str(caught.value) == f"'{typed}' {says}"


def test_the_least_and_the_most_magnesium() -> None:
    read = [magnesium(typed) for typed in ("0.001", "10000")]
    assert [found and found.mg for found in read] == [0.001, 10_000.0]
    with pytest.raises(ReadingError):
        magnesium("0.0009")


def test_a_label_with_a_control_says_what_to_type() -> None:
    with pytest.raises(ReadingError) as caught:
        label("a\x1b", "the name")
    assert str(caught.value) == (
        "the name holds a control character (\\x1b): 'a\\x1b'. Type it as plain text."
    )
