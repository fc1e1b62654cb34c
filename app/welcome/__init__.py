"""The first quarter of an hour of an empty system: its administrator, its county, its first home."""
