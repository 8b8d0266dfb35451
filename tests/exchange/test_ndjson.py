"""Export and import: lossless, idempotent, all or nothing."""

import io
import json
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mglog.clock import Clock
from mglog.diary.database import in_memory
from mglog.diary.entries import in_order
from mglog.diary.merge import Merged, merge
from mglog.domain.kinds import KINDS, Field
from mglog.exchange import ndjson
from mglog.formatting import unsafe_in
from tests.support import NOW, Run, opened

CLOCK = Clock(datetime.fromisoformat(NOW))


def text(most: int) -> st.SearchStrategy[str]:
    safe = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")).filter(
        lambda character: unsafe_in(character) is None
    )
    return st.text(safe, max_size=min(most, 30) - 1).map(lambda value: f"x{value}")


def value_of(field: Field) -> st.SearchStrategy[Any]:
    if field.choices:
        found: st.SearchStrategy[Any] = st.sampled_from(field.choices)
    elif field.type == "text":
        found = text(int(field.most))
    elif field.type == "flag":
        found = st.booleans()
    elif field.type == "whole":
        found = st.integers(int(field.least), int(field.most))
    else:
        found = st.floats(field.least, field.most, allow_nan=False)
    return found if field.required else st.none() | found


@st.composite
def lines(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(list(KINDS.values())))
    moment = draw(st.datetimes(datetime(2020, 1, 1), datetime(2026, 11, 1)))
    minutes = draw(st.sampled_from((-480, 0, 60, 345, 840)))
    offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    at = draw(st.none() | st.just(f"{moment:%Y-%m-%dT%H:%M:%S}{offset}"))
    found = {
        "schema": "mglog.entry/1",
        "kind": kind.name,
        "uuid": str(draw(st.uuids(version=4))),
        "at": at,
        "day": f"{moment:%Y-%m-%d}",
        "night": draw(st.none() | st.booleans()),
        **{field.name: draw(value_of(field)) for field in kind.fields},
        "note": draw(st.none() | text(200)),
        "source": draw(st.none() | text(200)),
        "source_key": draw(st.none() | text(200)),
        "created": f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z",
        "changed": f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z",
    }
    if kind.name == "serum" and found["low"] is not None and found["high"] is not None:
        found["low"], found["high"] = 0.7, 1.05
    keep = draw(st.sets(st.sampled_from(sorted(found))))
    return {key: value for key, value in found.items() if value is not None or key in keep}


def take(connection: sqlite3.Connection, data: bytes) -> Merged:
    entries = ndjson.read(io.BytesIO(data), CLOCK)
    return merge(connection, entries, CLOCK.now, format_name="ndjson", file=None)


def give(connection: sqlite3.Connection) -> bytes:
    out = io.StringIO()
    ndjson.write(in_order(connection), out)
    return out.getvalue().encode()


def as_bytes(found: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(line) + "\n" for line in found).encode()


@given(st.lists(lines(), max_size=12))
@settings(max_examples=150, deadline=None)
@pytest.mark.slow
def test_export_import_export_is_byte_identical(found: list[dict[str, Any]]) -> None:
    first, second = in_memory(), in_memory()
    take(first, as_bytes(found))
    exported = give(first)

    take(second, exported)

    assert exported == give(second)
    assert take(second, exported)[:2] == (0, 0)
    assert exported == give(second)
    first.close()
    second.close()


def test_every_kind_survives_whole(mglog: Run, home: Path) -> None:
    mglog("add-intake", "bread", "2 slices", "--mg", "46", "--kind", "food", "--note", "ümlaut ½")
    mglog("add-cramp", "left", "calf", "--at", "2:30", "--pain", "7", "--knot", "--no-woke")
    mglog("add-cramp", "--at", "last night")
    mglog("no-cramps", "mon")
    mglog("add-symptom", "twitching", "--count", "3")
    mglog("add-serum", "2.0 mg/dL", "--low", "1.7", "--high", "2.2")
    out = home / "diary.ndjson"

    assert mglog("export", str(out)).code == 0
    assert "6 new, 0 newer" in mglog("--db", str(home / "b.db"), "import", str(out)).out
    assert "0 new, 0 newer; 6 left" in mglog("--db", str(home / "b.db"), "import", str(out)).out
    assert mglog("--db", str(home / "b.db"), "export", "-").out == out.read_text(encoding="utf-8")


def test_an_export_never_replaces_a_file_unasked(mglog: Run, home: Path) -> None:
    out = home / "diary.ndjson"
    out.write_text("mine")
    mglog("add-intake", "300mg")

    refused = mglog("export", str(out))

    assert refused.code == 1
    assert "--force" in refused.err
    assert out.read_text() == "mine"
    assert mglog("export", str(out), "--force").code == 0
    assert json.loads(out.read_text())["mg"] == 300
    assert sorted(path.name for path in home.iterdir()) == ["data", "diary.ndjson"]


def test_export_to_nowhere_leaves_nothing(mglog: Run, home: Path) -> None:
    mglog("add-intake", "300mg")
    ran = mglog("export", str(home / "missing" / "diary.ndjson"))
    assert ran.code == 1
    assert "No such file" in ran.err


def entry(**values: Any) -> dict[str, Any]:
    return {"schema": "mglog.entry/1", **values}


def imported(mglog: Run, home: Path, found: list[dict[str, Any]] | bytes, *flags: str) -> Any:
    file = home / "in.ndjson"
    file.write_bytes(found if isinstance(found, bytes) else as_bytes(found))
    return mglog("import", str(file), *flags)


def test_minimal_lines_are_enough_and_may_repeat(mglog: Run, home: Path) -> None:
    found = [
        entry(kind="no-cramps", day="2026-11-20"),
        entry(kind="cramp", at="2026-11-22T02:30:00+01:00"),
        entry(kind="symptom", day="2026-11-20", name="twitching", severity=3),
        entry(kind="serum", day="2026-11-20", mmol_per_l=0.82),
        entry(kind="intake", day="2026-11-20", mg=100),
        entry(kind="intake", day="2026-11-20", mg=100),
    ]

    assert "6 new" in imported(mglog, home, found).out
    assert "0 new, 0 newer; 6 left" in imported(mglog, home, found).out
    assert mglog("today", "--day", "2026-11-20", "--json").json["mg"] == 200
    listed = mglog("list", "--kind", "cramp", "--json").json["entries"]
    assert listed[0]["day"] == "2026-11-21"  # before 04:00 it is the evening before


def test_the_newest_of_two_versions_stays(mglog: Run, home: Path) -> None:
    uuid = "3d6f4c1e-7a0b-4a57-9a60-0d9f3f1b2c11"
    old = entry(kind="intake", uuid=uuid, day="2026-11-20", mg=100, changed="2026-11-20T10:00:00Z")
    new = {**old, "mg": 150, "changed": "2026-11-20T11:00:00Z"}

    imported(mglog, home, [old])
    assert "0 new, 1 newer" in imported(mglog, home, [new]).out
    assert "0 new, 0 newer; 1 left" in imported(mglog, home, [old]).out
    assert "1 left" in imported(mglog, home, [{**new, "mg": 1, "changed": None}]).out
    assert mglog("today", "--day", "2026-11-20", "--json").json["mg"] == 150


def test_a_deleted_entry_stays_deleted(mglog: Run, home: Path) -> None:
    mark = entry(kind="no-cramps", uuid="3d6f4c1e-7a0b-4a57-9a60-0d9f3f1b2c11", day="2026-11-20",
                 changed="2026-11-20T10:00:00Z")  # fmt: skip
    imported(mglog, home, [mark])
    mglog("add-cramp", "--at", "2026-11-20")  # takes the mark away

    imported(mglog, home, [{**mark, "changed": "2026-11-21T10:00:00Z"}])

    assert mglog("list", "--kind", "no-cramps").out == ""


def test_not_even_a_newer_version_brings_back_what_was_deleted(mglog: Run, home: Path) -> None:
    uuid = "3d6f4c1e-7a0b-4a57-9a60-0d9f3f1b2c11"
    line = entry(kind="intake", uuid=uuid, day="2026-11-20", mg=100, changed="2026-11-20T10:00:00Z")
    imported(mglog, home, [line])
    mglog("rm", "i1", "-y")

    assert "1 left" in imported(mglog, home, [{**line, "changed": "2026-11-23T10:00:00Z"}]).out

    assert mglog("list").out == ""


def test_a_cramp_outweighs_a_mark_in_either_order() -> None:
    mark = entry(kind="no-cramps", day="2026-11-20")
    cramp = entry(kind="cramp", day="2026-11-20")
    for order in ([mark, cramp], [cramp, mark]):
        connection = in_memory()
        take(connection, as_bytes(order))
        assert [found.kind.name for found in in_order(connection)] == ["cramp"]
        connection.close()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "not a JSON object"),
        (b"[1]", "not a JSON object"),
        (b'"x"', "not a JSON object"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "not a JSON object"),
        (b'{"kind":"intake","day":"2026-11-20","mg":NaN}', "NaN is not a number"),
        (b'{"kind":"intake","day":"2026-11-20","mg":1e999}', "mg must be"),
        (b'{"kind":"intake","day":"2026-11-20","mg":-1}', "mg must be"),
        (b'{"kind":"intake","day":"2026-11-20","mg":10001}', "mg must be"),
        (b'{"kind":"intake","day":"2026-11-20","mg":"300"}', "mg must be"),
        (b'{"kind":"intake","day":"2026-11-20","mg":true}', "mg must be"),
        (b'{"kind":"cramp","day":"2026-11-20","pain":11}', "pain must be"),
        (b'{"kind":"cramp","day":"2026-11-20","pain":6.5}', "whole number"),
        (b'{"kind":"cramp","day":"2026-11-20","pian":6}', "unknown key 'pian'"),
        (b'{"kind":"cramp","day":"2026-11-20","knot":1}', "true or false"),
        (b'{"kind":"cramp","day":"2026-11-20","note":"a\\u001b[31m"}', "control character"),
        (b'{"kind":"cramp","day":"2026-11-20","note":"a\\ud800"}', "not valid UTF-8"),
        (b'{"kind":"cramp","day":"2026-11-31"}', "day is not a date"),
        (b'{"kind":"cramp","day":"2026-12-24"}', "in the future"),
        (b'{"kind":"cramp","at":"2026-11-20T22:30:00"}', "with its offset"),
        (b'{"kind":"cramp","at":"2026-11-20T22:30:00+01:00","day":"2026-11-18"}', "does not lie"),
        (b'{"kind":"cramp"}', "neither a day nor a time"),
        (b'{"kind":"symptom","day":"2026-11-20"}', "name is missing"),
        (b'{"kind":"serum","day":"2026-11-20","mmol_per_l":0.8,"low":2,"high":1}', "below high"),
        (b'{"kind":"meal","day":"2026-11-20"}', "no known kind"),
        (b'{"kind":"cramp","day":"2026-11-20","uuid":"x"}', "not a UUID"),
        (b'{"schema":"other/1","kind":"cramp","day":"2026-11-20"}', "schema"),
        (b'{"kind":"cramp","day":"2026-11-20","note":"' + b"x" * 1_000_000 + b'"}', "longer than"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_stored(
    mglog: Run, home: Path, line: bytes, says: str
) -> None:
    good = as_bytes([entry(kind="intake", day="2026-11-20", mg=100)])

    ran = imported(mglog, home, good + b"\n" + line + b"\n")

    assert (ran.code, ran.out) == (1, "")
    assert "Line 3: " in ran.err
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert mglog("list").out == ""


def test_a_dry_run_reads_everything_and_stores_nothing(mglog: Run, home: Path, diary: Path) -> None:
    found = [entry(kind="intake", day="2026-11-20", mg=100)]

    assert "Would import 1 new" in imported(mglog, home, found, "--dry-run").out
    assert not diary.exists()
    mglog("add-intake", "300mg")
    assert "Would import 1 new" in imported(mglog, home, found, "--dry-run").out
    assert len(mglog("list").out.splitlines()) == 1


def test_files_that_are_no_export(mglog: Run, home: Path, diary: Path) -> None:
    mglog("add-intake", "300mg")
    assert "is a diary, not an export" in mglog("import", str(diary)).err
    assert "can't be read" in mglog("import", str(home)).err
    assert "can't be read" in mglog("import", str(home / "missing")).err
    assert "0 new" in imported(mglog, home, b"").out
    assert "1 new" in imported(
        mglog, home, b"\xef\xbb\xbf" + as_bytes([entry(kind="cramp", day="2026-11-20")])
    ).out  # fmt: skip


def test_an_import_is_one_batch_and_one_record(mglog: Run, home: Path, diary: Path) -> None:
    imported(mglog, home, [entry(kind="intake", day="2026-11-20", mg=n + 1) for n in range(5)])

    with opened(diary) as connection:
        assert connection.execute("SELECT format, added, replaced FROM batches").fetchall() == [
            ("ndjson", 5, 0)
        ]
        assert connection.execute("SELECT command, batch FROM history").fetchall() == [
            ("import", 1)
        ]
        assert connection.execute("SELECT count(*) FROM intakes WHERE batch = 1").fetchone() == (5,)


def test_a_later_change_is_newer_than_what_was_imported(
    mglog: Run, home: Path, diary: Path
) -> None:
    ahead = entry(kind="intake", day="2026-11-20", mg=1, changed="2026-11-22T20:00:00Z")
    imported(mglog, home, [ahead])
    mglog("add-intake", "300mg")

    with opened(diary) as connection:
        rows = connection.execute("SELECT mg FROM intakes ORDER BY changed").fetchall()
    assert rows == [(1.0,), (300.0,)]


def test_a_first_import_that_is_refused_or_empty_leaves_nothing(
    mglog: Run, home: Path, diary: Path
) -> None:
    assert imported(mglog, home, b"{").code == 1
    assert not diary.parent.exists()
    assert "0 new" in imported(mglog, home, b"").out
    assert not diary.parent.exists()


@pytest.mark.process
def test_import_from_a_pipe() -> None:
    line = as_bytes([entry(kind="cramp", day="2026-11-20")])
    command = [str(Path(sys.executable).with_name("mglog")), "import", "-"]
    first = subprocess.run(command, input=line, capture_output=True, check=True)
    again = subprocess.run(command, input=line, capture_output=True, check=True)
    assert b"1 new" in first.stdout
    assert b"Started a new diary" in first.stderr
    assert b"0 new" in again.stdout


def test_a_stamp_from_the_future_is_no_later_than_now(mglog: Run, home: Path) -> None:
    """It would win every later merge, and drag the diary's clock along."""
    for number, key in enumerate(("changed", "created")):
        ran = imported(
            mglog, home,
            [entry(kind="cramp", day=f"2026-11-2{number}", **{key: "2099-01-01T00:00:00Z"})],
        )  # fmt: skip
        assert ran.code == 0
    for found in mglog("list", "--json").json["entries"]:
        assert found["changed"] <= "2026-11-23T13:05:00.000000Z"
        assert found["created"] <= "2026-11-23T13:05:00.000000Z"


def test_a_day_is_in_order_by_instant_and_the_night_comes_last(mglog: Run, home: Path) -> None:
    imported(mglog, home, [
        entry(kind="intake", day="2026-11-19", mg=3, at="2026-11-20T02:30:00+00:00"),
        entry(kind="intake", day="2026-11-19", mg=2, at="2026-11-20T02:30:00+01:00"),
        entry(kind="cramp", day="2026-11-19", night=True),
        entry(kind="intake", day="2026-11-19", mg=1),
    ])  # fmt: skip
    listed = mglog("list", "--json").json["entries"]
    assert [found.get("mg") for found in listed] == [1.0, 2.0, 3.0, None]


def test_an_imported_day_start_moves_entries_as_profile_does(mglog: Run, home: Path) -> None:
    """Two cramps a minute apart are of one day, whichever came before the setting."""
    friday, minute = "2026-11-20 04:30", "2026-11-20 04:31"
    mglog("add-cramp", "calf", "--at", friday)
    mglog("no-cramps", "2026-11-19")
    line = {"schema": "mglog.entry/1", "kind": "profile", "key": "day_starts", "value": "05:00"}

    ran = imported(mglog, home, [line])

    assert "1 entry moved to another day." in ran.out
    mglog("add-cramp", "calf", "--at", minute)
    days = [each["day"] for each in mglog("list", "--json").json["entries"]]
    assert days == ["2026-11-19", "2026-11-19"]  # and the mark is gone
    assert mglog("undo").code == mglog("undo").code == 0
    kept = [(each["kind"], each["day"]) for each in mglog("list", "--json").json["entries"]]
    assert kept == [("no-cramps", "2026-11-19"), ("cramp", "2026-11-20")]
    assert mglog("doctor").code == 0


def test_a_files_lines_go_by_its_own_day_start(mglog: Run, home: Path) -> None:
    setting = {"schema": "mglog.entry/1", "kind": "profile", "key": "day_starts", "value": "05:00"}
    cramp = {"schema": "mglog.entry/1", "kind": "cramp", "at": "2026-11-20T04:31:00+01:00"}
    imported(mglog, home, [setting, cramp])
    assert mglog("list", "--json").json["entries"][0]["day"] == "2026-11-19"


def test_the_same_day_start_again_moves_what_does_not_fit(mglog: Run, home: Path) -> None:
    mglog("profile", "--day-starts", "05:00")
    stray = {"schema": "mglog.entry/1", "kind": "cramp", "day": "2026-11-20",
             "at": "2026-11-20T04:31:00+01:00"}  # fmt: skip
    imported(mglog, home, [stray])
    assert "1 entry moved" in mglog("profile", "--day-starts", "05:00").out
    assert mglog("list", "--json").json["entries"][0]["day"] == "2026-11-19"
    assert "moved" not in mglog("profile", "--day-starts", "05:00").out


def test_a_key_given_twice_is_refused(mglog: Run, home: Path) -> None:
    """Of two, one would be lost in silence."""
    line = '{"kind":"intake","day":"2026-11-20","mg":300,"mg":400}\n'
    (home / "a.ndjson").write_text(line, encoding="utf-8")
    ran = mglog("import", str(home / "a.ndjson"))
    assert ran.code == 1
    assert "Line 1: gives 'mg' twice." in ran.err


@pytest.mark.parametrize(
    ("at", "day", "local"),
    [
        ("2026-11-22T03:30:00Z", "2026-11-22", "2026-11-22T04:30:00+01:00"),
        ("2026-11-22T02:30:00Z", "2026-11-21", "2026-11-22T03:30:00+01:00"),
        ("2026-11-22T02:30:00+00:00", "2026-11-21", "2026-11-22T02:30:00+00:00"),
    ],
)
def test_a_line_in_utc_becomes_local(mglog: Run, home: Path, at: str, day: str, local: str) -> None:
    """Machines write `Z`; an offset of 0 may be how a Londoner lived it, and stays."""
    (home / "a.ndjson").write_text(f'{{"kind":"cramp","at":"{at}"}}\n', encoding="utf-8")
    mglog("import", str(home / "a.ndjson"))
    (found,) = mglog("list", "--json").json["entries"]
    assert (found["at"], found["day"]) == (local, day)


def test_a_night_travels(mglog: Run, home: Path) -> None:
    """A cramp at 06:30 that woke one is of the evening before, also elsewhere."""
    mglog("add-cramp", "calf", "--woke", "--at", "6:30")
    mglog("export", str(home / "a.ndjson"))
    other = str(home / "b.db")
    mglog("--db", other, "import", str(home / "a.ndjson"))
    assert mglog("--db", other, "export", "-").out == (home / "a.ndjson").read_text("utf-8")
    (found,) = mglog("--db", other, "list", "--json").json["entries"]
    assert (found["day"], found["night"]) == ("2026-11-21", True)
    assert mglog("--db", other, "doctor").code == 0
    # A day that starts at another hour leaves it in its night.
    mglog("--db", other, "profile", "--day-starts", "06:00")
    assert mglog("--db", other, "list", "--json").json["entries"][0]["day"] == "2026-11-21"


def test_a_name_loses_the_blanks_around_it(mglog: Run, home: Path) -> None:
    line = '{"kind":"cramp","day":"2026-11-20","muscle":" calf "}\n'
    (home / "a.ndjson").write_text(line, encoding="utf-8")
    mglog("import", str(home / "a.ndjson"))
    assert mglog("list", "--json").json["entries"][0]["muscle"] == "calf"
