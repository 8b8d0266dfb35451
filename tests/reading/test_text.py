"""Tests of `text`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mglog.errors import ReadingError
from mglog.formatting import escaped
from mglog.reading.text import label, note


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


def test_a_label_with_a_control_says_what_to_type() -> None:
    with pytest.raises(ReadingError) as caught:
        label("a\x1b", "the name")
    assert str(caught.value) == (
        "the name holds a control character (\\x1b): 'a\\x1b'. Type it as plain text."
    )
