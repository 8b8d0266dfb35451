"""Words that belong together, quoted or not: `--at last night`, `--lasted 2 min`.

Must never take a word that does not complete the option's own grammar.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from mglog.formatting import quoted
from mglog.reading.durations import is_duration
from mglog.reading.quantities import has_unit
from mglog.reading.ranges import is_stretch
from mglog.reading.when import is_day, may_be_when

_MOST_WORDS = 7


def _is_serum(text: str) -> bool:
    return re.fullmatch(r"[0-9.,]+ [^\W\d]+ ?/ ?[^\W\d]+", text) is not None


# Options whose words have a form of their own: as many are taken as fit it.
_READERS = {
    "--at": may_be_when, "--day": is_day, "--from": is_day, "--to": is_day, "--lasted": is_duration,
    "--mg": has_unit, "--mg-per-litre": has_unit, "--target": has_unit,
    "--supplement-limit": has_unit, "--last": is_stretch, "--low": _is_serum, "--high": _is_serum,
}  # fmt: skip
# Options of text: all words up to the next option are theirs.
_TEXTS = {"--what", "--amount", "--muscle", "--name", "--value", "--relief", "--note", "--unit",
          "--salt", "--symptom", "--adjust"}  # fmt: skip
Callback = TypeVar("Callback", bound=Callable[..., Any])
_NEGATIVE = r"[-\u2212](?:[.,]?[0-9]|inf|nan)"


def joined(args: list[str], *, texts: bool = True) -> list[str]:
    """The arguments, with the words of each option made one.

    Args:
        args: as typed.
        texts: whether an option of text takes all words up to the next option.
    """
    found: list[str] = []
    rest = list(args)
    while rest:
        word = rest.pop(0)
        option, equals, value = word.partition("=")
        found.append(word)
        if word == "--":
            return found + rest
        taken = _words_of(option, [value, *rest] if equals else rest, texts=texts and not equals)
        if taken == 0 or (equals and taken == 1):
            continue
        own = taken - bool(equals)
        text = " ".join(([value] if equals else []) + rest[:own])
        del rest[:own]
        if equals:
            found[-1] = f"{option}={text}"
        else:
            found.append(text)
    return found


def _words_of(option: str, rest: list[str], *, texts: bool) -> int:
    """How many of the words that follow an option are its own."""
    if not rest:
        return 0
    if option in _TEXTS and texts and not any(map(str.isspace, rest[0])):  # quoted, it is whole
        ends = (at for at, word in enumerate(rest) if at and word.startswith("-"))
        return next(ends, len(rest))
    reader = _READERS.get(option)
    if reader is None:
        return 0
    fits = (n for n in range(min(_MOST_WORDS, len(rest)), 1, -1) if reader(" ".join(rest[:n])))
    return next(fits, 1)


def refuse_twice(ctx: Any, order: list[Any]) -> None:
    """Refuse an option that is given twice: only one of them could count.

    Raises:
        typer.BadParameter: names it.
    """
    given = [param for param in order if param.param_type_name == "option" and not param.multiple]
    for param in given:
        if given.count(param) > 1:
            names = " or ".join([param.opts[0], *param.secondary_opts])
            raise typer.BadParameter(f"{names} is given twice; give it once.", ctx)


class Once:
    """A command, or a group of them, that takes each option once."""

    def make_parser(self, ctx: Any) -> Any:
        """The command's own parser, which refuses what is given twice."""
        parser = super().make_parser(ctx)  # type: ignore[misc]
        parse = parser.parse_args

        def once(args: list[str]) -> Any:
            values, rest, order = parse(args)
            refuse_twice(ctx, order)
            return values, rest, order

        parser.parse_args = once
        return parser


ALIASES = {"remove": "rm", "delete": "rm", "del": "rm"}


class AliasGroup(Once, TyperGroup):
    """A group of commands, some of which have other names too."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name, or of what the name stands for."""
        return super().get_command(ctx, ALIASES.get(cmd_name, cmd_name))


class WordsCommand(Once, TyperCommand):
    """A command whose options may take several unquoted words."""

    id_first = False  # its one word comes before its options, or not every option takes words

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Join what belongs together, name negative amounts, then parse as usual."""
        joint = joined(args, texts=not (self.id_first and args and args[0].startswith("-")))
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
        if ctx.info_name in _ONE_NAME:
            _refuse_words_behind(joint, takes)
        return super().parse_args(ctx, joint)


# Their words are one name; of an intake, an amount may stand behind the options.
_ONE_NAME = {"add-cramp", "add-symptom", "add-factor", "add-intake"}


def _refuse_words_behind(args: list[str], takes: set[str]) -> None:
    """Refuse what stands behind an option's value where the name stood before it.

    `calf --at 3 hard` would else be a cramp of the `calf hard`.

    Raises:
        typer.BadParameter: names the words.
    """
    before, behind = list[str](), list[str]()
    option, value = "", ""
    for word in args:
        if word == "--":
            break
        if option in takes and not value and "=" not in option:
            value = word
        elif word.startswith("-") and word != "-":
            option, value = word, ""
        else:
            (behind if option else before).append(word)
    if not before or not behind:
        return
    from mglog.reading import measures, quantities, when  # seldom needed

    text = " ".join(behind)
    read_later = when.is_when(text)  # and refused with its flag
    if not read_later and measures.amount(text) is None and quantities.magnesium(text) is None:
        raise typer.BadParameter(
            f"{quoted(text)} is no part of {option} {value}".rstrip()
            + ". Put all words of the name before the options."
        )


class EditCommand(WordsCommand):
    """A command that takes one id: where options come before it, each takes one word."""

    id_first = True


def command(
    app: typer.Typer, name: str, *, cls: type[WordsCommand] = WordsCommand
) -> Callable[[Callback], Callback]:
    """Register a function as a command that reads its words together."""
    return app.command(name, cls=cls)
