"""Tests of `product`."""

from pathlib import Path

import pytest

from tests.support import Run


def test_a_product_and_what_was_logged_with_it(mglog: Run) -> None:
    added = mglog(
        "product", "add", "Slow-Mag", "--mg", "71.5", "--unit", "tablet", "--salt", "chloride"
    )
    assert "71.5 mg of elemental magnesium a tablet" in added.out
    first = mglog("add-intake", "slow mag", "2", "--json").json
    assert (first["mg"], first["source_kind"], first["unit"]) == (143.0, "supplement", "tablet")

    assert mglog("product", "edit", "slow-mag", "--mg", "64").code == 0

    assert mglog("add-intake", "Slow-Mag", "--json").json["mg"] == 64
    assert mglog("today", "--json").json["mg"] == 143 + 64  # the first one stays
    assert mglog("add-intake", "slow-mag", "2 capsules").code == 1
    assert mglog("product", "add", "slow mag", "--mg", "1").code == 1
    assert mglog("product", "rm", "slow-mag").code == 0
    assert mglog("product", "list").out == ""
    assert mglog("product", "add", "slow-mag", "--mg", "5").code == 0


def test_a_misspelled_product_is_offered_and_never_logged(mglog: Run) -> None:
    mglog("product", "add", "Slow-Mag", "--mg", "71.5", "--unit", "tablet")
    ran = mglog("add-intake", "slwo-mag", "2")
    assert (ran.code, ran.out) == (1, "")
    assert "product  Slow-Mag  71.5 mg a tablet" in ran.err.splitlines()[1]
    assert mglog("list").out == ""


@pytest.mark.parametrize("name", ["400", "400mg", "2 capsules", "nan", "tablets 2", ""])
def test_a_product_is_not_named_like_an_amount(mglog: Run, name: str) -> None:
    assert mglog("product", "add", name, "--mg", "5").code == 2


def test_products_and_profile_travel(mglog: Run, home: Path) -> None:
    mglog("product", "add", "Slow-Mag", "--mg", "71.5", "--unit", "tablet")
    mglog("profile", "--sex", "female", "--born", "1981")
    mglog("add-intake", "slow-mag", "2")
    out = home / "all.ndjson"
    mglog("export", str(out))
    other = str(home / "b.db")

    assert "4 new" in mglog("--db", other, "import", str(out)).out
    assert "0 new, 0 newer; 4 left" in mglog("--db", other, "import", str(out)).out
    assert mglog("--db", other, "export", "-").out == out.read_text(encoding="utf-8")
    assert "320 mg" in mglog("--db", other, "profile").out
