"""Accounts for tests: valid by default, one line to bend."""

import secrets
from datetime import date

from app.accounts.models import RoleGrant, User
from app.accounts.passwords import hash_secret
from app.accounts.queries import sign_ins
from app.accounts.service.tries import process_secret
from app.accounts.system import acting_as_system
from app.core.db import transaction
from tests.support.tenants import COUNTY

__all__ = ["PASSWORD", "a_grant", "an_account"]

PASSWORD = "Zhong-Xin8"
OF_A_HOME = {"director", "nurse", "caregiver", "kitchen"}

_hashed: dict[str, str] = {}


async def an_account(
    role: str | None = "caregiver",
    *,
    region: int = COUNTY,
    home_id: int = 1,
    username: str | None = None,
    name: str = "王建国",
    password: str | None = PASSWORD,
    from_on: date = date(2000, 1, 1),
    to_on: date = date.max,
) -> User:
    """Make an account with one role and a password that is right for both profiles."""
    async with acting_as_system("测试账号", regions=[0]), transaction() as session:
        user = User(username=username or f"u-{secrets.token_hex(4)}", name=name)
        session.add(user)
        await session.flush()
        if password is not None:
            hashed = _hashed.setdefault(password, await hash_secret(password))
            await sign_ins.set_password(session, process_secret(), user.id, hashed, must_change=False)
    if role is not None:
        await a_grant(user, role, region=region, home_id=home_id, from_on=from_on, to_on=to_on)
    return user


async def a_grant(
    user: User,
    role: str,
    *,
    region: int = COUNTY,
    home_id: int = 1,
    from_on: date = date(2000, 1, 1),
    to_on: date = date.max,
) -> RoleGrant:
    """Give an account a further role."""
    home = home_id if role in OF_A_HOME else None
    async with acting_as_system("测试账号", regions=[0]), transaction() as session:
        grant = RoleGrant(
            user_id=user.id, role=role, region=region, institution_id=home, from_on=from_on, to_on=to_on
        )  # fmt: skip
        session.add(grant)
    return grant
