"""The days on which offices do not work as their weekday says; one calendar for the whole country."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Flag, Instant

__all__ = ["WorkingDay"]


class WorkingDay(Base):
    """One day that is not as its weekday: a holiday on a weekday, or a weekend that is worked 调休.

    A day without a row works from Monday to Friday. Reference: it belongs to no county.
    """

    __tablename__ = "working_days"
    __table_args__ = (CheckConstraint("btrim(name) <> ''", name="ck_working_days_name"),)

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    works: Mapped[Flag]
    name: Mapped[str] = mapped_column(String(30))
    source: Mapped[str] = mapped_column(String(120), server_default="", default="")
    unverified: Mapped[Flag] = mapped_column(server_default="true", default=True)
    changed_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
