"""What is known about magnesium: foods, salts, waters, reference intakes, serum. Read-only."""
