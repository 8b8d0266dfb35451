"""What a person at the terminal is told and asked: data on stdout, talk on stderr.

Beside the process's edge, the only place that prints. Must never prompt where
nobody is there to answer.
"""

import io
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mglog.errors import MglogError, RefusedError
from mglog.formatting import escaped_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from mglog.domain.entry import Doubt
    from mglog.entering.resolve import Choice


def say(text: str) -> None:
    """Data: a line on stdout."""
    print(text)


@contextmanager
def data() -> "Iterator[TextIO]":
    """Stdout for programs: UTF-8, whatever the terminal is."""
    sys.stdout.flush()
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
    try:
        yield out
        out.flush()
    finally:
        out.detach()


def hint(text: str) -> None:
    """Talk: a line on stderr."""
    print(text, file=sys.stderr)


def document(value: dict[str, Any]) -> None:
    """One JSON document on stdout, numbers not rounded, never NaN."""
    import json

    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    text = json.dumps(value, ensure_ascii=encoding != "utf8", allow_nan=False)
    print(escaped_json(text))


def _answerable() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _answer(question: str) -> str:
    print(f"{question} ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def noted(note: str | None) -> str | None:
    """A note as it was given, or, for `-`, as it is typed now: no shell keeps that."""
    if note != "-":
        return note
    if sys.stdin is None:
        raise MglogError("stdin is closed.", "Give the note with --note TEXT.")
    if _answerable():
        return _answer("Note:")
    return sys.stdin.readline().rstrip("\n")


def ask(question: str, otherwise: str, *, done: str = "Nothing changed") -> None:
    """Go on only if a person at a terminal says yes.

    Args:
        question: what is asked.
        otherwise: what to type where nobody can be.
        done: what was done then: nothing of it.

    Raises:
        RefusedError: no.
        MglogError: nobody is there to ask.
    """
    if not _answerable():
        raise MglogError(f"{done}: this isn't a terminal, so mglog can't ask.", otherwise)
    if _answer(f"{question} [y/N]").lower() not in ("y", "yes"):
        raise RefusedError("Nothing was changed.")


def settle(doubts: "Sequence[Doubt]", *, yes: bool) -> None:
    """Go on only if what is unlikely is meant: a person says so, now or by `--yes`.

    Raises:
        RefusedError: it is not.
        MglogError: nobody is there to ask.
    """
    for doubt in () if yes else doubts:
        if not _answerable():
            raise MglogError(doubt.found, doubt.otherwise)
        if _answer(f"{doubt.found} {doubt.question} [y/N]").lower() not in ("y", "yes"):
            raise RefusedError("Nothing was stored.")


def choose(name: str, choices: "Sequence[Choice]") -> "Choice":
    """Which of some things a name means, as a person at a terminal picks it.

    Raises:
        RefusedError: none of them.
        MglogError: nobody is there to ask; the choices are its details.
    """
    from mglog.entering.resolve import choice_line, how_to_choose, not_exact  # loaded by now

    lines = [choice_line(choice) for choice in choices]
    if not _answerable():
        raise MglogError(not_exact(name), how_to_choose(choices), details=lines)
    hint(f"{not_exact(name)} Did you mean:")
    for number, line in enumerate(lines, 1):
        hint(f"  {number}  {line}")
    span = "1" if len(choices) == 1 else f"1–{len(choices)}"
    answer = _answer(f"Which ({span}, Enter for none)?")
    if answer.isdecimal() and 1 <= int(answer) <= len(choices):
        return choices[int(answer) - 1]
    raise RefusedError("Nothing was stored.")
