"""Accounts and their grants, as an administrator of some regions may see them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import RoleGrant, SignIn, User
from app.accounts.rules import Role
from app.core.clock import business_date
from app.core.errors import NotFound
from app.core.i18n import _
from app.core.scope import Scope, within

__all__ = [
    "GrantLine",
    "UserLine",
    "count_other_administrators",
    "get_grant",
    "get_self",
    "get_user",
    "get_user_line",
    "grants_of",
    "has_users",
    "is_administrator",
    "live_grants",
    "lock_administrators",
    "users_of",
]


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One grant as a page shows it; `is_live` is a matter of the business date."""

    id: int
    user_id: int
    role: Role
    region: int
    institution_id: int | None
    from_on: date
    to_on: date
    document: str
    is_live: bool

    @property
    def is_open(self) -> bool:
        """Whether no end has been set."""
        return self.to_on == date.max


@dataclass(frozen=True, slots=True)
class UserLine:
    """One account with the grants the reader may see."""

    id: int
    username: str
    name: str
    disabled_at: datetime | None
    last_seen_at: datetime | None
    grants: list[GrantLine] = field(default_factory=list)

    @property
    def live_roles(self) -> list[Role]:
        """The roles held today, each once."""
        return list(dict.fromkeys(grant.role for grant in self.grants if grant.is_live))


class _Where:
    """A grant's place under the names `within` reads."""

    county = RoleGrant.region
    institution_id = RoleGrant.institution_id


def _inside(scope: Scope) -> ColumnElement[bool]:
    return within(_Where, scope)


def _visible(scope: Scope) -> Select[int]:
    """Select the accounts with at least one grant inside the scope, whenever it holds."""
    return select(RoleGrant.user_id).where(RoleGrant.voided_at.is_(None), _inside(scope))


async def users_of(
    session: AsyncSession, scope: Scope, *, words: str = "", disabled: bool | None = None, limit: int = 500
) -> list[UserLine]:
    """List the accounts inside the scope by number; `words` looks in numbers and names."""
    rows = _lines().where(User.id.in_(_visible(scope)))
    if words:
        rows = rows.where(or_(User.username.contains(words.lower(), autoescape=True),
                              User.name.contains(words, autoescape=True)))  # fmt: skip
    if disabled is not None:
        rows = rows.where(User.disabled_at.is_not(None) if disabled else User.disabled_at.is_(None))
    found = (await session.execute(rows.order_by(User.username, User.id).limit(limit))).all()
    grants = await grants_of(session, scope, [row[0] for row in found])
    return [UserLine(*row, grants=grants.get(row[0], [])) for row in found]


async def get_user_line(session: AsyncSession, scope: Scope, user_id: int) -> UserLine:
    """Give one account inside the scope with its grants there, or refuse as if it did not exist."""
    row = (await session.execute(_lines().where(User.id == user_id, User.id.in_(_visible(scope))))).first()
    if row is None:
        raise NotFound(_("没有找到这个账号，请从账号列表重新进入"))
    grants = await grants_of(session, scope, [user_id])
    return UserLine(*row, grants=grants.get(user_id, []))


def _lines() -> Select[int, str, str, datetime | None, datetime | None]:
    seen = select(func.max(SignIn.seen_at)).where(SignIn.user_id == User.id).scalar_subquery()
    return select(User.id, User.username, User.name, User.disabled_at, seen)


async def grants_of(session: AsyncSession, scope: Scope, user_ids: Iterable[int]) -> dict[int, list[GrantLine]]:
    """Give the grants inside the scope of these accounts, the ones that hold today first."""
    day = await business_date(session)
    rows = select(RoleGrant).where(
        RoleGrant.user_id.in_(list(user_ids)), RoleGrant.voided_at.is_(None), _inside(scope)
    )  # fmt: skip
    found: dict[int, list[GrantLine]] = defaultdict(list)
    for grant in await session.scalars(rows.order_by(RoleGrant.to_on.desc(), RoleGrant.from_on, RoleGrant.id)):
        found[grant.user_id].append(_line(grant, day))
    return dict(found)


def _line(grant: RoleGrant, day: date) -> GrantLine:
    return GrantLine(
        id=grant.id,
        user_id=grant.user_id,
        role=Role(grant.role),
        region=grant.region,
        institution_id=grant.institution_id,
        from_on=grant.from_on,
        to_on=grant.to_on,
        document=grant.document or "",
        is_live=grant.from_on <= day < grant.to_on,
    )


async def get_user(session: AsyncSession, scope: Scope, user_id: int) -> User:
    """Lock an account inside the scope, to change it, or refuse as if it did not exist."""
    found = await session.scalar(
        select(User).where(User.id == user_id, User.id.in_(_visible(scope))).with_for_update(key_share=True)
    )
    if found is None:
        raise NotFound(_("没有找到这个账号，请从账号列表重新进入"))
    return found


async def get_self(session: AsyncSession, user_id: int) -> User:
    """Give the caller's own account."""
    found = await session.get(User, user_id)
    if found is None:
        raise NotFound(_("没有找到这个账号，请重新登录"))
    return found


async def get_grant(session: AsyncSession, scope: Scope, user_id: int, grant_id: int) -> RoleGrant:
    """Lock one grant inside the scope, or refuse as if it did not exist."""
    one = select(RoleGrant).where(
        RoleGrant.id == grant_id, RoleGrant.user_id == user_id, RoleGrant.voided_at.is_(None), _inside(scope)
    )
    found = await session.scalar(one.with_for_update(key_share=True))
    if found is None:
        raise NotFound(_("没有找到这项授权，可能刚被别人改过。请刷新页面"))
    return found


async def live_grants(session: AsyncSession, user_id: int) -> list[RoleGrant]:
    """Give every grant of an account that holds today or later, wherever it lies."""
    day = await business_date(session)
    rows = select(RoleGrant).where(
        RoleGrant.user_id == user_id, RoleGrant.voided_at.is_(None), RoleGrant.to_on > day
    )  # fmt: skip
    return list(await session.scalars(rows.order_by(RoleGrant.id)))


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
    day = await business_date(session)
    held = (
        select(func.count(func.distinct(RoleGrant.user_id)))
        .join(User, User.id == RoleGrant.user_id)
        .where(
            who, RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.voided_at.is_(None), User.disabled_at.is_(None),
            RoleGrant.from_on <= day, RoleGrant.to_on > day,
        )
    )  # fmt: skip
    return int((await session.execute(held)).scalar_one())


async def has_users(session: AsyncSession) -> bool:
    """Tell whether anybody has an account yet; a stranger may learn no more than this."""
    return bool((await session.execute(text("SELECT has_users()"))).scalar_one())
