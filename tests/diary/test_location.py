"""Tests of `location`."""

from pathlib import Path

import pytest

from mglog.diary.location import data_folder, diary_path
from mglog.errors import MglogError, ReadingError
from tests.support import Run


@pytest.mark.parametrize("given", ["rel", "./x", "~/x", "$HOME/x"])
def test_a_relative_data_folder_is_ignored(given: str) -> None:
    """A literal tilde, or a relative path, would be a diary in whatever folder one is in."""
    found = data_folder({"XDG_DATA_HOME": given}, "linux", Path("/home/x"))
    assert found == Path("/home/x/.local/share/mglog")


def test_an_empty_name_is_refused() -> None:
    for name in ("", " "):
        with pytest.raises(ReadingError, match="--db is empty"):
            diary_path(name)


def test_without_a_home_the_way_out_is_named(
    mglog: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MGLOG_DB", "~no-such-user-of-mglog/x.db")
    with pytest.raises(MglogError, match="Name the diary with --db FILE"):
        diary_path(None)
    for words in (["today"], ["add-intake", "300mg"], ["report"], ["list"]):
        ran = mglog(*words)
        assert (ran.code, len(ran.err.splitlines())) == (1, 1)
        assert "--db FILE" in ran.err
    assert mglog("--db", str(home / "x.db"), "add-intake", "300mg").code == 0
    assert mglog("report", "--demo").code == 0


def test_without_any_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: type[Path]) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("MGLOG_DB", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr(Path, "home", classmethod(none))
    with pytest.raises(MglogError, match="The home folder can't be found"):
        diary_path(None)
