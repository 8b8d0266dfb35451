"""Where the diary is: `--db`, else MGLOG_DB, else the platform's user data folder.

The same place that platformdirs names (a test holds it), without its cost at
every logged line. Must never make anything.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

NAME = "mglog.db"


def data_folder(environ: Mapping[str, str], platform: str, home: Path) -> Path:
    """The user data folder of mglog on a platform (`sys.platform`)."""
    if platform == "win32":
        local = environ.get("LOCALAPPDATA") or str(home / "AppData" / "Local")
        return Path(local) / "mglog"
    given = environ.get("XDG_DATA_HOME", "").strip()
    if given:
        return Path(given) / "mglog"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "mglog"
    return home / ".local" / "share" / "mglog"


def diary_path(option: str | None) -> Path:
    """The diary's file, whether it exists or not."""
    given = option or os.environ.get("MGLOG_DB")
    if given:
        return Path(given).expanduser()
    return data_folder(os.environ, sys.platform, Path.home()) / NAME
