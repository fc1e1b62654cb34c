"""What is asked of the database without a sign-in: narrow functions, never a table."""
