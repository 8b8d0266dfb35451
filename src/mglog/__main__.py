"""The process's edge: private files, one error line, the exit code.

The only place that prints an error or ends the process. Must never let a
traceback reach a person, nor print an error on stdout.
"""

import codecs
import errno
import os
import sys
from collections.abc import Sequence

from mglog.errors import MglogError
from mglog.formatting import escaped

_PLAIN = {
    "–": "-", "−": "-", "─": "-", "·": "-", "…": "...", "“": '"', "”": '"', "×": "x", "ρ": "rho",
    "●": "o", "│": "|", "◀": "<", "▶": ">", "¼": "1/4", "½": "1/2",
}  # fmt: skip


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """What an output that lacks a character gets in its place; `?` would mean unknown."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _PLAIN.get(error.object[error.start], "*"), error.start + 1


def _fill_standard_streams() -> None:
    """Open what the caller closed, so that no file of ours gets its number."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _complain(message: str, hint: str = "", details: Sequence[str] = ()) -> None:
    line = f"mglog: {escaped(message)}"
    print(f"{line} {escaped(hint)}" if hint else line, file=sys.stderr)
    for detail in details:
        print(f"  {escaped(detail)}", file=sys.stderr)


def _usage_hint(error: Exception, args: list[str]) -> str:
    if getattr(error, "option_name", "") == "--db":
        return "It goes before the command: mglog --db FILE add-intake 300mg"
    ctx = getattr(error, "ctx", None)
    from mglog.cli.app import COMMANDS  # loaded by now

    named = f"mglog {args[0]}" if args and args[0] in COMMANDS else "mglog"
    path = ctx.command_path if ctx is not None else named
    return f"({path} --help says more.)"


def _unforeseen(error: Exception, args: Sequence[str]) -> int:
    """A defect of mglog's own, as one line; MGLOG_DEBUG=1 shows where it happened."""
    typed = "".join(args)
    if isinstance(error, UnicodeEncodeError) and not typed.isascii():
        _complain("What was typed is not valid UTF-8; nothing was saved.", "Type it as text.")
        return 2
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if os.environ.get("MGLOG_DEBUG"):  # where, and never what: it is for a public report
        import traceback

        for frame in traceback.extract_tb(error.__traceback__):
            print(f"  {frame.filename}:{frame.lineno} {frame.name}", file=sys.stderr)
        what = type(error).__name__
    _complain(
        f"This is a defect of mglog, not of what you typed ({what[:200]}).",
        "Check with mglog list what was saved; MGLOG_DEBUG=1 shows more.",
    )
    return 1


def _not_written(error: OSError, args: Sequence[str]) -> int:
    """Standard output failed; any other error of the system is unforeseen."""
    if sys.platform == "win32" and error.errno == errno.EINVAL:  # a closed pipe, there
        return 0
    if error.filename is not None:
        return _unforeseen(error, args)
    _complain(
        f"The output can't be written: {error.strerror or error}.",
        "mglog list shows what was saved.",
    )
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 1


def run(args: list[str]) -> int:
    """Run one command line; prints what there is to say and returns the exit code."""
    from typer import Abort  # after the streams are safe
    from typer.exceptions import TyperException

    from mglog.cli.app import build

    try:
        result = build().main(args=args, prog_name="mglog", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except MglogError as error:
        _complain(error.message, error.hint, error.details)
        return error.exit_code
    except TyperException as error:
        message = " ".join(error.format_message().split())
        _complain(message.replace("a valid int range", "a whole number"), _usage_hint(error, args))
        return error.exit_code
    except (Abort, KeyboardInterrupt):
        _complain("Stopped.")
        return 1
    except (BrokenPipeError, SystemExit):
        # Who reads stdout has seen enough (`| head`); what was logged is stored.
        # Typer turns the one into the other, and uses SystemExit for nothing else here.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except OSError as error:
        return _not_written(error, args)
    except Exception as error:  # noqa: BLE001 - the last resort: one line, never a traceback
        return _unforeseen(error, args)
    if result == 130:
        _complain("Stopped.")
        return 1
    return result if isinstance(result, int) else 0


def main() -> None:
    """The `mglog` command."""
    os.umask(0o077)
    codecs.register_error("mglog", _nearest)
    _fill_standard_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="mglog")
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
