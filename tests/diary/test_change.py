"""Tests of `change`."""

import sqlite3
from datetime import date

import pytest

from mglog.errors import RefusedError
from tests.diary.support import AFTER, AT, NOW, recorded, table
from tests.support import UUID, add_all, entry, mark


class TestMarks:
    """No-cramps marks."""

    def test_a_day_with_a_cramp_is_refused_by_name(self, connection: sqlite3.Connection) -> None:
        add_all(connection, [entry("cramp", 1), entry("cramp", 2)], NOW, "x")
        fresh = entry("no-cramps", 3)
        with pytest.raises(RefusedError) as one:
            mark(connection, [fresh], NOW)
        with pytest.raises(RefusedError) as many:
            mark(connection, [fresh._replace(day=date(2026, 11, 21)), fresh], NOW)
        assert str(one.value) == (
            "Sun 22 Nov has a cramp (c1). See it: mglog today --day 2026-11-22"
        )
        assert str(many.value) == (
            "Sun 22 Nov has a cramp (c1); nothing was marked. Leave that day out."
        )
        assert table(connection, "no_cramps") == []

    def test_a_day_is_marked_once(self, connection: sqlite3.Connection) -> None:
        one, two = entry("no-cramps", 1), entry("no-cramps", 2, day="2026-11-21")
        (first,) = mark(connection, [one], NOW)
        assert first == (one._replace(number=1, created=AT, changed=AT), False)
        both = mark(connection, [one._replace(uuid=UUID.format(3)), two], NOW)
        assert both == [
            (first.entry, True), (two._replace(number=2, created=AFTER, changed=AFTER), False),
        ]  # fmt: skip
        assert mark(connection, [one._replace(uuid=UUID.format(4))], NOW) == [(first.entry, True)]
        assert [(command, [each["id"] for each in changes]) for command, _, _, changes in
                recorded(connection)] == [("no-cramps", [1]), ("no-cramps", [2])]  # fmt: skip
