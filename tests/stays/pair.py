"""Two homes, somebody to go from one to the other, and the three people who decide."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import SexRule
from app.core.actor import Actor, Grant
from app.stays import service
from app.stays.models import Stay, Transfer
from app.stays.queries import transfers as queries
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import ConsentBy, Ground, LateReason, Payer, StayKind, TransferReason
from app.stays.rules.transfers import TransferDraft
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder
from tests.support.clock import Clock
from tests.support.tenants import COUNTY

TODAY = date(2026, 11, 20)


def somebody(name: str, user_id: int, *permissions: str, region: int, home: int | None = None) -> Actor:
    """A person with these permissions in one home, or in a region."""
    return Actor(user_id, 1, name, (Grant("director", frozenset(permissions), region, home),))


class Pair:
    """Two homes, a person or a couple in the first, and the three people who decide."""

    def __init__(self, session: AsyncSession, giving: HouseOfBeds, receiving: HouseOfBeds) -> None:
        """Name the three."""
        self.session, self.giving, self.receiving, self.today = session, giving, receiving, TODAY
        here, there = giving.home, receiving.home
        self.asker = somebody("王院长", 11, "transfers.ask", region=here.county, home=here.institution_id)
        self.taker = somebody("李院长", 12, "transfers.accept", region=there.county, home=there.institution_id)
        self.officer = somebody("陈经办", 13, "transfers.approve", region=here.county)

    async def resident(self, bed: str, **who: object) -> Stay:
        """Somebody who lives in a bed of the first home."""
        elder = await an_elder(self.session, self.giving.home, **who)
        draft = AdmissionDraft(
            elder_id=elder.id, bed_id=self.giving.beds[bed], kind=StayKind.LONG, ground=Ground.DIRECT,
            payer=Payer.FAMILY, from_on=date(2026, 3, 1), late_reason=LateReason.LEDGER,
        )  # fmt: skip
        return await service.admit(self.session, self.giving.actor, self.giving.home, draft)

    async def ask(self, *stays: Stay, on: date = TODAY, **said: object) -> Transfer:
        """Ask for these people, who agreed the same day."""
        to = self.receiving.home
        draft = TransferDraft(
            to.county, to.institution_id, tuple(stay.id for stay in stays), on, TransferReason.CARE,
            ConsentBy.GUARDIAN, TODAY, **said,
        )  # fmt: skip
        return await service.ask_transfer(self.session, self.asker, self.giving.home, draft)

    async def accept(self, transfer: Transfer, *beds: str) -> Transfer:
        """Give beds in the order of the people."""
        people = await queries.people_of(self.session, transfer)
        ids = {person.elder_id: self.receiving.beds[bed] for person, bed in zip(people, beds, strict=True)}
        return await service.accept_transfer(
            self.session, self.taker, self.receiving.home, transfer.id, ids, version=transfer.version
        )

    async def approve(self, transfer: Transfer) -> Transfer:
        """Agree for the bureau."""
        return await service.approve_transfer(self.session, self.officer, transfer, version=transfer.version)

    async def carry_out(self, transfer: Transfer) -> Transfer:
        """Do it."""
        return await service.complete_transfer(
            self.session, self.officer, transfer, version=transfer.version, medicine_handed=True
        )

    async def stays_of(self, house: HouseOfBeds) -> list[Stay]:
        """Stays of a home, the first first."""
        rows = select(Stay).where(Stay.institution_id == house.home.institution_id).order_by(Stay.id)
        return list(await self.session.scalars(rows.execution_options(populate_existing=True)))


async def a_pair(session: AsyncSession, clock: Clock, *, county: int = COUNTY, rule: SexRule = SexRule.NONE) -> Pair:
    """Two homes of one county, or of two of one city."""
    await clock.at(f"{TODAY} 10:00")
    giving = await a_house(session, sex_rule=rule)
    return Pair(session, giving, await a_house(session, county=county, sex_rule=rule))
