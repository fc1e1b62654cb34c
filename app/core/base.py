"""The declarative base, the names of constraints and the few column types that tables share."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Computed,
    Date,
    DateTime,
    Dialect,
    Identity,
    MetaData,
    String,
    TypeDecorator,
    text,
)
from sqlalchemy.dialects.postgresql import DATERANGE, Range
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

__all__ = [
    "Base", "Day", "EnumText", "Flag", "Instant", "NewId", "Spanned", "Voidable",
    "one_of", "span_check", "void_check", "words",
]  # fmt: skip

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "ck": "%(constraint_name)s",
}


class Base(DeclarativeBase):
    """Every table of the house. Constraint names are written out where a person can meet them."""

    metadata = MetaData(naming_convention=NAMES)


Day = Annotated[date, mapped_column(Date)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Flag = Annotated[bool, mapped_column(Boolean)]
NewId = Annotated[int, mapped_column(BigInteger, Identity(always=True), primary_key=True, autoincrement=True)]
"""The second half of a key (county, id): drawn by the database, never by us.

`autoincrement` tells the ORM that many rows may go in one INSERT: their ids come back in the order of the rows.
"""


E = TypeVar("E", bound=StrEnum)


class EnumText(TypeDecorator[E]):
    """An enum kept as its text. A check constraint of the table lists the values; PostgreSQL enums migrate badly."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        """Keep the enum class; the column is as long as its longest value."""
        self.kind = kind
        super().__init__(max(len(member) for member in kind))

    def process_bind_param(self, value: E | str | None, dialect: Dialect) -> str | None:
        """Write the value's text; an unknown word is refused before it reaches the database."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> E | None:
        """Read the text back as the enum's member."""
        return None if value is None else self.kind(value)


class Spanned:
    """A span of days `[from_on, to_on)`: `to_on` is the first day no longer in, `infinity` (date.max) while open."""

    from_on: Mapped[Day] = mapped_column(nullable=False)
    to_on: Mapped[Day] = mapped_column(nullable=False, server_default=text("'infinity'"), default=date.max)
    during: Mapped[Range[date] | None] = mapped_column(
        DATERANGE,
        # The CASE lets the named check speak: bare daterange() raises a nameless 22000 first.
        Computed("CASE WHEN to_on >= from_on THEN daterange(from_on, to_on) END", persisted=True),
        deferred=True,
    )


class Voidable:
    """A row that can be corrected: it is voided with a reason and stays; every rule looks at live rows only."""

    voided_at: Mapped[Instant | None] = mapped_column(default=None)
    voided_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    void_reason: Mapped[str | None] = mapped_column(String(200), default=None)

    def void(self, by: int | None, at: datetime, reason: str) -> None:
        """Say that the row was never right; it stays with the reason."""
        self.voided_at, self.voided_by, self.void_reason = at, by, reason


def span_check(table: str) -> CheckConstraint:
    """Say the check that a span does not end before it begins, by the name `ck_<table>_span`."""
    return CheckConstraint("to_on >= from_on", name=f"ck_{table}_span")


def void_check(table: str) -> CheckConstraint:
    """Say that nothing is voided without a reason, by the name `ck_<table>_void`."""
    return CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name=f"ck_{table}_void")


def words(values: Iterable[str]) -> str:
    """List words, such as the members of an enum, as literals of SQL."""
    return ", ".join(f"'{value}'" for value in values)


def one_of(table: str, column: str, values: Iterable[str]) -> CheckConstraint:
    """List the words a column may hold in a check named `ck_<table>_<column>`; NULL passes where the column allows it."""
    return CheckConstraint(f"{column} IN ({words(values)})", name=f"ck_{table}_{column}")
