"""Tests of `clinician`."""

from tests.support import Run


def test_target_and_clinician_in_the_report(mglog: Run) -> None:
    mglog("profile", "--sex", "male", "--born", "1986")
    for day in range(15, 22):
        total = "430mg" if day < 18 else "300mg"
        mglog("add-intake", total, "--kind", "food", "--at", f"2026-11-{day}")
    mglog("add-intake", "400mg", "--kind", "supplement", "--at", "2026-11-21")
    mglog("add-cramp", "--pain", "9", "--lasted", "12min", "--at", "2026-11-20")
    mglog("add-serum", "0.6mmol/L", "--low", "0.7", "--high", "1.0", "--at", "2026-11-20")

    found = mglog("report", "--json").json

    assert found["intake"]["target_mg"] == 420
    assert found["intake"]["days_at_target"] == 4
    codes = [note["code"] for note in found["clinician"]]
    assert codes == ["serum-out-of-range", "long-cramps", "severe-cramps",
                     "supplements-over-limit", "medicines"]  # fmt: skip
    text = " ".join(mglog("report").out.split())
    assert "target 420 mg (RDA, man of 40, IOM 1997): reached on 4 of 7 known days" in text
    assert "Worth telling a clinician" in text
    assert "deficien" not in text


def test_supplements_only_is_not_held_against_a_target(mglog: Run) -> None:
    mglog("profile", "--sex", "male", "--born", "1986")
    mglog("add-intake", "200mg", "--kind", "supplement")
    found = mglog("report", "--json").json
    assert found["intake"]["target_mg"] is None
    assert "supplements-only" in {note["code"] for note in found["notes"]}
    assert "of 420" not in mglog("add-intake", "100mg", "--kind", "supplement").out
    assert mglog("today", "--json").json["target_mg"] is None


def test_a_symptoms_report_tells_the_clinician_nothing_of_cramps(mglog: Run) -> None:
    for day in range(1, 55):
        mglog("add-symptom", "twitching", "--count", "1" if day > 28 else "4", "--at",
              f"{day} days ago")  # fmt: skip
    assert mglog("report", "--symptom", "twitching", "--json").json["clinician"] == []


def test_rising_cramps(mglog: Run) -> None:
    for week, count in ((47, 1), (40, 1), (33, 1), (20, 3), (10, 4)):
        for day in range(week, week - 7, -1):
            mglog("no-cramps", f"{day} days ago")
        mglog("add-cramp", "--count", str(count), "--at", f"{week} days ago")
    mglog("no-cramps", "today")
    codes = [note["code"] for note in mglog("report", "--json").json["clinician"]]
    assert codes == ["rising-cramps"]
