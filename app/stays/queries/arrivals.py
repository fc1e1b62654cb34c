"""Whom an admission may be about: files of the home, those without a stay first, found as one types."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries.days import live
from app.beds.rules.home import Home
from app.beds.rules.kinds import Sex
from app.beds.rules.spans import FOREVER
from app.core.scope import Scope, within
from app.residents.models import Elder
from app.residents.queries import search_elders
from app.residents.queries.elders import of_home
from app.residents.rules.kinds import BirthPrecision
from app.stays.models import Stay

__all__ = ["Arrival", "arrivals"]

MOST = 8


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person as the admission offers them; `stay_id` names the stay that nobody has ended, if there is one here."""

    id: int
    name: str
    sex: Sex
    born_on: date | None
    birth_precision: BirthPrecision
    died_on: date | None
    stay_id: int | None = None

    @property
    def may_come(self) -> bool:
        """Whether nothing on file stands in the way."""
        return self.stay_id is None and self.died_on is None


async def arrivals(session: AsyncSession, scope: Scope, home: Home, text: str) -> list[Arrival]:
    """People of the home who answer to what was typed; nothing typed, the newest files of who does not live here."""
    if text.strip():
        found: Any = await search_elders(session, scope, text, institution_id=home.institution_id, limit=MOST)
    else:
        found = await _newest(session, home)
    here = await _in_residence(session, home, [one.id for one in found])
    people = [
        Arrival(one.id, one.name, one.sex, one.born_on, one.birth_precision, one.died_on, here.get(one.id))
        for one in found
    ]
    return sorted(people, key=lambda one: not one.may_come)


async def _newest(session: AsyncSession, home: Home) -> list[Any]:
    elder = Elder
    away = select(Stay.elder_id).where(
        within(Stay, home.scope), Stay.institution_id == home.institution_id, live(Stay), Stay.to_on == FOREVER
    )
    rows = select(elder.id, elder.name, elder.sex, elder.born_on, elder.birth_precision, elder.died_on).where(
        of_home(home), elder.merged_into_id.is_(None), elder.died_on.is_(None), elder.id.not_in(away)
    )
    return list(await session.execute(rows.order_by(elder.recorded_at.desc(), elder.id.desc()).limit(MOST)))


async def _in_residence(session: AsyncSession, home: Home, ids: Collection[int]) -> dict[int, int]:
    if not ids:
        return {}
    rows = select(Stay.elder_id, Stay.id).where(within(Stay, home.scope), Stay.institution_id == home.institution_id)
    rows = rows.where(live(Stay), Stay.to_on == FOREVER, Stay.elder_id.in_(ids))
    return {row.elder_id: row.id for row in await session.execute(rows)}
