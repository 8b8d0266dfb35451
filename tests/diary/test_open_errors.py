"""Tests of `open_errors`."""

import os
from pathlib import Path

import pytest

from mglog.diary import open_errors, schema
from mglog.errors import DiaryError

HEADER = b"SQLite format 3\0" + bytes(44) + (1).to_bytes(4, "big") + bytes(4)


RESTORE = "mglog restore FILE puts a backup in its place."


UPGRADE = "Upgrade mglog."


KNOWN = f"this one knows {schema.newest()}"


DIARY = HEADER + schema.APPLICATION_ID.to_bytes(4, "big") + bytes(28)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty: not an mglog diary. Name another."),
        (b"text", "is not an mglog diary. Name another."),
        (DIARY[:99], f"is damaged: it ends within its first 100 bytes. {RESTORE}"),
        (HEADER + bytes(32), "is a database of another program, not an mglog diary. Name another."),
        (
            DIARY[:60] + (9).to_bytes(4, "big") + DIARY[64:],
            f"was written by a newer mglog (version 9 of the diary; {KNOWN}). {UPGRADE}",
        ),
        (
            DIARY[:60] + b"\1\0\0\1" + DIARY[64:],
            f"was written by a newer mglog (version {2**24 + 1} of the diary; {KNOWN}). {UPGRADE}",
        ),
        (DIARY[:60] + bytes(4) + DIARY[64:], f"is damaged: its version is gone. {RESTORE}"),
        (DIARY[:60] + b"\xff" * 4 + DIARY[64:], f"is damaged: its version is gone. {RESTORE}"),
        (DIARY, None),
    ],
)
def test_what_is_no_diary_is_said(tmp_path: Path, content: bytes, says: str | None) -> None:
    path = tmp_path / "d.db"
    path.write_bytes(content)
    damaged = says is not None and "is damaged" in says
    found = open_errors.unfit(path)
    assert (found is not None and found.damaged) is damaged
    if says is None:
        open_errors.check(path)
        return
    with pytest.raises(DiaryError) as caught:
        open_errors.check(path, otherwise="Name another.")
    assert str(caught.value) == f"{path} {says}"


@pytest.mark.posix
def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    said = {
        tmp_path: f"{tmp_path} is a folder, not a diary.",
        tmp_path / "pipe": f"{tmp_path / 'pipe'} is not a file.",
        tmp_path / "none": f"{tmp_path / 'none'} can't be read: No such file or directory.",
    }
    for path, says in said.items():
        with pytest.raises(DiaryError) as caught:
            open_errors.check(path)
        assert str(caught.value) == f"{says} Name the diary with --db FILE."
