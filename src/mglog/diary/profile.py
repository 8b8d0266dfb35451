"""The person's settings as they are stored, read back. Must never change one: `change` does."""

import sqlite3

from mglog.domain.profile import Setting


def load(connection: sqlite3.Connection) -> dict[str, str]:
    """Every setting that was made, as text."""
    return dict(connection.execute("SELECT key, value FROM profile ORDER BY key"))


def every(connection: sqlite3.Connection) -> list[Setting]:
    """Every setting with its stamp, by key."""
    found = connection.execute("SELECT key, value, changed FROM profile ORDER BY key")
    return [Setting(*row) for row in found]
