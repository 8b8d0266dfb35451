"""Tests of `entries`."""

import sqlite3
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from mglog.diary import entries, totals
from mglog.diary.change import Change
from mglog.diary.totals import DayTotals
from mglog.domain import entry as entry_of
from mglog.domain import kinds
from mglog.domain.entry import Entry, When
from mglog.domain.kinds import Cramp
from mglog.errors import ReadingError
from tests.diary.support import AFTER, AT, NEWER, NOW, OLD, recorded, sound, table
from tests.support import DAY, UUID, add, entry, insert, mark


class TestEntries:
    """Entries and what is read of them."""

    def test_a_stamp_is_later_than_any_before_it(self, connection: sqlite3.Connection) -> None:
        assert [Change(connection, NOW).at for _ in range(2)] == [AT, AFTER]
        assert Change(connection, NOW - timedelta(days=9)).at == AFTER.replace("1Z", "2Z")
        soon = NOW + timedelta(microseconds=7)
        assert Change(connection, soon).at == AFTER.replace("1Z", "7Z")
        assert table(connection, "clock")[0]["latest"] == AFTER.replace("1Z", "7Z")
        berlin = datetime(2026, 12, 1, 1, 0, tzinfo=timezone(timedelta(hours=1)))
        assert Change(connection, berlin).at == "2026-12-01T00:00:00.000000Z"

    def test_what_an_add_stores_and_records(self, connection: sqlite3.Connection) -> None:
        mark(connection, [entry("no-cramps", 1)], NOW)
        stored, unmarked = add(connection, entry("cramp", 2, pain=3), NOW)
        whole_entry = entry("cramp", 2, pain=3, created=AFTER, changed=AFTER)
        assert stored == whole_entry._replace(number=1)
        made = entry("no-cramps", 1)._replace(number=1, created=AT, changed=AT)
        assert unmarked == made
        (kept,) = entries.every(connection, kinds.NO_CRAMPS)
        assert kept == made._replace(changed=AFTER, deleted=AFTER)
        whole = {"uuid": UUID.format(2), "day": DAY, "created": AFTER, "changed": AFTER, "count": 1}
        shown = {"uuid": UUID.format(1), "day": DAY, "created": AT, "changed": AT}
        assert recorded(connection) == [
            ("no-cramps", AT, None, [
                {"kind": "no-cramps", "id": 1, "before": None, "after": shown},
            ]),
            ("add cramp", AFTER, None, [
                {"kind": "no-cramps", "id": 1, "before": shown,
                 "after": {**shown, "changed": AFTER, "deleted": AFTER}},
                {"kind": "cramp", "id": 1, "before": None, "after": {**whole, "pain": 3}},
            ]),
        ]  # fmt: skip
        assert add(connection, entry(number=3, mg=1.0), NOW).unmarked is None
        assert sound(connection)

    def test_a_days_totals(self, connection: sqlite3.Connection) -> None:
        day = date.fromisoformat(DAY)
        assert totals.day_totals(connection, day) == DayTotals(None, 0.0, 0)
        assert totals.symptom_count(connection, day, "twitch") == 0
        for number, each in enumerate((
            entry(mg=100.0, source_kind="supplement"),
            entry(mg=50.5, source_kind="food"),
            entry(mg=25.0),
            entry(mg=0.5, source="app"),
            entry(mg=0.5, what="a label"),
            entry(source_kind="supplement"),
            entry(mg=9.0, source_kind="supplement", deleted=AT),
            entry(mg=9.0, source_kind="supplement", day="2026-11-21"),
            entry("cramp", count=3), entry("cramp"), entry("cramp", deleted=AT),
            entry("cramp", day="2026-11-23"),
            entry("symptom", name="Twitch", count=2), entry("symptom", name="TWITCH"),
            entry("symptom", name="gone", deleted=AT), entry("symptom", name="x", day="2026-11-21"),
        )):  # fmt: skip
            stamped = each._replace(uuid=f"{UUID[:-3]}{number:02}", created=AT, changed=AT)
            insert(connection, stamped)
        assert totals.day_totals(connection, day) == DayTotals(176.5, 125.0, 4)
        assert totals.symptom_count(connection, day, "tWITCH") == 3

    @pytest.mark.parametrize(
        ("days", "only"),
        [
            ([], False),
            (["s"], True),
            (["s", "f"], False),
            (["s", "s", "f"], True),
            (["s", "sf", "sf"], False),
            (["s", "s?"], True),
            (["s", "s?", "f"], True),
            (["s", "f?"], False),
            (["?", "?", "s"], True),
            (["s", "m"], True),
            (["s", "a"], False),
        ],
    )
    def test_whether_a_diary_holds_supplements_only(
        self, connection: sqlite3.Connection, days: list[str], only: bool
    ) -> None:
        meanings: dict[str, dict[str, Any]] = {
            "s": {"mg": 100.0, "source_kind": "supplement"},
            "f": {"mg": 50.0, "source_kind": "food"}, "m": {"mg": 10.0},
            "a": {"mg": 10.0, "source": "app"},
            "?": {"source_kind": "supplement"},
        }  # fmt: skip
        number = 0
        for offset, held in enumerate(days):
            day = (date(2026, 1, 1) + timedelta(days=offset)).isoformat()
            for letter in held:
                number += 1
                made = entry(day=day, created=AT, changed=AT, **meanings[letter])
                insert(connection, made._replace(uuid=f"{UUID[:-3]}{number:02}"))
        assert totals.supplements_only(connection) is only

    def test_what_is_deleted_says_nothing_of_supplements(
        self, connection: sqlite3.Connection
    ) -> None:
        gone = entry(mg=1.0, source_kind="supplement", created=AT, changed=AT, deleted=AT)
        insert(connection, gone)
        assert totals.supplements_only(connection) is False

    @pytest.mark.parametrize(
        ("name", "found"),
        [
            ("i1", True), ("i2", False), ("c1", False), ("x1", False), ("i", False), ("", False),
            ("i٣", False), ("i²", False), ("i-1", False), ("i1x", False), ("i00000000001", True),
            ("i000000000001", False), ("I1", False),
        ],
    )  # fmt: skip
    def test_an_entry_by_its_name(
        self, connection: sqlite3.Connection, name: str, found: bool
    ) -> None:
        stored = add(connection, entry(mg=1.0), NOW).entry
        assert entries.by_id(connection, name) == (stored if found else None)

    def test_one_like_another(self) -> None:
        model = entry(
            mg=5.0, what="tea", at="2026-11-01T10:00:00+01:00", night=True, note="warm",
            source="x", source_key="k", batch=2, created=AT, changed=AT, deleted=AT,
        )._replace(number=4)  # fmt: skip
        day = date(2026, 11, 22)
        made = entry_of.repeated(model, When(day, NOW))
        assert made.uuid != model.uuid
        assert made._replace(uuid="") == Entry(model.values, day, NOW, note="warm")
        night = entry_of.repeated(model, When(day, None, night=True))
        assert (night.at, night.night, len(night.uuid)) == (None, True, 36)

    def test_one_typed_by_hand(self) -> None:
        day = date(2026, 11, 22)
        made = entry_of.new(Cramp(pain=4), When(day, NOW), "calf")
        assert made._replace(uuid="") == Entry(Cramp(pain=4), day, NOW, note="calf")
        assert (len(made.uuid), made.id, made.kind) == (36, "", kinds.CRAMP)
        assert made._replace(number=12).id == "c12"
        with pytest.raises(ReadingError):
            entry_of.new(Cramp(pain=11), When(day, None), None)

    def test_the_order_within_a_day(self, connection: sqlite3.Connection) -> None:
        listed: list[tuple[str, dict[str, Any]]] = [
            ("symptom", {"name": "b", "created": NEWER}),
            ("symptom", {"name": "a", "created": OLD}),
            ("intake", {"created": OLD, "at": "2026-11-22T09:00:00+01:00"}),
            ("cramp", {"created": OLD, "at": "2026-11-22T09:30:00+02:00"}),
            ("serum", {"mmol_per_l": 0.8, "created": OLD, "at": "2026-11-22T09:00:00+01:00"}),
            ("intake", {"created": OLD, "night": True}),
            ("intake", {"created": OLD, "day": "2026-11-21"}),
            ("intake", {"created": OLD, "day": "2026-11-20"}),
            ("intake", {"created": OLD, "deleted": AT}),
        ]
        for number, (kind, given) in enumerate(listed):
            made = entry(kind, number, changed=AT, **given)
            insert(connection, made)
        order = [made.uuid[-1] for made in entries.in_order(connection)]
        assert order == ["7", "6", "1", "0", "3", "2", "4", "5"]
        some = entries.in_order(connection, date(2026, 11, 21), date(2026, 11, 21))
        assert [made.uuid[-1] for made in some] == ["6"]
        only = entries.in_order(connection, date(2026, 11, 22), date(2026, 11, 22), kinds.SYMPTOM)
        assert [made.uuid[-1] for made in only] == ["1", "0"]
