"""An empty system: a one-time link, and the first administrator it makes."""

import secrets
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import FirstRunLink, RoleGrant, User
from app.accounts.passwords import hash_secret
from app.accounts.queries import first_run, sign_ins, users
from app.accounts.rules import Role
from app.accounts.service.passwords import check_password
from app.accounts.service.tries import process_secret
from app.accounts.service.users import new_user
from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import business_date, now
from app.core.crypto import token_hash
from app.core.db import refusing

__all__ = ["LINK_MINUTES", "create_first_administrator", "issue_first_run_link"]

LINK_MINUTES = 30
EVERYWHERE = 0


async def issue_first_run_link(session: AsyncSession) -> str | None:
    """Draw the link's token for whoever starts the system, or None once anybody has an account."""
    if await users.has_users(session):
        return None
    token = secrets.token_urlsafe(32)
    until = await now(session) + timedelta(minutes=LINK_MINUTES)
    session.add(FirstRunLink(token_hash=token_hash(token), expires_at=until))
    await session.flush()
    return token


async def create_first_administrator(
    session: AsyncSession, actor: Actor, *, link_token: str, username: str, name: str, password: str, words: list[str]
) -> User:
    """Make the first account, which administers everywhere, and spend the link. Only one caller can win."""
    link = await first_run.get_first_run(session, link_token, lock=True)
    check_password(password, [username, name, *words])
    user = await new_user(session, actor, username=username, name=name)
    day = await business_date(session)
    async with refusing(session):
        session.add(RoleGrant(user_id=user.id, role=Role.ADMINISTRATOR.value, region=EVERYWHERE, from_on=day))
    await sign_ins.set_password(session, process_secret(), user.id, await hash_secret(password), must_change=False)
    link.used_at = await now(session)
    audit.record(session, actor, "accounts.first_administrator_created", user)
    return user
