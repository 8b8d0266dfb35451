-- Version 2: a day can be marked as one on which nothing was taken, as version 1 could mark
-- one without cramps. The table is that of `no_cramps` by another name.

CREATE TABLE no_intake (
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

CREATE INDEX no_intake_by_day ON no_intake (day);

CREATE UNIQUE INDEX no_intake_one_a_day ON no_intake (day) WHERE deleted IS NULL;
