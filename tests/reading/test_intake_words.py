"""Tests of `intake_words`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mglog.errors import ReadingError
from mglog.reading.intake_words import Split, amount_words, refuse_two_amounts, what
from mglog.reading.measures import Amount


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
        (["2", "eggs"], "eggs", Amount(2, None)),
        (["½", "avocado"], "avocado", Amount(0.5, None)),
        (["half", "an", "avocado"], "avocado", Amount(0.5, None)),
        (["30", "g", "cashews"], "cashews", Amount(30, "g")),
        (["500 ml gerolsteiner"], "gerolsteiner", Amount(500, "ml")),
        (["2 slow-mag"], "slow-mag", Amount(2, None)),
        (["a banana"], "banana", Amount(1, None)),
        (["a banana 100 g"], "banana", Amount(100, "g")),
        (["two slices of wholemeal bread"], "wholemeal bread", Amount(2, "slice")),
        (["a tin of sardines"], "sardines", Amount(1, "can")),
        (["3 squares of dark chocolate"], "dark chocolate", Amount(3, "square")),
        (["1/2 cup of oats"], "oats", Amount(0.5, "cup")),
        (["coffee with milk 1 mug"], "coffee with milk", Amount(1, "mug")),
        (["slow-mag x2"], "slow-mag", Amount(2, None)),
        (["2x slow-mag"], "slow-mag", Amount(2, None)),
        (["2 x slow-mag"], "slow-mag", Amount(2, None)),
        (["eggs", "two"], "eggs", Amount(2, None)),
        (["vitamin a"], "vitamin a", None),
        (["2 % milk 1 cup"], "2 % milk", Amount(1, "cup")),
        (["1 1/2 cups rice"], "rice", Amount(1.5, "cup")),
        (["coffee 6 fl oz"], "coffee", Amount(6, "floz")),
        (["magnesium citrate 600mg compound"], "magnesium citrate", Amount(600, "mg")),
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


@given(st.text(max_size=20))
def test_any_words_are_read_or_refused(text: str) -> None:
    try:
        what([text])
    except ReadingError as error:
        assert error.message


def test_every_way_to_part_the_words() -> None:
    splits = what(["2 slow-mag capsules"]).splits
    assert splits[0] == Split("2 slow-mag capsules", None)
    assert Split("slow-mag", Amount(2, "capsule")) in splits
    assert Split("coffee", Amount(1, "cup"), implied=True) in what(["cup of coffee"]).splits
    assert Split("coffee", Amount(1, "mug"), implied=True) in what(["coffee mug"]).splits
    assert Split("almonds", Amount(1, "cup sliced"), measure=True) in (
        what(["almonds 1 cup, sliced"]).splits
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("400 mg 30g", "two amounts"),
        ("400mg 2", "two amounts"),
        ("2 almonds 30g", "two amounts"),
        ("half bananas 2", "two amounts"),
        ("some almonds", "does not say how much. Give a number: almonds 2"),
    ],
)
def test_an_amount_too_many_or_too_few(words: str, says: str) -> None:
    with pytest.raises(ReadingError, match=says):
        refuse_two_amounts(what(words.split()))


def test_a_name_with_one_amount_is_not_refused() -> None:
    for words in ("almonds 30g", "a banana 100g", "vitamin b12 2", "two eggs", "oats"):
        refuse_two_amounts(what([words]))


def test_how_a_weight_is_meant() -> None:
    assert what(["100 mg elemental"]).elemental is True
    assert what(["magnesium citrate 400mg compound"]).elemental is False
    assert what(["magnesium citrate 400mg (elemental)"]).elemental is True
    assert what(["400mg"]).elemental is None
    with pytest.raises(ReadingError, match="can't be elemental and compound"):
        what(["citrate 400mg elemental compound"])


def test_an_amount_alone_may_name_a_measure() -> None:
    assert amount_words("1 cup, sliced") == Amount(1, "cup sliced")
    assert amount_words("30 g") == Amount(30, "g")
    assert amount_words("a lot") is None
