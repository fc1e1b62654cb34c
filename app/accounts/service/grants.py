"""Giving and ending roles."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.errors import GrantRefused, LastAdministrator, NotYourself
from app.accounts.models import RoleGrant, User
from app.accounts.queries import grants, places, sign_ins, users
from app.accounts.rules import EndedWhy, Reach, Role, grant_fault, reaches
from app.accounts.service.sign_ins import end_sign_ins
from app.audit import service as audit
from app.core.actor import Actor, authorize
from app.core.clock import business_date
from app.core.db import refusing
from app.core.errors import NotAllowed
from app.core.i18n import _

__all__ = ["NewGrant", "add_grant", "end_grant", "grant_role", "keep_one_administrator"]

MANAGE = "accounts.manage"


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A role somewhere, from a day, until a day or until further notice."""

    role: Role
    region: int
    institution_id: int | None
    from_on: date
    to_on: date = date.max
    document: str = ""

    @property
    def county(self) -> int:
        """Where the grant lies, under the name `authorize` asks for."""
        return self.region


async def add_grant(session: AsyncSession, actor: Actor, user_id: int, new: NewGrant) -> RoleGrant:
    """Give an account a role inside the administrator's own regions; where it holds today, its sign-ins end."""
    authorize(actor, MANAGE, new)
    user = await users.get_user(session, actor.scope(MANAGE), user_id)
    grant = await grant_role(session, actor, user, new)
    if new.from_on <= await business_date(session):
        # The rights of a sign-in are fixed when it opens: idle limit and first page follow the roles.
        await end_sign_ins(session, user.id, EndedWhy.GRANT_CHANGED, keep=actor.sign_in_id)
    return grant


async def grant_role(session: AsyncSession, actor: Actor, user: User, new: NewGrant) -> RoleGrant:
    """Write the grant of a role that has been authorized, unless the account has it already."""
    await _check(session, actor, user, new)
    grant = RoleGrant(
        user_id=user.id, role=new.role.value, region=new.region, institution_id=new.institution_id,
        from_on=new.from_on, to_on=new.to_on, document=new.document or None, granted_by=actor.user_id,
    )  # fmt: skip
    async with refusing(session):
        session.add(grant)
    audit.record(
        session, actor, "accounts.granted", grant, user=user.id, role=new.role, region=new.region,
        home=new.institution_id, from_on=new.from_on, to_on=new.to_on,
    )  # fmt: skip
    return grant


async def _check(session: AsyncSession, actor: Actor, user: User, new: NewGrant) -> None:
    fault = grant_fault(new.role, new.region, new.institution_id)
    if fault is not None:
        raise GrantRefused(fault, field="home" if reaches(new.role) is Reach.HOME else "region")
    if new.to_on < new.from_on:
        raise GrantRefused(_("止日不能早于起日，请核对两个日期"), field="to_on")
    for held in await grants.live_grants(session, user.id):
        same = (held.role, held.region, held.institution_id) == (new.role, new.region, new.institution_id)
        if same and held.from_on < new.to_on and new.from_on < held.to_on:
            raise GrantRefused(_("这个人在这些天已有同样的授权，请核对日期，或先结束原来的"), field="role")
    if not await places.place_exists(session, (new.region, new.institution_id)):
        raise GrantRefused(_("没有这个地区或机构，请从列表里选一个"), field="home" if new.institution_id else "region")


async def end_grant(session: AsyncSession, actor: Actor, user_id: int, grant_id: int, *, to_on: date) -> RoleGrant:
    """Let a role end: `to_on` is the first day it no longer holds. From today on it is gone at once, everywhere."""
    grant = await grants.get_grant(session, actor.scope(MANAGE), user_id, grant_id)
    if to_on < grant.from_on:
        raise GrantRefused(_("止日不能早于起日 {day}，请改一下").format(day=grant.from_on), field="to_on")
    if grant.role == Role.ADMINISTRATOR:
        await keep_one_administrator(session, actor, user_id)
    before = grant.to_on
    async with refusing(session):
        grant.to_on = to_on
    if to_on <= await business_date(session):
        await end_sign_ins(session, user_id, EndedWhy.GRANT_CHANGED, keep=actor.sign_in_id)
    audit.record(
        session, actor, "accounts.grant_ended", grant, user=user_id, role=grant.role, region=grant.region,
        home=grant.institution_id, before=before, after=to_on,
    )  # fmt: skip
    return grant


async def keep_one_administrator(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """Refuse what would leave nobody in charge: ending oneself, or two administrators ending each other."""
    await grants.lock_administrators(session)
    if await grants.is_administrator(session, user_id) and not await grants.count_other_administrators(
        session, user_id
    ):
        raise LastAdministrator
    if actor.user_id == user_id:
        raise NotYourself
    facts, _at = await sign_ins.current_actor(session)
    if facts is None:
        # The other administrator was first, and ended this sign-in while we waited for the lock.
        raise NotAllowed
