"""Accounts, as an administrator of some regions may see them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import SignIn, User
from app.accounts.queries.grants import GrantLine, grants_of, holders
from app.accounts.rules import Role
from app.core.clock import business_date
from app.core.errors import NotFound
from app.core.i18n import N_, _
from app.core.keys import EVERYWHERE, sealer
from app.core.scope import Scope

__all__ = [
    "PAGE",
    "UserFilters",
    "UserLine",
    "count_users",
    "get_self",
    "get_user",
    "get_user_line",
    "has_users",
    "phone_of",
    "users_of",
]

PAGE = 50
NOT_FOUND = N_("没有找到这个账号，请从账号列表重新进入")


@dataclass(frozen=True, slots=True)
class UserFilters:
    """Which accounts are asked for: by words in number or name, by a role held today, by state."""

    q: str = ""
    role: Role | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class UserLine:
    """One account with the grants the reader may see."""

    id: int
    username: str
    name: str
    disabled_at: datetime | None
    seen_at: datetime | None
    grants: list[GrantLine] = field(default_factory=list)

    @property
    def enabled(self) -> bool:
        """Whether it can be signed in to."""
        return self.disabled_at is None

    @property
    def roles(self) -> list[str]:
        """The roles held today, each once, in the reader's language."""
        return list(dict.fromkeys(grant.role.label for grant in self.grants if grant.live))

    @property
    def places(self) -> list[str]:
        """The places of the roles held today, each once."""
        return list(dict.fromkeys(grant.place for grant in self.grants if grant.live))


async def users_of(session: AsyncSession, scope: Scope, filters: UserFilters, *, page: int = 1) -> list[UserLine]:
    """List a page of the accounts inside the scope, by number."""
    rows = (await _matching(session, _lines(), scope, filters)).order_by(User.username, User.id)
    found = (await session.execute(rows.limit(PAGE).offset((page - 1) * PAGE))).all()
    grants = await grants_of(session, scope, [row[0] for row in found])
    return [_user_line(row, grants) for row in found]


async def count_users(session: AsyncSession, scope: Scope, filters: UserFilters) -> tuple[int, int]:
    """Count the live and the disabled accounts that the words and the role of the filters ask for."""
    live = func.count().filter(User.disabled_at.is_(None))
    rows = select(live, func.count().filter(User.disabled_at.is_not(None))).select_from(User)
    asked = UserFilters(filters.q, filters.role)
    live_count, disabled_count = (await session.execute(await _matching(session, rows, scope, asked))).one()
    return int(live_count), int(disabled_count)


async def _matching(session: AsyncSession, rows: Any, scope: Scope, filters: UserFilters) -> Any:
    day = await business_date(session) if filters.role else None
    rows = rows.where(User.id.in_(holders(scope, role=filters.role, day=day)))
    if filters.q:
        in_number = User.username.contains(filters.q.lower(), autoescape=True)
        rows = rows.where(or_(in_number, User.name.contains(filters.q, autoescape=True)))
    if filters.state:
        rows = rows.where(User.disabled_at.is_(None) if filters.state == "live" else User.disabled_at.is_not(None))
    return rows


async def get_user_line(session: AsyncSession, scope: Scope, user_id: int) -> UserLine:
    """Give one account inside the scope with its grants there, or refuse as if it did not exist."""
    row = (await session.execute(_lines().where(User.id == user_id, User.id.in_(holders(scope))))).first()
    if row is None:
        raise NotFound(_(NOT_FOUND))
    return _user_line(row, await grants_of(session, scope, [user_id]))


def _user_line(row: Any, grants: dict[int, list[GrantLine]]) -> UserLine:
    return UserLine(row[0], row[1], row[2], row[3], row[4], grants.get(row[0], []))


def _lines() -> Select[int, str, str, datetime | None, datetime | None]:
    seen = select(func.max(SignIn.seen_at)).where(SignIn.user_id == User.id).scalar_subquery()
    return select(User.id, User.username, User.name, User.disabled_at, seen)


async def get_user(session: AsyncSession, scope: Scope, user_id: int) -> User:
    """Lock an account inside the scope, to change it, or refuse as if it did not exist."""
    one = select(User).where(User.id == user_id, User.id.in_(holders(scope))).with_for_update(key_share=True)
    found = await session.scalar(one)
    if found is None:
        raise NotFound(_(NOT_FOUND))
    return found


async def phone_of(session: AsyncSession, user_id: int) -> str:
    """Give a person's phone number, opened, or nothing."""
    phone, seal = (await session.execute(select(User.phone, User.seal).where(User.id == user_id))).one()
    if phone is None:
        return ""
    return (await sealer(session, EVERYWHERE)).open("users", "phone", seal, phone)


async def get_self(session: AsyncSession, user_id: int) -> User:
    """Give the caller's own account."""
    found = await session.get(User, user_id)
    if found is None:
        raise NotFound(_(NOT_FOUND))
    return found


async def has_users(session: AsyncSession) -> bool:
    """Tell whether anybody has an account yet; a stranger may learn no more than this."""
    return bool((await session.execute(text("SELECT has_users()"))).scalar_one())
