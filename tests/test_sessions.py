"""Whole sessions, as they are typed, with every line of the answers.

`tests/sessions/*.txt` holds command lines after `$`, an instant after `@`, a
line of a file after `>`, SQL after `~` and remarks after `#`; below each command stand its
stdout, its stderr after `!`, and its exit code after `?` if it is not 0.
`pytest --update-golden` writes the answers anew, to be read in the diff.
"""

import re
import shlex
from pathlib import Path

import pytest

from tests.support import Run, opened

SESSIONS = Path(__file__).parent / "sessions"
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def plain(text: str, home: Path) -> str:
    """What does not depend on the machine, nor on luck."""
    text = UUID.sub("UUID", text).replace(str(home), "HOME")
    return re.sub(r"[\d,]+ MB free", "N MB free", text)


def answers(mglog: Run, words: list[str], now: str | None, home: Path) -> list[str]:
    ran = mglog(*words, now=now)
    lines = [*ran.out.splitlines(), *(f"! {line}" for line in ran.err.splitlines())]
    lines += [f"? {ran.code}"] if ran.code else []
    return [plain(line, home).rstrip() for line in lines]


def meddle(diary: Path, sql: str) -> None:
    """Change the diary as no program should."""
    with opened(diary) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.executescript(sql)


def play(mglog: Run, script: list[str], home: Path) -> list[str]:
    """The script with the answers as they are now."""
    told: list[str] = []
    now = None
    for line, following in zip(script, [*script[1:], ""], strict=True):
        mark, _, rest = line.partition(" ")
        gap = not line and following.startswith("#")
        if gap or mark in ("#", "@", ">", "~", "$"):
            told.append(line)
        if mark == "@":
            now = rest
        elif mark == ">":
            found = re.fullmatch(r"(\S+(?: \(.*?\)\S*)?) (.*)", rest)
            assert found is not None, line
            name, text = found.groups()
            with (home / name).open("a", encoding="utf-8") as file:
                file.write(text + "\n")
        elif mark == "~":
            meddle(home / "data" / "mglog.db", rest)
        elif mark == "$":
            told += [f"  {each}".rstrip() for each in answers(mglog, shlex.split(rest), now, home)]
    return told


@pytest.mark.parametrize("name", sorted(path.stem for path in SESSIONS.glob("*.txt")))
def test_a_session_answers_as_it_did(
    mglog: Run,
    home: Path,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("COLUMNS", "100")
    kept = SESSIONS / f"{name}.txt"
    script = kept.read_text(encoding="utf-8").splitlines()
    told = play(mglog, script, home)
    if request.config.getoption("--update-golden"):
        kept.write_text("\n".join(told) + "\n", encoding="utf-8")
    assert kept.read_text(encoding="utf-8").splitlines() == told
