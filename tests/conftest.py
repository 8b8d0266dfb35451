"""A temporary home, a fixed instant, a fixed zone; and mglog run in this process."""

import os
import random
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings

from mglog.__main__ import run
from mglog.clock import Clock
from tests.support import NOW, ZONE, Ran, Run, set_zone

# The same examples every time: a test that fails by luck is a defect of the test. Give
# --hypothesis-profile=searching to look for new ones.
settings.register_profile("searching", deadline=None)
settings.register_profile("quick", deadline=None, derandomize=True, max_examples=15)
settings.register_profile("fixed", deadline=None, derandomize=True)
settings.load_profile("fixed")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Nothing of the machine's user is read or written."""
    for name in ("XDG_DATA_HOME", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "MGLOG_DB"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MGLOG_DB", str(tmp_path / "data" / "mglog.db"))
    monkeypatch.setenv("MGLOG_NOW", NOW)
    monkeypatch.setenv("TZ", ZONE)
    set_zone()
    yield tmp_path
    monkeypatch.undo()
    set_zone()


@pytest.fixture
def diary(home: Path) -> Path:
    """Where the diary is, or will be."""
    return home / "data" / "mglog.db"


@pytest.fixture
def mglog(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in this process, at another instant if one is given."""

    def ran(*args: str, now: str | None = None) -> Ran:
        if now is not None:
            monkeypatch.setenv("MGLOG_NOW", now)
        capsys.readouterr()
        code = run(list(args))
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return ran


@pytest.fixture
def clock() -> Clock:
    """The instant of `NOW`."""
    return Clock(datetime.fromisoformat(NOW).astimezone(ZoneInfo(ZONE)), ZoneInfo(ZONE))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew")
    parser.addoption("--shuffle", type=int, metavar="SEED", help="run the tests in another order")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Another order, if it is asked for; what is of POSIX alone is not to be tried elsewhere."""
    seed = config.getoption("--shuffle")
    if seed is not None:
        random.Random(seed).shuffle(items)
    if os.name == "posix":
        return
    for item in items:
        if item.get_closest_marker("posix"):
            item.add_marker(pytest.mark.skip(reason="of POSIX only"))
