"""Writes: admissions, moves, discharges and corrections over HTTP, beside pgbench with the very same statements."""

from bench.writes.measuring import measure

__all__ = ["measure"]
