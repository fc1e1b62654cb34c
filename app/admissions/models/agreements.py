"""Service agreements 养老服务协议: the nine contents of 养老机构管理办法 §16 as fields, and the limits on money as checks."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    LargeBinary,
    Numeric,
    SmallInteger,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.admissions.models.words import guardian_check, of_admission, of_attachment, of_file
from app.admissions.rules.kinds import AgreementState, Basis, PayCycle
from app.core.base import Base, Day, EnumText, Flag, Instant, NewId, Voidable, one_of, void_check

__all__ = ["ServiceAgreement"]

MONTHS = 12
_SIGNED = (
    "state = 'draft' OR (signed_on IS NOT NULL AND basis IS NOT NULL AND signer IS NOT NULL"
    " AND btrim(home_signer) <> '')"
)


class ServiceAgreement(Voidable, Base):
    """One agreement between the home and a person. Names, papers and clauses are sealed together in `contents`."""

    __tablename__ = "service_agreements"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_service_agreements_home"),
        *of_file("service_agreements"),
        of_admission("service_agreements"),
        of_attachment("service_agreements"),
        of_attachment("service_agreements", "guardian_evidence_id", "guardian_home_id"),
        one_of("service_agreements", "state", AgreementState),
        one_of("service_agreements", "pay_cycle", PayCycle),
        one_of("service_agreements", "basis", Basis),
        *guardian_check("service_agreements"),
        CheckConstraint("term_to_on > term_from_on", name="ck_service_agreements_term"),
        CheckConstraint("bed_fee >= 0 AND care_fee >= 0 AND meal_fee >= 0 AND other_fee >= 0 AND deposit >= 0"
                        " AND member_fee >= 0", name="ck_service_agreements_fees"),
        CheckConstraint(f"deposit <= {MONTHS} * bed_fee", name="ck_service_agreements_deposit"),
        CheckConstraint(f"prepaid_months BETWEEN 0 AND {MONTHS}", name="ck_service_agreements_prepaid"),
        CheckConstraint("NOT public_home OR member_fee = 0", name="ck_service_agreements_member_fee"),
        CheckConstraint(_SIGNED, name="ck_service_agreements_signed"),
        void_check("service_agreements"),
        Index("uq_service_agreements_admission", "county", "institution_id", "admission_id", unique=True,
              postgresql_where=text("admission_id IS NOT NULL AND voided_at IS NULL")),
        Index("ix_service_agreements_elder", "county", "elder_id"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    elder_id: Mapped[int] = mapped_column(BigInteger)
    admission_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    seal: Mapped[UUID] = mapped_column(Uuid)
    state: Mapped[AgreementState] = mapped_column(
        EnumText(AgreementState), server_default=AgreementState.DRAFT.value, default=AgreementState.DRAFT
    )
    contents: Mapped[bytes] = mapped_column(LargeBinary)
    term_from_on: Mapped[Day]
    term_to_on: Mapped[Day]
    # A month's charges in yuan, the deposit, and how many months are paid ahead.
    bed_fee: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    care_fee: Mapped[Decimal] = mapped_column(Numeric(10, 2), server_default="0", default=Decimal(0))
    meal_fee: Mapped[Decimal] = mapped_column(Numeric(10, 2), server_default="0", default=Decimal(0))
    other_fee: Mapped[Decimal] = mapped_column(Numeric(10, 2), server_default="0", default=Decimal(0))
    deposit: Mapped[Decimal] = mapped_column(Numeric(10, 2), server_default="0", default=Decimal(0))
    member_fee: Mapped[Decimal] = mapped_column(Numeric(10, 2), server_default="0", default=Decimal(0))
    prepaid_months: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)
    pay_cycle: Mapped[PayCycle] = mapped_column(EnumText(PayCycle), server_default="month", default=PayCycle.MONTH)
    # Copied from the home's facts when it is written: a public home takes no 会员费.
    public_home: Mapped[Flag] = mapped_column(server_default="true", default=True)
    # Copied from the admission: whether the person can sign.
    can_sign: Mapped[Flag] = mapped_column(server_default="true", default=True)
    signed_on: Mapped[Day | None] = mapped_column(default=None)
    basis: Mapped[Basis | None] = mapped_column(EnumText(Basis), default=None)
    signer: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    home_signer: Mapped[str] = mapped_column(String(60), server_default="", default="")
    evidence_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    guardian_home_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    guardian_evidence_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
