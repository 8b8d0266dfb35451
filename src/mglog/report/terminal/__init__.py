"""The report on a terminal: the only folder that lays out with Rich."""
