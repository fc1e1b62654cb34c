"""Sign-ins: the doors that take the process's secret, who the caller is, and the caller's live sign-ins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from app.accounts.models import SignIn
from app.core.clock import know_instant, now
from app.core.db import opened_with
from app.core.errors import NotFound
from app.core.i18n import _

__all__ = [
    "OPENING",
    "Candidate",
    "LiveSignIn",
    "OwnSecret",
    "current_actor",
    "find_candidate",
    "get_own_sign_in",
    "live_sign_ins",
    "live_sign_ins_of",
    "open_sign_in",
    "own_secret",
    "set_one_time_code",
    "set_password",
    "touch_sign_in",
]

# The web role may not read token hashes, not even its own.
NO_TOKEN = defer(SignIn.token_hash, raiseload=True)


WHO = text("SELECT current_actor(), app_now()")
RIGHTS = "set_config('app.tok', :token, true) AS token"
OPENING = {
    False: text(f"SELECT current_actor(), app_now() FROM {RIGHTS}"),  # noqa: S608  (our own words)
    True: text(
        f"SELECT current_actor(), app_now() FROM {RIGHTS}, set_config('transaction_read_only', 'on', true) AS shut"  # noqa: S608
    ),
}
"""Says whose rights count, in a transaction that only reads or one that writes, and then asks who that is."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What there is to check a try against; the web role learns it only with the process's secret."""

    user_id: int
    password_hash: str | None
    disabled: bool
    must_change: bool
    code_hash: str | None
    code_expires_at: datetime | None
    changed_at: datetime | None
    roles: list[str]


@dataclass(frozen=True, slots=True)
class OwnSecret:
    """The caller's own password hash and the day it was set."""

    password_hash: str | None
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class LiveSignIn:
    """One line of 已登录的设备."""

    id: int
    device: str
    opened_at: datetime
    seen_at: datetime


async def find_candidate(session: AsyncSession, secret: str, username: str) -> Candidate | None:
    """Find the account a try names, with its hashes."""
    columns = "user_id, password_hash, disabled, must_change, code_hash, code_expires_at, changed_at, roles"
    statement = text(f"SELECT {columns} FROM sign_in_candidate(:secret, :username)")  # noqa: S608
    row = (await session.execute(statement, {"secret": secret, "username": username})).one_or_none()
    return None if row is None else Candidate(**row._mapping)


async def open_sign_in(
    session: AsyncSession, secret: str, user_id: int, *, token_hash: bytes, device: str, idle: int, absolute: int
) -> int:
    """Open a sign-in for `idle` and at most `absolute` seconds; the fourth live one ends the oldest."""
    statement = text("SELECT open_sign_in(:secret, :user_id, :token, :device, :idle, :absolute)")
    values = {"secret": secret, "user_id": user_id, "token": token_hash, "device": device}
    return int((await session.execute(statement, values | {"idle": idle, "absolute": absolute})).scalar_one())


async def current_actor(session: AsyncSession) -> tuple[dict[str, Any] | None, datetime]:
    """Give who the transaction's token stands for, if anyone, and this instant."""
    row = await opened_with(session) or (await session.execute(WHO)).one()
    know_instant(session, row[1])
    return row[0], row[1]


async def touch_sign_in(session: AsyncSession) -> None:
    """Note that the caller has just been here."""
    await session.execute(text("SELECT touch_sign_in()"))


async def own_secret(session: AsyncSession, secret: str) -> OwnSecret:
    """Give the caller's own password hash, to check the present password against."""
    statement = text("SELECT password_hash, changed_at FROM own_secret(:secret)")
    row = (await session.execute(statement, {"secret": secret})).one_or_none()
    return OwnSecret(None, None) if row is None else OwnSecret(*row)


async def set_password(session: AsyncSession, secret: str, user_id: int, hashed: str, *, must_change: bool) -> None:
    """Keep a new password; a one-time code that was open is spent by it."""
    statement = text("SELECT set_password(:secret, :user_id, :hashed, :must_change)")
    values = {"secret": secret, "user_id": user_id, "hashed": hashed, "must_change": must_change}
    await session.execute(statement, values)


async def set_one_time_code(
    session: AsyncSession, secret: str, user_id: int, hashed: str | None, until: datetime | None
) -> None:
    """Keep a one-time code in place of the password, or take a used one away."""
    statement = text("SELECT set_one_time_code(:secret, :user_id, :hashed, :until)")
    await session.execute(statement, {"secret": secret, "user_id": user_id, "hashed": hashed, "until": until})


async def live_sign_ins(session: AsyncSession, user_id: int) -> list[LiveSignIn]:
    """List where a user is signed in at this moment, newest first."""
    at = await now(session)
    rows = select(SignIn.id, SignIn.device, SignIn.opened_at, SignIn.seen_at).where(
        SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.expires_at > at,
        SignIn.seen_at + SignIn.idle_seconds * timedelta(seconds=1) > at,
    )  # fmt: skip
    rows = rows.order_by(SignIn.opened_at.desc(), SignIn.id.desc())
    return [LiveSignIn(*row) for row in await session.execute(rows)]


async def live_sign_ins_of(session: AsyncSession, user_id: int) -> list[SignIn]:
    """Lock every sign-in of a user that has not ended, in ascending order, to end them."""
    rows = select(SignIn).options(NO_TOKEN).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    locked = rows.order_by(SignIn.id).with_for_update(key_share=True).execution_options(populate_existing=True)
    return list(await session.scalars(locked))


async def get_own_sign_in(session: AsyncSession, user_id: int, sign_in_id: int) -> SignIn:
    """Give one of the user's own sign-ins, or refuse as if it did not exist."""
    own = select(SignIn).where(SignIn.id == sign_in_id, SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    found = await session.scalar(own.options(NO_TOKEN).with_for_update(key_share=True))
    if found is None:
        raise NotFound(_("没有找到这次登录，可能已经退出。请刷新页面"))
    return found
