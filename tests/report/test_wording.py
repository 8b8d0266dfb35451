"""Tests of `wording`."""

from hypothesis import given
from hypothesis import strategies as st

from mglog.analysis.days import usable_days
from mglog.analysis.results import Gates, Link, Verdict, gates_of
from mglog.nutrition.reference_intakes import Person
from mglog.report.contents import Outcome
from mglog.report.link_section import link_section, thin
from mglog.report.summaries import intake_summary
from mglog.report.wording import link as words
from mglog.report.wording.notes import notes
from mglog.report.wording.ratios import span
from tests.links import CRAMPS, GATES, R_DOWN, R_SLOW, estimate_with, look, shown, simulated
from tests.support import judge


def test_what_keeps_a_sign_from_being_more_is_said() -> None:
    twice = [look(R_DOWN), look(R_SLOW._replace(slow=0.07), 90)]
    close = estimate_with(R_SLOW._replace(slow=0.07), 0.5, 0.9)
    early = Link("early-sign", 90, GATES, estimate=close)
    assert words.checks(early._replace(milestones=twice)) == [
        "a season or another slow change could make it (p = 0.07, to be below 0.05)",
        "First signs overstate: expect less of it later",
    ]
    assert words.checks(early._replace(milestones=twice[1:])) == [
        "First signs overstate: expect less of it later"
    ]
    gone = early._replace(verdict="no-clear-link", fell_away=120)
    assert words.checks(gone) == ["at 120 usable days your diary was linked; that has fallen away"]
    rhythm = R_SLOW._replace(rule=False, failed=("rhythm",), rhythm=0.4, period_days=28.2)
    shared = early._replace(verdict="unsteady-pattern", estimate=estimate_with(rhythm, 0.5, 0.9))
    assert words.checks(shared) == [
        (
            "your intake comes back every 28 days, and so may other things: without that rhythm "
            "nothing stands out (p = 0.4)"
        )
    ]
    assert words.checks(early._replace(verdict="linked", milestones=twice)) == []


def test_verdicts_in_words() -> None:
    assert shown("linked") == (
        "In your diary, weeks with 100 mg a day more went with about 25 % fewer cramps (10–38 %). "
        "This does not show that magnesium is the cause."
    )
    assert "30 % more cramps (12–51 %)" in shown("linked", 1.3, 1.12, 1.51)
    assert "25 % fewer cramps (at least 10 %)" in shown("linked", 0.75, None, 0.9)
    assert "check again in 17 usable days" in shown("early-sign")
    assert "season, another slow change or a few unusual weeks" in shown("unsteady-pattern")
    assert shown("cannot-tell", 0.9, 0.4, 2.3) == (
        "Your diary can't tell yet. With 100 mg more a day, it fits anything from 60 % fewer "
        "to 2.3 times as many cramps."
    )
    assert "anything up to 10 % fewer cramps" in shown("cannot-tell", 0.5, None, 0.9)
    assert "anything from 40 % fewer cramps upwards" in shown("cannot-tell", 0.9, 0.6, None)
    assert "yet. With 100 mg more a day, it fits any number of cramps" in shown(
        "cannot-tell", 0.9, None, None
    )
    assert "from 12 % fewer to 9 % more" in shown("small-if-any", 0.98, 0.88, 1.09)
    assert "from 40 % fewer to 15 % more" in shown("no-clear-link", 0.83, 0.6, 1.15)


@given(st.floats(0.02, 50), st.floats(0.01, 1), st.floats(1, 100))
def test_never_more_than_two_figures_and_never_a_claim(
    ratio: float, down: float, up: float
) -> None:
    verdicts: tuple[Verdict, ...] = (
        "linked", "early-sign", "unsteady-pattern", "cannot-tell", "no-clear-link",
    )  # fmt: skip
    for verdict in verdicts:
        text = shown(verdict, ratio, ratio * down, ratio * up)
        assert not [
            word for word in ("works", "effective", "proven", "deficien", "cure") if word in text
        ]
        for token in text.replace("(", " ").replace("–", " ").replace(")", " ").split():
            digits = token.rstrip(".;,%")
            if digits.replace(".", "").isdigit() and digits != "100":
                assert len(digits.replace(".", "").strip("0")) <= 2, text


def missing(gates: Gates, seen: words.Seen, *, changed_once: bool = False) -> list[str]:
    link = Link("not-enough-data", int(gates.usable_days.value or 0), gates, changed_once)
    return words.missing(link, CRAMPS, seen)


def test_singular_and_plural_in_what_is_missing() -> None:
    found = missing(gates_of(59, 1, 12.3), words.Seen(80, 1, 59, 1, 1))
    assert "59 usable days, need 60: 1 day more of" in found[0]
    assert found[1].startswith("1 cramp on usable days, need 20 (about")
    assert "hardly varies (by 12 mg, need 50)" in found[2]
    none = missing(gates_of(59, 0, 12.3), words.Seen(80, 0))
    assert "no cramps logged in 80 days" in str(none)


def test_too_few_effective_days_names_the_remedy() -> None:
    gates, seen = gates_of(90, 30, 200, 2.345), words.Seen(90, 30)
    assert "about 2.3 clear changes so far; about 8 are needed" in missing(gates, seen)[0]
    assert "you changed your intake once" in missing(gates, seen, changed_once=True)[0]


def test_a_milestones_shortfall_says_which_days_it_is_of() -> None:
    (found,) = missing(gates_of(60, 10, 200, 9), words.Seen(88, 50, 83, 48, 7))
    assert found == (
        "on your first 60 usable days: 10 cramps on usable days, need 20; "
        "the next look is in 7 usable days"
    )


def test_intervals_in_words() -> None:
    twitching = Outcome("twitching")
    assert span(0.82, None, CRAMPS) == "anything from 18 % fewer cramps upwards"
    assert span(0.59, 1.0, CRAMPS) == "anything from 41 % fewer cramps to as many as before"
    assert span(1.0, 1.5, CRAMPS) == "anything from as many cramps as before to 50 % more"
    assert span(None, None, twitching) == "any amount of twitching"
    assert "(2.1 times to 4.1 times)" in shown("linked", 3.0, 2.1, 4.1)


def test_every_verdict_but_the_first_recalls_placebo() -> None:
    for n, expected in ((40, False), (150, True)):
        found = judge(simulated(1, n))
        told = notes(found, intake_summary([], [], Person()), today=False, partial_days=0)
        codes = {note.code for note in told}
        assert ("placebo" in codes) is expected


def test_a_diary_too_thin_to_compute_on_says_what_is_missing() -> None:
    days = simulated(1, 8)
    usable = usable_days(days)
    found = link_section(days, usable, thin(days, usable), CRAMPS)
    assert (found.result.verdict, found.next_milestone, found.days_to_milestone) == (
        "not-enough-data", 60, 57,
    )  # fmt: skip
    assert found.reasons[0].startswith("3 usable days, need 60")
    assert found.sentence == "Not enough data yet."
