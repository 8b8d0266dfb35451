"""An I/O error at every k-th write, sync, truncation or removal of the diary's files.

strace makes the real command's call fail with ENOSPC or EIO. It must say in
one line that it may not be saved and exit with 1, or have saved it; the diary
must open, be sound, and still hold what was there.

    python -m benchmarks.io_faults      (needs strace, Linux)
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

RUN = "from mglog.__main__ import main; main()"
FAULTS = (
    ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("fdatasync", "EIO"),
    ("fsync", "EIO"),
    ("unlink", "EIO"),
    ("openat", "EIO"),
    ("openat", "ENOSPC"),
)
MOST = 40
COMMANDS = (["add-intake", "100mg"], ["edit", "i1", "--mg", "5"], ["undo"], ["rm", "c1", "-y"])


def run(diary: Path, words: list[str], fault: str | None) -> tuple[int, str, str, bool]:
    """Run the command, perhaps with a fault; whether the fault came at all."""
    command = [sys.executable, "-c", RUN, *words]
    trace = diary.parent.parent / "trace"
    if fault is not None:
        paths = [diary, f"{diary}-journal", diary.parent]
        watched = [part for path in paths for part in ("-P", str(path))]
        command = ["strace", "-f", "-o", str(trace), *watched, "-e", f"inject={fault}", *command]
    ran = subprocess.run(  # noqa: S603
        command,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "MGLOG_DB": str(diary)},
    )
    came = fault is not None and "(INJECTED)" in trace.read_text(encoding="utf-8", errors="replace")
    return ran.returncode, ran.stdout, ran.stderr, came


def content(diary: Path) -> list[object]:
    """What the diary holds; raises if it is not sound."""
    connection = sqlite3.connect(diary)
    try:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError(str(diary))
        found: list[object] = []
        for table in ("intakes", "cramps"):
            found += connection.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608
        return found
    finally:
        connection.close()


def main() -> None:
    """Run from the command line; exit code 1 if a promise is broken."""
    if shutil.which("strace") is None:
        sys.exit("strace is needed: apt-get install strace")
    tried = broken = 0
    for words in COMMANDS:
        for call, error in FAULTS:
            for number in range(1, MOST):
                with tempfile.TemporaryDirectory() as name:
                    diary = Path(name) / "data" / "mglog.db"
                    run(diary, ["add-intake", "300mg"], None)
                    run(diary, ["add-cramp", "calf"], None)
                    before = content(diary)
                    code, _, err, came = run(diary, words, f"{call}:error={error}:when={number}")
                    if not came:
                        break
                    tried += 1
                    after = content(diary)
                    saved = after != before
                    told = code == 1 and err.count("\n") == 1 and "Traceback" not in err
                    if not ((code == 0 and saved) or (told and not saved)):
                        # An error after the commit: said not to be saved, and yet it is.
                        honest = told and "may" in err
                        broken += not honest
                        print(f"{'ok ' if honest else 'BAD'} {words[0]} {call} {error} {number}: "
                              f"exit {code}, saved {saved}: {err.strip()[:150]}")  # fmt: skip
    print(f"{tried} faults, {broken} promises broken")
    sys.exit(int(broken > 0))


if __name__ == "__main__":
    main()
