"""Numbers from days: pure functions. Never touches a file, a terminal or a clock."""
