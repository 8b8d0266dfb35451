"""Tests of `files`."""

import errno
import os
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
    monkeypatch.setattr(files, "sync_file", synced.append)
    files.make_private_folder(tmp_path / "a" / "b")
    assert synced == [tmp_path, tmp_path / "a"]
    files.make_private_file(tmp_path / "t")
    files.publish(tmp_path / "t", tmp_path / "a" / "x", replace=False)
    assert synced[2:] == [tmp_path / "a"]
    monkeypatch.setattr(os, "name", "nt")
    files.sync_folder(tmp_path)
    assert synced[3:] == []


@pytest.mark.posix
def test_a_private_file_is_made_or_emptied(tmp_path: Path) -> None:
    path = tmp_path / "f"
    files.make_private_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_bytes(b"x")
    files.make_private_file(path)
    assert path.read_bytes() == b""


def test_whether_a_name_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nowhere")
    names = ["file", "link", "none", "file/below", "nul\0"]
    assert [files.exists(tmp_path / name) for name in names] == [True, True, False, False, True]

    def denied(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "lstat", denied)
    assert files.exists(tmp_path / "none")


def test_a_temporary_name_is_of_this_process_and_short(tmp_path: Path) -> None:
    end = f".{os.getpid()}.part"
    assert files.beside(tmp_path / "d.db") == tmp_path / f".d.db{end}"
    assert files.beside(tmp_path / ("x" * 250)) == tmp_path / f".{'x' * 100}{end}"


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
