"""What a person types, read into values. Pure: knows no file, no terminal and no clock."""
