"""The options that several commands have, each declared once."""

from typing import Annotated, Any

import typer


def option(name: str, told: str, metavar: str | None = None, **more: Any) -> Any:
    """An option with its help."""
    return typer.Option(name, metavar=metavar, help=told, **more)


def new_app() -> typer.Typer:
    """The frame that a module's commands are registered in."""
    return typer.Typer(add_completion=False, rich_markup_mode=None)


At = Annotated[
    str | None, option("--at", "When: 2:30, yesterday 22:30, last night, mon, 2h ago.", "WHEN")
]
Note = Annotated[str | None, option("--note", "Anything to remember; - asks for it.", "TEXT")]
DryRun = Annotated[bool, option("--dry-run", "Show what would be stored; store nothing.")]
Json = Annotated[bool, option("--json", "Answer as JSON.")]
JsonEntry = Annotated[bool, option("--json", "Answer with the entry as JSON.")]
Lasted = Annotated[str | None, option("--lasted", "How long: 90s, 2min, 2m30s, 1:30.", "DURATION")]
Count = Annotated[int, option("--count", "How many.", "N", min=1, max=100)]


Recipient = Annotated[
    str | None, option("--encrypt-to", "Encrypt it, by your own age or gpg.", "RECIPIENT")
]
Identity = Annotated[
    str | None, option("--identity", "The file of the age identity to decrypt with.", "FILE")
]
From = Annotated[str | None, option("--from", "The first day.", "DAY")]
To = Annotated[str | None, option("--to", "The last day, included.", "DAY")]
Last = Annotated[str | None, option("--last", "A stretch up to today: 30d, 12w, 6mo, 1y.", "TIME")]

Sure = Annotated[bool, typer.Option("--yes", "-y", help="Store it even if it is unlikely.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]
Force = Annotated[bool, option("--force", "Replace an existing file.")]
