"""The nouns: entries and their kinds, products, settings, and a whole diary as light rows. Pure."""
