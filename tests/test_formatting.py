"""Tests of `formatting`."""

from hypothesis import given
from hypothesis import strategies as st

from mglog.formatting import escaped, escaped_json, number_text, quoted


@given(st.text())
def test_inert_text_holds_no_control(text: str) -> None:
    shown_text = escaped(text)

    shown_text.encode("utf-8")  # raises if there is a lone surrogate
    assert not any(
        ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u2066\u2028" for c in shown_text
    )


def test_a_quote_is_cut_only_when_it_is_longer() -> None:
    assert quoted("x" * 60) == f"'{'x' * 60}'"
    assert quoted("x" * 61) == f"'{'x' * 59}…'"


def test_a_json_document_with_its_controls_written_out() -> None:
    assert escaped_json('"a\x7fb"') == '"a\\u007fb"'
    assert escaped_json('"é\u202e\x9f"') == '"é\\u202e\\u009f"'


def test_numbers_for_people() -> None:
    shown_as = {300.0: "300", 71.5: "71.5", 0.25: "0.25", 312.44: "312", 2.0: "2", 0: "0",
                10_000.0: "10000", 1.2345: "1.23"}  # fmt: skip
    assert {value: number_text(value) for value in shown_as} == shown_as
