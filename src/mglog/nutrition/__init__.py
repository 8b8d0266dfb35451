"""What is known about magnesium: units, and how a laboratory reports it. Read-only facts."""
