"""What each part of the diary stores, row by row, and what it records of it."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from mglog.diary import (
    entries,
    health,
    history,
    marks,
    merge,
    products,
    profile,
    row_text,
    settings,
)
from mglog.diary.diary import in_memory
from mglog.diary.entries import Day, Entry
from mglog.diary.products import Product
from mglog.diary.settings import Setting
from mglog.domain import kinds
from mglog.errors import DiaryError, ReadingError, RefusedError
from mglog.reading.when import When

NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
AT = "2026-11-22T13:05:00.000000Z"
AFTER = "2026-11-22T13:05:00.000001Z"
DAY = "2026-11-22"
UUID = "00000000-0000-4000-8000-00000000000{}"


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


def entry(kind: str = "intake", number: int = 1, **given: Any) -> Entry:
    """An entry with every field of its kind unknown but those given."""
    own = {field.name: given.pop(field.name, field.default) for field in kinds.KINDS[kind].fields}
    return Entry(
        kind, UUID.format(number), given.pop("day", DAY), given.pop("at", None), own, **given
    )


TABLET = Product(None, UUID.format(1), "Slow-Mag", 64.0, "tablet", "chloride", "supplement", "blue")


class TestProducts:
    """Saved products."""

    def test_a_new_one_has_a_name_of_its_own(self) -> None:
        one, other = (products.new("A", 1, "tablet", "oxide", "food") for _ in range(2))
        assert one[2:] == ("A", 1, "tablet", "oxide", "food", None, "", "", None)
        assert (one.id, len(one.uuid)) == (None, 36)
        assert one.uuid != other.uuid

    @pytest.mark.parametrize("name", ["slow mag", "SLOW-MAG", " Slow  Mag ", "Slow-Mag"])
    def test_it_is_found_by_any_spelling(self, connection: sqlite3.Connection, name: str) -> None:
        products.save(connection, TABLET, NOW)
        found = products.find(connection, name)
        assert found == TABLET._replace(id=1, created=AT, changed=AT)
        assert products.find(connection, "slowmag") is None

    def test_what_is_stored_and_recorded(self, connection: sqlite3.Connection) -> None:
        made = products.save(connection, TABLET, NOW)
        assert made == TABLET._replace(created=AT, changed=AT)
        row = {**made._asdict(), "id": 1, "name_key": "slow mag"}
        assert table(connection, "products") == [row]
        stored = products.find(connection, "slow mag")
        assert stored is not None

        later = products.save(connection, stored._replace(mg=70.0), NOW)
        gone = products.save(connection, later._replace(deleted="soon"), NOW)

        again = "2026-11-22T13:05:00.000002Z"
        assert later == stored._replace(mg=70.0, changed=AFTER)
        assert gone == later._replace(changed=again, deleted=again)
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
        products.save(connection, TABLET, NOW)
        with pytest.raises(RefusedError) as caught:
            products.save(connection, TABLET._replace(uuid=UUID.format(2), name="slow mag"), NOW)
        assert str(caught.value) == (
            "There is a product 'Slow-Mag' already. Change it: mglog product edit 'Slow-Mag' --mg …"
        )
        assert len(recorded(connection)) == 1

    def test_they_are_listed_by_name(self, connection: sqlite3.Connection) -> None:
        for number, name in enumerate(["beta", "Alpha", "gamma"]):
            products.save(connection, TABLET._replace(uuid=UUID.format(number), name=name), NOW)
        assert [each.name for each in products.every(connection)] == ["Alpha", "beta", "gamma"]
        assert products.by_uuid(connection, UUID.format(9)) is None


def merged(connection: sqlite3.Connection, *lines: Entry | Product | Setting) -> tuple[int, ...]:
    """Added, replaced, unchanged."""
    return tuple(merge.merge(connection, lines, NOW, format_name="mglog", file="a.jsonl"))


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
        assert stored == line._replace(id=1, mg=3.0, changed=NEWER)
        (first, second) = recorded(connection)
        assert (first[0], first[2], second[0]) == ("import", 1, "import")
        assert first[3][0]["before"] is None
        assert (second[3][0]["before"]["mg"], second[3][0]["after"]["mg"]) == (64, 3)
        assert [row["id"] for row in table(connection, "batches")] == [1, second[2]]
        assert sound(connection)

    def test_a_product_without_stamps_is_of_now(self, connection: sqlite3.Connection) -> None:
        merged(connection, TABLET)
        assert products.by_uuid(connection, TABLET.uuid) == TABLET._replace(
            id=1, created=AT, changed=AT
        )

    def test_what_is_left_as_it_was_is_counted(self, connection: sqlite3.Connection) -> None:
        lines: list[Entry | Product | Setting] = [entry(mg=1.0), TABLET, Setting("sex", "male", "")]
        assert merged(connection, *lines) == (3, 0, 0)
        assert merged(connection, *lines, *reversed(lines)) == (0, 0, 6)

    def test_a_products_name_is_not_taken_from_another(
        self, connection: sqlite3.Connection
    ) -> None:
        products.save(connection, TABLET, NOW)
        other = TABLET._replace(uuid=UUID.format(2), name="SLOW MAG", changed=FUTURE)
        assert merged(connection, other) == (0, 0, 1)
        assert [each.uuid for each in products.every(connection)] == [TABLET.uuid]

    def test_a_deleted_product_stays_deleted(self, connection: sqlite3.Connection) -> None:
        products.save(connection, TABLET, NOW)
        stored = products.find(connection, "slow mag")
        assert stored is not None
        gone = products.save(connection, stored._replace(deleted="x"), NOW)
        assert merged(connection, stored._replace(changed=FUTURE)) == (0, 0, 1)
        assert products.by_uuid(connection, TABLET.uuid) == gone

    def test_the_newest_of_a_setting_stays(self, connection: sqlite3.Connection) -> None:
        assert merged(connection, Setting("sex", "male", "")) == (1, 0, 0)
        assert merged(connection, Setting("sex", "female", "")) == (0, 0, 1)
        assert merged(connection, Setting("sex", "female", OLD)) == (0, 0, 1)
        assert merged(connection, Setting("sex", "female", AT)) == (0, 0, 1)
        assert list(settings.every(connection)) == [Setting("sex", "male", AT)]
        assert merged(connection, Setting("sex", "female", AFTER)) == (0, 1, 0)
        assert merged(connection, Setting("born", "1960", OLD)) == (1, 0, 0)
        assert list(settings.every(connection)) == [
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
        first, second = entries.find(connection, kinds.INTAKE, "1 ORDER BY id")
        assert first == line._replace(id=1, batch=table(connection, "batches")[1]["id"], note="new",
                                      changed=NEWER)  # fmt: skip
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
        assert [entries.next_stamp(connection, NOW) for _ in range(2)] == [AT, AFTER]
        assert entries.next_stamp(connection, NOW - timedelta(days=9)) == AFTER.replace("1Z", "2Z")
        soon = NOW + timedelta(microseconds=7)
        assert entries.next_stamp(connection, soon) == AFTER.replace("1Z", "7Z")
        assert table(connection, "clock")[0]["latest"] == AFTER.replace("1Z", "7Z")
        berlin = datetime(2026, 12, 1, 1, 0, tzinfo=timezone(timedelta(hours=1)))
        assert entries.next_stamp(connection, berlin) == "2026-12-01T00:00:00.000000Z"

    def test_what_an_add_stores_and_records(self, connection: sqlite3.Connection) -> None:
        marks.add(connection, [entry("no-cramps", 1)], NOW)
        stored, unmarked = entries.add(connection, entry("cramp", 2, pain=3), NOW)
        assert stored == entry("cramp", 2, pain=3, id=1, created=AFTER, changed=AFTER)
        mark = entry("no-cramps", 1, id=1, created=AT, changed=AT)
        assert unmarked == mark
        (kept,) = entries.find(connection, kinds.NO_CRAMPS, "1")
        assert kept == mark._replace(changed=AFTER, deleted=AFTER)
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
        assert entries.add(connection, entry(number=3, mg=1.0), NOW).unmarked is None
        assert sound(connection)

    def test_a_days_totals(self, connection: sqlite3.Connection) -> None:
        assert entries.day_totals(connection, DAY) == Day(None, 0, (), 0.0)
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
            entries.insert_row(connection, stamped)
        assert entries.day_totals(connection, DAY) == Day(
            175.5, 4, (("twitch", 2), ("twitch", 1)), 100.0
        )

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
                entries.insert_row(connection, made._replace(uuid=f"{UUID[:-3]}{number:02}"))
        assert entries.supplements_only(connection) is only

    def test_what_is_deleted_says_nothing_of_supplements(
        self, connection: sqlite3.Connection
    ) -> None:
        gone = entry(mg=1.0, source_kind="supplement", created=AT, changed=AT, deleted=AT)
        entries.insert_row(connection, gone)
        assert entries.supplements_only(connection) is False

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
        stored = entries.add(connection, entry(mg=1.0), NOW).entry
        assert entries.named(connection, name) == (stored if found else None)

    def test_one_like_another(self) -> None:
        model = entry(
            mg=5.0, what="tea", id=4, at="2026-11-01T10:00:00+01:00", night=True, note="warm",
            source="x", source_key="k", batch=2, created=AT, changed=AT, deleted=AT,
        )  # fmt: skip
        when = When(date(2026, 11, 22), NOW)
        made = entries.repeated(model, when)
        assert made.uuid != model.uuid
        assert made._replace(uuid="") == Entry(
            "intake", "", DAY, NOW.isoformat(), model.values, note="warm"
        )
        night = entries.repeated(model, When(date(2026, 11, 22), None, night=True))
        assert (night.at, night.night, len(night.uuid)) == (None, True, 36)

    def test_one_typed_by_hand(self) -> None:
        made = entries.new(kinds.CRAMP, When(date(2026, 11, 22), NOW), {"pain": 4}, "calf")
        assert made._replace(uuid="") == entry(
            "cramp", pain=4, at=NOW.isoformat(), note="calf"
        )._replace(uuid="")
        assert len(made.uuid) == 36
        assert made.name == ""
        assert made._replace(id=12).name == "c12"

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
            entries.insert_row(connection, made)
        order = [made.uuid[-1] for made in entries.in_order(connection)]
        assert order == ["7", "6", "1", "0", "3", "2", "4", "5"]
        some = entries.in_order(connection, "2026-11-21", "2026-11-21")
        assert [made.uuid[-1] for made in some] == ["6"]
        only = entries.in_order(connection, DAY, DAY, kinds.SYMPTOM)
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
        assert profile.change(connection, {"sex": "male", "born": "1960"}, NOW).moved == 0
        assert profile.change(connection, {"sex": "male"}, NOW).moved == 0
        assert profile.change(connection, {"born": None, "target": "350"}, NOW).moved == 0
        third = AFTER.replace("1Z", "2Z")
        assert list(settings.every(connection)) == [
            Setting("sex", "male", AFTER), Setting("target", "350", third),
        ]  # fmt: skip
        both = {"sex": "male", "born": "1960"}
        change = {"kind": "profile", "id": 0}
        assert recorded(connection) == [
            ("profile", AT, None, [{**change, "before": {}, "after": both}]),
            ("profile", third, None,
             [{**change, "before": both, "after": {"sex": "male", "target": "350"}}]),
        ]  # fmt: skip
        assert sound(connection)

    def test_a_new_day_start_moves_what_has_a_time(self, connection: sqlite3.Connection) -> None:
        early = entry("cramp", 1, at="2026-11-23T04:30:00+01:00", day="2026-11-23")
        added = entries.add(connection, early, NOW).entry
        noon = entries.add(connection, entry(number=2, at="2026-11-22T12:00:00+01:00"), NOW).entry
        other = "2026-11-18T04:30:00+01:00"
        entries.add(connection, entry(number=5, at=other, day="2026-11-18"), NOW)
        marks.add(connection, [entry("no-cramps", 6, day="2026-11-17")], NOW)
        marks.add(connection, [entry("no-cramps", 3)], NOW)
        gone = entries.add(connection, early._replace(uuid=UUID.format(4)), NOW).entry
        history.save(connection, "rm", [(gone, gone._replace(deleted="x"))], NOW)

        assert profile.change(connection, {"day_starts": "05:00"}, NOW).moved == 2

        command, at, _, changes = recorded(connection)[-1]
        assert (command, [(each["kind"], each["id"]) for each in changes]) == (
            "profile", [("profile", 0), ("intake", 2), ("cramp", 1), ("no-cramps", 2)],
        )  # fmt: skip
        moved = entries.named(connection, "i2")
        assert moved is not None
        assert (moved.day, moved.changed) == ("2026-11-17", at)
        assert entries.live_mark(connection, "2026-11-17") is not None
        assert entries.named(connection, "c1") == added._replace(day=DAY, changed=at)
        assert entries.named(connection, "i1") == noon
        assert entries.live_mark(connection, DAY) is None
        assert [row["day"] for row in table(connection, "cramps")] == [DAY, "2026-11-23"]
        assert profile.change(connection, {"day_starts": None}, NOW).moved == 2
        assert [row["day"] for row in table(connection, "cramps")] == ["2026-11-23"] * 2
        assert sound(connection)

    def test_only_a_new_day_start_moves_anything(self, connection: sqlite3.Connection) -> None:
        profile.change(connection, {"day_starts": "05:00"}, NOW)
        merged(connection, entry(at="2026-11-22T04:30:00+01:00"))  # kept by another day start
        assert profile.change(connection, {"sex": "male"}, NOW).moved == 0
        assert [row["day"] for row in table(connection, "intakes")] == [DAY]


class TestHistory:
    """What is taken back."""

    def test_what_a_record_names(self, connection: sqlite3.Connection) -> None:
        entries.add_all(connection, [entry(mg=1.0), entry("cramp", 2)], NOW, "again")
        products.save(connection, TABLET, NOW)
        profile.change(connection, {"day_starts": "05:00", "sex": "male"}, NOW)
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
        entries.add(connection, entry(mg=1.0), NOW)
        connection.execute("UPDATE history SET changes = '[{'")
        with pytest.raises(DiaryError) as caught:
            history.undo(connection, NOW)
        assert str(caught.value) == "The history is damaged. See mglog doctor."

    def test_what_undo_puts_back_and_says(self, connection: sqlite3.Connection) -> None:
        first = entries.add(connection, entry(mg=1.0, note="a"), NOW).entry
        (edited,) = history.save(connection, "edit", [(first, first._replace(note=None))], NOW)
        assert edited.entry == first._replace(note=None, changed=AFTER)

        done = history.undo(connection, NOW)

        assert done is not None
        third = AFTER.replace("1Z", "2Z")
        back = first._replace(changed=third)
        assert done.entries == ((edited.entry, back),)
        assert (done.record.command, done.others, done.removed) == ("edit", (), 0)
        assert entries.named(connection, "i1") == back
        assert [row["undone"] for row in table(connection, "history")] == [None, third]
        again = history.undo(connection, NOW)
        assert again is not None
        assert again.entries == ((back, None),)
        fourth = AFTER.replace("1Z", "3Z")
        (kept,) = entries.find(connection, kinds.INTAKE, "1")
        assert (kept.deleted, kept.changed) == (fourth, fourth)
        assert history.undo(connection, NOW) is None
        assert sound(connection)

    def test_undo_of_products_and_settings(self, connection: sqlite3.Connection) -> None:
        products.save(connection, TABLET, NOW)
        stored = products.find(connection, "slow mag")
        assert stored is not None
        products.save(connection, stored._replace(mg=1.0), NOW)
        profile.change(connection, {"sex": "male"}, NOW)
        profile.change(connection, {"sex": "female", "born": "1960"}, NOW)
        said = []
        for _ in range(4):
            done = history.undo(connection, NOW)
            assert done is not None
            said.append((done.others, done.entries))
        assert said == [
            (("profile born: 1960 → not set", "profile sex: female → male"), ()),
            (("profile sex: male → not set",), ()),
            (("product Slow-Mag, 1 mg a tablet → product Slow-Mag, 64 mg a tablet",), ()),
            (("gone: product Slow-Mag",), ()),
        ]
        assert settings.load(connection) == {}
        assert [row["deleted"] is None for row in table(connection, "products")] == [False]
        assert sound(connection)

    def test_a_product_that_was_taken_back_is_stamped(self, connection: sqlite3.Connection) -> None:
        products.save(connection, TABLET, NOW)
        history.undo(connection, NOW)
        stored = products.by_uuid(connection, TABLET.uuid)
        assert stored == TABLET._replace(id=1, created=AT, changed=AFTER, deleted=AFTER)
        made = products.save(connection, TABLET._replace(uuid=UUID.format(2), mg=1.0), NOW)
        products.save(connection, made._replace(id=2, mg=2.0), NOW)
        history.undo(connection, NOW)
        back = products.by_uuid(connection, made.uuid)
        assert back == made._replace(id=2, changed=AFTER.replace("1Z", "4Z"))
        connection.execute("DELETE FROM products")
        done = history.undo(connection, NOW)
        assert done is not None
        assert done.others == ("a product that is gone",)

    def test_undo_of_an_import_takes_its_rows_away(self, connection: sqlite3.Connection) -> None:
        own = entries.add(connection, entry(number=9, mg=3.0), NOW).entry
        merged(
            connection, entry(mg=1.0), entry("cramp", 2), TABLET, Setting("sex", "male", ""),
            own._replace(id=None, note="theirs", changed=FUTURE),
        )  # fmt: skip
        done = history.undo(connection, NOW)
        assert done is not None
        assert done.removed == 2
        (left,) = entries.find(connection, kinds.INTAKE, "1")
        assert left == own._replace(changed=left.changed)
        assert left.changed > FUTURE
        assert table(connection, "cramps") == table(connection, "products") == []
        assert settings.load(connection) == {}
        assert table(connection, "batches")[0]["undone"] == left.changed
        assert sound(connection)

    def test_the_last_that_was_added(self, connection: sqlite3.Connection) -> None:
        assert history.last_added(connection) is None
        cramp = entries.add(connection, entry("cramp", 1), NOW).entry
        intake = entries.add(connection, entry(number=2, mg=1.0), NOW).entry
        merged(connection, entry(number=3, mg=1.0))
        assert history.last_added(connection) == intake
        history.save(connection, "rm", [(intake, intake._replace(deleted="x"))], NOW)
        assert history.last_added(connection) == cramp
        both = entries.add_all(
            connection, [entry(number=4, mg=1.0), entry(number=5, mg=2.0)], NOW, "again"
        )
        assert history.last_added(connection) == both[1].entry


class TestMarks:
    """No-cramps marks."""

    def test_a_day_with_a_cramp_is_refused_by_name(self, connection: sqlite3.Connection) -> None:
        entries.add_all(connection, [entry("cramp", 1), entry("cramp", 2)], NOW, "x")
        mark = entry("no-cramps", 3)
        with pytest.raises(RefusedError) as one:
            marks.preview(connection, [mark])
        with pytest.raises(RefusedError) as many:
            marks.add(connection, [mark._replace(day="2026-11-21"), mark], NOW)
        assert str(one.value) == (
            "Sun 22 Nov has a cramp (c1). See it: mglog today --day 2026-11-22"
        )
        assert str(many.value) == (
            "Sun 22 Nov has a cramp (c1); nothing was marked. Leave that day out."
        )
        assert table(connection, "no_cramps") == []

    def test_a_day_is_marked_once(self, connection: sqlite3.Connection) -> None:
        one, two = entry("no-cramps", 1), entry("no-cramps", 2, day="2026-11-21")
        (first,) = marks.add(connection, [one], NOW)
        assert first == (one._replace(id=1, created=AT, changed=AT), False)
        assert marks.preview(connection, [one, two]) == [(first.entry, True), (two, False)]
        both = marks.add(connection, [one, two], NOW)
        assert both == [
            (first.entry, True), (two._replace(id=2, created=AFTER, changed=AFTER), False),
        ]  # fmt: skip
        assert marks.add(connection, [one], NOW) == [(first.entry, True)]
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
    assert row_text.digest(cells) == f"{crc32(text.encode()):08x}"
    assert row_text.digest(cells) == "03d30c34"
    lone = b'{"a":"\xed\xb2\x80"}'  # half a character, as a damaged file may hold
    assert row_text.digest([("a", "\udc80")]) == f"{crc32(lone):08x}"
    head = f'{{"at":"{AT}","command":"edit"}}[]'.encode()
    assert row_text.history_digest(AT, "edit", None, None, "[]") == f"{crc32(head):08x}"
    head = f'{{"at":"{AT}","command":"edit","batch":3,"undone":"{AFTER}"}}'.encode()
    whole = head + b"[\xed\xb2\x80]"
    assert row_text.history_digest(AT, "edit", 3, AFTER, "[\udc80]") == f"{crc32(whole):08x}"


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
    assert kinds.checked_values(kinds.SERUM, good) == {**good, "unit": None}
    assert kinds.checked_values(kinds.SERUM, {**good, "low": None})["high"] == 0.71
    assert kinds.checked_values(kinds.SERUM, {**good, "high": None})["low"] == 0.7
    with pytest.raises(ReadingError, match=r"^low must be below high\.$"):
        kinds.checked_values(kinds.SERUM, {**good, "high": 0.7})
