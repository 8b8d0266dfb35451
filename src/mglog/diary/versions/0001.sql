-- Version 1 of the diary. Frozen: its hash is pinned by a test. What comes after it
-- goes into a file of its own.

-- One import each; `undone` is set when it is taken back.
CREATE TABLE batches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
  at TEXT NOT NULL CHECK (at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  format TEXT NOT NULL CHECK (length(format) BETWEEN 1 AND 40),
  file TEXT CHECK (file IS NULL OR length(file) <= 4096),
  added INTEGER NOT NULL DEFAULT 0 CHECK (added >= 0),
  replaced INTEGER NOT NULL DEFAULT 0 CHECK (replaced >= 0),
  digest TEXT NOT NULL CHECK (length(digest) = 8),
  undone TEXT CHECK (undone IS NULL OR (undone GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'))
) STRICT;

-- What every entry has, here and in the four tables below. `at` is local time with its
-- offset and never changes with the machine's zone; `day` is the diary day, kept beside
-- it. `created` and `changed` are UTC; `deleted` is a tombstone, so that a merge can't
-- bring back what was removed. `source` is null for what was typed by hand. `digest` is
-- the CRC-32 of the row's content: integrity_check alone misses most flipped bits.
CREATE TABLE intakes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
  day TEXT NOT NULL CHECK (length(day) = 10 AND day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  at TEXT CHECK (at IS NULL OR ((at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*') AND length(at) BETWEEN 25 AND 32)),
  night INTEGER CHECK (night IS NULL OR night IN (0, 1)),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 2000),
  source TEXT CHECK (source IS NULL OR length(source) BETWEEN 1 AND 200),
  source_key TEXT CHECK (source_key IS NULL OR length(source_key) BETWEEN 1 AND 200),
  batch INTEGER REFERENCES batches (id),
  created TEXT NOT NULL CHECK (created GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  changed TEXT NOT NULL CHECK (changed GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  deleted TEXT CHECK (deleted IS NULL OR (deleted GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*')),
  digest TEXT NOT NULL CHECK (length(digest) = 8),
  mg REAL CHECK (mg IS NULL OR mg BETWEEN 0 AND 10000),
  what TEXT CHECK (what IS NULL OR length(what) BETWEEN 1 AND 200),
  source_kind TEXT CHECK (source_kind IS NULL OR source_kind IN ('food', 'drink', 'supplement')),
  amount REAL CHECK (amount IS NULL OR amount BETWEEN 0 AND 1000000),
  unit TEXT CHECK (unit IS NULL OR length(unit) BETWEEN 1 AND 40),
  grams REAL CHECK (grams IS NULL OR grams BETWEEN 0 AND 1000000),
  mg_per_100g REAL CHECK (mg_per_100g IS NULL OR mg_per_100g BETWEEN 0 AND 100000),
  food_id TEXT CHECK (food_id IS NULL OR length(food_id) BETWEEN 1 AND 40),
  product TEXT CHECK (product IS NULL OR length(product) BETWEEN 1 AND 200),
  salt TEXT CHECK (salt IS NULL OR length(salt) BETWEEN 1 AND 40),
  compound_mg REAL CHECK (compound_mg IS NULL OR compound_mg BETWEEN 0 AND 1000000)
) STRICT;

CREATE TABLE cramps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
  day TEXT NOT NULL CHECK (length(day) = 10 AND day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  at TEXT CHECK (at IS NULL OR ((at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*') AND length(at) BETWEEN 25 AND 32)),
  night INTEGER CHECK (night IS NULL OR night IN (0, 1)),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 2000),
  source TEXT CHECK (source IS NULL OR length(source) BETWEEN 1 AND 200),
  source_key TEXT CHECK (source_key IS NULL OR length(source_key) BETWEEN 1 AND 200),
  batch INTEGER REFERENCES batches (id),
  created TEXT NOT NULL CHECK (created GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  changed TEXT NOT NULL CHECK (changed GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  deleted TEXT CHECK (deleted IS NULL OR (deleted GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*')),
  digest TEXT NOT NULL CHECK (length(digest) = 8),
  muscle TEXT CHECK (muscle IS NULL OR length(muscle) BETWEEN 1 AND 200),
  side TEXT CHECK (side IS NULL OR side IN ('left', 'right', 'both')),
  lasted_s INTEGER CHECK (lasted_s IS NULL OR lasted_s BETWEEN 1 AND 86400),
  pain INTEGER CHECK (pain IS NULL OR pain BETWEEN 0 AND 10),
  knot INTEGER CHECK (knot IS NULL OR knot BETWEEN 0 AND 1),
  during TEXT CHECK (during IS NULL OR during IN ('rest', 'sleep', 'exercise', 'other')),
  woke INTEGER CHECK (woke IS NULL OR woke BETWEEN 0 AND 1),
  relief TEXT CHECK (relief IS NULL OR length(relief) BETWEEN 1 AND 200),
  count INTEGER NOT NULL DEFAULT 1 CHECK (count BETWEEN 1 AND 100)
) STRICT;

CREATE TABLE no_cramps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
  day TEXT NOT NULL CHECK (length(day) = 10 AND day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  at TEXT CHECK (at IS NULL OR ((at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*') AND length(at) BETWEEN 25 AND 32)),
  night INTEGER CHECK (night IS NULL OR night IN (0, 1)),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 2000),
  source TEXT CHECK (source IS NULL OR length(source) BETWEEN 1 AND 200),
  source_key TEXT CHECK (source_key IS NULL OR length(source_key) BETWEEN 1 AND 200),
  batch INTEGER REFERENCES batches (id),
  created TEXT NOT NULL CHECK (created GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  changed TEXT NOT NULL CHECK (changed GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  deleted TEXT CHECK (deleted IS NULL OR (deleted GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*')),
  digest TEXT NOT NULL CHECK (length(digest) = 8)
) STRICT;

CREATE TABLE symptoms (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
  day TEXT NOT NULL CHECK (length(day) = 10 AND day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  at TEXT CHECK (at IS NULL OR ((at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*') AND length(at) BETWEEN 25 AND 32)),
  night INTEGER CHECK (night IS NULL OR night IN (0, 1)),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 2000),
  source TEXT CHECK (source IS NULL OR length(source) BETWEEN 1 AND 200),
  source_key TEXT CHECK (source_key IS NULL OR length(source_key) BETWEEN 1 AND 200),
  batch INTEGER REFERENCES batches (id),
  created TEXT NOT NULL CHECK (created GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  changed TEXT NOT NULL CHECK (changed GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  deleted TEXT CHECK (deleted IS NULL OR (deleted GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*')),
  digest TEXT NOT NULL CHECK (length(digest) = 8),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  severity INTEGER CHECK (severity IS NULL OR severity BETWEEN 0 AND 10),
  lasted_s INTEGER CHECK (lasted_s IS NULL OR lasted_s BETWEEN 1 AND 604800),
  count INTEGER NOT NULL DEFAULT 1 CHECK (count BETWEEN 1 AND 100)
) STRICT;

CREATE TABLE serum (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
  day TEXT NOT NULL CHECK (length(day) = 10 AND day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  at TEXT CHECK (at IS NULL OR ((at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*') AND length(at) BETWEEN 25 AND 32)),
  night INTEGER CHECK (night IS NULL OR night IN (0, 1)),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 2000),
  source TEXT CHECK (source IS NULL OR length(source) BETWEEN 1 AND 200),
  source_key TEXT CHECK (source_key IS NULL OR length(source_key) BETWEEN 1 AND 200),
  batch INTEGER REFERENCES batches (id),
  created TEXT NOT NULL CHECK (created GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  changed TEXT NOT NULL CHECK (changed GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  deleted TEXT CHECK (deleted IS NULL OR (deleted GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*')),
  digest TEXT NOT NULL CHECK (length(digest) = 8),
  mmol_per_l REAL NOT NULL CHECK (mmol_per_l BETWEEN 0.05 AND 10),
  low REAL CHECK (low IS NULL OR low BETWEEN 0.05 AND 10),
  high REAL CHECK (high IS NULL OR high BETWEEN 0.05 AND 10),
  unit TEXT CHECK (unit IS NULL OR unit IN ('mmol/L', 'mg/dL', 'mEq/L')),
  CHECK (low IS NULL OR high IS NULL OR low < high)
) STRICT;

CREATE INDEX intakes_by_day ON intakes (day);
CREATE INDEX cramps_by_day ON cramps (day);
CREATE INDEX no_cramps_by_day ON no_cramps (day);
CREATE INDEX symptoms_by_day ON symptoms (day);
CREATE INDEX serum_by_day ON serum (day);
CREATE UNIQUE INDEX no_cramps_one_a_day ON no_cramps (day) WHERE deleted IS NULL;

-- What a label says; editing one never changes what was logged with it.
CREATE TABLE products (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  name_key TEXT NOT NULL CHECK (length(name_key) BETWEEN 1 AND 400),
  mg REAL NOT NULL CHECK (mg BETWEEN 0 AND 10000),
  unit TEXT NOT NULL CHECK (length(unit) BETWEEN 1 AND 40),
  salt TEXT CHECK (salt IS NULL OR length(salt) BETWEEN 1 AND 40),
  source_kind TEXT CHECK (source_kind IS NULL OR source_kind IN ('food', 'drink', 'supplement')),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 2000),
  created TEXT NOT NULL CHECK (created GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  changed TEXT NOT NULL CHECK (changed GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  deleted TEXT CHECK (deleted IS NULL OR (deleted GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*')),
  digest TEXT NOT NULL CHECK (length(digest) = 8)
) STRICT;

CREATE UNIQUE INDEX products_by_name ON products (name_key) WHERE deleted IS NULL;

-- Settings of the person: sex, born, target, day_starts and so on, each as text.
CREATE TABLE profile (
  key TEXT PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 40),
  value TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 200),
  changed TEXT NOT NULL CHECK (changed GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  digest TEXT NOT NULL CHECK (length(digest) = 8)
) STRICT;

-- Each change of the diary, with the rows before and after it as JSON.
CREATE TABLE history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL CHECK (at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  command TEXT NOT NULL CHECK (length(command) BETWEEN 1 AND 40),
  batch INTEGER REFERENCES batches (id),
  changes TEXT NOT NULL CHECK (length(changes) > 1),
  digest TEXT NOT NULL CHECK (length(digest) = 8),
  undone TEXT CHECK (undone IS NULL OR (undone GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'))
) STRICT;

-- The latest `changed` there ever was: a clock set back must not make a newer change
-- look older to a merge. It begins earlier than any change.
CREATE TABLE clock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  latest TEXT NOT NULL CHECK (latest GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]*'),
  digest TEXT NOT NULL CHECK (length(digest) = 8)
) STRICT;

INSERT INTO clock (id, latest, digest) VALUES (1, '1970-01-01T00:00:00.000000Z', '7dea7a45');

-- "mglg"
PRAGMA application_id = 1835494503;
