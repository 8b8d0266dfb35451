"""The diary's tables, version by version, as SQL.

Append-only: after the first release the text of a version never changes, the
next one is added to `VERSIONS`. Must never hold a column that accepts what
`kinds` refuses.
"""

from collections.abc import Iterator

from mglog.diary.row_text import digest

APPLICATION_ID = 0x6D676C67  # "mglg"

_FIRST = "1970-01-01T00:00:00.000000Z"  # earlier than any change
_FIRST_DIGEST = digest([("latest", _FIRST)])

_DAY = "length({0}) = 10 AND {0} GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'"
_STAMP = "{0} GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'"
_MOMENT = f"({_STAMP.format('at')}) AND length(at) BETWEEN 25 AND 32"

# CRC-32 of the row's content: integrity_check alone misses most flipped bits.
_DIGEST = "digest TEXT NOT NULL CHECK (length(digest) = 8)"

# What every entry has. `at` is local time with its offset and never changes
# with the machine's zone; `day` is the diary day, kept beside it. `created`
# and `changed` are UTC; `deleted` is a tombstone, so that a merge can't bring
# back what was removed. `source` is null for what was typed by hand.
_COMMON = f"""
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
  day TEXT NOT NULL CHECK ({_DAY.format("day")}),
  at TEXT CHECK (at IS NULL OR ({_MOMENT})),
  night INTEGER CHECK (night IS NULL OR night IN (0, 1)),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 2000),
  source TEXT CHECK (source IS NULL OR length(source) BETWEEN 1 AND 200),
  source_key TEXT CHECK (source_key IS NULL OR length(source_key) BETWEEN 1 AND 200),
  batch INTEGER REFERENCES batches (id),
  created TEXT NOT NULL CHECK ({_STAMP.format("created")}),
  changed TEXT NOT NULL CHECK ({_STAMP.format("changed")}),
  deleted TEXT CHECK (deleted IS NULL OR ({_STAMP.format("deleted")})),
  {_DIGEST}
"""


def _short(column: str, most: int = 200) -> str:
    return f"{column} TEXT CHECK ({column} IS NULL OR length({column}) BETWEEN 1 AND {most})"


def _real(column: str, least: float, most: float) -> str:
    return f"{column} REAL CHECK ({column} IS NULL OR {column} BETWEEN {least} AND {most})"


def _whole(column: str, least: int, most: int) -> str:
    return f"{column} INTEGER CHECK ({column} IS NULL OR {column} BETWEEN {least} AND {most})"


def _choice(column: str, *choices: str) -> str:
    listed = ", ".join(f"'{choice}'" for choice in choices)
    return f"{column} TEXT CHECK ({column} IS NULL OR {column} IN ({listed}))"


_COUNT = "count INTEGER NOT NULL DEFAULT 1 CHECK (count BETWEEN 1 AND 100)"
_TABLES = {
    "intakes": (
        _real("mg", 0, 10_000),
        _short("what"),
        _choice("source_kind", "food", "drink", "supplement"),
        _real("amount", 0, 1_000_000),
        _short("unit", 40),
        _real("grams", 0, 1_000_000),
        _real("mg_per_100g", 0, 100_000),
        _short("food_id", 40),
        _short("product"),
        _short("salt", 40),
        _real("compound_mg", 0, 1_000_000),
    ),
    "cramps": (
        _short("muscle"),
        _choice("side", "left", "right", "both"),
        _whole("lasted_s", 1, 86_400),
        _whole("pain", 0, 10),
        _whole("knot", 0, 1),
        _choice("during", "rest", "sleep", "exercise", "other"),
        _whole("woke", 0, 1),
        _short("relief"),
        _COUNT,
    ),
    "no_cramps": (),
    "symptoms": (
        "name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200)",
        _whole("severity", 0, 10),
        _whole("lasted_s", 1, 604_800),
        _COUNT,
    ),
    "serum": (
        "mmol_per_l REAL NOT NULL CHECK (mmol_per_l BETWEEN 0.05 AND 10)",
        _real("low", 0.05, 10),
        _real("high", 0.05, 10),
        _choice("unit", "mmol/L", "mg/dL", "mEq/L"),
        "CHECK (low IS NULL OR high IS NULL OR low < high)",
    ),
}


def _entry_table(name: str, columns: tuple[str, ...]) -> str:
    plain = [column for column in columns if not column.startswith("CHECK")]
    checks = [column for column in columns if column.startswith("CHECK")]
    return f"CREATE TABLE {name} ({', '.join([_COMMON, *plain, *checks])}) STRICT"


_V1 = (
    # One import each; `undone` is set when it is taken back.
    f"""CREATE TABLE batches (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
      at TEXT NOT NULL CHECK ({_STAMP.format("at")}),
      format TEXT NOT NULL CHECK (length(format) BETWEEN 1 AND 40),
      file TEXT CHECK (file IS NULL OR length(file) <= 4096),
      added INTEGER NOT NULL DEFAULT 0 CHECK (added >= 0),
      replaced INTEGER NOT NULL DEFAULT 0 CHECK (replaced >= 0),
      {_DIGEST},
      undone TEXT CHECK (undone IS NULL OR ({_STAMP.format("undone")}))
    ) STRICT""",
    *(_entry_table(name, columns) for name, columns in _TABLES.items()),
    *(f"CREATE INDEX {name}_by_day ON {name} (day)" for name in _TABLES),
    "CREATE UNIQUE INDEX no_cramps_one_a_day ON no_cramps (day) WHERE deleted IS NULL",
    # What a label says; editing one never changes what was logged with it.
    f"""CREATE TABLE products (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      name_key TEXT NOT NULL CHECK (length(name_key) BETWEEN 1 AND 400),
      mg REAL NOT NULL CHECK (mg BETWEEN 0 AND 10000),
      unit TEXT NOT NULL CHECK (length(unit) BETWEEN 1 AND 40),
      salt TEXT CHECK (salt IS NULL OR length(salt) BETWEEN 1 AND 40),
      {_choice("source_kind", "food", "drink", "supplement")},
      note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 2000),
      created TEXT NOT NULL CHECK ({_STAMP.format("created")}),
      changed TEXT NOT NULL CHECK ({_STAMP.format("changed")}),
      deleted TEXT CHECK (deleted IS NULL OR ({_STAMP.format("deleted")})),
      {_DIGEST}
    ) STRICT""",
    "CREATE UNIQUE INDEX products_by_name ON products (name_key) WHERE deleted IS NULL",
    # Settings of the person: sex, born, target, day_starts and so on, each as text.
    f"""CREATE TABLE profile (
      key TEXT PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 40),
      value TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 200),
      changed TEXT NOT NULL CHECK ({_STAMP.format("changed")}),
      {_DIGEST}
    ) STRICT""",
    # Each change of the diary, with the rows before and after it as JSON.
    f"""CREATE TABLE history (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at TEXT NOT NULL CHECK ({_STAMP.format("at")}),
      command TEXT NOT NULL CHECK (length(command) BETWEEN 1 AND 40),
      batch INTEGER REFERENCES batches (id),
      changes TEXT NOT NULL CHECK (length(changes) > 1),
      {_DIGEST},
      undone TEXT CHECK (undone IS NULL OR ({_STAMP.format("undone")}))
    ) STRICT""",
    # The latest `changed` there ever was: a clock set back must not make a newer
    # change look older to a merge.
    f"""CREATE TABLE clock (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      latest TEXT NOT NULL CHECK ({_STAMP.format("latest")}),
      {_DIGEST}
    ) STRICT""",
    f"INSERT INTO clock (id, latest, digest) VALUES (1, '{_FIRST}', '{_FIRST_DIGEST}')",
    f"PRAGMA application_id = {APPLICATION_ID}",
)

# Each element turns a diary of the version before it into one of its own.
VERSIONS: tuple[tuple[str, ...], ...] = (_V1,)


def newest() -> int:
    """The version that this mglog writes."""
    return len(VERSIONS)


def statements(after: int = 0, until: int | None = None) -> Iterator[str]:
    """What turns a diary of one version (0: an empty database) into a later one."""
    for number, each in enumerate(VERSIONS[:until], 1):
        if number > after:
            yield from each
            yield f"PRAGMA user_version = {number}"
