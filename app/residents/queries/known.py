"""What a home may learn of a person by the number of a paper, wherever their file is kept: that, and no more."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.crypto import Sealer
from app.core.keys import CountyKey, sealer
from app.core.scope import Scope, within
from app.residents.models import Elder
from app.residents.queries.elders import of_home
from app.residents.rules.kinds import PaperKind
from app.residents.rules.papers import comparable

__all__ = ["Known", "find_known", "is_in_city", "kept_file", "keys_in", "keys_of"]

MOST_COUNTIES = 20


@dataclass(frozen=True, slots=True)
class Known:
    """A file the county has of a paper; `elsewhere` says that the person is in residence in a home not of the caller's."""

    elder_id: int
    elsewhere: bool
    here: bool


async def keys_of(session: AsyncSession, county: int) -> Sealer | None:
    """The county's keys where there are any: a page must not draw new ones."""
    there = await session.scalar(select(CountyKey.county).where(CountyKey.county == county).limit(1))
    return None if there is None else await sealer(session, county)


async def keys_in(session: AsyncSession, scope: Scope) -> list[Sealer]:
    """The keys of the counties inside the scope."""
    alone = {county for county, _home in scope.homes}
    mine = within(CountyKey, Scope(scope.regions)) | CountyKey.county.in_(alone)
    counties = select(CountyKey.county).where(mine, CountyKey.county > 0).distinct().order_by(CountyKey.county)
    return [await sealer(session, county) for county in await session.scalars(counties.limit(MOST_COUNTIES))]


async def find_known(session: AsyncSession, home: Home, kind: PaperKind, number: str) -> Known | None:
    """Find the county's file of a paper. A file that was merged away answers with the one that was kept."""
    keys = await keys_of(session, home.county)
    if keys is None or not comparable(number):
        return None
    blind = keys.blind(f"elder_papers.{kind.value}", comparable(number))
    window = func.known_person(home.county, kind.value, blind).table_valued("elder_id", "elsewhere")
    row = (await session.execute(select(window.c.elder_id, window.c.elsewhere))).first()
    if row is None:
        return None
    here = await session.execute(select(Elder.id, Elder.merged_into_id).where(Elder.id == row.elder_id, of_home(home)))
    mine = here.first()
    elder_id = (mine.merged_into_id or mine.id) if mine else row.elder_id
    return Known(elder_id, row.elsewhere, here=mine is not None)


async def is_in_city(session: AsyncSession, home: Home, kind: PaperKind, number: str) -> bool:
    """Whether the person is in residence in another county of the city: the fact of a clash, and nothing else."""
    keys = await keys_of(session, home.county // 100 * 100)
    if keys is None or not comparable(number):
        return False
    blind = keys.blind(f"elder_papers.{kind.value}", comparable(number))
    return bool(await session.scalar(select(func.resides_in_city(home.county, blind))))


async def kept_file(session: AsyncSession, county: int, elder_id: int) -> Elder | None:
    """A file that has just been shared with a home of the caller's."""
    wanted = select(Elder).where(Elder.county == county, Elder.id == elder_id)
    return await session.scalar(wanted.execution_options(populate_existing=True))
