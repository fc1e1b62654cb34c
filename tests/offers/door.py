"""A home in 轮候 with free beds and people who wait, and the acts of offers in few words."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.rules.roles import Role, permissions_of
from app.beds.models import BedMark
from app.beds.rules.kinds import MarkKind, Sex
from app.core.actor import Actor, Grant
from app.offers.models import BedOffer, OfferSkip
from app.offers.rules.drafts import OfferDraft
from app.offers.rules.kinds import AttemptResult, Channel, SkipReason, SkipVerdict
from app.offers.service.answering import AnswerDraft, answer, withdraw_offer
from app.offers.service.attempting import AttemptDraft, record_attempt
from app.offers.service.lapsing import lapse
from app.offers.service.offering import make_offer
from app.offers.service.skipping import SkipDraft, ask_skip, check_skip
from app.waitlist.models import WaitlistEntry, WaitlistSwitch
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder
from tests.factories.waitlist import an_entry
from tests.support.clock import Clock

NOW = "2026-06-01 09:00"
MONDAY = date(2026, 6, 1)


def a_director(house: HouseOfBeds, user_id: int = 7001) -> Actor:
    """Who runs the house."""
    home = house.home
    grant = Grant(Role.DIRECTOR, permissions_of(Role.DIRECTOR), home.county, home.institution_id)
    return Actor(user_id=user_id, sign_in_id=1, name="王院长", grants=(grant,))


def an_officer(user_id: int = 7002, county: int = 510302) -> Actor:
    """The county's case officer."""
    grant = Grant(Role.CASE_OFFICER, permissions_of(Role.CASE_OFFICER), county)
    return Actor(user_id=user_id, sign_in_id=1, name="县局经办", grants=(grant,))


@dataclass
class Door:
    """The house, its director, and who waits, by name."""

    session: AsyncSession
    house: HouseOfBeds
    director: Actor
    entries: dict[str, WaitlistEntry] = field(default_factory=dict)

    @property
    def args(self) -> tuple[Any, ...]:
        """What every act of the home begins with."""
        return self.session, self.director, self.house.home

    async def waits(self, name: str, sex: Sex = Sex.FEMALE, *, level: int | None = 1, **facts: Any) -> WaitlistEntry:
        """Let somebody wait for the house; who comes first waits longer."""
        elder = await an_elder(self.session, self.house.home, name=name, sex=sex)
        ahead = 1000 - 10 * len(self.entries)
        entry = await an_entry(
            self.session, self.house.home, elder=elder, minutes_ago=ahead, level=level, **facts
        )  # fmt: skip
        self.entries[name] = entry
        return entry

    def draft(self, bed: str, name: str, **other: Any) -> OfferDraft:
        """An offer of a bed to somebody, papers looked at."""
        pair = other.pop("pair", None)
        said = {"reverified": True, "pair_bed_id": self.house.beds[pair] if pair else None} | other
        return OfferDraft(bed_id=self.house.beds[bed], entry_id=self.entries[name].id, **said)

    async def offer(self, bed: str, name: str, **other: Any) -> BedOffer:
        """Send an offer."""
        return await make_offer(*self.args, self.draft(bed, name, **other))

    async def answer(self, offer: BedOffer, **said: Any) -> BedOffer:
        """Answer it."""
        return await answer(*self.args, offer.id, AnswerDraft(**said))

    async def withdraw(self, offer: BedOffer, reason: str = "房间漏水") -> BedOffer:
        """Take it back."""
        return await withdraw_offer(*self.args, offer.id, reason=reason)

    async def call(self, offer: BedOffer, channel: Channel, result: AttemptResult = AttemptResult.NO_ANSWER) -> None:
        """Try to reach the family."""
        await record_attempt(*self.args, offer.id, AttemptDraft(channel=channel, result=result, whom="女儿"))

    async def try_all(self, offer: BedOffer, clock: Clock, *days: str) -> None:
        """Try on these days, each by another channel."""
        for day, channel in zip(days, Channel, strict=False):
            await clock.at(f"{day} 10:00")
            self.session.sync_session.info.pop("business_date", None)
            await self.call(offer, channel)

    async def lapse(self, offer: BedOffer) -> BedOffer:
        """Let it run out."""
        return await lapse(*self.args, offer.id)

    async def ask_skip(self, bed: str, name: str) -> OfferSkip:
        """Ask that somebody may be passed over."""
        draft = SkipDraft(
            bed_id=self.house.beds[bed], entry_id=self.entries[name].id, reason=SkipReason.HOSPITAL, note="在县医院住院"
        )
        return await ask_skip(*self.args, draft)

    async def skipped(self, bed: str, name: str, verdict: SkipVerdict = SkipVerdict.AGREED) -> OfferSkip:
        """Have somebody passed over with the consent of the county's officer."""
        skip = await self.ask_skip(bed, name)
        return await check_skip(self.session, an_officer(), skip.id, verdict=verdict)

    async def mark(self, bed: str, kind: MarkKind = MarkKind.NURSING) -> None:
        """Certify a bed."""
        row = BedMark(
            **self.house.home.keys, bed_id=self.house.beds[bed], kind=kind, basis="认定", from_on=date(2025, 1, 1)
        )
        self.session.add(row)
        await self.session.flush()

    async def at(self, clock: Clock, when: str) -> None:
        """Let it be another time, inside one session too."""
        await clock.at(when)
        self.session.sync_session.info.pop("business_date", None)


async def a_door(session: AsyncSession, clock: Clock | None, **house: Any) -> Door:
    """Build a home in 轮候 on a Monday, or on the real day; two rooms of two beds unless told otherwise."""
    if clock is not None:
        await clock.at(NOW)
    session.sync_session.info.pop("business_date", None)
    built = await a_house(session, **({"rooms": "301–302"} | house))
    switch = WaitlistSwitch(**built.home.keys, document_no="轮候〔2026〕1 号", from_on=date(2025, 12, 15))
    session.add(switch)
    await session.flush()
    return Door(session, built, a_director(built))
