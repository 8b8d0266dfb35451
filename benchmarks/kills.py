"""kill -9 at every single call that touches the diary's files, and at random moments.

First strace kills the real command as it enters its k-th write, sync,
truncation or removal, for every k: the diary must be sound and either as it
was or wholly changed. With `journal_mode=OFF` the same must break: that is the
control. Then a process that logs without end is killed at random.

    python -m benchmarks.kills [--random 2000]      (needs strace, Linux)
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.power_cut import RUN, UPGRADE

NO_JOURNAL = (
    "import mglog.diary.diary as c; real = c.prepare_writing\n"
    "def weaker(x): real(x); x.execute('PRAGMA journal_mode = OFF')\n"
    f"c.prepare_writing = weaker; {RUN}"
)
ENDLESS = (
    "import sys; from mglog.__main__ import run\n"
    "for n in range(10_000):\n"
    "    run(['add-intake', f'{n + 1}mg'])\n"
    "    sys.stdout.flush()\n"
)
CALLS = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "openat")
COMMANDS = (
    ["add-intake", "100mg"],
    ["edit", "i1", "--mg", "5"],
    ["undo"],
    ["rm", "c1", "-y"],
    ["import", "FILE"],
)
MOST = 400
STATE = (
    "SELECT (SELECT count(*) FROM intakes WHERE deleted IS NULL), (SELECT total(mg) FROM intakes), "
    "(SELECT count(*) FROM cramps WHERE deleted IS NULL), (SELECT count(*) FROM history), "
    "(SELECT count(*) FROM history WHERE undone IS NULL), (SELECT count(*) FROM batches)"
)
State = tuple[float, ...] | None


class Tally(NamedTuple):
    """How many kills, and how many of them left a diary that is neither before nor after."""

    kills: int
    broken: int


def run(diary: Path, words: list[str], code: str, kill: str | None = None) -> bool:
    """Run the command; whether it was killed."""
    command = [sys.executable, "-c", code, *words]
    if kill is not None:
        paths = (diary, f"{diary}-journal", diary.parent)
        watched = [part for path in paths for part in ("-P", str(path))]
        command = ["strace", "-f", "-o", "/dev/null", *watched, "-e", f"inject={kill}", *command]
    ran = subprocess.run(  # noqa: S603
        command, check=False, capture_output=True, env={**os.environ, "MGLOG_DB": str(diary)}
    )
    return ran.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)


def state(diary: Path) -> State:
    """What the diary holds, counted; None if it is not sound."""
    connection = sqlite3.connect(diary)
    try:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            return None
        found: tuple[float, ...] = connection.execute(STATE).fetchone()
    except sqlite3.Error:
        return None
    else:
        return found
    finally:
        connection.close()


def every_call(words: list[str], code: str) -> Tally:
    """Killed at each call in turn, each time from the same start."""
    kills = broken = 0
    with tempfile.TemporaryDirectory() as name:
        start, folder = Path(name) / "start.db", Path(name) / "data"
        file = Path(name) / "in.ndjson"
        lines = (f'{{"kind":"intake","day":"2026-01-{at:02}","mg":50}}\n' for at in range(1, 29))
        file.write_text("".join(lines), encoding="utf-8")
        words = [str(file) if word == "FILE" else word for word in words]
        for prepare in (["add-intake", "300mg"], ["add-cramp", "calf"]):
            run(start, prepare, RUN)

        def fresh() -> Path:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            return Path(shutil.copy(start, folder / "mglog.db"))

        diary = fresh()
        before = state(diary)
        run(diary, words, code)
        after = state(diary)
        for call in CALLS:
            for number in range(1, MOST):
                diary = fresh()
                if not run(diary, words, code, f"{call}:signal=KILL:when={number}"):
                    break
                kills += 1
                broken += state(diary) not in (before, after)
    return Tally(kills, broken)


def at_random(number: int) -> Tally:
    """Killed while it logs without end; each line that it said is there."""
    moments = random.Random(7)
    lost = said = 0
    with tempfile.TemporaryDirectory() as name:
        diary = Path(name) / "mglog.db"
        for _ in range(number):
            running = subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", ENDLESS],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "MGLOG_DB": str(diary)},
            )
            pipe = running.stdout or sys.exit("no pipe")
            told = b"".join(pipe.readline() for _ in range(moments.randrange(1, 5)))
            running.send_signal(signal.SIGKILL)
            said += (told + pipe.read()).count(b" mg magnesium ")
            pipe.close()
            running.wait()
            found = state(diary)
            lost += found is None or found[0] < said
            said = max(said, int(found[0]) if found else 0)
    return Tally(number, lost)


def main() -> None:
    """Run from the command line; exit code 1 if a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=100, help="kills at random moments")
    given = parser.parse_args()
    if shutil.which("strace") is None:
        sys.exit("strace is needed: apt-get install strace")
    wrong = False
    runs = [(words[0], words, RUN) for words in COMMANDS]
    for name, words, code in [*runs, ("migrate", COMMANDS[0], UPGRADE)]:
        tally = every_call(words, code)
        wrong |= bool(tally.broken) or not tally.kills
        print(f"{name:10} {tally.kills:4} kills, {tally.broken} broken")
    control = every_call(COMMANDS[-1], NO_JOURNAL)
    wrong |= not control.broken
    print(f"control    {control.kills:4} kills, {control.broken} broken (must break some)")
    tally = at_random(given.random)
    wrong |= bool(tally.broken)
    print(f"at random  {tally.kills:4} kills, {tally.broken} broken")
    sys.exit(int(wrong))


if __name__ == "__main__":
    main()
