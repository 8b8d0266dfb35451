"""mglog: a diary of magnesium and muscle cramps.

This module holds the version and must never import anything.
"""

__version__ = "0.1.0"
