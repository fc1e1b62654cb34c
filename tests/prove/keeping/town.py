"""A small town for random acts: homes of two counties, their beds, their people, and rows picked by chance."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.beds.rules.kinds import Sex
from app.core.actor import Actor
from app.core.clock import business_date
from app.institutions.models import Institution
from app.residents.models import Elder, ElderHome
from app.residents.rules.kinds import BirthPrecision
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.institutions import a_registered
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.support.tenants import COUNTIES

__all__ = ["DAYS_BACK", "Town", "a_town"]

DAYS_BACK = 120
PEOPLE_OF_A_HOME = 14
SHARED = 5
"""So many people of the first home went on to the second one of the county."""
BIRTHS = (BirthPrecision.DAY, BirthPrecision.DAY, BirthPrecision.DAY, BirthPrecision.MONTH, BirthPrecision.UNKNOWN)


@dataclass(slots=True)
class Town:
    """Who acts, on which houses, and the chance that decides."""

    actor: Actor
    chance: Random
    today: date
    houses: list[HouseOfBeds] = field(default_factory=list)
    people: dict[int, list[int]] = field(default_factory=dict)

    def day(self, back: int = DAYS_BACK) -> date:
        """A day up to today, mostly a recent one."""
        return self.today - timedelta(days=int(back * self.chance.random() ** 3))

    def house(self) -> HouseOfBeds:
        """One of the houses."""
        return self.chance.choice(self.houses)

    def person(self, home: Home) -> int:
        """One of the people of a home's files."""
        return self.chance.choice(self.people[home.institution_id])

    def one(self, values: Sequence[Any]) -> Any:
        """One of some values."""
        return self.chance.choice(values)

    async def row(self, session: AsyncSession, model: Any, home: Home, *rules: Any) -> Any:
        """A live row of a home, or None where there is none."""
        mine = select(model).where(model.institution_id == home.institution_id, *rules)
        if hasattr(model, "voided_at"):
            mine = mine.where(model.voided_at.is_(None))
        rows = list(await session.scalars(mine.order_by(model.id).execution_options(populate_existing=True)))
        return self.chance.choice(rows) if rows else None


async def a_town(session: AsyncSession, actor: Actor, seed: int) -> Town:
    """Build three homes in two counties with people on file, some of two homes, and nobody in residence yet."""
    town = Town(actor, Random(seed), await business_date(session))
    for county in (COUNTIES[0], COUNTIES[0], COUNTIES[1]):
        built = town.today - timedelta(days=DAYS_BACK + 60)
        house = await a_house(session, rooms="301–306", beds="2", county=county, from_on=built)
        home = house.home
        town.houses.append(house)
        town.people[home.institution_id] = [
            (await _somebody(session, home, town.chance)).id for _number in range(PEOPLE_OF_A_HOME)
        ]
        await a_registered(session, await _institution(session, home), value=town.chance.randint(8, 20))
    await _share(session, town)
    return town


async def _share(session: AsyncSession, town: Town) -> None:
    """Let some people have left one home for another one of the county."""
    one, two = (house.home for house in town.houses[:2])
    came, went, left = (town.today - timedelta(days=days) for days in (DAYS_BACK, 80, 50))
    for elder_id in town.people[one.institution_id][:SHARED]:
        elder = (await session.scalars(select(Elder).where(Elder.id == elder_id))).one()
        session.add(ElderHome(**two.keys, elder_id=elder_id))
        await a_stay(session, one, elder, from_on=came, to_on=went)
        await a_stay(session, two, elder, from_on=went, to_on=left)
        town.people[two.institution_id].append(elder_id)


async def _somebody(session: AsyncSession, home: Home, chance: Random) -> Any:
    precision = chance.choice(BIRTHS)
    born = date(chance.randint(1925, 1968), chance.randint(1, 12), chance.randint(1, 28))
    day = {BirthPrecision.MONTH: born.replace(day=1), BirthPrecision.UNKNOWN: None}.get(precision, born)
    hukou = chance.choice((None, home.county, home.county, 510322, 510107))
    return await an_elder(
        session, home, sex=chance.choice(list(Sex)), born_on=day, birth_precision=precision, hukou_region=hukou
    )


async def _institution(session: AsyncSession, home: Home) -> Any:
    return (await session.scalars(select(Institution).where(Institution.id == home.institution_id))).one()
