"""From words and flags to an entry's values, for add, edit and import alike.

Asks nobody and prints nothing: the one question there is comes in as a function.
"""
