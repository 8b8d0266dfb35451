"""`undo`: what was taken back, as it was and as it is now."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

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
_UNSET = "not set"
_GONE = "removed "


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
    mglog redo
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
    show_undone(session, done, "Undid")


def show_undone(session: Session, done: history.Undone, verb: str) -> None:
    """What taking a change back, or doing it again, did."""
    say(f"{verb} {done.record.command} of {_shown_stamp(done.record.at)}:")
    for line in _undone_lines(session, done):
        say(f"  {line}")


def _list_undoable(session: Session) -> None:
    with session.diary.reading() as connection:
        found = history.undoable(connection, _LISTED + 1)
    for record in found[:_LISTED]:
        say(f"{_shown_stamp(record.at)}  {record.command}: {_told(record, session)}")
    if len(found) > _LISTED:
        hint("… and older ones, once these are undone.")
    if not found:
        hint("There is nothing to undo.")


def _told(record: history.Record, session: Session) -> str:
    """What a change did, in words: its first row, and how many more there were."""
    if record.imported is not None:
        return plural(record.imported, "line")
    told = [line for row in record.changes for line in _row_lines(row, session)]
    told.sort(key=lambda line: line.startswith(_GONE) and record.command != "rm")  # a mark, last
    more = f", and {len(told) - 1} more" if len(told) > 1 else ""
    return f"{told[0] if told else 'nothing'}{more}"


def _row_lines(row: dict[str, Any], session: Session) -> Iterator[str]:
    """A row that was changed, as it was and as it became."""
    before, after = row["before"] or {}, row["after"] or {}
    if row["kind"] == "profile":
        for key in history.settings_changed(before, after):
            yield _setting_line(key, before.get(key), after.get(key))
        return
    if row["kind"] == "product":
        names = [
            _product_text(held) for held in (before, after) if held and not held.get("deleted")
        ]
    else:
        shown = [each for each in history.entries_of(row) if each and each.deleted is None]
        names = [entry_line(each, session.clock) for each in shown]
    gone = _GONE if not after or after.get("deleted") else ""
    yield gone + " → ".join(dict.fromkeys(names))


def _product_text(held: dict[str, Any]) -> str:
    return escaped(f"product {held['name']}, {number_text(held['mg'])} mg a {held['unit']}")


def _setting_line(key: str, old: str | None, new: str | None) -> str:
    return escaped(f"profile {key.replace('_', '-')}: {old or _UNSET} → {new or _UNSET}")


def _undone_lines(session: Session, done: history.Undone) -> Iterator[str]:
    for was, entry in done.entries:
        yield _entry_line(session, was, entry)
    for other in done.others:
        if isinstance(other, history.ProductBack):
            yield escaped(_product_line(*other))
        else:
            yield _setting_line(*other)
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
