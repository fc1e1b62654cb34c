"""A director at the desk of a home with people in it, at noon of 20 March 2026."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import Sex, SexRule
from app.core.db import close_work, transaction
from app.stays import service
from app.stays.models import Stay
from app.stays.queries.bed_panel import pieces_of_stay
from tests.beds.desk import Desk
from tests.factories.beds import a_house
from tests.factories.residents import an_elder
from tests.stays.residence import NOON, TODAY, a_leave, housed
from tests.support.clock import Clock
from tests.support.people import HTMX, ClientAs
from tests.support.tenants import acting_everywhere

__all__ = ["Ward", "open_ward"]


class Ward(Desk):
    """The desk, and the people whom the tests put into beds."""

    @property
    def home_id(self) -> int:
        return self.house.home.institution_id

    async def lives(self, name: str, bed: str, **other: Any) -> Stay:
        """Let a woman live in a bed since 1 March."""
        async with acting_everywhere():
            stay = await housed(self.session, self.house, bed, name=name, **other)
            await close_work(self.session)
        return stay

    async def man(self, name: str, bed: str) -> Stay:
        return await self.lives(name, bed, sex=Sex.MALE)

    async def away(self, stay: Stay, **draft: Any) -> None:
        async with acting_everywhere():
            args = (self.session, self.house.actor, self.house.home)
            await service.start_leave(*args, stay.id, a_leave(**draft))
            await close_work(self.session)

    async def file(self, name: str = "王秀英", **other: Any) -> int:
        async with acting_everywhere():
            elder = await an_elder(self.session, self.house.home, name=name, **other)
            await close_work(self.session)
        return elder.id

    async def act(self, name: str, *args: Any, **other: Any) -> None:
        """Do an act of the service as the system."""
        async with acting_everywhere():
            await getattr(service, name)(self.session, self.house.actor, self.house.home, *args, **other)
            await close_work(self.session)

    async def beds_of(self, stay_id: int, day: date = TODAY) -> list[str]:
        """The beds of a stay in time order."""
        async with acting_everywhere(), transaction() as session:
            own, _further = await pieces_of_stay(session, self.house.home.scope, stay_id, day)
            return [name for _bed, name, _first, _last in own]

    def here(self, query: str = "") -> dict[str, str]:
        """What a browser says that asks from the board."""
        return HTMX | {"HX-Current-URL": f"http://test{self.root}/board{query}"}


async def open_ward(
    session: AsyncSession,
    client_as: ClientAs,
    clock: Clock,
    *,
    sex_rule: SexRule = SexRule.SAME,
    role: str = "director",
) -> Ward:
    """Build a home of four double rooms of one sex each and sign its director in."""
    await clock.at(NOON)
    house = await a_house(session, sex_rule=sex_rule)
    await close_work(session)
    return Ward(session, house, await client_as(role, house.institution))
