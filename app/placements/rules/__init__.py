"""What placements know without a database."""
