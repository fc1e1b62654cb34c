"""Average occupancy 平均入住率 over a range of days: bed-days used over bed-days open."""

from typing import NamedTuple

from app.census.rules.rates import Rate

__all__ = ["Average"]


class Average(NamedTuple):
    """Bed-days of one home or county over the days that are open, of homes with rows of their own only.

    Used is slept in or paid for 包房; open is in service and not closed. Extra beds 加床 are in neither.
    """

    code: int
    name: str
    used: int
    open: int
    # Days of the range that have been counted; of a home, those on which it had an open bed.
    days: int

    @property
    def rate(self) -> Rate:
        """Bed-days used over bed-days open."""
        return Rate(self.used, self.open or None)
