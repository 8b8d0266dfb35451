# What one does here, each with one word. `just` alone lists them.

python := ".venv/bin/python"

_:
    @just --list --unsorted

# Make the environment to work in: the package as it stands here, and every tool.
dev:
    python3 -m venv .venv
    {{python}} -m pip install -q -U pip
    {{python}} -m pip install -q -e . --group dev

# Every test.
test *words:
    {{python}} -m pytest {{words}}

# The quick tests: about half a minute.
quick *words:
    {{python}} -m pytest -m "not slow" {{words}}

# Style, types, the direction of imports.
lint:
    .venv/bin/ruff check
    .venv/bin/ruff format --check
    .venv/bin/mypy
    .venv/bin/lint-imports

# The command reference and the sample diary are up to date.
docs:
    {{python}} -m tools.make_docs --check
    {{python}} -m tools.make_demo --check

# Write the command reference, the sample diary and the golden files anew; then read the diff.
golden:
    {{python}} -m tools.make_docs
    {{python}} -m tools.make_demo
    {{python}} -m pytest -n0 --update-golden tests/test_sessions.py tests/test_docs.py tests/report

# The false alarms and the power of the link: a quarter of an hour.
bench:
    {{python}} -m benchmarks.calibration --replicates 2000 --write

# The long runs: kills, power cuts, I/O faults, protections taken out. The first three need strace.
long:
    {{python}} -m benchmarks.kills --random 2000
    {{python}} -m benchmarks.power_cut
    {{python}} -m benchmarks.io_faults
    {{python}} -m benchmarks.protections

# The versions that CI installs, pinned anew.
lock:
    {{python}} -m pip freeze --exclude mglog --exclude pip > constraints/newest.txt

# What there is to publish, built and looked at; docs/release.md says the rest.
release:
    {{python}} -m pip install -q build twine
    {{python}} -m build
    {{python}} -m twine check --strict dist/*
