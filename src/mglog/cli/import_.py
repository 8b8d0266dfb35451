"""`import`: entries read from a file, all of them or none."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, BinaryIO, Literal

import typer

from mglog.cli import options
from mglog.cli.console import say
from mglog.cli.options import option
from mglog.cli.session import Session
from mglog.cli.unquoted import command
from mglog.diary.merge import Merged, merge
from mglog.exchange import ndjson
from mglog.exchange.source import opened, progress
from mglog.formatting import plural

app = options.new_app()


@command(app, "import")
def import_file(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="What to read; - is stdin.")],
    file_format: Annotated[  # noqa: ARG001 - one format so far
        Literal["ndjson"], option("--format", "What it is.")
    ] = "ndjson",
    identity: options.Identity = None,
    dry_run: Annotated[
        bool, option("--dry-run", "Read all of it, say what it would do, store nothing.")
    ] = False,
    yes: Annotated[  # noqa: ARG001 - this format has nothing to ask; scripts may pass it
        bool, typer.Option("--yes", "-y", help="Ask nothing.")
    ] = False,
) -> None:
    """Read entries from a file: all of them, or none if a line is wrong.

    Importing a file twice changes nothing; of two versions of an entry the
    newer one stays.
    """
    session: Session = ctx.obj
    is_new = not session.diary.exists
    with opened(file, again=is_new) as plain, _decrypted(plain, identity) as source:
        if is_new:  # a file that is refused, or holds nothing, must not leave an empty diary
            done = _merged(session, source, file, keep=False)
            source.seek(0)
        if not is_new or (done.added and not dry_run):
            done = _merged(session, source, file, keep=not dry_run)
    verb = "Would import" if dry_run else "Imported"
    say(f"{verb} {done.added} new, {done.replaced} newer; {done.unchanged} left as they were.")
    if done.moved:
        say(f"{plural(done.moved, 'entry', 'entries')} moved to another day.")


@contextmanager
def _decrypted(source: BinaryIO, identity: str | None) -> Iterator[BinaryIO]:
    """What is encrypted is decrypted in memory; else the source itself."""
    if not (isinstance(source, io.BufferedReader) and source.peek(64)):
        yield source
        return
    from mglog.diary.cipher import decrypted, is_encrypted  # seldom wanted

    if not is_encrypted(source.peek(64)[:64]):
        yield source
        return
    with io.BytesIO(decrypted(source.read(), identity)) as plain:
        yield plain


def _merged(session: Session, source: BinaryIO, file: str, *, keep: bool) -> Merged:
    name = None if file == "-" else os.fsencode(file).decode("utf-8", "replace")
    clock = session.clock
    with progress(source, file) as lines, session.writing(keep=keep) as connection:
        entries = ndjson.read(lines, clock)
        return merge(connection, entries, clock.now, format_name=ndjson.FORMAT, file=name)
