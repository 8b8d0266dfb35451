"""Tests of `products`."""

import sqlite3

import pytest

from mglog.diary import products
from mglog.domain import product as product_of
from mglog.domain.product import Product
from mglog.errors import RefusedError
from tests.diary.support import AFTER, AT, NOW, TABLET, recorded, sound, table
from tests.support import UUID, remove_product, save_product


class TestProducts:
    """Saved products."""

    def test_a_new_one_has_a_name_of_its_own(self) -> None:
        one, other = (product_of.new("A", 1, "tablet", "oxide", "food") for _ in range(2))
        assert one._replace(uuid="") == Product("A", 1, "tablet", "oxide", "food")
        assert (one.number, len(one.uuid)) == (None, 36)
        assert one.uuid != other.uuid

    @pytest.mark.parametrize(
        "name",
        [
            "slow mag",
            "SLOW-MAG",
            " Slow  Mag ",
            "Slow-Mag",
            "slowmag",
            "slow\u2010mag",
            "slo\u00adw mag",
        ],
    )
    def test_it_is_found_by_any_spelling(self, connection: sqlite3.Connection, name: str) -> None:
        save_product(connection, TABLET, NOW)
        found = products.find(connection, name)
        assert found == TABLET._replace(number=1, created=AT, changed=AT)
        assert products.find(connection, "slow mac") is None

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
            "There is a product 'Slow-Mag' already. Change it: mglog product edit Slow-Mag --mg …"
        )
        assert len(recorded(connection)) == 1

    def test_they_are_listed_by_name(self, connection: sqlite3.Connection) -> None:
        for number, name in enumerate(["beta", "Alpha", "gamma"]):
            save_product(connection, TABLET._replace(uuid=UUID.format(number), name=name), NOW)
        assert [each.name for each in products.every(connection)] == ["Alpha", "beta", "gamma"]
        assert products.by_uuid(connection, UUID.format(9)) is None
