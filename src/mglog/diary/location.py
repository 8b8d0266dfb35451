"""Where the diary is: `--db`, else MGLOG_DB, else the platform's user data folder.

The same place that platformdirs names (a test holds it), without its cost at
every logged line. Must never make anything.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from mglog.errors import MglogError, ReadingError
from mglog.formatting import quoted

NAME = "mglog.db"


def data_folder(environ: Mapping[str, str], platform: str, home: Path) -> Path:
    """The user data folder of mglog on a platform (`sys.platform`)."""
    if platform == "win32":
        local = environ.get("LOCALAPPDATA") or str(home / "AppData" / "Local")
        return Path(local) / "mglog"
    given = environ.get("XDG_DATA_HOME", "").strip()
    if given.startswith("/"):  # a relative one is to be ignored (XDG Base Directory, 0.8)
        return Path(given) / "mglog"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "mglog"
    return home / ".local" / "share" / "mglog"


def diary_path(option: str | None) -> Path:
    """The diary's file, whether it exists or not.

    Raises:
        ReadingError: an empty name.
        MglogError: the home folder that it would be in can't be found.
    """
    if option is not None and not option.strip():
        raise ReadingError("--db is empty.", "Name the diary's file, or leave --db out.")
    given = option or os.environ.get("MGLOG_DB")
    try:
        if given:
            return Path(given).expanduser()
        return data_folder(os.environ, sys.platform, Path.home()) / NAME
    except RuntimeError:  # no such user, or one without a home
        shown = f" of {quoted(given)}" if given else ""
        raise MglogError(
            f"The home folder{shown} can't be found.", "Name the diary with --db FILE."
        ) from None
