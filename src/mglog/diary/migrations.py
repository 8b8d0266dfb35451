"""The diary's versions, in order, as migrations of sqlite-utils.

Append-only after the first release. `user_version` is the authority. Loaded
only when a diary is made or brought up to date, never when logging into one.
"""

import sqlite3

from sqlite_utils import Database, Migrations

from mglog.diary.schema import STATEMENTS

migrations = Migrations("mglog")


@migrations()
def v1(db: Database) -> None:
    """The first version: every entry kind, batches, products, profile, history and clock."""
    for statement in STATEMENTS:
        db.conn.execute(statement)


def apply(connection: sqlite3.Connection) -> None:
    """Bring a diary to the newest version, inside the caller's transaction."""
    migrations.apply(Database(connection, execute_plugins=False))
