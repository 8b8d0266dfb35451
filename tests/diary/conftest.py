"""Fixtures of this folder."""

import sqlite3
from collections.abc import Iterator

import pytest

from mglog.diary.database import in_memory


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """An empty diary."""
    made = in_memory()
    yield made
    made.close()
