"""Users, grants, sign-ins, devices and attempts. Global tables: they name a home without a foreign key."""

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.base import Base, Instant, Spanned, Voidable, one_of, span_check

__all__ = ["Attempt", "Device", "FirstRunLink", "RoleGrant", "SignIn", "SignInHome", "User", "UserSecret"]

ROLES = (
    "administrator", "director", "nurse", "caregiver", "kitchen", "network_manager",
    "statistics_clerk", "case_officer", "city_bureau",
)  # fmt: skip


class User(Base):
    """An account 账号 of one person; it is disabled, never deleted, because the trail names it."""

    __tablename__ = "users"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_users"),
        UniqueConstraint("username", name="uq_users_username"),
        CheckConstraint("username = lower(username) AND length(username) >= 2", name="ck_users_username"),
        CheckConstraint("length(btrim(name)) > 0", name="ck_users_name"),
        CheckConstraint("text_size IN ('standard', 'large', 'larger')", name="ck_users_text_size"),
        CheckConstraint("locale IN ('zh', 'en')", name="ck_users_locale"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    username: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[bytes | None] = mapped_column(LargeBinary)
    seal: Mapped[UUID] = mapped_column(Uuid, server_default=text("gen_random_uuid()"))
    text_size: Mapped[str] = mapped_column(String(10), server_default="standard", default="standard")
    locale: Mapped[str] = mapped_column(String(5), server_default="zh", default="zh")
    created_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    disabled_at: Mapped[Instant | None]
    disabled_by: Mapped[int | None] = mapped_column(BigInteger)


class UserSecret(Base):
    """Password and one-time code of a user, hashed. The web role cannot read this table at all."""

    __tablename__ = "user_secrets"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", name="pk_user_secrets"),
        ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_user_secrets_user"),
    )

    user_id: Mapped[int] = mapped_column(BigInteger)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    changed_at: Mapped[Instant | None]
    code_hash: Mapped[str | None] = mapped_column(String(200))
    code_expires_at: Mapped[Instant | None]


class RoleGrant(Spanned, Voidable, Base):
    """A role somewhere for some time: in one home, or in a whole region (0 is everywhere)."""

    __tablename__ = "role_grants"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_role_grants"),
        ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_role_grants_user"),
        one_of("role_grants", "role", ROLES),
        CheckConstraint(
            "(institution_id IS NOT NULL) = (role IN ('director', 'nurse', 'caregiver', 'kitchen'))",
            name="ck_role_grants_where",
        ),
        CheckConstraint("region >= 0 AND region < 1000000", name="ck_role_grants_region"),
        span_check("role_grants"),
        Index("ix_role_grants_user", "user_id", "from_on"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    user_id: Mapped[int] = mapped_column(BigInteger)
    role: Mapped[str] = mapped_column(String(20))
    region: Mapped[int] = mapped_column(Integer)
    institution_id: Mapped[int | None] = mapped_column(BigInteger)
    document: Mapped[str | None] = mapped_column(String(120))
    granted_by: Mapped[int | None] = mapped_column(BigInteger)
    granted_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))


class SignIn(Base):
    """One sign-in on one device, or a short one of the system. Only the token's hash is kept."""

    __tablename__ = "sign_ins"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_sign_ins"),
        ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sign_ins_user"),
        UniqueConstraint("token_hash", name="uq_sign_ins_token"),
        CheckConstraint("(user_id IS NULL) = (purpose <> '')", name="ck_sign_ins_who"),
        Index("ix_sign_ins_user", "user_id", "opened_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    purpose: Mapped[str] = mapped_column(String(80), server_default=text("''"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    device: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    opened_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    seen_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    idle_seconds: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    ended_why: Mapped[str | None] = mapped_column(String(40))


class SignInHome(Base):
    """Where a system sign-in may act: single homes of one county, or all of it where the home is 0."""

    __tablename__ = "sign_in_homes"
    __table_args__ = (
        PrimaryKeyConstraint("sign_in_id", "region", "institution_id", name="pk_sign_in_homes"),
        ForeignKeyConstraint(["sign_in_id"], ["sign_ins.id"], name="fk_sign_in_homes_sign_in"),
    )

    sign_in_id: Mapped[int] = mapped_column(BigInteger)
    region: Mapped[int] = mapped_column(Integer)
    institution_id: Mapped[int] = mapped_column(BigInteger)


class Device(Base):
    """A device on which this user has signed in before: strangers' failures never lock it out."""

    __tablename__ = "devices"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "device_hash", name="pk_devices"),
        ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_devices_user"),
    )

    user_id: Mapped[int] = mapped_column(BigInteger)
    device_hash: Mapped[bytes] = mapped_column(LargeBinary)
    last_used_at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))


class Attempt(Base):
    """One try to sign in, kept for the throttle and the trail; names and addresses only as hashes."""

    __tablename__ = "attempts"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_attempts"),
        CheckConstraint("outcome IN ('opened', 'refused', 'throttled')", name="ck_attempts_outcome"),
        Index("ix_attempts_username", "username_hash", "at"),
        Index("ix_attempts_address", "address_hash", "at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    at: Mapped[Instant] = mapped_column(server_default=text("app_now()"))
    username_hash: Mapped[bytes] = mapped_column(LargeBinary)
    device_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    address_hash: Mapped[bytes] = mapped_column(LargeBinary)
    outcome: Mapped[str] = mapped_column(String(10))


class FirstRunLink(Base):
    """The one-time link that opens an empty system; only its hash is kept."""

    __tablename__ = "first_run_links"
    __table_args__ = (PrimaryKeyConstraint("token_hash", name="pk_first_run_links"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[Instant]
    used_at: Mapped[Instant | None]
