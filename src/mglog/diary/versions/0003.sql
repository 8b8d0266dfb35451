-- Version 3: what may share a cause with cramps can be told, and that it was not so.

CREATE TABLE factors (
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
  value REAL CHECK (value IS NULL OR value BETWEEN 0 AND 1000000),
  unit TEXT CHECK (unit IS NULL OR length(unit) BETWEEN 1 AND 40)
) STRICT;

CREATE INDEX factors_by_day ON factors (day);

CREATE TABLE no_factors (
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
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200)
) STRICT;

CREATE INDEX no_factors_by_day ON no_factors (day);
