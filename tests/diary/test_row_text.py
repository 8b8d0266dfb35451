"""Tests of `row_text`."""

import json
from zlib import crc32

import pytest

from mglog.diary import row_text
from tests.diary.support import AFTER, AT


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", '"plain"'), ('a "b"', '"a \\"b\\""'), ("a\\b", '"a\\\\b"'), ("é", '"é"'),
        ("a\nb", '"a\\nb"'), (0.1, "0.1"), (1 / 3, "0.3333333333333333"), (5, "5"),
        (True, "1"), (False, "0"), ("", '""'),
    ],
)  # fmt: skip
def test_a_cell_as_text(value: row_text.Cell | bool, text: str) -> None:
    assert row_text.cell_text(value) == text
    assert json.loads(text) == value


def test_digests_are_these() -> None:
    """Stored in every diary: they may never come out otherwise."""
    cells = [("a", "x"), ("b", None), ("c", 1.5), ("d", True)]
    text = '{"a":"x","c":1.5,"d":1}'
    assert row_text.row_text(cells) == text
    assert row_text.checksum(cells) == f"{crc32(text.encode()):08x}"
    assert row_text.checksum(cells) == "03d30c34"
    lone = b'{"a":"\xed\xb2\x80"}'  # half a character, as a damaged file may hold
    assert row_text.checksum([("a", "\udc80")]) == f"{crc32(lone):08x}"
    head = f'{{"at":"{AT}","command":"edit"}}[]'.encode()
    assert row_text.history_checksum(AT, "edit", None, None, "[]") == f"{crc32(head):08x}"
    head = f'{{"at":"{AT}","command":"edit","batch":3,"undone":"{AFTER}"}}'.encode()
    whole = head + b"[\xed\xb2\x80]"
    assert row_text.history_checksum(AT, "edit", 3, AFTER, "[\udc80]") == f"{crc32(whole):08x}"
