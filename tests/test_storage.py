"""What each part of the diary stores, row by row, and what it records of it."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from mglog.diary import entries, health, history, products, profile, row_text, totals
from mglog.diary.change import Change
from mglog.diary.database import in_memory
from mglog.diary.totals import DayTotals
from mglog.domain import entry as entry_of
from mglog.domain import kinds
from mglog.domain import product as product_of
from mglog.domain import profile as settings
from mglog.domain.entry import Entry, When
from mglog.domain.kinds import Cramp, Intake, Serum
from mglog.domain.product import Product
from mglog.domain.profile import Setting
from mglog.errors import DiaryError, ReadingError, RefusedError
from tests import support
from tests.support import (
    DAY,
    UUID,
    add,
    add_all,
    entry,
    insert,
    mark,
    mark_on,
    remove_product,
    save,
    save_product,
    set_profile,
)

NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
AT = "2026-11-22T13:05:00.000000Z"
AFTER = "2026-11-22T13:05:00.000001Z"


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """An empty diary."""
    made = in_memory()
    yield made
    made.close()


def table(connection: sqlite3.Connection, name: str) -> list[dict[str, Any]]:
    """The rows of a table, each cell by its column's name, digests left out."""
    found = connection.execute(f"SELECT * FROM {name} ORDER BY 1")
    names = [column[0] for column in found.description]
    listed = [dict(zip(names, row, strict=True)) for row in found]
    return [{key: row[key] for key in row if key != "digest"} for row in listed]


def recorded(connection: sqlite3.Connection) -> list[tuple[str, str, int | None, list[Any]]]:
    """The history: command, when, batch, changes."""
    found = connection.execute("SELECT command, at, batch, changes FROM history ORDER BY id")
    return [(command, at, batch, json.loads(text)) for command, at, batch, text in found]


def sound(connection: sqlite3.Connection) -> bool:
    """Whether every row's digest is that of its content."""
    found = health.examine(connection, Path(__file__))
    return [each.ok for each in found if each.code == "digests"] == [True]


TABLET = Product("Slow-Mag", 64.0, "tablet", "chloride", "supplement", "blue", UUID.format(1))


class TestProducts:
    """Saved products."""

    def test_a_new_one_has_a_name_of_its_own(self) -> None:
        one, other = (product_of.new("A", 1, "tablet", "oxide", "food") for _ in range(2))
        assert one._replace(uuid="") == Product("A", 1, "tablet", "oxide", "food")
        assert (one.number, len(one.uuid)) == (None, 36)
        assert one.uuid != other.uuid

    @pytest.mark.parametrize("name", ["slow mag", "SLOW-MAG", " Slow  Mag ", "Slow-Mag"])
    def test_it_is_found_by_any_spelling(self, connection: sqlite3.Connection, name: str) -> None:
        save_product(connection, TABLET, NOW)
        found = products.find(connection, name)
        assert found == TABLET._replace(number=1, created=AT, changed=AT)
        assert products.find(connection, "slowmag") is None

    def test_what_is_stored_and_recorded(self, connection: sqlite3.Connection) -> None:
        made = save_product(connection, TABLET, NOW)
        assert made == TABLET._replace(number=1, created=AT, changed=AT)
        row = {**products.cells(made), "id": 1}
        assert table(connection, "products") == [row]
        stored = products.find(connection, "slow mag")
        assert stored is not None

        later = save_product(connection, stored._replace(mg=70.0), NOW)
        remove_product(connection, later, NOW)

        again = "2026-11-22T13:05:00.000002Z"
        assert later == stored._replace(mg=70.0, changed=AFTER)
        gone = later._replace(changed=again, deleted=again)
        assert products.by_uuid(connection, TABLET.uuid) == gone
        assert products.find(connection, "slow mag") is None
        assert list(products.every(connection)) == []
        before, after, last = (
            {name: value for name, value in products.cells(each).items() if value is not None}
            for each in (stored, later, gone)
        )
        change = {"kind": "product", "id": 1}
        assert recorded(connection) == [
            ("product add", AT, None, [{**change, "before": None, "after": before}]),
            ("product edit", AFTER, None, [{**change, "before": before, "after": after}]),
            ("product rm", again, None, [{**change, "before": after, "after": last}]),
        ]
        assert sound(connection)

    def test_a_name_is_taken_once(self, connection: sqlite3.Connection) -> None:
        save_product(connection, TABLET, NOW)
        with pytest.raises(RefusedError) as caught:
            save_product(connection, TABLET._replace(uuid=UUID.format(2), name="slow mag"), NOW)
        assert str(caught.value) == (
            "There is a product 'Slow-Mag' already. Change it: mglog product edit 'Slow-Mag' --mg …"
        )
        assert len(recorded(connection)) == 1

    def test_they_are_listed_by_name(self, connection: sqlite3.Connection) -> None:
        for number, name in enumerate(["beta", "Alpha", "gamma"]):
            save_product(connection, TABLET._replace(uuid=UUID.format(number), name=name), NOW)
        assert [each.name for each in products.every(connection)] == ["Alpha", "beta", "gamma"]
        assert products.by_uuid(connection, UUID.format(9)) is None


def merged(connection: sqlite3.Connection, *lines: Entry | Product | Setting) -> tuple[int, ...]:
    """Added, replaced, unchanged."""
    return support.merged(connection, NOW, *lines)


OLD, NEWER = "2026-11-20T08:00:00.000000Z", "2026-11-21T08:00:00.000000Z"
FUTURE = "2027-01-01T00:00:00.000000Z"


class TestMerging:
    """Lines from outside."""

    def test_a_product_is_added_once_and_replaced_by_a_newer_one(
        self, connection: sqlite3.Connection
    ) -> None:
        line = TABLET._replace(created=OLD, changed=OLD)
        assert merged(connection, line) == (1, 0, 0)
        assert merged(connection, line) == (0, 0, 1)
        assert merged(connection, line._replace(mg=1.0)) == (0, 0, 1)
        assert merged(connection, line._replace(mg=2.0, changed="")) == (0, 0, 1)
        assert merged(connection, line._replace(mg=3.0, changed=NEWER)) == (0, 1, 0)
        stored = products.by_uuid(connection, TABLET.uuid)
        assert stored == line._replace(number=1, mg=3.0, changed=NEWER)
        (first, second) = recorded(connection)
        assert (first[0], first[2], second[0]) == ("import", 1, "import")
        assert first[3][0]["before"] is None
        assert (second[3][0]["before"]["mg"], second[3][0]["after"]["mg"]) == (64, 3)
        assert [row["id"] for row in table(connection, "batches")] == [1, second[2]]
        assert sound(connection)

    def test_a_product_without_stamps_is_of_now(self, connection: sqlite3.Connection) -> None:
        merged(connection, TABLET)
        assert products.by_uuid(connection, TABLET.uuid) == TABLET._replace(
            number=1, created=AT, changed=AT
        )

    def test_what_is_left_as_it_was_is_counted(self, connection: sqlite3.Connection) -> None:
        lines: list[Entry | Product | Setting] = [entry(mg=1.0), TABLET, Setting("sex", "male", "")]
        assert merged(connection, *lines) == (3, 0, 0)
        assert merged(connection, *lines, *reversed(lines)) == (0, 0, 6)

    def test_a_products_name_is_not_taken_from_another(
        self, connection: sqlite3.Connection
    ) -> None:
        save_product(connection, TABLET, NOW)
        other = TABLET._replace(uuid=UUID.format(2), name="SLOW MAG", changed=FUTURE)
        assert merged(connection, other) == (0, 0, 1)
        assert [each.uuid for each in products.every(connection)] == [TABLET.uuid]

    def test_a_deleted_product_stays_deleted(self, connection: sqlite3.Connection) -> None:
        save_product(connection, TABLET, NOW)
        stored = products.find(connection, "slow mag")
        assert stored is not None
        remove_product(connection, stored, NOW)
        gone = products.by_uuid(connection, TABLET.uuid)
        assert merged(connection, stored._replace(changed=FUTURE)) == (0, 0, 1)
        assert products.by_uuid(connection, TABLET.uuid) == gone

    def test_the_newest_of_a_setting_stays(self, connection: sqlite3.Connection) -> None:
        assert merged(connection, Setting("sex", "male", "")) == (1, 0, 0)
        assert merged(connection, Setting("sex", "female", "")) == (0, 0, 1)
        assert merged(connection, Setting("sex", "female", OLD)) == (0, 0, 1)
        assert merged(connection, Setting("sex", "female", AT)) == (0, 0, 1)
        assert list(profile.every(connection)) == [Setting("sex", "male", AT)]
        assert merged(connection, Setting("sex", "female", AFTER)) == (0, 1, 0)
        assert merged(connection, Setting("born", "1960", OLD)) == (1, 0, 0)
        assert list(profile.every(connection)) == [
            Setting("born", "1960", OLD),
            Setting("sex", "female", AFTER),
        ]
        assert [changes for *_, changes in recorded(connection)][1:] == [
            [{"kind": "profile", "id": 0, "before": {"sex": "male"}, "after": {"sex": "female"}}],
            [{
                "kind": "profile", "id": 0, "before": {"sex": "female"},
                "after": {"sex": "female", "born": "1960"},
            }],
        ]  # fmt: skip
        assert sound(connection)

    def test_an_entry_comes_with_its_batch_and_is_recorded_only_where_it_replaces(
        self, connection: sqlite3.Connection
    ) -> None:
        line = entry(mg=100.0, created=OLD, changed=OLD)
        assert merged(connection, line, entry(number=2, mg=5.0)) == (2, 0, 0)
        assert merged(connection, line) == (0, 0, 1)
        assert merged(connection, line._replace(changed=NEWER, note="new")) == (0, 1, 0)
        first, second = entries.every(connection, kinds.INTAKE)
        latest = table(connection, "batches")[1]["id"]
        assert first == line._replace(number=1, batch=latest, note="new", changed=NEWER)
        assert (second.created, second.changed, second.batch) == (AT, AT, 1)
        added, replaced = recorded(connection)
        assert (added[2], added[3]) == (1, [])
        assert [(change["kind"], change["id"]) for change in replaced[3]] == [("intake", 1)]
        assert replaced[3][0]["before"]["changed"] == OLD
        assert replaced[3][0]["after"]["changed"] == NEWER
        batch = table(connection, "batches")[0]
        assert (batch["format"], batch["file"], batch["at"]) == ("mglog", "a.jsonl", AT)
        assert [(row["added"], row["replaced"]) for row in table(connection, "batches")] == [
            (2, 0), (0, 1),
        ]  # fmt: skip
        assert len(batch["uuid"]) == 36

    def test_the_diarys_clock_is_never_behind_what_was_imported(
        self, connection: sqlite3.Connection
    ) -> None:
        late = [FUTURE, FUTURE.replace("2027", "2028"), FUTURE.replace("2027", "2029")]
        merged(connection, entry(mg=1.0, changed=late[0]))
        assert table(connection, "clock") == [{"id": 1, "latest": late[0]}]
        merged(connection, TABLET._replace(changed=late[1]))
        assert table(connection, "clock")[0]["latest"] == late[1]
        merged(connection, Setting("sex", "male", late[2]), entry(number=2, mg=1.0, changed=OLD))
        assert table(connection, "clock")[0]["latest"] == late[2]
        assert sound(connection)

    def test_a_mark_stands_only_where_there_is_neither_cramp_nor_mark(
        self, connection: sqlite3.Connection
    ) -> None:
        merged(connection, entry("no-cramps", 1, changed=OLD))
        assert merged(connection, entry("no-cramps", 2)) == (0, 0, 1)
        assert merged(connection, entry("no-cramps", 1, changed=NEWER, note="n")) == (0, 1, 0)
        assert merged(connection, entry("cramp", 3)) == (1, 0, 0)
        assert [row["deleted"] for row in table(connection, "no_cramps")] == [
            recorded(connection)[-1][1]
        ]
        assert merged(connection, entry("no-cramps", 4, changed=FUTURE)) == (0, 0, 1)
        assert merged(connection, entry("no-cramps", 5, day="2026-11-21")) == (1, 0, 0)


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
        assert totals.day_totals(connection, day) == DayTotals(175.5, 100.0, 4)
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
            (["s", "m"], False),
        ],
    )
    def test_whether_a_diary_holds_supplements_only(
        self, connection: sqlite3.Connection, days: list[str], only: bool
    ) -> None:
        meanings: dict[str, dict[str, Any]] = {
            "s": {"mg": 100.0, "source_kind": "supplement"},
            "f": {"mg": 50.0, "source_kind": "food"}, "m": {"mg": 10.0},
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


class TestHistory:
    """What is taken back."""

    def test_what_a_record_names(self, connection: sqlite3.Connection) -> None:
        add_all(connection, [entry(mg=1.0), entry("cramp", 2)], NOW, "again")
        save_product(connection, TABLET, NOW)
        set_profile(connection, {"day_starts": "05:00", "sex": "male"}, NOW)
        merged(connection, entry(number=3, mg=1.0))
        found = history.undoable(connection, 9)
        assert [record.touched() for record in found] == [
            [], ["day-starts", "sex"], ["Slow-Mag"], ["i1", "c1"],
        ]  # fmt: skip
        assert [(record.command, record.imported, record.batch) for record in found] == [
            ("import", 1, 1), ("profile", None, None), ("product add", None, None),
            ("again", None, None),
        ]  # fmt: skip
        assert history.undoable(connection, 2) == found[:2]

    def test_a_record_that_is_no_json_is_damage(self, connection: sqlite3.Connection) -> None:
        add(connection, entry(mg=1.0), NOW)
        connection.execute("UPDATE history SET changes = '[{'")
        with pytest.raises(DiaryError) as caught:
            history.undo(connection, NOW)
        assert str(caught.value) == "The history is damaged. See mglog doctor."

    def test_what_undo_puts_back_and_says(self, connection: sqlite3.Connection) -> None:
        first = add(connection, entry(mg=1.0, note="a"), NOW).entry
        (edited,) = save(connection, "edit", [(first, first._replace(note=None))], NOW)
        assert edited.entry == first._replace(note=None, changed=AFTER)

        done = history.undo(connection, NOW)

        assert done is not None
        third = AFTER.replace("1Z", "2Z")
        back = first._replace(changed=third)
        assert done.entries == [(edited.entry, back)]
        assert (done.record.command, done.others, done.removed) == ("edit", [], 0)
        assert entries.by_id(connection, "i1") == back
        assert [row["undone"] for row in table(connection, "history")] == [None, third]
        again = history.undo(connection, NOW)
        assert again is not None
        assert again.entries == [(back, None)]
        fourth = AFTER.replace("1Z", "3Z")
        (kept,) = entries.every(connection, kinds.INTAKE)
        assert (kept.deleted, kept.changed) == (fourth, fourth)
        assert history.undo(connection, NOW) is None
        assert sound(connection)

    def test_undo_of_products_and_settings(self, connection: sqlite3.Connection) -> None:
        save_product(connection, TABLET, NOW)
        stored = products.find(connection, "slow mag")
        assert stored is not None
        save_product(connection, stored._replace(mg=1.0), NOW)
        set_profile(connection, {"sex": "male"}, NOW)
        set_profile(connection, {"sex": "female", "born": "1960"}, NOW)
        said: list[history.ProductBack | history.SettingBack] = []
        for _ in range(4):
            done = history.undo(connection, NOW)
            assert done is not None
            said += done.others
            assert done.entries == []
        assert said[:3] == [
            ("born", "1960", None), ("sex", "female", "male"), ("sex", "male", None),
        ]  # fmt: skip
        for back, mg in zip(said[3:], [(1.0, 64.0), (64.0, None)], strict=True):
            assert isinstance(back, history.ProductBack)
            assert (back.now and back.now.mg, back.then and back.then.mg) == mg
        assert profile.load(connection) == {}
        assert [row["deleted"] is None for row in table(connection, "products")] == [False]
        assert sound(connection)

    def test_a_product_that_was_taken_back_is_stamped(self, connection: sqlite3.Connection) -> None:
        save_product(connection, TABLET, NOW)
        history.undo(connection, NOW)
        stored = products.by_uuid(connection, TABLET.uuid)
        assert stored == TABLET._replace(number=1, created=AT, changed=AFTER, deleted=AFTER)
        made = save_product(connection, TABLET._replace(uuid=UUID.format(2), mg=1.0), NOW)
        save_product(connection, made._replace(number=2, mg=2.0), NOW)
        history.undo(connection, NOW)
        back = products.by_uuid(connection, made.uuid)
        assert back == made._replace(number=2, changed=AFTER.replace("1Z", "4Z"))
        connection.execute("DELETE FROM products")
        done = history.undo(connection, NOW)
        assert done is not None
        assert done.others == [(None, None)]

    def test_undo_of_an_import_takes_its_rows_away(self, connection: sqlite3.Connection) -> None:
        own = add(connection, entry(number=9, mg=3.0), NOW).entry
        merged(
            connection, entry(mg=1.0), entry("cramp", 2), TABLET, Setting("sex", "male", ""),
            own._replace(number=None, note="theirs", changed=FUTURE),
        )  # fmt: skip
        done = history.undo(connection, NOW)
        assert done is not None
        assert done.removed == 2
        (left,) = entries.every(connection, kinds.INTAKE)
        assert left == own._replace(changed=left.changed)
        assert left.changed > FUTURE
        assert table(connection, "cramps") == table(connection, "products") == []
        assert profile.load(connection) == {}
        assert table(connection, "batches")[0]["undone"] == left.changed
        assert sound(connection)

    def test_the_last_that_was_added(self, connection: sqlite3.Connection) -> None:
        assert entries.last_added(connection) is None
        cramp = add(connection, entry("cramp", 1), NOW).entry
        intake = add(connection, entry(number=2, mg=1.0), NOW).entry
        merged(connection, entry(number=3, mg=1.0))
        assert entries.last_added(connection) == intake
        save(connection, "rm", [(intake, intake._replace(deleted="x"))], NOW)
        assert entries.last_added(connection) == cramp
        both = add_all(connection, [entry(number=4, mg=1.0), entry(number=5, mg=2.0)], NOW, "again")
        assert entries.last_added(connection) == both[1].entry


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


WHOLE, REAL = kinds.Field("pain", "whole", 0, 10), kinds.Field("mg", "real", 0, 10_000)
SIDE = kinds.Field("side", "text", choices=("left", "right"))
UNIT, KNOT = kinds.Field("unit", "text", most=5), kinds.Field("knot", "flag")
NAME, COUNT = kinds.Field("name", "text", required=True), kinds.Field("count", "whole", 1, 9, (), 1)


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        (WHOLE, 0, 0), (WHOLE, 10.0, 10), (WHOLE, None, None), (REAL, 0, 0.0),
        (REAL, 10_000, 10_000.0), (REAL, 0.1, 0.1), (SIDE, "left", "left"),
        (UNIT, "12345", "12345"),
        (UNIT, " a", " a"), (KNOT, True, True), (KNOT, False, False), (KNOT, None, None),
        (COUNT, None, 1), (COUNT, 3, 3), (NAME, "x", "x"),
    ],
)  # fmt: skip
def test_a_value_as_it_is_stored(field: kinds.Field, value: object, stored: object) -> None:
    found = kinds.checked(field, value)
    assert found == stored
    assert type(found) is type(stored)


BELOW = "mg must be a number from 0 to 10,000, not "


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        (WHOLE, 11, "pain must be a number from 0 to 10, not 11."),
        (WHOLE, -1, "pain must be a number from 0 to 10, not -1."),
        (WHOLE, 1.5, "pain must be a whole number from 0 to 10, not 1.5."),
        (WHOLE, float("nan"), "pain must be a whole number from 0 to 10, not nan."),
        (WHOLE, float("inf"), "pain must be a whole number from 0 to 10, not inf."),
        (WHOLE, float("-inf"), "pain must be a whole number from 0 to 10, not -inf."),
        (WHOLE, True, "pain must be a number from 0 to 10, not True."),
        (WHOLE, "7", "pain must be a number from 0 to 10, not '7'."),
        (WHOLE, [7] * 30, f"pain must be a number from 0 to 10, not {str([7] * 30)[:40]}."),
        (REAL, 10_000.1, "mg must be a number from 0 to 10,000, not 10000.1."),
        (REAL, float("nan"), "mg must be a number from 0 to 10,000, not nan."),
        (REAL, float("inf"), "mg must be a number from 0 to 10,000, not inf."),
        pytest.param(REAL, 10**400, BELOW + "1" + "0" * 39 + ".", id="huge"),
        pytest.param(REAL, -(10**400), BELOW + "-1" + "0" * 38 + ".", id="-huge"),
        (SIDE, "Left", "side must be one of left, right, not 'Left'."),
        (SIDE, 1, "side must be text, not 1."),
        (UNIT, "123456", "unit must be 1 to 5 characters, not '123456'."),
        (UNIT, " ", "unit must be 1 to 5 characters, not ' '."),
        (UNIT, "a\x1b", "unit holds a control character (\\x1b): 'a\\x1b'."),
        (KNOT, 1, "knot must be true or false, not 1."),
        (NAME, None, "name is missing."),
    ],
)  # fmt: skip
def test_a_value_that_is_refused(field: kinds.Field, value: object, says: str) -> None:
    with pytest.raises(ReadingError) as caught:
        kinds.checked(field, value)
    assert str(caught.value) == says


def test_a_range_of_the_lab() -> None:
    good = {"mmol_per_l": 0.8, "low": 0.7, "high": 0.71}
    assert kinds.checked_values(kinds.SERUM, good) == Serum(0.8, 0.7, 0.71, None)
    assert kinds.checked_values(kinds.SERUM, {**good, "low": None}) == Serum(0.8, None, 0.71)
    assert kinds.checked_values(kinds.SERUM, {**good, "high": None}) == Serum(0.8, 0.7)
    with pytest.raises(ReadingError, match=r"^low must be below high\.$"):
        kinds.checked_values(kinds.SERUM, {**good, "high": 0.7})


def test_each_kind_holds_the_fields_that_it_names() -> None:
    for kind in kinds.KINDS.values():
        assert [field.name for field in kind.fields] == list(kind.holds._fields)
        assert kinds.KIND_OF[kind.holds] is kind
        defaults = {field.name: field.default for field in kind.fields if not field.required}
        assert {name: kind.holds._field_defaults[name] for name in defaults} == defaults


def test_a_negative_zero_is_zero() -> None:
    made = kinds.checked_values(kinds.INTAKE, {"mg": -0.0})
    assert isinstance(made, Intake)
    assert str(made.mg) == "0.0"
