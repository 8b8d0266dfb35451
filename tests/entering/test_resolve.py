"""Tests of `resolve`."""

from pathlib import Path

from tests.support import Run


def test_foods_on_the_command_line(mglog: Run) -> None:
    ran = mglog("add-intake", "pumpkin", "seeds", "30g")
    assert ran.out == (
        "178 mg magnesium · pumpkin seeds, 30 g · food · today 14:05 · i1 · 178 mg today · "
        "Seeds, pumpkin and squash seed kernels, dried, 30 g at 592 mg/100 g\n"
    )
    entry = mglog("add-intake", "eggs", "2", "--json").json
    assert (entry["what"], entry["grams"], entry["mg"], entry["source_kind"]) == (
        "eggs",
        100.0,
        10.0,
        "food",
    )
    by_id = mglog("add-intake", "--food", "170567", "30g", "--json").json
    assert (by_id["mg"], by_id["food_id"]) == (81.0, "170567")


def test_a_name_that_is_not_exact_is_never_logged(mglog: Run, diary: Path) -> None:
    ran = mglog("add-intake", "almnods", "30g")
    assert ran.code == 1
    assert "170567  Nuts, almonds" in ran.err
    assert not diary.exists()
    assert mglog("add-intake", "30g", "--food", "nonsense").code == 1
    assert mglog("add-intake", "almonds", "30g", "--food", "170567", "--mg", "5").code == 2


def test_waters(mglog: Run) -> None:
    entry = mglog("add-intake", "gerolsteiner", "500ml", "--json").json
    assert (entry["mg"], entry["source_kind"]) == (54.0, "drink")
    other = mglog("add-intake", "my well", "0.5l", "--mg-per-litre", "120", "--json").json
    assert (other["mg"], other["what"]) == (60.0, "my well")
    assert "Give a volume" in mglog("add-intake", "gerolsteiner").err
