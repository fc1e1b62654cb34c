"""Three people at three desks of a town that keeps what is committed: two directors and the county's case officer."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from app.beds.rules.kinds import ClosureReason, Sex
from app.beds.service import close_beds
from app.core.clock import business_date
from app.core.db import transaction
from app.core.postgres.urls import Urls
from app.residents.rules.kinds import RelationKind
from app.residents.service.relations import relate
from app.stays.models import Transfer, TransferPerson
from tests.factories.beds import HouseOfBeds, a_house
from tests.stays.pair import Pair
from tests.support.people import Client, a_user, client_for, open_sign_in_for
from tests.support.tenants import COUNTY, acting_everywhere
from tests.support.town import committed, committing

__all__ = ["Desks", "three"]


class Desks:
    """Three people at three desks of a town that keeps what is committed."""

    def __init__(self, app: Any, stack: AsyncExitStack) -> None:
        """Open the town."""
        self.app, self.stack = app, stack
        self.giving: HouseOfBeds
        self.receiving: HouseOfBeds
        self.stay_id, self.elder_id, self.name = 0, 0, ""
        self.today = date.min

    async def fill(self, county: int) -> None:
        """Build two homes with one resident in the first."""
        async with acting_everywhere(), transaction() as session:
            self.giving, self.receiving = await a_house(session), await a_house(session, county=county)
            self.today = await business_date(session)
            stay = await Pair(session, self.giving, self.receiving).resident("301-1", name="王秀英")
            self.stay_id, self.elder_id = stay.id, stay.elder_id
        self.asker = await self.sign_in("director", self.giving)
        self.taker = await self.sign_in("director", self.receiving)
        self.officer = await self.sign_in("case_officer", region=COUNTY)

    async def sign_in(self, role: str, house: HouseOfBeds | None = None, *, region: int | None = None) -> Client:
        """Let somebody sit down."""
        user = await a_user(role, house.institution if house else None, region=region)
        return await self.stack.enter_async_context(client_for(self.app, await open_sign_in_for(user.id)))

    def at(self, house: HouseOfBeds, path: str = "") -> str:
        """The address of transfers in one home."""
        return f"/institutions/{house.home.institution_id}/transfers{path}"

    def form(self, **said: object) -> dict[str, Any]:
        """What the giving director fills in."""
        to = self.receiving.home
        filled = {
            "tap_id": str(uuid4()), "stay_ids": self.stay_id, "to_home": f"{to.county}-{to.institution_id}",
            "on": self.today.isoformat(), "reason": "care", "consent_by": "self",
            "consented_on": self.today.isoformat(),
        }  # fmt: skip
        return filled | said

    async def ask(self, **said: object) -> Any:
        """Ask by the form."""
        return await self.asker.post(self.at(self.giving), data=self.form(**said))

    async def accept(self, bed: str) -> None:
        """Agree for the receiving home, or give another bed."""
        transfer = await self.the_transfer()
        [person] = await self.all(select(TransferPerson))
        form = {
            "tap_id": str(uuid4()), "version": transfer.version, "elder_ids": person.elder_id,
            "bed_ids": self.receiving.beds[bed],
        }  # fmt: skip
        answer = await self.taker.post(self.at(self.receiving, f"/{transfer.id}/acceptance"), data=form)
        assert answer.status_code == 303, answer.text

    async def marry(self, bed: str, name: str) -> None:
        """Let a husband of the resident live here too."""
        async with acting_everywhere(), transaction() as session:
            stay = await Pair(session, self.giving, self.receiving).resident(bed, name=name, sex=Sex.MALE)
            args = (session, self.giving.actor, self.giving.home, self.elder_id, stay.elder_id)
            await relate(*args, kind=RelationKind.SPOUSE)

    async def close_there(self, bed: str) -> None:
        """Close a bed of the receiving home."""
        async with acting_everywhere(), transaction() as session:
            args = (session, self.receiving.actor, self.receiving.home, self.receiving.ids(bed))
            await close_beds(*args, reason=ClosureReason.REPAIR, from_on=self.today)

    async def all(self, rows: Any) -> list[Any]:
        """Read what has been committed."""
        return await committed(rows)

    async def the_transfer(self) -> Transfer:
        """The one there is."""
        [found] = await self.all(select(Transfer))
        return found  # type: ignore[no-any-return]


@asynccontextmanager
async def three(app: Any, urls: Urls, *, county: int = COUNTY) -> AsyncIterator[Desks]:
    """A pair of homes, three browsers, and everything swept away at the end."""
    async with committing(urls), AsyncExitStack() as stack:
        desks = Desks(app, stack)
        await desks.fill(county)
        yield desks
