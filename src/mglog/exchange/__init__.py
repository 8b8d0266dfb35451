"""Foreign formats, one module each, both ways. Never talks to a terminal."""
