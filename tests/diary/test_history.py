"""Tests of `history`."""

import sqlite3
from typing import Any

import pytest

from mglog.diary import entries, history, products, profile
from mglog.diary.change import changing
from mglog.domain import kinds
from mglog.domain.kinds import INTAKE
from mglog.domain.profile import Setting
from mglog.errors import DiaryError, RefusedError
from tests.diary.support import AFTER, AT, FUTURE, NOW, TABLET, merged, sound, table
from tests.support import UUID, add, add_all, entry, save, save_product, set_profile


class TestHistory:
    """What is taken back."""

    def test_what_a_record_names(self, connection: sqlite3.Connection) -> None:
        add_all(connection, [entry(mg=1.0), entry("cramp", 2)], NOW, "again")
        save_product(connection, TABLET, NOW)
        set_profile(connection, {"day_starts": "05:00", "sex": "male"}, NOW)
        merged(connection, entry(number=3, mg=1.0))
        found = history.undoable(connection, 9)
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


class TestRedo:
    """What was taken back is done again, until something else is changed."""

    def test_as_often_as_there_were_undos(self, connection: sqlite3.Connection) -> None:
        add(connection, entry(mg=1.0), NOW)
        (added,) = entries.every(connection, INTAKE)
        save_product(connection, TABLET, NOW)
        set_profile(connection, {"sex": "male"}, NOW)
        with changing(connection, NOW, "edit") as change:
            change.replace(added, added._replace(note="later"))
        held = (list(entries.every(connection, INTAKE)), list(products.every(connection)),
                profile.load(connection))  # fmt: skip
        for _ in range(4):
            assert history.undo(connection, NOW) is not None
        assert profile.load(connection) == {}
        for command in ("add intake", "product add", "profile", "edit"):
            done = history.redo(connection, NOW)
            assert done is not None
            assert done.record.command == command
        assert history.redo(connection, NOW) is None
        now = (list(entries.every(connection, INTAKE)), list(products.every(connection)),
               profile.load(connection))  # fmt: skip

        def unstamped(found: Any) -> Any:
            return [each._replace(changed="") for each in found]

        assert [unstamped(each) for each in held[:2]] == [unstamped(each) for each in now[:2]]
        assert held[2] == now[2]
        assert sound(connection)
        # What was redone can be undone again.
        assert history.undo(connection, NOW) is not None

    def test_not_after_another_change(self, connection: sqlite3.Connection) -> None:
        add(connection, entry(mg=1.0), NOW)
        history.undo(connection, NOW)
        add(connection, entry("cramp", 2), NOW)
        assert history.redo(connection, NOW) is None
        history.undo(connection, NOW)
        done = history.redo(connection, NOW)
        assert done is not None
        assert done.record.changes[0]["kind"] == "cramp"

    def test_a_removal_and_the_mark_that_went(self, connection: sqlite3.Connection) -> None:
        mark = add(connection, entry("no-cramps", 1), NOW).entry
        add(connection, entry("cramp", 2), NOW)
        history.undo(connection, NOW)
        assert entries.on_day(connection, mark.kind, mark.day) is not None
        history.redo(connection, NOW)
        assert entries.on_day(connection, mark.kind, mark.day) is None
        assert len(list(entries.in_order(connection))) == 1

    def test_an_import_is_not_redone(self, connection: sqlite3.Connection) -> None:
        merged(connection, entry(number=3, mg=1.0))
        history.undo(connection, NOW)
        with pytest.raises(RefusedError, match="Import the file again"):
            history.redo(connection, NOW)
