"""Tests of `files`."""

import errno
import os
import re
import stat
from pathlib import Path

import pytest

from mglog.diary import files
from mglog.errors import DiaryError


@pytest.mark.posix
def test_a_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "c"
    files.make_private_folder(folder)
    files.make_private_folder(folder)
    made = [folder, *folder.parents][:3]
    assert [stat.S_IMODE(path.stat().st_mode) for path in made] == [0o700] * 3


def test_a_folder_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DiaryError) as caught:
        files.make_private_folder(tmp_path / "file" / "b")
    assert str(caught.value) == (
        f"The folder {tmp_path / 'file' / 'b'} can't be made: Not a directory. "
        "Choose another place with --db FILE or MGLOG_DB."
    )


def test_names_are_on_disk_when_a_folder_or_file_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(files, "_sync", lambda path, _: synced.append(path))
    files.make_private_folder(tmp_path / "a" / "b")
    assert synced == [tmp_path, tmp_path / "a"]
    files.make_private_file(tmp_path / "t")
    files.publish(tmp_path / "t", tmp_path / "a" / "x", replace=False)
    assert synced[2:] == [tmp_path / "a"]
    monkeypatch.setattr(os, "name", "nt")
    files.sync_folder(tmp_path)
    assert synced[3:] == []


@pytest.mark.posix
def test_a_private_file_is_made_where_nothing_is(tmp_path: Path) -> None:
    path = tmp_path / "f"
    files.make_private_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_bytes(b"x")
    (tmp_path / "planted").symlink_to(path)
    (tmp_path / "dangling").symlink_to(tmp_path / "elsewhere")
    for taken in (path, tmp_path / "planted", tmp_path / "dangling"):
        with pytest.raises(FileExistsError):
            files.make_private_file(taken)
    assert path.read_bytes() == b"x"
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.posix
@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EBADF])
def test_a_folder_that_knows_no_sync_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    files.sync_folder(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=os.strerror(number)):
        files.sync_file(tmp_path / "file")


@pytest.mark.posix
def test_a_folder_whose_disk_fails_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output error"):
        files.sync_folder(tmp_path)


def test_whether_a_name_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nowhere")
    names = ["file", "link", "none", "file/below", "nul\0"]
    assert [files.exists(tmp_path / name) for name in names] == [True, True, False, False, True]

    def denied(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "lstat", denied)
    assert files.exists(tmp_path / "none")


def test_a_temporary_name_can_not_be_foreseen_and_is_short(tmp_path: Path) -> None:
    names = {files.beside(tmp_path / "d.db").name for _ in range(100)}
    assert len(names) == 100
    assert all(re.fullmatch(r"\.d\.db\.[0-9a-f]{16}\.part", name) for name in names)
    assert len(files.beside(tmp_path / ("x" * 250)).name) == 123


def test_what_a_stopped_run_left_is_swept(tmp_path: Path) -> None:
    diary = tmp_path / "d.db"
    part = files.beside(diary)
    others = [".d.db.x.part", ".other.db.0123456789abcdef.part"]
    for name in (part.name, f"{part.name}-journal", *others):
        (tmp_path / name).touch()
    assert files.unfinished(diary) == [part]
    now = part.stat().st_mtime
    files.sweep(diary, now + 60)  # one of a run under way
    assert part.exists()
    files.sweep(diary, now + 2 * 3600)
    assert sorted(path.name for path in tmp_path.iterdir()) == others


def test_what_would_be_replayed_is_set_aside(tmp_path: Path) -> None:
    diary = tmp_path / "d.db"
    for end in ("journal", "wal", "shm", "other"):
        (tmp_path / f"d.db-{end}").write_text(end)
    moved = files.set_aside(diary)
    assert sorted(path.read_text() for path in moved) == ["journal", "shm", "wal"]
    assert (tmp_path / "d.db-other").exists()
    assert files.set_aside(diary) == []


def test_what_is_gone_is_discarded_too(tmp_path: Path) -> None:
    files.make_private_file(tmp_path / "a")
    files.discard(tmp_path / "a")
    files.discard(tmp_path / "a")
    files.discard(tmp_path)
    assert tmp_path.is_dir()


@pytest.mark.parametrize("links", [True, False])
def test_publishing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    if not links:
        monkeypatch.setattr(os, "link", refused)
    new, name = tmp_path / "new", tmp_path / "name"
    new.write_text("one")
    assert files.publish(new, name, replace=False) is True
    files.discard(new)
    new.write_text("two")
    assert files.publish(new, name, replace=False) is False
    assert (name.read_text(), new.read_text()) == ("one", "two")
    assert files.publish(new, name, replace=True) is True
    assert (name.read_text(), new.exists()) == ("two", False)
