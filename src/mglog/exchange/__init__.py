"""Formats that entries come and go in, one module each. Knows no diary and no terminal."""
