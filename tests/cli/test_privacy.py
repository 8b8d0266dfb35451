"""What is private stays so: encrypted copies, nameless exports, what is forgotten for good."""

import os
import stat
import sys
from pathlib import Path

import pytest

from tests.support import Run, filled, opened

# A stand-in for the tool: the same commands, and nothing secret about it.
FAKE_AGE = f"""#!{sys.executable}
import base64, os, sys
data = sys.stdin.buffer.read()
head = b"age-encryption.org/v1\\n"
if "fail" in " ".join(sys.argv):
    sys.exit("no such recipient")
back = "--decrypt" in sys.argv
out = base64.b64decode(data[len(head):]) if back else head + base64.b64encode(data)
sys.stdout.buffer.write(out)
"""


@pytest.fixture
def age(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = home / "tools"
    tools.mkdir()
    (tools / "age").write_text(FAKE_AGE, encoding="utf-8")
    (tools / "age").chmod(0o700)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.posix
@pytest.mark.usefixtures("age")
def test_a_backup_for_a_recipient_alone(mglog: Run, home: Path) -> None:
    filled(mglog)
    good = mglog("export", "-").out
    target = home / "b.db.age"
    assert mglog("backup", str(target), "--encrypt-to", "age1xyz").code == 0
    assert target.read_bytes().startswith(b"age-encryption.org/v1")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert b"SQLite" not in target.read_bytes()
    mglog("rm", "i1", "-y")
    assert mglog("restore", str(target), "-y").code == 0
    assert mglog("export", "-").out == good
    assert mglog("doctor").code == 0
    # Its name is never taken unasked, and nothing else was written.
    assert mglog("backup", str(target), "--encrypt-to", "age1xyz").code == 1
    assert not list(home.glob(".*.part"))
    assert mglog("backup", "--encrypt-to", "age1xyz").out.endswith(".db.enc\n")


@pytest.mark.posix
@pytest.mark.usefixtures("age")
def test_an_export_for_a_recipient_alone(mglog: Run, home: Path) -> None:
    filled(mglog)
    good = mglog("export", "-").out
    target = home / "all.ndjson.age"
    assert mglog("export", str(target), "--encrypt-to", "age1xyz").code == 0
    assert b"almonds" not in target.read_bytes()
    other = str(home / "other.db")
    assert mglog("--db", other, "import", str(target)).code == 0
    assert mglog("--db", other, "export", "-").out == good


@pytest.mark.posix
@pytest.mark.usefixtures("age")
def test_a_tool_that_fails_leaves_nothing(mglog: Run, home: Path) -> None:
    filled(mglog)
    for words in (["backup", str(home / "x.age")], ["export", str(home / "x.ndjson.age")]):
        ran = mglog(*words, "--encrypt-to", "age1fail")
        assert (ran.code, len(ran.err.splitlines())) == (1, 1)
        assert "no such recipient" in ran.err
        assert not Path(words[1]).exists()


def test_without_the_tool_it_is_refused(
    mglog: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(mglog)
    monkeypatch.setenv("PATH", str(home / "nothing"))
    for recipient, name in (("age1xyz", "age"), ("me@example.org", "gpg")):
        ran = mglog("backup", str(home / "x.age"), "--encrypt-to", recipient)
        assert ran.code == 1
        assert f"{name} is not installed; nothing was written." in ran.err
    (home / "x.age").write_bytes(b"age-encryption.org/v1\n...")
    assert "age is not installed" in mglog("restore", str(home / "x.age"), "-y").err
    assert "age is not installed" in mglog("import", str(home / "x.age")).err


def test_a_nameless_export(mglog: Run, home: Path) -> None:
    """No note, no product, no clock time; what was at night still is."""
    filled(mglog)
    mglog("add-intake", "slow", "2")
    mglog("add-intake", "my", "own", "soup", "--mg", "80")
    mglog("add-cramp", "calf", "--at", "2:30", "--relief", "calling Anna", "--note", "at Anna's")
    text = mglog("export", "-", "--anonymous").out
    for secret in ("snack", "slow", "soup", "Anna", "T14:05", "02:30", "elsewhere"):
        assert secret not in text.replace('"created"', ""), secret
    assert '"muscle":"calf"' in text
    assert '"night":true' in text
    assert '"what":"almonds"' in text
    other = str(home / "other.db")
    (home / "a.ndjson").write_text(text, encoding="utf-8")
    assert mglog("--db", other, "import", str(home / "a.ndjson")).code == 0


def test_what_is_forgotten_is_nowhere(mglog: Run, diary: Path) -> None:
    filled(mglog)
    mglog("backup")
    mglog("add-cramp", "calf", "--note", "a secret of mine")
    mglog("edit", "c2", "--note", "another secret")
    assert b"secret" in diary.read_bytes()
    ran = mglog("forget", "c2")
    assert ran.code == 1
    assert "Add -y to forget" in ran.err
    ran = mglog("forget", "c2", "-y")
    assert "Still in a backup" not in ran.err
    assert b"secret" not in diary.read_bytes()
    assert mglog("doctor").code == 0
    assert "c2" not in mglog("list").out
    # Undo goes on with what was before, and brings nothing of it back.
    mglog("undo")
    assert "secret" not in mglog("list").out + mglog("undo", "--list").out
    assert mglog("doctor").code == 0
    # What a backup holds is named.
    ran = mglog("forget", "c1", "s1", "b1", "n1", "i1", "-y")
    assert "Still in a backup" in ran.err
    assert mglog("doctor").code == 0
    assert b"almonds" not in diary.read_bytes()


def test_an_import_that_was_forgotten_stays_so(mglog: Run, home: Path) -> None:
    """The tombstone stays: the same file brings nothing back."""
    mglog("add-cramp", "calf", "--note", "secret")
    mglog("export", str(home / "a.ndjson"))
    mglog("forget", "c1", "-y")
    mglog("import", str(home / "a.ndjson"))
    assert mglog("list").out == ""
    assert mglog("doctor").code == 0


def test_a_note_is_read_from_the_terminal(mglog: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is given as an argument is kept by the shell; `-` asks for it."""
    import io

    for words in (["add-cramp", "calf"], ["no-cramps", "mon"], ["edit", "c1"]):
        monkeypatch.setattr("sys.stdin", io.StringIO("only here\n"))
        assert "only here" in mglog(*words, "--note", "-").out


def test_opened_helper_closes(diary: Path, mglog: Run) -> None:
    mglog("add-intake", "300mg")
    with opened(diary) as connection:
        assert connection.execute("SELECT count(*) FROM intakes").fetchone() == (1,)
