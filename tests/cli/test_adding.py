"""The commands that log, as a person types them."""

import stat
from pathlib import Path

import pytest

from tests.support import Run, opened


def test_a_quantity(mglog: Run, diary: Path) -> None:
    ran = mglog("add-intake", "300mg")

    assert ran.code == 0
    assert ran.out == "300 mg magnesium · supplement · today 14:05 · i1 · 300 mg today\n"
    assert str(diary) in ran.err  # a new diary is announced, once
    assert mglog("add-intake", "0,01", "g").err == ""


def test_a_bare_number_says_what_was_taken(mglog: Run) -> None:
    assert "a bare number is mg of elemental magnesium" in mglog("add-intake", "300").out


def test_a_label_with_mg(mglog: Run) -> None:
    ran = mglog("add-intake", "magnesium", "citrate", "2", "tablets", "--mg", "200",
                "--kind", "supplement", "--at", "yesterday", "12:30",
                "--note", "with food")  # fmt: skip

    assert ran.out == (
        "200 mg magnesium · magnesium citrate, 2 tablets · supplement · Sat 21 Nov 12:30 · i1 · "
        "“with food” · 200 mg that day\n"
    )


def test_json_is_the_entry_with_its_id(mglog: Run) -> None:
    entry = mglog("add-intake", "almonds", "30g", "--mg", "81", "--json").json

    assert entry["schema"] == "mglog.entry/1"
    assert (entry["kind"], entry["id"], entry["mg"]) == ("intake", "i1", 81.0)
    assert (entry["what"], entry["amount"], entry["unit"]) == ("almonds", 30.0, "g")
    assert (entry["at"], entry["day"]) == ("2026-11-22T14:05:00+01:00", "2026-11-22")
    assert entry["source_kind"] is None


def test_a_name_without_mg_is_not_guessed(mglog: Run, diary: Path) -> None:
    ran = mglog("add-intake", "almond", "croissant", "30g")

    assert ran.code == 1
    assert "--mg" in ran.err
    assert "--food ID" in ran.err.splitlines()[0]
    assert all(line.split()[0].isalnum() for line in ran.err.splitlines()[1:])
    assert not diary.exists()


def test_a_cramp_in_the_night(mglog: Run) -> None:
    ran = mglog("add-cramp", "calf", "--side", "left", "--lasted", "90s", "--pain", "7",
                "--at", "2:30", "--knot", "--woke", "--during", "sleep",
                "--relief", "stretching")  # fmt: skip

    assert ran.out == (
        "Cramp · left calf · 90 s · pain 7 · knot · during sleep · woke me · relief: stretching · "
        "Sun 22 Nov 02:30, night of Sat · c1 · 1 cramp that day\n"
    )


def test_words_need_no_quotes(mglog: Run) -> None:
    words = ["--at", "last", "night", "left", "calf", "--lasted", "2", "min", "--json"]

    entry = mglog("add-cramp", *words).json

    assert (entry["day"], entry["at"], entry["night"]) == ("2026-11-21", None, True)
    assert (entry["muscle"], entry["side"], entry["lasted_s"]) == ("calf", "left", 120)


def test_a_count_of_cramps(mglog: Run) -> None:
    assert "3 cramps · today 14:05 · c1 · 3 cramps today" in mglog("add-cramp", "--count", "3").out


def test_nothing_but_a_cramp(mglog: Run) -> None:
    assert mglog("add-cramp").out == "Cramp · today 14:05 · c1 · 1 cramp today\n"


def test_no_cramps(mglog: Run) -> None:
    assert mglog("no-cramps").out == "No cramps · today · n1\n"
    assert mglog("no-cramps").out == "No cramps · today · n1 · marked before\n"


def test_several_days_are_all_marked_or_none(mglog: Run) -> None:
    mglog("add-cramp", "--at", "tue")

    refused = mglog("no-cramps", "mon", "tue", "wed")

    assert refused.code == 1
    assert "Tue 17 Nov has a cramp (c1); nothing was marked" in refused.err
    assert mglog("list", "--kind", "no-cramps").out == ""
    assert mglog("no-cramps", "mon", "wed").code == 0
    assert len(mglog("list", "--kind", "no-cramps").out.splitlines()) == 2


def test_no_cramps_as_json(mglog: Run) -> None:
    assert mglog("no-cramps", "--json").json["kind"] == "no-cramps"
    several = mglog("no-cramps", "mon", "tue", "--json").json
    assert several["schema"] == "mglog.list/1"
    assert [entry["day"] for entry in several["entries"]] == ["2026-11-16", "2026-11-17"]
    assert mglog("no-cramps", "--at", "wed", "--json").json["day"] == "2026-11-18"


def test_a_cramp_takes_the_mark_away_and_says_so(mglog: Run) -> None:
    mglog("no-cramps")

    ran = mglog("add-cramp", "foot")

    assert "that day's “no cramps” mark was removed" in ran.out
    assert mglog("list", "--kind", "no-cramps").out == ""
    assert mglog("today", "--json").json["cramps"] == 1


def test_a_symptom(mglog: Run) -> None:
    ran = mglog("add-symptom", "twitching", "eyelid", "--severity", "3")
    assert ran.out == "Twitching eyelid · severity 3 · today 14:05 · s1 · 1 today\n"


def test_serum_says_what_it_cannot_rule_out(mglog: Run) -> None:
    ran = mglog("add-serum", "2.0", "mg/dL", "--low", "1.7", "--high", "2.2", "--at", "2026-11-20")

    assert ran.out == (
        "Serum magnesium 2 mg/dL = 0.823 mmol/L · within the lab's range 1.7–2.2 · "
        "Fri 20 Nov, time unknown · b1\n"
    )
    assert "does not rule out depletion" in ran.err
    assert "about 1 %" in ran.err
    entry = mglog("add-serum", "0.82mmol/L", "--json").json
    assert (entry["mmol_per_l"], entry["low"]) == (0.82, None)


@pytest.mark.parametrize(
    "words",
    [
        ["add-intake", "300mg"],
        ["add-cramp", "calf"],
        ["no-cramps"],
        ["add-symptom", "twitching"],
        ["add-serum", "0.82mmol/L"],
        ["add-factor", "exercise", "60min"],
        ["add-factor", "alcohol", "0"],
        ["no-factor", "alcohol"],
    ],
)
def test_a_dry_run_makes_nothing(mglog: Run, diary: Path, words: list[str]) -> None:
    ran = mglog(*words, "--dry-run")

    assert ran.code == 0
    assert ran.out.startswith("Would log: ")
    assert not diary.parent.exists()


def test_a_dry_run_tells_the_total_it_would_make(mglog: Run) -> None:
    mglog("add-intake", "300mg")
    mglog("no-cramps")

    assert "400 mg today" in mglog("add-intake", "100mg", "--dry-run").out
    assert "removes that day's “no cramps” mark" in mglog("add-cramp", "--dry-run").out
    assert mglog("today", "--json").json["mg"] == 300


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("add-intake nan", "not a quantity"),
        ("add-intake inf", "not a quantity"),
        ("add-intake -5mg", "negative"),
        ("add-intake 0.0001mg", "no magnesium"),
        ("add-intake 12000", "Did you mean 1200 mg"),
        ("add-intake 2 capsules", "of what"),
        ("add-intake 400 mg 30g", "two amounts"),
        ("add-intake 300mg --mg 200", "is a quantity already"),
        ("add-intake bread --mg nan", "not a quantity"),
        ("add-intake bread --mg -5", "negative"),
        ("add-intake bread --mg 10001", "10,000"),
        ("add-intake 300mg --at 23:59pm", "not a time of day"),
        ("add-intake 300mg --at 2026-11-23", "future"),
        ("add-intake 300mg --at 2026-02-30", "calendar"),
        ("add-intake 300mg --kind candy", "--kind"),
        ("add-intake", "Missing argument"),
        ("add-cramp --pain 11", "not in the range"),
        ("add-cramp --pain -1", "not in the range"),
        ("add-cramp --pain x", "not a whole number"),
        ("add-cramp --count 0", "not in the range"),
        ("add-cramp --side up", "--side"),
        ("add-cramp --lasted 90", "not a duration"),
        ("add-cramp --lasted 25h", "24 hours"),
        ("add-cramp --at tomorrow", "not a time"),
        ("add-cramp calf 7", "--pain 7"),
        ("no-cramps tomorrow", "not a day"),
        ("no-cramps 2026-11-23", "future"),
        ("add-serum 0.82", "unit"),
        ("add-symptom", "Missing argument"),
        ("ad-cramp", "Did you mean 'add-cramp'"),
        ("add-intake --db x 300mg", "before the command"),
        ("report --from tue --to mon", "ends"),
        ("report --last soon", "not a stretch"),
        ("list --kind food", "not a kind"),
        ("today --day tomorrow", "not a day"),
        ("today extra", "unexpected extra argument"),
        ("db", "Missing command"),
    ],
)
def test_bad_words_get_one_line_and_exit_2(mglog: Run, diary: Path, words: str, says: str) -> None:
    ran = mglog(*words.split())

    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert says in ran.err
    assert not diary.exists()


@pytest.mark.parametrize("text", ["a\x1b[31mb", "a\x07", "a\u202eb", "a\udcffb", "a\x9bb", "a\nb"])
def test_hostile_text_is_refused_and_shown_inert(mglog: Run, diary: Path, text: str) -> None:
    for words in (
        ["add-cramp", text],
        ["add-intake", text, "--mg", "5"],
        ["add-symptom", text],
        ["add-factor", text],
        ["no-factor", text],
        ["profile", "--adjust", text],
        ["add-cramp", "--note", text],
        ["add-cramp", "--relief", text],
        ["add-cramp", "--at", text],
        ["no-cramps", text],
        [text],
        ["add-cramp", f"--{text}"],
        ["report", "--symptom", text],
    ):
        ran = mglog(*words)
        assert ran.code in (1, 2), words
        assert not any(c in ran.err for c in "\x1b\x07\u202e\x9b\udcff")
        assert ran.err.count("\n") == 1
    assert not diary.exists()


def test_markup_is_shown_literally(mglog: Run) -> None:
    mglog("add-intake", "[bold]bread[/bold]", "--mg", "50", "--note", ":smile: [red]x[/red]")
    mglog("add-cramp", "[link=x]calf[/link]")

    assert ":smile: [red]x[/red]" in mglog("list").out
    assert ":smile: [red]x[/red]" in mglog("today").out
    report = mglog("report").out
    assert "[link=x]calf[/link]" in report


def test_files_are_private(mglog: Run, diary: Path) -> None:
    mglog("add-intake", "300mg")

    assert stat.S_IMODE(diary.stat().st_mode) == 0o600
    assert stat.S_IMODE(diary.parent.stat().st_mode) == 0o700


def test_a_clock_set_back_does_not_make_a_change_look_older(mglog: Run, diary: Path) -> None:
    mglog("add-intake", "300mg", now="2026-11-22T14:05:00+01:00")
    mglog("add-intake", "200mg", now="2026-11-22T10:00:00+01:00")

    with opened(diary) as connection:
        rows = connection.execute("SELECT mg FROM intakes ORDER BY changed").fetchall()
    assert rows == [(300.0,), (200.0,)]


def test_each_add_is_in_the_history(mglog: Run, diary: Path) -> None:
    mglog("add-intake", "300mg")
    mglog("no-cramps")
    mglog("add-cramp")

    with opened(diary) as connection:
        rows = connection.execute(
            "SELECT command, json_array_length(changes) FROM history"
        ).fetchall()
    assert rows == [("add intake", 1), ("no-cramps", 1), ("add cramp", 2)]


def test_a_catch_up_morning(mglog: Run) -> None:
    now = "2026-11-19T07:30:00+01:00"  # Thursday
    mglog("no-cramps", "mon", "tue", "wed", now=now)
    cramp = mglog("add-cramp", "calf", "--at", "last", "night", now=now)
    for words in (["120mg"], ["bread", "--mg", "40"], ["almonds 30g", "--mg", "81"]):
        assert mglog("add-intake", *words, "--at", "yesterday", "12:30", now=now).code == 0

    assert "night of Wed 18 Nov, time unknown" in cramp.out
    assert "that day's “no cramps” mark was removed" in cramp.out
    wednesday = mglog("today", "--day", "wed", "--json").json
    assert (wednesday["mg"], wednesday["cramps"]) == (241.0, 1)
    assert [mglog("today", "--day", day, "--json").json["cramps"] for day in ("mon", "tue")] == [
        0,
        0,
    ]


def test_now_must_be_a_time_with_its_offset(mglog: Run) -> None:
    for wrong in ("yesterday", "2026-11-22T14:05:00", "2026-11-22"):
        ran = mglog("add-intake", "300mg", now=wrong)
        assert ran.code == 2
        assert "MGLOG_NOW" in ran.err


def test_a_defect_is_one_line_and_no_traceback(mglog: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise LookupError("within")

    monkeypatch.setattr("mglog.cli.replies.entry_line", broken)
    ran = mglog("add-intake", "300mg")

    assert ran.code == 1
    assert "defect of mglog" in ran.err
    assert "LookupError: within" in ran.err
    monkeypatch.setenv("MGLOG_DEBUG", "1")
    told = mglog("add-intake", "300mg").err
    assert "replies.py:" in told
    assert "within" not in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("add-cramp calf yesterday evening", "--at yesterday evening"),
        ("add-symptom twitching 3 days ago", "--at 3 days ago"),
        ("add-symptom twitching 3", "--severity 3"),
        ("add-symptom twitching 90s", "--lasted 90s"),
        ("add-intake slow-mag 2 yesterday --mg 5", "--at yesterday"),
        ("add-intake almonds --mg 81 12:30", "--at 12:30"),
        ("add-intake 300mg yesterday", "--at yesterday"),
    ],
)
def test_words_for_another_flag_are_not_stored_as_a_name(
    mglog: Run, diary: Path, words: str, says: str
) -> None:
    ran = mglog(*words.split())
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert not diary.exists()


def test_names_that_end_like_a_day_are_names(mglog: Run) -> None:
    assert mglog("add-intake", "capri sun 200ml", "--mg", "5").code == 0
    assert mglog("add-symptom", "restless", "legs").code == 0


def test_a_one_sided_range_is_told_as_it_is(mglog: Run) -> None:
    assert "not below the lab's lower limit 0.7 ·" in mglog(
        "add-serum", "0.82mmol/L", "--low", "0.7"
    ).out  # fmt: skip
    assert "above the lab's upper limit 1.05 ·" in mglog(
        "add-serum", "1.1mmol/L", "--high", "1.05"
    ).out  # fmt: skip


def test_after_midnight_an_evening_time_shows_its_date(mglog: Run) -> None:
    ran = mglog("add-cramp", "--at", "23:30", now="2026-11-23T01:00:00+01:00")
    assert "· Sun 22 Nov 23:30 ·" in ran.out


def test_a_symptoms_total_is_of_that_symptom(mglog: Run) -> None:
    mglog("add-symptom", "headache")
    mglog("add-symptom", "Twitching", "--count", "2")
    assert mglog("add-symptom", "twitching").out.endswith("· 3 today\n")
    assert mglog("add-symptom", "twitching", "--dry-run").out.endswith("· 4 today\n")


def test_json_says_on_stderr_that_a_mark_went(mglog: Run) -> None:
    mglog("no-cramps")
    assert "that day's “no cramps” mark was removed" in mglog("add-cramp", "--json").err
