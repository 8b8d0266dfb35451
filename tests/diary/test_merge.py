"""Tests of `merge`."""

import sqlite3

from mglog.diary import entries, products, profile
from mglog.domain import kinds
from mglog.domain.entry import Entry
from mglog.domain.product import Product
from mglog.domain.profile import Setting
from tests.diary.support import (
    AFTER,
    AT,
    FUTURE,
    NEWER,
    NOW,
    OLD,
    TABLET,
    merged,
    recorded,
    sound,
    table,
)
from tests.support import UUID, entry, remove_product, save_product


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
