"""Who stands around a person: contacts 联系人, the guardian 监护人, and other elders they belong with."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, SmallInteger, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, EnumText, Flag, Instant, NewId, Voidable, one_of, void_check
from app.residents.models.words import of_elder
from app.residents.rules.kinds import GuardianBasis, Relation, RelationKind

__all__ = ["Contact", "ElderRelation"]


class Contact(Voidable, Base):
    """One person or body to reach about an elder; everything that reaches them is sealed."""

    __tablename__ = "contacts"
    __table_args__ = (
        of_elder("contacts"),
        one_of("contacts", "relation", Relation),
        one_of("contacts", "guardian_basis", GuardianBasis),
        CheckConstraint("guardian = (guardian_basis IS NOT NULL)", name="ck_contacts_guardian"),
        void_check("contacts"),
        Index("uq_contacts_guardian", "county", "elder_id", unique=True,
              postgresql_where="guardian AND voided_at IS NULL"),
        Index("ix_contacts_elder", "county", "elder_id", "position"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    elder_id: Mapped[int] = mapped_column(BigInteger)
    seal: Mapped[UUID] = mapped_column(Uuid)
    relation: Mapped[Relation] = mapped_column(EnumText(Relation))
    name: Mapped[bytes] = mapped_column(LargeBinary)
    phone: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    address: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    notes: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    emergency: Mapped[Flag] = mapped_column(server_default="false", default=False)
    pays: Mapped[Flag] = mapped_column(server_default="false", default=False)
    guardian: Mapped[Flag] = mapped_column(server_default="false", default=False)
    guardian_basis: Mapped[GuardianBasis | None] = mapped_column(EnumText(GuardianBasis), default=None)
    evidence_home_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    evidence_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    position: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ElderRelation(Voidable, Base):
    """Two elders who belong together. `elder_id` is the smaller id, but a parent always stands first."""

    __tablename__ = "elder_relations"
    __table_args__ = (
        of_elder("elder_relations"),
        of_elder("elder_relations", "other_id", "other"),
        one_of("elder_relations", "kind", RelationKind),
        CheckConstraint("CASE WHEN kind = 'parent_child' THEN elder_id <> other_id ELSE elder_id < other_id END",
                        name="ck_elder_relations_order"),
        void_check("elder_relations"),
        Index("uq_elder_relations_pair", "county", "elder_id", "other_id", unique=True,
              postgresql_where="voided_at IS NULL"),
        Index("ix_elder_relations_other", "county", "other_id"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    elder_id: Mapped[int] = mapped_column(BigInteger)
    other_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[RelationKind] = mapped_column(EnumText(RelationKind))
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    recorded_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
