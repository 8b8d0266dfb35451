"""The person's settings as they are stored, read back. Must never change one: `change` does."""

import sqlite3

from mglog.domain.profile import Setting


def load(connection: sqlite3.Connection) -> dict[str, str]:
    """Every setting that was made, as text."""
    return dict(connection.execute("SELECT key, value FROM profile ORDER BY key"))


def of_its_day(setting: Setting) -> Setting:
    """The setting with no more of its stamp than the day."""
    return setting._replace(changed=f"{setting.changed[:10]}T00:00:00.000000Z")


def every(connection: sqlite3.Connection) -> list[Setting]:
    """Every setting with its stamp, by key."""
    found = connection.execute("SELECT key, value, changed FROM profile ORDER BY key")
    return [Setting(*row) for row in found]
