"""The diary's versions: which there are, and the SQL that leads from one to the next.

Append-only: the text of a version in `versions/` never changes, the next one
gets a file of its own. Must never hold a column that accepts what
`domain.kinds` refuses.
"""

from collections.abc import Iterator
from pathlib import Path

APPLICATION_ID = 0x6D676C67  # "mglg"
FOLDER = Path(__file__).with_name("versions")

# Each file turns a diary of the version before it into one of its own. A statement ends
# with a semicolon at the end of a line.
VERSIONS = ("0001.sql", "0002.sql", "0003.sql")


def newest() -> int:
    """The version that this mglog writes."""
    return len(VERSIONS)


def statements(after: int = 0, until: int | None = None) -> Iterator[str]:
    """What turns a diary of one version (0: an empty database) into a later one."""
    for number, file in enumerate(VERSIONS[:until], 1):
        if number > after:
            text = (FOLDER / file).read_text(encoding="utf-8")
            yield from (each.strip() for each in text.split(";\n") if each.strip())
            yield f"PRAGMA user_version = {number}"
