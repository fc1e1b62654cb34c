"""Finding things across the house, and what the day asks of a home."""

from app.desk.queries.finding import Group, Hit, find_everything

__all__ = ["Group", "Hit", "find_everything"]
