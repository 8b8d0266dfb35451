"""The sample diary of an invented person. Must never touch the user's own."""
