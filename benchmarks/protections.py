"""Each protection taken out in turn: a test must fail, or it would never have noticed.

The sources are copied, one protection is removed from the copy, and the tests
that keep its promise run against it.

    python -m benchmarks.protections
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


class Protection(NamedTuple):
    """What protects, where it stands, what it is replaced by, and which tests must notice."""

    name: str
    file: str
    text: str
    without: str
    tests: str
    # A second one that protects alike, taken out too: its file, text, and what replaces it.
    twin: tuple[str, str, str] | None = None


_UMASK = ("__main__.py", "os.umask(0o077)", "pass")
PROTECTIONS = (
    Protection(
        "a change that fails is rolled back", "diary/diary.py",
        'execute("ROLLBACK")\n        except', 'execute("COMMIT")\n        except',
        "tests/test_processes.py -k failure_within",
    ),
    Protection(
        "a change and its history are one transaction", "diary/change.py",
        "    made.record(command)",
        '    connection.execute("COMMIT"); connection.execute("BEGIN")\n'
        "    made.record(command)",
        "tests/cli/test_safekeeping.py -k any_statement",
    ),
    Protection(
        "a cramp takes its day's mark away", "diary/change.py",
        "                if mark is not None:", "                if False:",
        "tests/diary/test_entries.py",
    ),
    Protection(
        "a mark can't come to a day that has a cramp", "diary/change.py",
        "            if found is not None:\n                raise",
        "            if False:\n                raise",
        "tests/cli/test_changing.py",
    ),
    Protection(
        "a writer waits for the other", "diary/diary.py",
        "BUSY_TIMEOUT_S = 30.0", "BUSY_TIMEOUT_S = 0.0", "tests/test_processes.py -k twenty_five",
    ),
    Protection(
        "the lock is taken before anything is read", "diary/diary.py",
        'prepare_writing(connection)\n            connection.execute("BEGIN IMMEDIATE")\n'
        "            try:\n                _recheck",
        'prepare_writing(connection)\n            connection.execute("BEGIN")\n'
        "            try:\n                _recheck",
        "tests/test_processes.py -k twenty_five",
    ),
    Protection(
        "who makes the diary first wins", "diary/diary.py",
        "files.publish(temporary, path, replace=False)",
        "files.publish(temporary, path, replace=True)",
        "tests/test_processes.py -k first_runs",
    ),
    Protection(
        "files are private", "diary/files.py",
        "PRIVATE_FILE = 0o600", "PRIVATE_FILE = 0o644", "tests/test_processes.py -k umask", _UMASK,
    ),
    Protection(
        "folders are private", "diary/files.py",
        "PRIVATE_FOLDER = 0o700", "PRIVATE_FOLDER = 0o755",
        "tests/test_processes.py -k umask", _UMASK,
    ),
    Protection(
        "digests are of the content", "diary/row_text.py",
        "row_text(cells).encode('utf-8', 'surrogatepass')", "b''",
        "tests/cli/test_safekeeping.py -k silent_change",
    ),
    Protection(
        "digests find flipped bits", "diary/health.py",
        "        if stored != content:", "        if False:",
        "tests/cli/test_safekeeping.py -k flipped",
    ),
    Protection(
        "another program's file is refused", "diary/open_errors.py",
        "!= schema.APPLICATION_ID", "== -1", "tests/test_processes.py -k another_programs",
    ),
    Protection(
        "a newer diary is refused", "diary/open_errors.py",
        "if version > schema.newest():", "if version > 99:", "tests/test_processes.py -k newer",
    ),
    Protection(
        "a copy is kept before an upgrade", "diary/diary.py",
        "backups.copy(reader, self.path, kept, force=False)", "pass",
        "tests/diary/test_migrations.py",
    ),
    Protection(
        "the copy before an upgrade is read back", "diary/backups.py",
        "count = verify_backup(temporary)", "count = 0", "tests/diary/test_migrations.py",
    ),
    Protection(
        "a restored backup is checked first", "diary/health.py",
        "        if wrong:\n", "        if False:\n", "tests/cli/test_safekeeping.py -k restore",
    ),
    Protection(
        "the present diary is kept before a restore", "cli/restore.py",
        "            backups.copy(found, diary.path, kept, force=False, checked=False)\n",
        "            pass\n",
        "tests/cli/test_safekeeping.py -k restore",
    ),
    Protection(
        "an export replaces nothing unasked", "diary/files.py",
        "    refuse_target(path, diary, force=force)\n", "    force = True\n",
        "tests/exchange/test_ndjson.py -k unasked",
    ),
    Protection(
        "a diary is never copied onto itself", "diary/files.py",
        "    if any(same(target, each) for each in own):", "    if False:",
        "tests/cli/test_safekeeping.py -k itself",
    ),
    Protection(
        "only a file is replaced", "diary/files.py",
        "    if force and target.exists() and not target.is_file():", "    if False:",
        "tests/cli/test_safekeeping.py -k only_a_file",
    ),
    Protection(
        "the backup just made is never pruned", "diary/backups.py",
        "return found[0] == made.name, found[1]", "return False, found[1]",
        "tests/cli/test_safekeeping.py -k whatever_the_clock",
    ),
    Protection(
        "stamps never go back", "diary/ledger.py",
        "    if moment <= latest:", "    if False:", "tests/test_time_matrix.py -k set_back",
    ),
    Protection(
        "what was deleted stays deleted", "diary/merge.py",
        "return stored.deleted is None and bool(changed)", "return bool(changed)",
        "tests/exchange/test_ndjson.py -k brings_back",
    ),
    Protection(
        "text is made harmless", "formatting.py",
        "    return re.sub(_UNSAFE, lambda match: match[0]",
        "    return text\n    re.sub(_UNSAFE, lambda match: match[0]",
        "tests/test_hostile.py",
    ),
    Protection(
        "JSON is made harmless", "formatting.py",
        "    return re.sub(_UNSAFE, lambda match: f",
        "    return document\n    re.sub(_UNSAFE, lambda match: f",
        "tests/test_hostile.py",
    ),
    Protection(
        "controls are refused", "reading/text.py",
        "    if wrong is not None:", "    if False:", "tests/cli/test_adding.py -k hostile",
    ),
    Protection(
        "no cell starts a formula", "exchange/csv_export.py",
        "re.search(_FORMULA, text) else", "False else", "tests/test_hostile.py -k guards",
    ),
    Protection(
        "a time that never was is refused", "reading/when.py",
        "    if not readings:\n", "    readings = readings or [wall.astimezone()]\n    if False:\n",
        "tests/test_time_matrix.py -k typed",
    ),
    Protection(
        "the zone of an entry stays its own", "clock.py",
        "return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)), fold=0)",
        "return local.astimezone(UTC)",
        "tests/test_time_matrix.py",
    ),
)  # fmt: skip


def _taken_out(path: Path, text: str, without: str) -> bool:
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace(text, without), encoding="utf-8")
    return before.count(text) == 1


def notices(protection: Protection) -> bool | None:
    """Whether a test fails without it; None if its text is not where it should be."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "src"
        shutil.copytree(ROOT / "src", copy)
        for edit in (protection[1:4], protection.twin):
            if edit is not None and not _taken_out(copy / "mglog" / edit[0], *edit[1:]):
                return None
        files, _, chosen = protection.tests.partition(" -k ")
        words = [*files.split(), *(["-k", chosen] if chosen else [])]
        ran = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", *words],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(copy), "MGLOG_FLIPS": "200"},
            capture_output=True,
            check=False,
        )
        return ran.returncode == 1  # 1: a test failed; anything else is no finding


def main() -> None:
    """Run from the command line; exit code 1 if a protection is not missed."""
    found = [(each, notices(each)) for each in PROTECTIONS]
    for protection, noticed in found:
        word = {True: "noticed", False: "NOT NOTICED", None: "NOT FOUND"}[noticed]
        print(f"{word:12} {protection.name}")
    print(f"{sum(bool(noticed) for _, noticed in found)} of {len(found)} noticed")
    sys.exit(int(not all(noticed for _, noticed in found)))


if __name__ == "__main__":
    main()
