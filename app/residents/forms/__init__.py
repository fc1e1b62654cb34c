"""What may be posted about people and their files."""
