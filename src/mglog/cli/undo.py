"""`undo`: what was taken back, as it was and as it is now."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer

from mglog.cli import options
from mglog.cli.console import hint, say
from mglog.cli.options import option
from mglog.cli.session import Session
from mglog.cli.unquoted import WordsCommand
from mglog.diary import history
from mglog.domain.entry import Entry
from mglog.domain.product import Product
from mglog.errors import RefusedError
from mglog.formatting import escaped, number_text, plural
from mglog.report.entry_lines import entry_line

app = options.new_app()

_LISTED = 10
_NAMED = 5
_UNSET = "not set"


@app.command("undo", cls=WordsCommand)
def undo(
    ctx: typer.Context,
    listing: Annotated[
        bool, option("--list", "Show what could be taken back, the latest first.")
    ] = False,
) -> None:
    """Take back the last change of any command; again for the one before.

    \b
    mglog undo
    mglog undo --list
    """
    session: Session = ctx.obj
    if listing:
        _list_undoable(session)
        return
    done = None
    if session.diary.exists:
        with session.writing() as connection:
            done = history.undo(connection, session.clock.now)
    if done is None:
        raise RefusedError("There is nothing to undo.")
    say(f"Undid {done.record.command} of {_shown_stamp(done.record.at)}:")
    for line in _undone_lines(session, done):
        say(f"  {line}")


def _list_undoable(session: Session) -> None:
    with session.diary.reading() as connection:
        found = history.undoable(connection, _LISTED + 1)
    for record in found[:_LISTED]:
        say(f"{_shown_stamp(record.at)}  {record.command}  {_touched(record)}")
    if len(found) > _LISTED:
        hint("… and older ones, once these are undone.")
    if not found:
        hint("There is nothing to undo.")


def _touched(record: history.Record) -> str:
    """What a change touched, shortly."""
    if record.imported is not None:
        return plural(record.imported, "line")
    names = record.touched()
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return escaped(", ".join(names[:_NAMED]) + more)


def _undone_lines(session: Session, done: history.Undone) -> Iterator[str]:
    for was, entry in done.entries:
        yield _entry_line(session, was, entry)
    for other in done.others:
        if isinstance(other, history.ProductBack):
            yield escaped(_product_line(*other))
        else:
            key, old, new = other
            yield escaped(f"profile {key.replace('_', '-')}: {old or _UNSET} → {new or _UNSET}")
    if done.removed:
        yield f"gone: {plural(done.removed, 'imported entry', 'imported entries')}"


def _entry_line(session: Session, now: Entry, then: Entry | None) -> str:
    if then is None:
        return f"gone: {entry_line(now, session.clock)}"
    if now.deleted is not None:
        return f"back: {entry_line(then, session.clock)}"
    return f"{entry_line(now, session.clock)}\n    → {entry_line(then, session.clock)}"


def _product_line(now: Product | None, then: Product | None) -> str:
    if now is None:
        return "a product that is gone"
    if then is None:
        return f"gone: product {now.name}"
    if now.deleted is not None:
        return f"back: {_label(then)}"
    return f"{_label(now)} → {_label(then)}"


def _label(product: Product) -> str:
    return f"product {product.name}, {number_text(product.mg)} mg a {product.unit}"


def _shown_stamp(stamp: str) -> str:
    return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M")
