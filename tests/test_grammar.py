"""Any words at all, to any command: an exit code of the contract, one line, a sound diary."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mglog.cli.app import COMMANDS
from tests.conftest import Run

EXAMPLES = int(os.environ.get("MGLOG_FUZZ", "1500"))

PIECES = st.sampled_from(
    """
    300mg 400 0 -5 nan inf 1e9 30g 2 ½ 1/0 1,000 almonds slow-mag calf left night last
    yesterday mon 2:30 25:00 2026-02-30 2026-11-20 2h ago 90s 1:30 0.82mmol/L i1 c1 n1 s1
    b1 i99 x9 --at --mg --pain --note --json --csv --last --from --to --day --kind
    --lasted --side --force --dry-run -y --explain --demo --symptom --count --food
    --compound --elemental --low --high --severity --clear --what --amount --list --help
    --version -- - 30d 12w search show add edit rm list path food magnesium oxide water
    500ml target day-starts --day-starts 03:00 --sex male --born 1980 --db :memory: today
    now = ''
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
WORDS = st.lists(PIECES | st.text(max_size=6), max_size=7)
# What reads or writes a file named on the command line has tests of its own.
_FILES = {"export", "import", "backup", "restore"}
NAMES = st.sampled_from([*(name for name in COMMANDS if name not in _FILES), "", "qqq"])


@given(name=NAMES, words=WORDS)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_words(
    mglog: Run,
    diary: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    words: list[str],
) -> None:
    """MGLOG_FUZZ=20000 is the longer run."""
    monkeypatch.chdir(home)
    ran = mglog(*([name] if name else []), *words)

    assert ran.code in (0, 1, 2)
    assert "defect" not in ran.err
    assert "Traceback" not in ran.err
    if ran.code == 2:
        assert ran.out == ""
        assert ran.err.count("\n") == 1
    hostile = set(map(chr, [*range(9), *range(11, 32), *range(127, 160), 0x202E, 0x2066]))
    assert not hostile & set(ran.out + ran.err)
    if diary.exists():
        assert mglog("doctor").code in (0, 1)


def test_the_diary_is_sound_after_all_that(mglog: Run) -> None:
    for words in (["add-intake", "300mg"], ["add-cramp"], ["undo"], ["again"], ["undo"], ["undo"]):
        assert mglog(*words).code == 0
    assert mglog("doctor").code == 0
