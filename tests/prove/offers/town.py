"""Two homes of one county in 轮候 with people who wait for both of them, under rules that let a race go on."""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.clock import business_date
from app.core.db import transaction
from app.residents.service import share_file
from app.waitlist.models import WaitlistPolicy, WaitlistSwitch
from app.waitlist.presets import DEFAULT
from app.waitlist.rules.policy import Refusal, Reserve, policy_to_json
from tests.factories.beds import a_house
from tests.factories.residents import an_elder
from tests.factories.waitlist import an_entry
from tests.support.tenants import COUNTY, acting_everywhere

__all__ = ["Town", "a_town"]


@dataclass(frozen=True, slots=True)
class Town:
    """The homes with their beds, and who waits."""

    homes: tuple[Home, ...]
    beds: dict[Home, tuple[int, ...]]
    entries: tuple[int, ...]


async def a_town(*, rooms: str, people: int) -> Town:
    """Build it and commit. Refusals and lapses keep the place here, so that nobody leaves the race for long."""
    async with acting_everywhere(), transaction() as session:
        houses = [await a_house(session, rooms=rooms, beds="2", county=COUNTY) for _house in range(2)]
        keeping = replace(
            DEFAULT, refusal=Refusal(free=9, exits=0, lapse_is_exit=False), reserve=Reserve(on=False),
            internal_moves_first=False,
        )  # fmt: skip
        since = await business_date(session)
        session.add(
            WaitlistPolicy(county=COUNTY, no=1, title="赛跑", rules=policy_to_json(keeping), source="试", from_on=since)
        )
        session.add_all(
            WaitlistSwitch(**house.home.keys, document_no="轮候 1 号", from_on=since) for house in houses
        )  # fmt: skip
        await session.flush()
        homes = [house.home for house in houses]
        ids = tuple([await _one(session, homes, number, people) for number in range(people)])
    return Town(
        tuple(house.home for house in houses),
        {house.home: tuple(house.beds.values()) for house in houses},
        ids,
    )  # fmt: skip


async def _one(session: AsyncSession, homes: list[Home], number: int, people: int) -> int:
    """One who waits: for the first home, for the second, or for both."""
    wished = [homes[:1], homes[1:], homes][number % 3]
    elder = await an_elder(session, wished[0])
    for home in wished:
        await share_file(session, elder, home)
    wishes = tuple(home.institution_id for home in wished)
    entry = await an_entry(session, wished[0], elder=elder, level=1, wishes=wishes, minutes_ago=people - number)
    return entry.id
