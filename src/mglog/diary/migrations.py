"""The diary's versions as migrations of sqlite-utils.

`user_version` is the authority; sqlite-utils keeps its own list of what was
applied beside it. Loaded only when a diary is made or brought up to date,
never when logging into one.
"""

import sqlite3
from collections.abc import Callable

from sqlite_utils import Database, Migrations

from mglog.diary import schema


def _step(number: int) -> Callable[[Database], None]:
    def step(db: Database) -> None:
        for statement in schema.statements(number - 1, number):
            db.conn.execute(statement)

    return step


def apply(connection: sqlite3.Connection) -> None:
    """Bring a diary to the newest version, inside the caller's transaction."""
    migrations = Migrations("mglog")
    for number in range(1, schema.newest() + 1):
        migrations(name=f"v{number}")(_step(number))
    migrations.apply(Database(connection, execute_plugins=False))
