"""Forms of admissions."""
