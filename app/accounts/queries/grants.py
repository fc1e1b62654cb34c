"""Grants of roles: who holds what, where, on which days, and who is left in charge."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import RoleGrant, User
from app.accounts.queries.places import Place, place_names
from app.accounts.rules import Role
from app.core.clock import business_date
from app.core.errors import NotFound
from app.core.i18n import _
from app.core.scope import Scope, within

__all__ = [
    "GrantLine",
    "count_other_administrators",
    "get_grant",
    "grants_of",
    "holders",
    "is_administrator",
    "live_grants",
    "lock_administrators",
    "own_grants",
    "regions_granted",
]


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One grant as a page shows it; whether it is live is a matter of the business date."""

    id: int
    user_id: int
    role: Role
    where: Place
    place: str
    from_on: date
    to_on: date
    document: str
    live: bool

    @property
    def is_open(self) -> bool:
        """Whether no end has been set."""
        return self.to_on == date.max


class _Where:
    """A grant's place under the names `within` reads."""

    county = RoleGrant.region
    institution_id = RoleGrant.institution_id


def holders(scope: Scope, *, role: Role | None = None, day: date | None = None) -> Select[int]:
    """Select the accounts with a grant inside the scope: any at all, or one role that holds on a day."""
    held = select(RoleGrant.user_id).where(RoleGrant.voided_at.is_(None), within(_Where, scope))
    if role is not None:
        held = held.where(RoleGrant.role == role)
    if day is not None:
        held = held.where(*_holds(day))
    return held


def _holds(day: date) -> tuple[ColumnElement[bool], ...]:
    return RoleGrant.from_on <= day, RoleGrant.to_on > day


async def grants_of(session: AsyncSession, scope: Scope, user_ids: Iterable[int]) -> dict[int, list[GrantLine]]:
    """Give the grants inside the scope of these accounts, the longest lasting first."""
    rows = select(RoleGrant).where(
        RoleGrant.user_id.in_(list(user_ids)), RoleGrant.voided_at.is_(None), within(_Where, scope)
    )
    rows = rows.order_by(RoleGrant.to_on.desc(), RoleGrant.from_on, RoleGrant.id)
    found: dict[int, list[GrantLine]] = defaultdict(list)
    for line in await _lines(session, list(await session.scalars(rows))):
        found[line.user_id].append(line)
    return dict(found)


async def own_grants(session: AsyncSession, user_id: int) -> list[GrantLine]:
    """Give the grants of the caller's own account that hold today, wherever they lie."""
    held = await _lines(session, await live_grants(session, user_id))
    return [line for line in held if line.live]


async def live_grants(session: AsyncSession, user_id: int) -> list[RoleGrant]:
    """Give every grant of an account that holds today or later, wherever it lies."""
    day = await business_date(session)
    rows = select(RoleGrant).where(RoleGrant.user_id == user_id, RoleGrant.voided_at.is_(None), RoleGrant.to_on > day)
    return list(await session.scalars(rows.order_by(RoleGrant.id)))


async def _lines(session: AsyncSession, grants: list[RoleGrant]) -> list[GrantLine]:
    day = await business_date(session)
    names = await place_names(session, {(grant.region, grant.institution_id) for grant in grants})
    return [
        GrantLine(
            id=grant.id,
            user_id=grant.user_id,
            role=Role(grant.role),
            where=(grant.region, grant.institution_id),
            place=names[(grant.region, grant.institution_id)],
            from_on=grant.from_on,
            to_on=grant.to_on,
            document=grant.document or "",
            live=grant.from_on <= day < grant.to_on,
        )
        for grant in grants
    ]


async def get_grant(session: AsyncSession, scope: Scope, user_id: int, grant_id: int) -> RoleGrant:
    """Lock one grant inside the scope, or refuse as if it did not exist."""
    one = select(RoleGrant).where(
        RoleGrant.id == grant_id, RoleGrant.user_id == user_id, RoleGrant.voided_at.is_(None), within(_Where, scope)
    )
    found = await session.scalar(one.with_for_update(key_share=True))
    if found is None:
        raise NotFound(_("没有找到这项授权，可能刚被别人改过。请刷新页面"))
    return found


async def regions_granted(session: AsyncSession, scope: Scope) -> set[int]:
    """List the regions inside the scope in which anybody holds a role."""
    rows = select(RoleGrant.region).where(RoleGrant.voided_at.is_(None), within(_Where, scope)).distinct()
    return set(await session.scalars(rows))


async def lock_administrators(session: AsyncSession) -> None:
    """Let changes that could leave nobody in charge queue, so that two administrators cannot remove each other."""
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('administrators', 0))"))


async def is_administrator(session: AsyncSession, user_id: int) -> bool:
    """Tell whether an account administers a region today."""
    return await _administrators(session, User.id == user_id) > 0


async def count_other_administrators(session: AsyncSession, user_id: int) -> int:
    """Count the enabled accounts, besides this one, that administer a region today."""
    return await _administrators(session, User.id != user_id)


async def _administrators(session: AsyncSession, who: ColumnElement[bool]) -> int:
    held = select(func.count(func.distinct(RoleGrant.user_id))).join(User, User.id == RoleGrant.user_id)
    held = held.where(who, User.disabled_at.is_(None), RoleGrant.role == Role.ADMINISTRATOR)
    held = held.where(RoleGrant.voided_at.is_(None), *_holds(await business_date(session)))
    return int((await session.execute(held)).scalar_one())
