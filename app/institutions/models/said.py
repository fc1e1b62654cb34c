"""How tables of this domain say their last day, and that a late entry says why."""

from datetime import date

from sqlalchemy import CheckConstraint

from app.core.base import Spanned
from app.institutions.rules.facts import last_day
from app.institutions.rules.figures import LATE_AFTER_DAYS

__all__ = ["Dated", "late_check"]


class Dated(Spanned):
    """A span that pages say as people do, with its last day."""

    @property
    def last_on(self) -> date | None:
        """The last day it holds, or None while it is open."""
        return last_day(self.from_on, self.to_on)


def late_check(table: str) -> CheckConstraint:
    """Say that what is kept long after it began has its reason beside it."""
    kept_on = "(recorded_at AT TIME ZONE 'Asia/Shanghai')::date"
    return CheckConstraint(
        f"btrim(late_reason) <> '' OR from_on >= {kept_on} - {LATE_AFTER_DAYS}", name=f"ck_{table}_late"
    )
