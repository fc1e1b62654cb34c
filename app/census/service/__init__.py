"""Changing what counts: rulings are made and voided, and nothing else is ever touched by it."""

from app.census.rules.actions import ACTIONS as ACTIONS
from app.census.service.ruling import set_ruling, void_ruling

__all__ = ["set_ruling", "void_ruling"]
