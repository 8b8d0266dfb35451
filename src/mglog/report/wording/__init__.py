"""Every sentence of the report, in one place, each with its numbers.

Must never claim cause, cure or deficiency; never say "works", "effective" or
"proven"; never give more than two significant figures of an estimate.
"""
