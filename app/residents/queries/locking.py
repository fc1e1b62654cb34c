"""Locks on people's files: after the homes, always in the order of their ids, so that nobody waits in a circle."""

from collections.abc import Collection

from sqlalchemy import bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.scope import Scope
from app.residents.errors import ElderNotFound
from app.residents.models import Elder, ElderHome
from app.residents.queries.elders import seen_in

__all__ = ["lock_elders", "lock_file"]

_shared = exists().where(
    ElderHome.county == Elder.county, ElderHome.institution_id == bindparam("home"), ElderHome.elder_id == Elder.id
)
LOCK_FILE = (
    select(Elder, _shared)
    .where(Elder.county == bindparam("county"), Elder.id == bindparam("elder"))
    .with_for_update(key_share=True, of=Elder)
    .execution_options(populate_existing=True)
)


async def lock_elders(session: AsyncSession, scope: Scope, county: int, elder_ids: Collection[int]) -> dict[int, Elder]:
    """Lock these people's files, each seen by a home inside the scope, and give them by id."""
    wanted = (
        select(Elder)
        .where(Elder.county == county, Elder.id.in_(set(elder_ids)), seen_in(scope))
        .order_by(Elder.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    found = {elder.id: elder for elder in await session.scalars(wanted)}
    if len(found) != len(set(elder_ids)):
        raise ElderNotFound
    return found


async def lock_file(session: AsyncSession, home: Home, elder_id: int) -> tuple[Elder, bool]:
    """Lock a file of the home's county, and say whether the home is on the list of those that may see it.

    Asked under the home's lock: nobody else puts the home on that list meanwhile.
    """
    asked = {"county": home.county, "home": home.institution_id, "elder": elder_id}
    row = (await session.execute(LOCK_FILE, asked)).first()
    if row is None:
        raise ElderNotFound
    return row[0], row[1]
