"""Words that belong together, quoted or not: `--at last night`, `--lasted 2 min`.

Must never take a word that does not complete the option's own grammar.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand

from mglog.formatting import quoted
from mglog.reading.durations import is_duration
from mglog.reading.when import is_day, is_when

_READERS = {"--at": is_when, "--day": is_day, "--from": is_day, "--to": is_day,
            "--lasted": is_duration}  # fmt: skip
_MOST_WORDS = 4
_TEXTS = ("--what", "--amount", "--muscle", "--name", "--value", "--low", "--high", "--relief",
          "--note")  # fmt: skip
Callback = TypeVar("Callback", bound=Callable[..., Any])
_NEGATIVE = r"[-\u2212](?:[.,]?[0-9]|inf|nan)"


def joined(args: list[str]) -> list[str]:
    """The arguments, with the words of a time, day or duration made one."""
    found: list[str] = []
    rest = list(args)
    while rest:
        word = rest.pop(0)
        option, equals, value = word.partition("=")
        reader = _READERS.get(option)
        found.append(word)
        if word == "--":
            return found + rest
        if reader is None or not (equals or rest):
            continue
        taken = 0 if equals else 1
        for count in range(min(_MOST_WORDS, len(rest)), taken, -1):
            text = " ".join(([value] if equals else []) + rest[:count])
            if reader(text):
                taken = count
                break
        text = " ".join(([value] if equals else []) + rest[:taken])
        del rest[:taken]
        if equals:
            found[-1] = f"{option}={text}"
        else:
            found.append(text)
    return found


def gathered(args: list[str]) -> list[str]:
    """The arguments of `ID OPTIONS`, with the words up to the next option made one text.

    Only where the id comes first: after it no word stands for itself.
    """
    if not args or args[0].startswith("-"):
        return args
    found: list[str] = []
    rest = list(args)
    while rest:
        word = rest.pop(0)
        found.append(word)
        if word == "--":
            return found + rest
        if word in _TEXTS and rest:
            texts = [rest.pop(0)]
            while rest and not rest[0].startswith("-"):
                texts.append(rest.pop(0))
            found.append(" ".join(texts))
    return found


class WordsCommand(TyperCommand):
    """A command whose options may take several unquoted words."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Join what belongs together, name negative amounts, then parse as usual."""
        joint = joined(args)
        takes = {
            name
            for param in self.params
            if not getattr(param, "is_flag", False)
            for name in param.opts
            if name.startswith("-")
        }
        for before, word in zip(["", *joint], joint, strict=False):
            if word == "--":
                break
            if before not in takes and re.match(_NEGATIVE, word, re.IGNORECASE):
                raise typer.BadParameter(f"{quoted(word)} is negative; type an amount above 0.")
        return super().parse_args(ctx, joint)


class EditCommand(WordsCommand):
    """A command that takes one id, and options whose text may be several unquoted words."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Join each option's words, then parse as usual."""
        return super().parse_args(ctx, gathered(args))


def command(
    app: typer.Typer, name: str, *, cls: type[WordsCommand] = WordsCommand
) -> Callable[[Callback], Callback]:
    """Register a function as a command that reads its words together."""
    return app.command(name, cls=cls)
