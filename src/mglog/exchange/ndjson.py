"""mglog's own exchange format: one entry a line, lossless both ways.

Docs: docs/formats.md. Must never accept a line that would not come out the
same, nor read a whole file into memory.
"""

from collections.abc import Container, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import IO, Any, get_args
from uuid import UUID, uuid5

from mglog.clock import EARLIEST, Clock, day_of
from mglog.domain.entry import SCHEMA, Entry, as_json, stamp
from mglog.domain.kinds import (
    KINDS,
    MOST_MG,
    NOTE,
    SHORT_LENGTH,
    Field,
    Kind,
    SourceKind,
    checked,
    checked_values,
)
from mglog.domain.product import Product
from mglog.domain.profile import Setting, day_start
from mglog.domain.profile import checked as checked_setting
from mglog.errors import MglogError, ReadingError
from mglog.formatting import escaped_json, quoted

FORMAT = "ndjson"
LONGEST_LINE = 1_000_000
_NAMESPACE = UUID("5d3a6f0e-6c1d-5c43-9d7e-6d676c6f6701")
_LONGEST_TIME = 32  # characters: microseconds, and an offset in minutes
_CLOCKS_DIFFER = timedelta(minutes=10)
_SOURCE = Field("source", "text")
_SOURCE_KEY = Field("source_key", "text")
_NIGHT = Field("night", "flag")
_PRODUCT_KEYS = (
    "uuid", "name", "mg", "unit", "salt", "source_kind", "note", "created", "changed",
)  # fmt: skip
_PRODUCT_FIELDS = (
    Field("name", "text", required=True),
    Field("mg", "real", 0, MOST_MG, required=True),
    Field("unit", "text", most=SHORT_LENGTH, default="piece", required=True),
    Field("salt", "text", most=SHORT_LENGTH),
    Field("source_kind", "text", choices=get_args(SourceKind)),
    NOTE,
)
_COMMON_KEYS = {
    "schema", "kind", "id", "uuid", "at", "day", "night", "note", "source", "source_key",
    "created", "changed",
}  # fmt: skip


Line = Entry | Product | Setting


def product_json(product: Product) -> dict[str, object]:
    """A product as one object of the exchange format."""
    return {
        "schema": SCHEMA,
        "kind": "product",
        **{name: getattr(product, name) for name in _PRODUCT_KEYS},
    }


def _line_json(line: Line) -> dict[str, object]:
    if isinstance(line, Entry):
        return as_json(line._replace(number=None))
    if isinstance(line, Setting):
        return {"schema": SCHEMA, "kind": "profile", **line._asdict()}
    return product_json(line)


def write(lines: Iterable[Line], file: IO[str]) -> int:
    """Write lines, one compact JSON object each; gives their number."""
    import json

    count = 0
    for line in lines:
        found = _line_json(line)
        text = json.dumps(found, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        file.write(escaped_json(text))
        file.write("\n")
        count += 1
    return count


def _refuse_constant(name: str) -> float:
    raise ReadingError(f"{name} is not a number.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are each given once: of two, one would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ReadingError(f"gives {quoted(twice)} twice.")
    return found


def _object(line: bytes) -> dict[str, Any]:
    import json

    try:
        found = json.loads(
            line.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_once
        )
    except UnicodeDecodeError:
        raise ReadingError("is not UTF-8 text.") from None
    except ReadingError:
        raise
    except (ValueError, RecursionError):
        raise ReadingError("is not a JSON object.") from None
    if not isinstance(found, dict):
        raise ReadingError("is not a JSON object.")
    return found


def _named_kind(found: dict[str, Any]) -> str:
    if found.get("schema", SCHEMA) != SCHEMA:
        raise ReadingError(f"has the schema {quoted(str(found['schema']))}, not {SCHEMA}.")
    known = (*KINDS, "product", "profile")
    if found.get("kind") is None:
        raise ReadingError(f"has no kind; it must be one of {', '.join(known)}.")
    kind = str(found["kind"])
    if kind not in known:
        raise ReadingError(f"has no known kind ({quoted(kind)}); known are {', '.join(known)}.")
    return kind


def _refuse_unknown(found: dict[str, Any], known: Container[str], kind: str) -> None:
    for key in found:
        if key not in known:
            raise ReadingError(f"has the unknown key {quoted(key)} for a {kind}.")


def _moment(value: object, key: str) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(str(value))
        if moment.tzinfo is None or moment.date() < EARLIEST:
            raise ValueError(value)
        moment.astimezone(UTC)
        if len(moment.isoformat()) > _LONGEST_TIME:
            raise ValueError(value)
    except (ValueError, OverflowError):
        raise ReadingError(f"{key} is not a time with its offset: {quoted(str(value))}.") from None
    return moment


def _stamp(value: object, key: str, clock: Clock) -> datetime | None:
    """When an entry was made or changed; no later than now, or it would win every later merge."""
    moment = _moment(value, key)
    return moment if moment is None else min(moment, clock.now + timedelta(days=1))


def _day(value: object, at: datetime | None, clock: Clock, *, night: bool) -> date:
    if value is None:
        if at is None:
            raise ReadingError("has neither a day nor a time (day, at).")
        return day_of(at, clock.day_start, night=night)
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        raise ReadingError(f"day is not a date: {quoted(str(value))}.") from None
    if at is not None and not timedelta(0) <= at.date() - day <= timedelta(days=1):
        raise ReadingError(f"at ({at.isoformat()}) does not lie in its day ({day}).")
    if day < EARLIEST:
        raise ReadingError(f"day is before {EARLIEST}: {day}.")
    return day


def _not_future(day: date, at: datetime | None, clock: Clock, created: datetime | None) -> None:
    """Refuse what has not been yet.

    An instant is the same everywhere, but clocks differ, and another zone's day may be ahead.
    A line that says it was made later still was logged by a clock that was wrong: it is read.
    """
    late = at is not None and at > clock.now + _CLOCKS_DIFFER
    ahead = day > clock.today + timedelta(days=1)
    logged = created is not None and day <= created.date() + timedelta(days=1)
    if (late or ahead) and not logged:
        raise ReadingError(f"is in the future ({at.isoformat() if at else day}).")


def _uuid(value: object) -> str | None:
    if value is None:
        return None
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise ReadingError(f"uuid is not a UUID: {quoted(str(value))}.") from None


def _derived_uuid(line: Line, seen: dict[bytes, int]) -> str:
    """The UUID of a line that has none: from its content, and how often that came before.

    Where it comes from, and its name there, are enough of a name.
    """
    import json
    from hashlib import blake2b

    if isinstance(line, Entry) and line.source and line.source_key:
        return str(uuid5(_NAMESPACE, json.dumps([line.kind.name, line.source, line.source_key])))
    content = json.dumps(_line_json(line), sort_keys=True)
    short = blake2b(content.encode("utf-8", "surrogatepass"), digest_size=12).digest()
    seen[short] = seen.get(short, 0) + 1  # of a million lines, so many short keys
    return str(uuid5(_NAMESPACE, f"{content}#{seen[short]}"))


def _stamps(found: dict[str, Any], clock: Clock) -> tuple[str, str]:
    """`created` and `changed`, as they are stored; empty where the line has neither."""
    changed = _stamp(found.get("changed"), "changed", clock)
    created = _stamp(found.get("created"), "created", clock) or changed
    changed = changed or created
    return stamp(created) if created else "", stamp(changed) if changed else ""


def _squeezed(found: dict[str, Any], kind: Kind) -> dict[str, Any]:
    """The line with the blanks of its names as a typed name has them: ` calf ` is calf."""
    names = {field.name for field in kind.fields if field.type == "text" and not field.choices}
    return {
        key: " ".join(value.split()) if key in names and isinstance(value, str) else value
        for key, value in found.items()
    }


def _entry(found: dict[str, Any], kind: Kind, clock: Clock, seen: dict[bytes, int]) -> Entry:
    _refuse_unknown(found, _COMMON_KEYS | {field.name for field in kind.fields}, kind.name)
    at = _moment(found.get("at"), "at")
    if at is not None and str(found["at"]).upper().endswith("Z"):
        at = clock.local(at)  # machines write so what was local time
    night = checked(_NIGHT, found.get("night"))
    day = _day(found.get("day"), at, clock, night=bool(night))
    _not_future(day, at, clock, _moment(found.get("created"), "created"))
    entry = Entry(
        checked_values(kind, _squeezed(found, kind)),
        day,
        at,
        night=night,
        note=checked(NOTE, found.get("note")),
        source=checked(_SOURCE, found.get("source")),
        source_key=checked(_SOURCE_KEY, found.get("source_key")),
    )
    uuid = _uuid(found.get("uuid")) or _derived_uuid(entry, seen)
    created, changed = _stamps(found, clock)
    return entry._replace(uuid=uuid, created=created, changed=changed)


def _product(found: dict[str, Any], clock: Clock, seen: dict[bytes, int]) -> Product:
    _refuse_unknown(found, {"schema", "kind", *_PRODUCT_KEYS}, "product")
    product = Product(*(checked(field, found.get(field.name)) for field in _PRODUCT_FIELDS))
    uuid = _uuid(found.get("uuid")) or _derived_uuid(product, seen)
    created, changed = _stamps(found, clock)
    return product._replace(uuid=uuid, created=created, changed=changed)


def _setting(found: dict[str, Any], clock: Clock) -> Setting:
    _refuse_unknown(found, {"schema", "kind", "key", "value", "changed"}, "profile")
    key = str(found.get("key"))
    return Setting(key, checked_setting(key, found.get("value")), _stamps(found, clock)[1])


def read_line(line: bytes, clock: Clock, seen: dict[bytes, int]) -> Line:
    """One line as an entry, a product or a setting, its stamps empty where it has none.

    Args:
        line: as it stands in the file.
        clock: for the day of a line that gives only a time, and the future.
        seen: how often each content without a UUID has come before; grows.

    Raises:
        ReadingError: the line can't be one; the message completes "Line 3 …".
    """
    found = _object(line)
    kind = _named_kind(found)
    if kind == "product":
        return _product(found, clock, seen)
    if kind == "profile":
        return _setting(found, clock)
    return _entry(found, KINDS[kind], clock, seen)


def read(file: IO[bytes], clock: Clock) -> Iterator[Line]:
    """The lines of a file, one by one; blank lines and a byte order mark are passed over.

    Raises:
        MglogError: names the line that is wrong, and why.
    """
    seen: dict[bytes, int] = {}
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        try:
            if len(line) > LONGEST_LINE:
                raise ReadingError(f"is longer than {LONGEST_LINE:,} bytes.")
            if not line.strip():
                continue
            read = read_line(line, clock, seen)
            if isinstance(read, Setting) and read.key == "day_starts":
                # What follows goes by the day start of its own file.
                clock = clock._replace(day_start=day_start({read.key: read.value}))
            yield read
        except ReadingError as error:
            raise MglogError(
                f"Line {number}: {error.message}", "Nothing was imported; mend that line."
            ) from None
