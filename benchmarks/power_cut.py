"""What a power cut could leave behind, rebuilt and opened.

The real command is recorded by strace: every write, sync, truncation and name
change of the diary, its journal and their folder. Then, for each moment, the
states that a disk may show after a cut are rebuilt: what was synced is there;
of what was not, any part. Each state is opened: nothing acknowledged may be
missing, and SQLite must find it sound. With `synchronous=FULL` in the place of
EXTRA the journal may come back after the answer: that control must lose some.

    python -m benchmarks.power_cut [--states 40]      (needs strace, Linux)
"""

import argparse
import ast
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mglog.diary import schema

RUN = "from mglog.__main__ import main; main()"
CONTROL = (
    "import mglog.diary.diary as c; real = c.prepare_writing\n"
    "def weaker(x): real(x); x.execute('PRAGMA synchronous = FULL')\n"
    f"c.prepare_writing = weaker; {RUN}"
)
# A diary of the version before: this mglog knows one more.
UPGRADE = (
    "import mglog.diary.schema as s, pathlib, tempfile\n"
    "n = pathlib.Path(tempfile.gettempdir()) / 'mglog-next.sql'\n"
    "n.write_text('CREATE TABLE moods (id INTEGER PRIMARY KEY) STRICT;\\n'\n"
    "             'ALTER TABLE cramps ADD COLUMN weather TEXT;\\n')\n"
    f"s.VERSIONS += (str(n),); {RUN}"
)
NEWER = schema.newest() + 1
COPY = f"mglog-before-version-{NEWER}.db"
CALLS = "openat,close,pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename,link,mkdir"
FOLDER = -1  # in the place of an inode: a folder has no content of its own here
LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass
class Disk:
    """Files by inode, names to inodes; what is synced, and what is not yet."""

    synced: dict[int, bytes] = field(default_factory=dict)
    pending: dict[int, list[tuple[int, bytes | None]]] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    synced_names: dict[str, int] = field(default_factory=dict)

    def copy(self) -> "Disk":
        """The disk as it is now."""
        pending = {inode: list(writes) for inode, writes in self.pending.items()}
        return Disk(dict(self.synced), pending, dict(self.names), dict(self.synced_names))


def applied(content: bytes, writes: list[tuple[int, bytes | None]]) -> bytes:
    """A file's content after some of its writes; None truncates."""
    data = bytearray(content)
    for offset, text in writes:
        if text is None:
            del data[offset:]
            continue
        if len(data) < offset:
            data.extend(b"\0" * (offset - len(data)))
        data[offset : offset + len(text)] = text
    return bytes(data)


def texts(arguments: str) -> list[bytes]:
    """The strings of a call, as strace -xx writes them."""
    return [ast.literal_eval(f'b"{found}"') for found in TEXT.findall(arguments)]


class Replay:
    """Plays a recording; after each call, the disk and whether the answer had been given."""

    def __init__(self, folder: Path) -> None:
        self.disk = Disk()
        self.folder = str(folder)
        self.files: dict[int, str] = {}
        self.inodes = 0
        self.answered = False
        for path in folder.iterdir():
            self.inodes += 1
            self.disk.synced[self.inodes] = path.read_bytes()
            self.disk.names[str(path)] = self.inodes
        self.disk.synced_names = dict(self.disk.names)

    def _content_now(self, inode: int) -> bytes:
        return applied(self.disk.synced.get(inode, b""), self.disk.pending.get(inode, []))

    def play(self, line: str) -> bool:
        """One line of the recording; whether it changed what a cut could leave."""
        found = LINE.match(line)
        if found is None or int(found[3]) < 0:
            return False
        name, arguments, result = found[1], found[2], int(found[3])
        handler = getattr(self, f"on_{name}", None)
        return bool(handler(arguments, result)) if handler else False

    def on_openat(self, arguments: str, result: int) -> bool:
        """Remember which file a number means; a new one is a new name."""
        path = texts(arguments)[0].decode()
        if not path.startswith(self.folder):
            self.files.pop(result, None)
            return False
        self.files[result] = path
        if path == self.folder or path in self.disk.names or "O_CREAT" not in arguments:
            return False
        self.inodes += 1
        self.disk.names[path] = self.inodes
        return True

    def on_close(self, arguments: str, _: int) -> bool:
        """Forget a number."""
        self.files.pop(int(arguments), None)
        return False

    def on_pwrite64(self, arguments: str, _: int) -> bool:
        """A write that is not on disk yet."""
        number, offset = int(arguments.split(",", maxsplit=1)[0]), int(arguments.rsplit(",", 1)[1])
        return self._write(number, offset, texts(arguments)[0])

    def on_write(self, arguments: str, _: int) -> bool:
        """The answer on stdout; or a plain write at the end of a file."""
        number = int(arguments.split(",", maxsplit=1)[0])
        if number == 1:
            self.answered = True
            return True
        path = self.files.get(number)
        at = len(self._content_now(self.disk.names[path])) if path in self.disk.names else 0
        return self._write(number, at, texts(arguments)[0])

    def _write(self, number: int, offset: int, text: bytes) -> bool:
        path = self.files.get(number)
        if path is None or path not in self.disk.names:
            return False
        self.disk.pending.setdefault(self.disk.names[path], []).append((offset, text))
        return True

    def on_ftruncate(self, arguments: str, _: int) -> bool:
        """A truncation that is not on disk yet."""
        number, length = (int(part) for part in arguments.split(","))
        path = self.files.get(number)
        if path is None:
            return False
        self.disk.pending.setdefault(self.disk.names[path], []).append((length, None))
        return True

    def on_fdatasync(self, arguments: str, _: int) -> bool:
        """A file's content, or the folder's names, are on disk now."""
        path = self.files.get(int(arguments))
        if path is not None and (path == self.folder or self.disk.names.get(path) == FOLDER):
            self._sync_names(path)
        elif path in self.disk.names:
            inode = self.disk.names[path]
            self.disk.synced[inode] = self._content_now(inode)
            self.disk.pending.pop(inode, None)
        return path is not None

    on_fsync = on_fdatasync

    def _sync_names(self, folder: str) -> None:
        """The names in a folder, and which are gone from it, are on disk now."""
        kept = {path: inode for path, inode in self.disk.synced_names.items()
                if str(Path(path).parent) != folder}  # fmt: skip
        fresh = {path: inode for path, inode in self.disk.names.items()
                 if str(Path(path).parent) == folder}  # fmt: skip
        self.disk.synced_names = {**kept, **fresh}

    def on_mkdir(self, arguments: str, _: int) -> bool:
        """A new folder: a name in the one above it."""
        path = texts(arguments)[0].decode()
        if not path.startswith(self.folder):
            return False
        self.disk.names[path] = FOLDER
        return True

    def on_unlink(self, arguments: str, _: int) -> bool:
        """A name that is gone, once the folder is synced."""
        return self.disk.names.pop(texts(arguments)[0].decode(), None) is not None

    def on_link(self, arguments: str, _: int) -> bool:
        """A second name."""
        old, new = (text.decode() for text in texts(arguments))
        if old in self.disk.names:
            self.disk.names[new] = self.disk.names[old]
        return True

    def on_rename(self, arguments: str, _: int) -> bool:
        """Another name."""
        old, new = (text.decode() for text in texts(arguments))
        if old in self.disk.names:
            self.disk.names[new] = self.disk.names.pop(old)
        return True


def states(disk: Disk, rng: random.Random, count: int) -> Iterator[dict[str, bytes]]:
    """What a cut could leave: names as synced or as they are, any part of the unsynced writes."""
    for number in range(count):
        names = disk.synced_names if number % 2 else disk.names
        share = (0.0, 1.0, 0.5, 0.8)[number % 4]
        yield {
            name: applied(
                disk.synced.get(inode, b""),
                [each for each in disk.pending.get(inode, []) if rng.random() < share],
            )
            for name, inode in names.items()
            if inode != FOLDER and _reachable(name, names, disk)
        }


def _reachable(name: str, names: dict[str, int], disk: Disk) -> bool:
    """Whether the folder that a file is in is there too, if it is a new one."""
    above = str(Path(name).parent)
    return disk.names.get(above) != FOLDER or above in names


@dataclass
class Tally:
    """How many states were opened, and how many were wrong."""

    states: int = 0
    lost: int = 0
    corrupt: int = 0


def look(files: dict[str, bytes], diary: str, query: str) -> object:
    """What a query says of a rebuilt diary; None if there is none, "corrupt" if it is not sound."""
    with tempfile.TemporaryDirectory() as name:
        for path, content in files.items():
            (Path(name) / Path(path).name).write_bytes(content)
        target = Path(name) / Path(diary).name
        if not target.exists():
            return None
        connection = sqlite3.connect(target)
        try:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return "corrupt"
            return connection.execute(query).fetchone()
        except sqlite3.Error:
            return "corrupt"
        finally:
            connection.close()


def record(diary: Path, words: list[str], code: str, trace: Path) -> None:
    """Run the real command under strace."""
    command = ["strace", "-f", "-xx", "-s", "200000", "-e", f"trace={CALLS}", "-o", str(trace)]
    subprocess.run(  # noqa: S603
        [*command, sys.executable, "-c", code, *words],
        check=True,
        capture_output=True,
        env={**os.environ, "MGLOG_DB": str(diary), "PYTHONDONTWRITEBYTECODE": "1"},
    )


def check(words: list[str], query: str, code: str, count: int, seed: int, *, first: bool) -> Tally:
    """Record one command and open every state that a cut in it could leave."""
    tally, rng = Tally(), random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        folder.mkdir()
        diary, trace = folder / "mglog.db", Path(name) / "trace"
        if not first:
            for prepare in (["add-intake", "300mg"], ["add-cramp", "calf"]):
                record(diary, prepare, RUN, trace)
        played = Replay(folder)
        before = look({str(diary): diary.read_bytes()}, str(diary), query) if not first else None
        file = Path(name) / "in.ndjson"
        file.write_text('{"kind":"intake","day":"2026-01-02","mg":50}\n', encoding="utf-8")
        record(diary, [str(file) if word == "FILE" else word for word in words], code, trace)
        after = look({str(diary): diary.read_bytes()}, str(diary), query)
        lines = trace.read_text(encoding="utf-8").splitlines()
        # The last line said is the answer; `rm` shows what it will remove before.
        last = max(at for at, line in enumerate(lines) if " write(1, " in line)
        for at, line in enumerate(lines):
            changed = played.play(line)
            played.answered = at >= last
            if not changed:
                continue
            for files in states(played.disk, rng, count):
                seen = look(files, str(diary), query)
                tally.states += 1
                tally.corrupt += seen == "corrupt"
                if code == UPGRADE and look(files, str(diary), "PRAGMA user_version") == (NEWER,):
                    tally.lost += look(files, COPY, query) != before
                if seen != "corrupt":
                    wrong = seen != after if played.answered else seen not in (before, after)
                    empty = first and not played.answered and seen == (0,)
                    tally.lost += bool(wrong and not empty)
    return tally


COUNT = "SELECT count(*) FROM intakes WHERE deleted IS NULL"
COMMANDS = (
    ("first add", ["add-intake", "300mg"], COUNT, True),
    ("add", ["add-intake", "almonds", "30g"], COUNT, False),
    ("edit", ["edit", "i1", "--mg", "5"], "SELECT mg FROM intakes WHERE id = 1", False),
    ("undo", ["undo"], "SELECT count(*) FROM cramps WHERE deleted IS NULL", False),
    ("rm", ["rm", "i1", "-y"], COUNT, False),
    ("import", ["import", "FILE"], COUNT, False),
)
MIGRATE = ["add-intake", "almonds", "30g"]


def main() -> None:
    """Run from the command line; exit code 1 if a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", type=int, default=8, help="for each moment")
    given = parser.parse_args()
    if shutil.which("strace") is None:
        sys.exit("strace is needed: apt-get install strace")
    broken = False
    for name, words, query, first in COMMANDS:
        tally = check(words, query, RUN, given.states, 1, first=first)
        broken |= bool(tally.lost or tally.corrupt)
        print(f"{name:10} {tally.states:6} states, {tally.lost} lost, {tally.corrupt} corrupt")
    tally = check(MIGRATE, COUNT, UPGRADE, given.states, 1, first=False)
    broken |= bool(tally.lost or tally.corrupt)
    print(f"migrate    {tally.states:6} states, {tally.lost} lost, {tally.corrupt} corrupt")
    control = check(["add-intake", "100mg"], COUNT, CONTROL, given.states, 1, first=False)
    broken |= not control.lost
    print(f"control    {control.states:6} states, {control.lost} lost (must lose some)")
    sys.exit(int(broken))


if __name__ == "__main__":
    main()
