"""Dated facts about a home, each with its paper; the home of last March is read from last March's facts."""

from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Numeric, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Day, EnumText, Instant, NewId, Voidable, one_of, span_check, void_check, words
from app.institutions.models.said import Dated, late_check
from app.institutions.rules.answers import Datum, Medical
from app.institutions.rules.grades import CERTIFIED, GradeScheme
from app.institutions.rules.kinds import FactKind
from app.institutions.rules.words import SLOT_IS_VALUE, values_of

__all__ = ["InstitutionFact"]

VALUE = (
    "CASE kind "
    + " ".join(f"WHEN '{kind}' THEN value IN ({words(values_of(kind))})" for kind in FactKind)
    + " ELSE false END"
)
SLOT = f"""CASE
 WHEN kind = 'grade' THEN slot IN ({words(GradeScheme)}) AND (slot = '{GradeScheme.PIN}') = (value = '{CERTIFIED}')
 WHEN kind = '{FactKind.OTHER}' OR kind = '{FactKind.MEDICAL}' AND value = '{Medical.CONTRACT}' THEN btrim(slot) <> ''
 WHEN kind IN ({words(sorted(SLOT_IS_VALUE))}) THEN slot = value
 ELSE slot = '' END"""
# Mainland, Hainan and the islands: a figure outside is a swapped or mistyped one.
COORDINATES = f"""CASE WHEN lat IS NULL THEN lon IS NULL AND datum IS NULL
 ELSE coalesce(lat BETWEEN 3 AND 54 AND lon BETWEEN 73 AND 136 AND datum IN ({words(Datum)}), false) END"""


class InstitutionFact(Base, Dated, Voidable):
    """One answer to one question about a home from one day to another."""

    __tablename__ = "institution_facts"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_institution_facts_home"),
        ForeignKeyConstraint(
            ["county", "institution_id"], ["institutions.county", "institutions.id"],
            name="fk_institution_facts_institution",
        ),
        ForeignKeyConstraint(
            ["county", "institution_id", "attachment_id"],
            ["attachments.county", "attachments.institution_id", "attachments.id"],
            name="fk_institution_facts_attachment",
        ),
        span_check("institution_facts"),
        one_of("institution_facts", "kind", FactKind),
        CheckConstraint(VALUE, name="ck_institution_facts_value"),
        CheckConstraint(SLOT, name="ck_institution_facts_slot"),
        CheckConstraint(
            "kind <> 'location' OR (region_code IS NOT NULL AND btrim(address) <> '')",
            name="ck_institution_facts_place",
        ),
        CheckConstraint(COORDINATES, name="ck_institution_facts_coordinates"),
        CheckConstraint("expires_on >= from_on", name="ck_institution_facts_expires"),
        late_check("institution_facts"),
        void_check("institution_facts"),
        ExcludeConstraint(
            ("county", "="), ("institution_id", "="), ("kind", "="), ("slot", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_institution_facts_one",
        ),
        Index("ix_institution_facts_home", "county", "institution_id", "from_on"),
        Index("ix_institution_facts_attachment", "county", "institution_id", "attachment_id"),
        Index("ix_institution_facts_region", "region_code"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[FactKind] = mapped_column(EnumText(FactKind))
    slot: Mapped[str] = mapped_column(String(80), server_default="", default="")
    value: Mapped[str] = mapped_column(String(40))
    party: Mapped[str] = mapped_column(String(80), server_default="", default="")
    # A reference table has no county to begin a key with; the service asks it instead.
    region_code: Mapped[int | None] = mapped_column(BigInteger, default=None)
    address: Mapped[str] = mapped_column(String(120), server_default="", default="")
    lat: Mapped[Decimal | None] = mapped_column(Numeric(9, 6), default=None)
    lon: Mapped[Decimal | None] = mapped_column(Numeric(9, 6), default=None)
    datum: Mapped[Datum | None] = mapped_column(EnumText(Datum), default=None)
    certificate_no: Mapped[str] = mapped_column(String(60), server_default="", default="")
    document_no: Mapped[str] = mapped_column(String(80), server_default="", default="")
    issued_on: Mapped[Day | None] = mapped_column(default=None)
    # The last day the paper holds; `to_on` is only ever what happened.
    expires_on: Mapped[Day | None] = mapped_column(default=None)
    attachment_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    late_reason: Mapped[str] = mapped_column(String(200), server_default="", default="")
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
