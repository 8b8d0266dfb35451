"""The report: its model, its wording and its renderers. Never writes to the diary."""
