"""The command line's frame: global options, and the table of commands.

Must never import a command's module before that command is named: Typer
builds what it knows at every start, and logging must feel instant.
"""

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_command_from_info

from mglog import __version__
from mglog.cli.console import say
from mglog.cli.session import Session
from mglog.cli.unquoted import ALIASES, Once
from mglog.formatting import quoted

# Each command and its summary, in the order of --help; `mglog X` is in `mglog/cli/X.py`.
COMMANDS = {
    "add-intake": "Log magnesium taken in: a quantity, or a name and how much.",
    "add-cramp": "Log a muscle cramp. Everything but the cramp itself is optional.",
    "no-cramps": "Say that a day had no cramps: that is worth as much as a cramp.",
    "no-intake": "Say that on a day none of what you log was taken: a known 0 mg.",
    "add-symptom": "Log any other symptom; it is counted per day, like cramps.",
    "add-serum": "Log magnesium measured in your blood, with the range on the lab's report.",
    "add-factor": "Log what may share a cause with cramps: exercise, alcohol, an illness.",
    "no-factor": "Say that days were without a factor.",
    "today": "Show today, or another day.",
    "list": "List entries, oldest first.",
    "report": "Show what the diary says about magnesium and cramps.",
    "edit": "Change an entry: only what you give is changed.",
    "rm": "Remove entries. `undo` brings them back.",
    "forget": "Wipe what entries say, for good: undo can't bring it back.",
    "again": "Log an entry once more, or once on each day of a range.",
    "undo": "Take back the last change of any command; again for the one before.",
    "redo": "Do again what undo took back, until something else is changed.",
    "food": "Search the food table, and show what it says of a food.",
    "product": "Save what a label says, so that a name and a number are enough.",
    "profile": "Show or change who you are, for targets, and when your day starts.",
    "export": "Write the whole diary to a file.",
    "import": "Read entries from a file: all of them, or none if a line is wrong.",
    "backup": "Copy the whole diary, checked, to a file.",
    "restore": "Put a backup in the diary's place. The present diary is backed up first.",
    "doctor": "Check the diary's health: the file, its tables, and each row.",
    "db": "Show where the diary is.",
}


# What people type for a command at first.
_MEANT = {
    "magnesium": ["add-intake"], "mg": ["add-intake"], "log": ["add-intake", "add-cramp"],
    "cramps": ["add-cramp"], "none": ["no-cramps", "no-intake"], "show": ["list", "today"],
    "ls": ["list"], "blood": ["add-serum"], "status": ["today"],
}  # fmt: skip
# A slip must not lead to what takes back or replaces.
_NEVER_SUGGESTED = ("restore", "undo", "redo")


def module_of(name: str) -> str:
    """Where a command is: `import` can't be a module's name."""
    return f"mglog.cli.{name.replace('-', '_')}{'_' if name == 'import' else ''}"


class LazyGroup(Once, TyperGroup):
    """The commands of `COMMANDS`, each imported and built when it is named."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the group's own signature
        """Every command's name, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Import and build one command; None if there is none of that name."""
        cmd_name = ALIASES.get(cmd_name, cmd_name)
        if cmd_name not in COMMANDS:
            return None
        module = import_module(module_of(cmd_name))
        for info in module.app.registered_commands:
            if info.name == cmd_name:
                return get_command_from_info(
                    info, pretty_exceptions_short=False, rich_markup_mode=None
                )
        for group in module.app.registered_groups:
            if group.name == cmd_name:
                built = get_command(group.typer_instance)
                built.name = cmd_name
                return built
        raise LookupError(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """The commands with their summaries, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As the group's own, which suggests from `commands`: give it the names to suggest."""
        self.commands = {name: self for name in COMMANDS if name not in _NEVER_SUGGESTED}
        wanted = args[0].lower() if args else ""
        meant = _MEANT.get(wanted) or [name for name in COMMANDS if wanted in name.split("-")]
        if meant and self.get_command(ctx, args[0]) is None:
            shown = " or ".join(f"'{name}'" for name in meant)
            raise typer.BadParameter(f"No such command {quoted(args[0])}. Did you mean {shown}?")
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=LazyGroup,
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"mglog {__version__}")
        raise typer.Exit


@app.callback()
def main(
    ctx: typer.Context,
    db: Annotated[
        str | None,
        typer.Option(
            "--db", metavar="FILE", help="The diary; else MGLOG_DB, else your data folder."
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """A diary of magnesium and muscle cramps. Alone, it shows today."""
    session = Session(db)
    ctx.obj = session
    ctx.call_on_close(session.close)
    if ctx.invoked_subcommand is None:
        from mglog.cli.today import show_today  # not on the path of an add

        show_today(session, None, as_json=False)


def build() -> Any:
    """The whole command line as one Typer command."""
    return get_command(app)
