"""Tests of `profile`."""

import sqlite3
from datetime import date

import pytest

from mglog.diary import entries, profile
from mglog.domain import profile as settings
from mglog.domain.profile import Setting
from mglog.errors import ReadingError
from tests.diary.support import AFTER, AT, NOW, merged, recorded, sound, table
from tests.support import DAY, UUID, add, entry, mark, mark_on, save, set_profile


class TestSettings:
    """The profile."""

    @pytest.mark.parametrize(
        ("key", "value", "says"),
        [
            ("sex", "Male", "sex can't be 'Male'."),
            ("born", 1960, "born can't be '1960'."),
            ("shoe", "44",
             "'shoe' is no setting; settings are " + ", ".join(settings.FORMS) + "."),
            ("target", "12.", "target can't be '12.'."),
        ],
    )  # fmt: skip
    def test_what_no_setting_holds(self, key: str, value: object, says: str) -> None:
        with pytest.raises(ReadingError) as caught:
            settings.checked(key, value)
        assert str(caught.value) == says

    def test_what_is_stored_and_recorded(self, connection: sqlite3.Connection) -> None:
        assert set_profile(connection, {"sex": "male", "born": "1960"}, NOW).entries == 0
        assert set_profile(connection, {"sex": "male"}, NOW).entries == 0
        assert set_profile(connection, {"born": None, "target": "350"}, NOW).entries == 0
        assert profile.every(connection) == [
            Setting("sex", "male", AT), Setting("target", "350", AFTER),
        ]  # fmt: skip
        both = {"sex": "male", "born": "1960"}
        change = {"kind": "profile", "id": 0}
        assert recorded(connection) == [
            ("profile", AT, None, [{**change, "before": {}, "after": both}]),
            ("profile", AFTER, None,
             [{**change, "before": both, "after": {"sex": "male", "target": "350"}}]),
        ]  # fmt: skip
        assert sound(connection)

    def test_a_new_day_start_moves_what_has_a_time(self, connection: sqlite3.Connection) -> None:
        early = entry("cramp", 1, at="2026-11-23T04:30:00+01:00", day="2026-11-23")
        added = add(connection, early, NOW).entry
        noon = add(connection, entry(number=2, at="2026-11-22T12:00:00+01:00"), NOW).entry
        other = "2026-11-18T04:30:00+01:00"
        add(connection, entry(number=5, at=other, day="2026-11-18"), NOW)
        mark(connection, [entry("no-cramps", 6, day="2026-11-17")], NOW)
        mark(connection, [entry("no-cramps", 3)], NOW)
        gone = add(connection, early._replace(uuid=UUID.format(4)), NOW).entry
        save(connection, "rm", [(gone, gone._replace(deleted="x"))], NOW)

        assert set_profile(connection, {"day_starts": "05:00"}, NOW).entries == 2

        command, at, _, changes = recorded(connection)[-1]
        assert (command, [(each["kind"], each["id"]) for each in changes]) == (
            "profile", [("profile", 0), ("intake", 2), ("no-cramps", 2), ("cramp", 1)],
        )  # fmt: skip
        moved = entries.by_id(connection, "i2")
        assert moved is not None
        assert (moved.day, moved.changed) == (date(2026, 11, 17), at)
        assert mark_on(connection, "2026-11-17") is not None
        assert entries.by_id(connection, "c1") == added._replace(day=date(2026, 11, 22), changed=at)
        assert entries.by_id(connection, "i1") == noon
        assert mark_on(connection, DAY) is None
        assert [row["day"] for row in table(connection, "cramps")] == [DAY, "2026-11-23"]
        assert set_profile(connection, {"day_starts": None}, NOW).entries == 2
        assert [row["day"] for row in table(connection, "cramps")] == ["2026-11-23"] * 2
        assert sound(connection)

    def test_only_a_new_day_start_moves_anything(self, connection: sqlite3.Connection) -> None:
        set_profile(connection, {"day_starts": "05:00"}, NOW)
        merged(connection, entry(at="2026-11-22T04:30:00+01:00"))  # kept by another day start
        assert set_profile(connection, {"sex": "male"}, NOW).entries == 0
        assert [row["day"] for row in table(connection, "intakes")] == [DAY]
