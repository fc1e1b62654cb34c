"""Scans, photos and signatures: sealed in the database, so that one backup holds the whole home."""
