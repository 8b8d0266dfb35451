"""Any words at all, to any command: an exit code of the contract, one line, a sound diary."""

import contextlib
import os
import random
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mglog.cli.app import COMMANDS
from tests.support import Run, executable

EXAMPLES = int(os.environ.get("MGLOG_FUZZ", "1500"))
PROCESSES = int(os.environ.get("MGLOG_FUZZ_PROCESSES", "60"))

PIECES_LISTED = """
    300mg 400 0 -5 nan inf 1e9 30g 2 ½ 1/0 1,000 almonds slow-mag calf left night last
    yesterday mon 2:30 25:00 2026-02-30 2026-11-20 2h ago 90s 1:30 0.82mmol/L i1 c1 n1 s1
    b1 i99 x9 --at --mg --pain --note --json --csv --last --from --to --day --kind
    --lasted --side --force --dry-run -y --explain --demo --symptom --count --food
    --compound --elemental --low --high --severity --clear --what --amount --list --help
    --version -- - 30d 12w search show add edit rm list path food magnesium oxide water
    500ml target day-starts --day-starts 03:00 --sex male --born 1980 --db :memory: today
    now = '' half an a two x2 2x elemental compound mag mg of tonight noon at 3 0300 03.05
    17.11. 5/11 Nov ago week letf and , --yes --muscle --twice --tracks 2 x 200mg tablets 1.000mg
    f1 x1 exercise 60min --adjust factor
    """.split()  # noqa: SIM905 - a list of words reads best as words
PIECES = st.sampled_from(PIECES_LISTED)
WORDS = st.lists(PIECES | st.text(max_size=6), max_size=7)
# What reads or writes a file named on the command line has tests of its own.
_FILES = {"export", "import", "backup", "restore"}
NAMES = st.sampled_from([*(name for name in COMMANDS if name not in _FILES), "", "qqq"])


HOSTILE = set(map(chr, [*range(9), *range(11, 32), *range(127, 160), 0x202E, 0x2066]))
PATIENCE_S = 60  # a hang, not slowness


@contextlib.contextmanager
def no_hang() -> Iterator[None]:
    """Fails what has not come back after a minute."""

    def hung(*_: object) -> None:
        raise AssertionError("it hangs")

    if not hasattr(signal, "SIGALRM"):  # nor has it an alarm
        yield
        return
    before = signal.signal(signal.SIGALRM, hung)
    signal.alarm(PATIENCE_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def check(code: int, out: str, err: str) -> None:
    """What holds for any words."""
    assert code in (0, 1, 2)
    assert "defect" not in err
    assert "Traceback" not in err
    assert not HOSTILE & set(out + err)
    if code == 2:
        assert out == ""
        assert err.count("\n") == 1


@given(name=NAMES, words=WORDS)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.slow
def test_any_words(
    mglog: Run,
    diary: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    words: list[str],
) -> None:
    """MGLOG_FUZZ=20000 is the longer run. The diary grows from one command line to the next."""
    monkeypatch.chdir(home)
    with no_hang():
        ran = mglog(*([name] if name else []), *words)
    check(ran.code, ran.out, ran.err)
    if diary.exists():
        found = mglog("doctor")
        assert found.code == 0, found.out


@pytest.mark.slow
@pytest.mark.process
def test_any_words_to_the_real_command(home: Path, diary: Path) -> None:
    """MGLOG_FUZZ_PROCESSES=400 is the longer run."""
    subprocess.run([executable(), "add-intake", "300mg"], check=True, capture_output=True)
    words_of = random.Random(17)
    pieces = [*PIECES_LISTED, "\x1b[31m", "é\u202e", "\udcff", "x" * 3000, " ", "\n"]
    for _ in range(PROCESSES):
        name = words_of.choice([*COMMANDS, "", "qqq"])
        words = [words_of.choice(pieces) for _ in range(words_of.randrange(6))]
        ran = subprocess.run(
            [executable(), *([name] if name else []), *words],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            cwd=home,
            timeout=PATIENCE_S,
            check=False,
        )
        check(ran.returncode, ran.stdout.decode(), ran.stderr.decode())
    assert diary.exists()
    subprocess.run([executable(), "doctor"], check=True, capture_output=True)


def test_the_diary_is_sound_after_all_that(mglog: Run) -> None:
    for words in (["add-intake", "300mg"], ["add-cramp"], ["undo"], ["again"], ["undo"], ["undo"]):
        assert mglog(*words).code == 0
    assert mglog("doctor").code == 0
