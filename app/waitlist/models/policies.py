"""The rules of a county as dated data, and since when a home or a whole county gives its beds out by the list."""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Flag, Instant, NewId, Spanned, Voidable, span_check, void_check
from app.waitlist.models.words import of_home

__all__ = ["WaitlistPolicy", "WaitlistSwitch"]


class WaitlistPolicy(Base, Spanned, Voidable):
    """One published policy of a county; it never begins before the day it was published, so no past day changes."""

    __tablename__ = "waitlist_policies"
    __table_args__ = (
        UniqueConstraint("county", "no", name="uq_waitlist_policies_no"),
        span_check("waitlist_policies"),
        void_check("waitlist_policies"),
        CheckConstraint("btrim(title) <> '' AND btrim(source) <> ''", name="ck_waitlist_policies_source"),
        CheckConstraint("from_on >= (published_at AT TIME ZONE 'Asia/Shanghai')::date",
                        name="ck_waitlist_policies_ahead"),
        ExcludeConstraint(
            ("county", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_waitlist_policies_one_per_day",
        ),
        Index("ix_waitlist_policies_day", "county", "from_on"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    no: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(80))
    rules: Mapped[dict[str, Any]] = mapped_column(JSONB)
    preset: Mapped[str] = mapped_column(String(30), server_default="", default="")
    source: Mapped[str] = mapped_column(String(200))
    document_no: Mapped[str] = mapped_column(String(60), server_default="", default="")
    # 来源待核: said, but no paper has been seen.
    unverified: Mapped[Flag] = mapped_column(server_default="false", default=False)
    published_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    published_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class WaitlistSwitch(Base, Spanned, Voidable):
    """The decision that a home, or every home of a county, is in 轮候 from one day to another."""

    __tablename__ = "waitlist_switches"
    __table_args__ = (
        of_home("waitlist_switches"),
        span_check("waitlist_switches"),
        void_check("waitlist_switches"),
        CheckConstraint("btrim(document_no) <> ''", name="ck_waitlist_switches_document"),
        CheckConstraint("(evidence_id IS NULL) = (evidence_home_id IS NULL)", name="ck_waitlist_switches_evidence"),
        ExcludeConstraint(
            ("county", "="), (text("coalesce(institution_id, 0)"), "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_waitlist_switches_once",
        ),
        Index("ix_waitlist_switches_home", "county", "institution_id", "from_on"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    document_no: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    evidence_home_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    evidence_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
