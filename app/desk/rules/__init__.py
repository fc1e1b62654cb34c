"""The doors of the house, and the sentence of the day."""

from app.desk.rules.doors import DOORS, Door, NavItem, doors_for, matching, place_at

__all__ = ["DOORS", "Door", "NavItem", "doors_for", "matching", "place_at"]
