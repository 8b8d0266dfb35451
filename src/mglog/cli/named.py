"""What `add-intake` found out about the thing taken in. Light: every logged intake loads it."""

from typing import NamedTuple


class Named(NamedTuple):
    """The values of an intake, what the reply adds about how they were found, and a note."""

    values: dict[str, object]
    remark: str = ""
    talk: str = ""
