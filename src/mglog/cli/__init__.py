"""The command line: `mglog X` is in `X.py`; it parses, calls and shows. No SQL, no arithmetic."""
