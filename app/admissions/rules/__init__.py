"""What admissions know without a database."""
