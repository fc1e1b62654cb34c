"""Finding homes, locking them, and what stands behind them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import normalize

from sqlalchemy import ColumnElement, Select, bindparam, case, func, inspect, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope, within
from app.institutions.errors import HomeNotFound
from app.institutions.models import Institution, LegalUnit

__all__ = [
    "HomeLine", "find_by_code", "find_legal_unit", "get_institution", "home_at_hand", "homes_in", "legal_units_of",
    "lock_home", "lock_homes", "matches", "search_institutions", "sites_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class HomeLine:
    """A home as lists and the head of a page name it."""

    id: int
    county: int
    code: str
    name: str
    short_name: str
    closed_on: date | None = None


# Every page and every act asks for its home: the statement is put together once, and the scope looked up in the answer.
ONE = select(Institution).where(Institution.id == bindparam("home"))
LOCK_ONE = ONE.with_for_update(key_share=True).execution_options(populate_existing=True)


async def get_institution(
    session: AsyncSession, scope: Scope, institution_id: int, *, lock: bool = False
) -> Institution:
    """Give a home the caller may see, locked where its rows are about to change."""
    if lock:
        return await lock_home(session, scope, institution_id)
    return _seen(scope, await session.scalar(ONE, {"home": institution_id}))


async def lock_home(session: AsyncSession, scope: Scope, institution_id: int) -> Institution:
    """Lock the home's row: whoever changes who has what bed takes this lock first.

    Who holds it is told what the row said then: nobody else can have changed it.
    """
    transaction = session.sync_session.get_transaction()
    locked: dict[int, tuple[Any, Institution]] = session.sync_session.info.setdefault("locked_homes", {})
    since, held = locked.get(institution_id, (None, None))
    if held is not None and since is transaction and not inspect(held).expired and scope.covers(held.county, held.id):
        return held
    home = _seen(scope, await session.scalar(LOCK_ONE, {"home": institution_id}))
    # A lock taken under a savepoint may be gone with it.
    if not session.in_nested_transaction():
        locked[institution_id] = (session.sync_session.get_transaction(), home)
    return home


async def lock_homes(session: AsyncSession, scope: Scope, institution_ids: Collection[int]) -> list[Institution]:
    """Lock several homes in ascending order, so that two who want the same ones never wait for each other."""
    wanted = (
        select(Institution)
        .where(Institution.id.in_(institution_ids), within(Institution, scope, home="id"))
        .order_by(Institution.id)
        .execution_options(populate_existing=True)
    )
    homes = list(await session.scalars(wanted.with_for_update(key_share=True)))
    if len(homes) != len(set(institution_ids)):
        raise HomeNotFound
    return homes


async def find_by_code(session: AsyncSession, code: str, county: int | None = None) -> list[HomeLine]:
    """List the homes of a code, in every county the caller's rights reach; two counties may use the same code."""
    wanted = _lines().where(Institution.code == normalize("NFKC", code).strip().upper())
    if county is not None:
        wanted = wanted.where(Institution.county == county)
    return await _read(session, wanted.order_by(Institution.county, Institution.id))


async def home_at_hand(session: AsyncSession, scope: Scope, wanted_id: int | None) -> HomeLine | None:
    """Give the home in the address where the caller may see it, else the first of theirs by name, open ones first."""
    asked = case((Institution.id == (wanted_id or 0), 0), else_=1)
    wanted = _lines().where(within(Institution, scope, home="id")).order_by(asked, *_order())
    found = await _read(session, wanted.limit(1))
    return found[0] if found else None


async def homes_in(session: AsyncSession, scope: Scope) -> list[HomeLine]:
    """List the homes inside the scope by name, open ones first."""
    return await _read(session, _lines().where(within(Institution, scope, home="id")).order_by(*_order()))


async def search_institutions(session: AsyncSession, scope: Scope, text: str, limit: int = 8) -> list[HomeLine]:
    """Find homes by a piece of the name, pinyin, its initials or the code."""
    asked = text.strip()
    if not asked:
        return []
    exact = case(
        (Institution.code == asked.upper(), 0), (Institution.name.startswith(asked, autoescape=True), 1), else_=2
    )
    wanted = _lines().where(within(Institution, scope, home="id"), matches(asked))
    return await _read(session, wanted.order_by(exact, *_order()).limit(limit))


async def sites_of(session: AsyncSession, scope: Scope, home: Institution) -> list[Institution]:
    """List the sites of the home's legal unit that the caller may see; a home without one stands alone."""
    if home.legal_unit_id is None:
        return [home]
    mine = select(Institution).where(
        within(Institution, scope, home="id"),
        Institution.county == home.county,
        Institution.legal_unit_id == home.legal_unit_id,
    )
    return list(await session.scalars(mine.order_by(*_order())))


async def find_legal_unit(session: AsyncSession, county: int, legal_unit_id: int | None) -> LegalUnit | None:
    """Give the legal unit behind a home of the county."""
    if legal_unit_id is None:
        return None
    return await session.scalar(select(LegalUnit).where(LegalUnit.county == county, LegalUnit.id == legal_unit_id))


async def legal_units_of(session: AsyncSession, county: int) -> list[LegalUnit]:
    """List the legal units of a county by name."""
    mine = select(LegalUnit).where(LegalUnit.county == county).order_by(LegalUnit.name, LegalUnit.id)
    return list(await session.scalars(mine))


def matches(asked: str) -> ColumnElement[bool]:
    """Say that a home answers to what was typed."""
    found: list[ColumnElement[bool]] = [Institution.name.contains(asked, autoescape=True)]
    small = normalize("NFKC", asked).lower().replace(" ", "")
    if small.isascii() and small:
        spelled = func.replace(Institution.name_sort, " ", "")
        found += [
            spelled.contains(small, autoescape=True),
            Institution.initials.contains(small, autoescape=True),
            Institution.code.contains(small.upper(), autoescape=True),
        ]
    return or_(*found)


def _seen(scope: Scope, home: Institution | None) -> Institution:
    if home is None or not scope.covers(home.county, home.id):
        raise HomeNotFound
    return home


def _lines() -> Select[int, int, str, str, str, date | None]:
    one = Institution
    return select(one.id, one.county, one.code, one.name, one.short_name, one.closed_on)


def _order() -> tuple[Any, ...]:
    closed = case((Institution.closed_on.is_(None), 0), else_=1)
    return (closed, Institution.name_sort, Institution.id)


async def _read(session: AsyncSession, wanted: Select[int, int, str, str, str, date | None]) -> list[HomeLine]:
    return [HomeLine(*row) for row in await session.execute(wanted)]
