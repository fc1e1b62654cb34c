"""A county with one home of four rooms, a 特困 person on file, and the papers of an order, valid by default."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.placements import service
from app.placements.models import DispersedSupport, PlacementOrder, SupportWish
from app.placements.rules.drafts import AgreementDraft, DecisionDraft, OrderDraft
from app.placements.rules.kinds import Signer, Wish, WishBy
from app.residents.models import Elder, ElderCategory
from app.residents.rules.kinds import Category
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder

__all__ = ["DAY", "NOBODY", "NOON", "TODAY", "TOWN", "County", "a_county", "poor"]

TODAY = date(2026, 3, 20)
NOON = "2026-03-20 12:00"
DAY = date(2026, 3, 10)
TOWN = 510302101
NOBODY = 99_999_999


@dataclass
class County:
    """What every test of placements begins with."""

    session: AsyncSession
    house: HouseOfBeds
    elder: Elder

    @property
    def args(self) -> tuple[Any, ...]:
        return self.session, self.house.actor, self.house.home

    @property
    def keys(self) -> dict[str, int]:
        return self.house.home.keys

    def an_order(self, **changes: Any) -> PlacementOrder:
        given = {
            "elder_id": self.elder.id, "seal": uuid4(), "number": uuid4().hex[:20], "township": TOWN, "applied_on": DAY,
        }  # fmt: skip
        return PlacementOrder(**self.keys, **(given | changes))

    def decided(self, **changes: Any) -> PlacementOrder:
        given = {
            "state": "decided", "township_signed_on": DAY, "township_signed_by": "李主任", "decided_on": DAY,
            "decision_no": "自民〔2026〕8号",
        }  # fmt: skip
        return self.an_order(**(given | changes))

    def a_support(self, **changes: Any) -> DispersedSupport:
        given = {"elder_id": self.elder.id, "seal": uuid4(), "township": TOWN, "from_on": DAY}
        return DispersedSupport(**self.keys, **(given | changes))

    def a_wish(self, **changes: Any) -> SupportWish:
        given = {
            "elder_id": self.elder.id, "wish": Wish.HOME, "said_by": WishBy.SELF, "asked_on": DAY, "asked_by": "李主任",
        }  # fmt: skip
        return SupportWish(**self.keys, **(given | changes))

    async def drafted(self, **changes: Any) -> PlacementOrder:
        return await service.draft_order(
            *self.args, OrderDraft(**({"elder_id": self.elder.id, "township": TOWN, "applied_on": DAY} | changes))
        )

    async def decide(self, order_id: int, **changes: Any) -> PlacementOrder:
        draft = DecisionDraft(
            **(
                {
                    "decided_on": TODAY,
                    "decision_no": "自民〔2026〕8号",
                    "township_signed_on": DAY,
                    "township_signed_by": "李主任",
                }
                | changes
            )
        )
        return await service.decide_order(*self.args, order_id, draft)

    async def received(self, bed: str | None = "301-1") -> PlacementOrder:
        """An order that the home has received, with the agreement signed."""
        order = await self.drafted()
        await self.decide(order.id)
        await service.receive_order(*self.args, order.id, bed_id=self.house.beds[bed] if bed else None)
        agreed = AgreementDraft(agreement_on=TODAY, agreement_by=Signer.SELF, signer="王秀英", home_signer="王院长")
        return await service.sign_agreement(*self.args, order.id, agreed)


async def poor(session: AsyncSession, elder: Elder) -> None:
    """Let a person be 特困 since long ago."""
    session.add(ElderCategory(county=elder.county, elder_id=elder.id, kind=Category.EXTREME_POVERTY,
                              document_no="自民特〔2020〕1号", from_on=date(2020, 1, 1)))  # fmt: skip
    await session.flush()


async def a_county(session: AsyncSession) -> County:
    """Build the home and open the file."""
    house = await a_house(session)
    elder = await an_elder(session, house.home, name="王秀英")
    await poor(session, elder)
    return County(session, house, elder)
