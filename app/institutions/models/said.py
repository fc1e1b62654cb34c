"""How tables of this domain say that a column holds one word of an enum, and that a late entry says why."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import CheckConstraint

from app.core.base import Spanned
from app.institutions.rules.facts import last_day
from app.institutions.rules.figures import LATE_AFTER_DAYS

__all__ = ["Dated", "late_check", "one_of", "void_check", "words"]


class Dated(Spanned):
    """A span that pages say as people do, with its last day."""

    @property
    def last_on(self) -> date | None:
        """The last day it holds, or None while it is open."""
        return last_day(self.from_on, self.to_on)


def words(values: Iterable[str]) -> str:
    """List words as literals of SQL."""
    return ", ".join(f"'{value}'" for value in values)


def one_of(table: str, column: str, values: Iterable[str]) -> CheckConstraint:
    """List the words a column may hold in a check named `ck_<table>_<column>`."""
    return CheckConstraint(f"{column} IN ({words(values)})", name=f"ck_{table}_{column}")


def late_check(table: str) -> CheckConstraint:
    """Say that what is kept long after it began has its reason beside it."""
    kept_on = "(recorded_at AT TIME ZONE 'Asia/Shanghai')::date"
    return CheckConstraint(
        f"btrim(late_reason) <> '' OR from_on >= {kept_on} - {LATE_AFTER_DAYS}", name=f"ck_{table}_late"
    )


def void_check(table: str) -> CheckConstraint:
    """Say that nothing is voided without a reason."""
    return CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name=f"ck_{table}_void")
