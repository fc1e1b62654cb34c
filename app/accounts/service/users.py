"""Accounts of people: made with a printed code, stopped and let in again, never deleted."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.errors import AccountError, NotYours, NotYourself, UsernameTaken
from app.accounts.models import User
from app.accounts.passwords import hash_secret
from app.accounts.queries import grants, sign_ins, users
from app.accounts.rules import (
    CODE_HOURS,
    EndedWhy,
    code_from,
    name_fault,
    plain_name,
    plain_username,
    shown_code,
    username_fault,
)
from app.accounts.service.grants import MANAGE, NewGrant, grant_role, keep_one_administrator
from app.accounts.service.sign_ins import end_sign_ins
from app.accounts.service.tries import process_secret
from app.audit import service as audit
from app.core.actor import Actor, authorize
from app.core.clock import now
from app.core.db import refusing
from app.core.keys import EVERYWHERE, sealer

__all__ = ["Code", "create_user", "disable_user", "enable_user", "new_user", "rename_user", "reset_with_code"]


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code as it goes on paper; it is kept nowhere and cannot be shown again."""

    text: str
    expires_at: datetime


async def create_user(
    session: AsyncSession, actor: Actor, *, username: str, name: str, phone: str, grant: NewGrant
) -> tuple[User, Code]:
    """Make an account with its first role, and give the one-time code that goes on paper."""
    authorize(actor, MANAGE, grant)
    user = await new_user(session, actor, username=username, name=name, phone=phone)
    await grant_role(session, actor, user, grant)
    return user, await _issue_code(session, user)


async def new_user(session: AsyncSession, actor: Actor, *, username: str, name: str, phone: str = "") -> User:
    """Write an account that nobody can sign in to yet."""
    username, name = plain_username(username), plain_name(name)
    if fault := username_fault(username):
        raise AccountError(fault, field="username")
    if fault := name_fault(name):
        raise AccountError(fault, field="name")
    user = User(username=username, name=name, seal=uuid4(), created_by=actor.user_id)
    if phone:
        keys = await sealer(session, EVERYWHERE)
        user.phone = keys.seal("users", "phone", user.seal, phone)
    async with refusing(session, {"uq_users_username": UsernameTaken}):
        session.add(user)
    audit.record(session, actor, "accounts.user_created", user, username=username)
    return user


async def rename_user(session: AsyncSession, actor: Actor, user_id: int, *, name: str) -> User:
    """Correct a person's name; the number stays, because the trail knows people by it."""
    user = await _user_to_change(session, actor, user_id)
    name = plain_name(name)
    if fault := name_fault(name):
        raise AccountError(fault, field="name")
    if user.name != name:
        user.name = name
        audit.record(session, actor, "accounts.user_renamed", user)
    return user


async def disable_user(session: AsyncSession, actor: Actor, user_id: int) -> User:
    """Stop an account: nobody signs in with it, and every sign-in of it ends in this same transaction."""
    user = await _user_to_change(session, actor, user_id)
    await keep_one_administrator(session, actor, user_id)
    if user.disabled_at is None:
        user.disabled_at, user.disabled_by = await now(session), actor.user_id
        ended = await end_sign_ins(session, user.id, EndedWhy.DISABLED)
        audit.record(session, actor, "accounts.user_disabled", user, ended=ended)
    return user


async def enable_user(session: AsyncSession, actor: Actor, user_id: int) -> User:
    """Let an account in again with the password and the roles it has."""
    user = await _user_to_change(session, actor, user_id)
    if user.disabled_at is not None:
        user.disabled_at, user.disabled_by = None, None
        audit.record(session, actor, "accounts.user_enabled", user)
    return user


async def reset_with_code(session: AsyncSession, actor: Actor, user_id: int) -> tuple[User, Code]:
    """Put a one-time code in place of the password; whoever was signed in with the old one is out."""
    user = await _user_to_change(session, actor, user_id)
    if actor.user_id == user_id:
        raise NotYourself
    code = await _issue_code(session, user)
    ended = await end_sign_ins(session, user.id, EndedWhy.RESET)
    audit.record(session, actor, "accounts.user_reset", user, ended=ended)
    return user, code


async def _issue_code(session: AsyncSession, user: User) -> Code:
    code = code_from(secrets.token_bytes(8))
    until = await now(session) + timedelta(hours=CODE_HOURS)
    await sign_ins.set_one_time_code(session, process_secret(), user.id, await hash_secret(code), until)
    return Code(shown_code(code), until)


async def _user_to_change(session: AsyncSession, actor: Actor, user_id: int) -> User:
    """Lock an account all of whose roles lie inside the administrator's regions.

    One role outside is enough to refuse: resetting that account would lend its rights over there.
    """
    scope = actor.scope(MANAGE)
    user = await users.get_user(session, scope, user_id)
    for grant in await grants.live_grants(session, user_id):
        if not scope.covers(grant.region, grant.institution_id):
            raise NotYours
    return user
