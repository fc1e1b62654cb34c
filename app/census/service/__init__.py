"""Changing what counts, and keeping what is counted: whoever imports this room has the census kept with every act."""

from app.census.rules.actions import ACTIONS as ACTIONS
from app.census.service.keeping import open_days
from app.census.service.reporting import report_figures, void_reported
from app.census.service.ruling import set_ruling, void_ruling

__all__ = ["open_days", "report_figures", "set_ruling", "void_reported", "void_ruling"]
