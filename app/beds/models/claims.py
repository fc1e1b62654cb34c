"""Who or what has a bed on which days 占床: one table, because an exclusion constraint cannot see a second one."""

from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.beds.rules.kinds import ClaimKind, ClosureReason, Sex
from app.core.base import Base, Day, EnumText, Flag, NewId, Spanned, Voidable, one_of, span_check

__all__ = ["BedClaim"]

_PERSON = (
    "CASE WHEN kind = 'closure' THEN elder_id IS NULL AND sex IS NULL ELSE elder_id IS NOT NULL AND sex IS NOT NULL END"
)
_STAY = (
    "(kind IN ('stay', 'private')) = (stay_id IS NOT NULL)"
    " AND (stay_id IS NULL) = (stay_from_on IS NULL) AND (stay_id IS NULL) = (stay_to_on IS NULL)"
)
_IN_STAY = "voided_at IS NOT NULL OR stay_id IS NULL OR (from_on >= stay_from_on AND to_on <= stay_to_on)"
_IN_SERVICE = "voided_at IS NOT NULL OR (from_on >= service_from_on AND to_on <= service_to_on)"
_ROOM_SEX = "voided_at IS NOT NULL OR room_sex IS NULL OR shares_room OR kind NOT IN ('stay', 'hold') OR sex = room_sex"
# A piece carried into another room keeps the plan of the whole, which may be over already.
_PLANNED = "planned_end_on IS NULL OR planned_end_on >= from_on OR continues_id IS NOT NULL"


class BedClaim(Base, Spanned, Voidable):
    """One claim on one bed: a stay, a hold, a private place or a closure.

    The bed's in-service span and the stay's span are copied here with keys that hold the copies true, so a
    claim lies inside both without a trigger. A voided claim has no `…_live`, so no key binds it any more.
    """

    __tablename__ = "bed_claims"
    __table_args__ = (
        UniqueConstraint("county", "institution_id", "id", name="uq_bed_claims_home"),
        span_check("bed_claims"),
        one_of("bed_claims", "kind", ClaimKind),
        one_of("bed_claims", "sex", Sex),
        one_of("bed_claims", "room_sex", Sex),
        one_of("bed_claims", "reason", ClosureReason),
        CheckConstraint(_PERSON, name="ck_bed_claims_person"),
        CheckConstraint(_STAY, name="ck_bed_claims_stay"),
        CheckConstraint(_IN_STAY, name="ck_bed_claims_in_stay"),
        CheckConstraint(_IN_SERVICE, name="ck_bed_claims_in_service"),
        CheckConstraint(_ROOM_SEX, name="ck_bed_claims_sex_of_room"),
        CheckConstraint("(kind = 'closure') = (reason IS NOT NULL)", name="ck_bed_claims_closure"),
        CheckConstraint(_PLANNED, name="ck_bed_claims_planned_end"),
        ForeignKeyConstraint(
            ["county", "institution_id", "bed_id"],
            ["beds.county", "beds.institution_id", "beds.id"],
            name="fk_bed_claims_bed",
        ),
        ForeignKeyConstraint(
            ["county", "institution_id", "room_id"],
            ["rooms.county", "rooms.institution_id", "rooms.id"],
            name="fk_bed_claims_room",
        ),
        ForeignKeyConstraint(
            [
                "county", "institution_id", "service_id", "bed_id", "room_id",
                "service_from_on", "service_to_on", "service_live",
            ],
            [
                "bed_services.county", "bed_services.institution_id", "bed_services.id", "bed_services.bed_id",
                "bed_services.room_id", "bed_services.from_on", "bed_services.to_on", "bed_services.live",
            ],
            name="fk_bed_claims_service", deferrable=True, initially="DEFERRED",
        ),
        ForeignKeyConstraint(
            ["county", "institution_id", "continues_id"],
            ["bed_claims.county", "bed_claims.institution_id", "bed_claims.id"],
            name="fk_bed_claims_continues",
        ),
        # The one place where a lower table points up: a claim is a person's, and lies inside their stay.
        ForeignKeyConstraint(["county", "elder_id"], ["elders.county", "elders.id"], name="fk_bed_claims_elder"),
        ForeignKeyConstraint(
            ["county", "institution_id", "stay_id", "elder_id", "stay_from_on", "stay_to_on", "stay_live"],
            [
                "stays.county", "stays.institution_id", "stays.id", "stays.elder_id",
                "stays.from_on", "stays.to_on", "stays.live",
            ],
            name="fk_bed_claims_stay", deferrable=True, initially="DEFERRED",
        ),
        ExcludeConstraint(
            ("county", "="), ("bed_id", "="), ("during", "&&"),
            where="voided_at IS NULL", using="gist", name="ex_bed_claims_one_per_bed",
        ),
        ExcludeConstraint(
            ("county", "="), ("elder_id", "="), ("during", "&&"),
            where="voided_at IS NULL AND kind = 'stay'", using="gist", name="ex_bed_claims_one_bed_per_elder",
        ),
        ExcludeConstraint(
            ("county", "="), ("room_id", "="), ("sex", "<>"), ("during", "&&"),
            where="voided_at IS NULL AND kind IN ('stay', 'hold') AND sex_rule AND NOT shares_room",
            using="gist", name="ex_bed_claims_one_sex_per_room",
        ),
        # Under row security a range operator never uses the exclusions' own indexes (it is not leakproof).
        Index("ix_bed_claims_home", "county", "institution_id", "from_on"),
        Index("ix_bed_claims_bed", "county", "bed_id", "from_on"),
        Index("ix_bed_claims_room", "county", "room_id", "from_on"),
        Index("ix_bed_claims_service", "county", "institution_id", "service_id"),
        Index("ix_bed_claims_stay", "county", "institution_id", "stay_id", postgresql_where="stay_id IS NOT NULL"),
        Index(
            "ix_bed_claims_continues", "county", "institution_id", "continues_id",
            postgresql_where="continues_id IS NOT NULL",
        ),
        Index("ix_bed_claims_elder", "county", "elder_id", "from_on", postgresql_where="elder_id IS NOT NULL"),
    )  # fmt: skip

    county: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[NewId]
    institution_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[ClaimKind] = mapped_column(EnumText(ClaimKind))
    bed_id: Mapped[int] = mapped_column(BigInteger)
    room_id: Mapped[int] = mapped_column(BigInteger)
    service_id: Mapped[int] = mapped_column(BigInteger)
    service_from_on: Mapped[Day]
    service_to_on: Mapped[Day]
    service_live: Mapped[bool | None] = mapped_column(
        Computed("CASE WHEN voided_at IS NULL THEN true END", persisted=True), deferred=True
    )
    # When a bed changes its room, its claim is cut there; the new piece says which one it carries on.
    continues_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    stay_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    stay_from_on: Mapped[Day | None] = mapped_column(default=None)
    stay_to_on: Mapped[Day | None] = mapped_column(default=None)
    stay_live: Mapped[bool | None] = mapped_column(
        Computed("CASE WHEN stay_id IS NOT NULL AND voided_at IS NULL THEN true END", persisted=True), deferred=True
    )
    elder_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    sex: Mapped[Sex | None] = mapped_column(EnumText(Sex), default=None)
    # Copied from the room's term: has the room a rule, and does the rule name one sex.
    sex_rule: Mapped[Flag] = mapped_column(server_default="false", default=False)
    room_sex: Mapped[Sex | None] = mapped_column(EnumText(Sex), default=None)
    shares_room: Mapped[Flag] = mapped_column(server_default="false", default=False)
    reason: Mapped[ClosureReason | None] = mapped_column(EnumText(ClosureReason), default=None)
    note: Mapped[str] = mapped_column(String(200), server_default="", default="")
    planned_end_on: Mapped[Day | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
