"""Write docs/commands.md from the commands themselves, or check that it is up to date.

python -m tools.make_docs [--check]
"""

import sys
from pathlib import Path
from typing import Any

from typer import Context

from mglog.cli.app import COMMANDS, build

FILE = Path(__file__).parents[1] / "docs" / "commands.md"
HEAD = """# Commands

Written from the commands themselves by `python -m tools.make_docs`; CI checks it.

Data goes to stdout, talk to stderr. Exit codes: 0 done, 1 refused or failed, 2 the words
are wrong; for 1 and 2 one line on stderr says why and what to type.

| it is given as | forms |
|---|---|
| WHEN | `now`; `14:05`, `2:05pm`, `2am` (the most recent such time) |
| | `today`, `yesterday`, `yesterday 22:30`; `last night` (time unknown) |
| | `mon`, `mon 22:30` (the most recent); `2h ago`, `90min ago`, `3 days ago` |
| | `2026-11-20`, `2026-11-20 22:30`, `2026-11-20T22:30+01:00` |
| DAY | a WHEN without a time |
| DAY… | several: `mon tue`, `mon-thu`, `mon to thu`, `2026-11-16..2026-11-19`, `last week` |
| DURATION | `90s`, `2min`, `2m30s`, `1h`, `1:30` (minutes:seconds) |
| MG | `400`, `400mg`, `0.4g`, `250mcg`: elemental magnesium |

Words need no quotes: `mglog add-cramp --at last night left calf`. A decimal comma is read as
a point. A day runs from 04:00 to 04:00, so a cramp at 02:30 belongs to the evening before.
With a time, a day word is the calendar date. Nothing lies in the future.
"""


def _help(command: Any, path: str, parent: Context | None = None) -> str:
    with Context(
        command, info_name=path, parent=parent, terminal_width=88, max_content_width=88
    ) as ctx:
        text: str = command.get_help(ctx)
    return "\n".join(line.rstrip() for line in text.splitlines())


def text() -> str:
    """The whole page."""
    top = build()
    parts = [HEAD, f"```text\n{_help(top, 'mglog')}\n```\n"]
    for name in COMMANDS:
        command = top.get_command(None, name)
        parts.append(f"## {name}\n\n```text\n{_help(command, f'mglog {name}')}\n```\n")
        for sub in getattr(command, "commands", {}).values():
            path = f"mglog {name} {sub.name}"
            parts.append(f"### {name} {sub.name}\n\n```text\n{_help(sub, path)}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    if "--check" in sys.argv:
        kept = FILE.read_text(encoding="utf-8")
        sys.exit(kept != text() and f"{FILE} is stale: run python -m tools.make_docs")
    FILE.write_text(text(), encoding="utf-8")
    print(FILE)
