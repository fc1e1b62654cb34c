"""Keeping the trail, and proving that it was not touched."""

from app.audit.service.keeping import chain_lines, first_time, record, record_view
from app.audit.service.verifying import BrokenChain, verify_chains

__all__ = ["BrokenChain", "chain_lines", "first_time", "record", "record_view", "verify_chains"]
