"""Tests of `profile`."""

from tests.support import Run


def test_the_profile(mglog: Run) -> None:
    assert "No target is set. For adults IOM 1997 recommends 310–420 mg" in mglog("profile").out
    assert "Target 420 mg" in mglog("profile", "--sex", "male", "--born", "1986").out
    assert "300 of 420 mg today" in mglog("add-intake", "300mg", "--kind", "food").out
    assert "300 of 420 mg magnesium" in mglog("today").out
    assert mglog("today", "--json").json["target_mg"] == 420
    assert mglog("profile", "--pregnant").code == 1
    assert "Target 350 mg" in mglog("profile", "--reference", "efsa").out
    assert "Target 380 mg" in mglog("profile", "--target", "380").out
    assert "Target 350 mg" in mglog("profile", "--clear", "target").out
    for wrong in (
        "--born 1850",
        "--born 2027",
        "--target 0",
        "--clear x",
        "--day-starts 25:00",
        "--day-starts 13:00",
        "--sex x",
    ):
        assert mglog("profile", *wrong.split()).code == 2


def test_a_new_day_start_moves_days_and_says_how_many(mglog: Run) -> None:
    mglog("add-cramp", "--at", "2:30")  # day 21
    mglog("add-intake", "300mg", "--at", "yesterday 5:00")  # day 21
    mglog("add-intake", "100mg", "--at", "2026-11-19")  # no time: stays
    ran = mglog("profile", "--day-starts", "00:00")
    assert "1 entry moved to another day" in ran.out
    assert mglog("today", "--json").json["cramps"] == 1
    assert "1 entry moved" in mglog("profile", "--clear", "day-starts").out
    assert mglog("today", "--day", "yesterday", "--json").json["cramps"] == 1
