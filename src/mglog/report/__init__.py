"""The report: its contents, its words and its renderers. Never writes to the diary."""
