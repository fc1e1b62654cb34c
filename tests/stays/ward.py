"""A home with people, and the acts of stays in few words: every test of stays speaks through it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.rules.kinds import ClaimKind, Sex
from app.core.scope import Scope
from app.residents.models import Elder, ElderRelation
from app.residents.rules.kinds import RelationKind
from app.stays import service
from app.stays.models import Stay
from app.stays.queries import get_stay
from app.stays.rules.drafts import AdmissionDraft, Ending
from app.stays.rules.kinds import EndReason, Ground, LateReason, Payer, StayKind
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder
from tests.support.clock import Clock

TODAY = "2026-06-01 10:00"
LATE = LateReason.PAPER


def may(day: int) -> date:
    """A day of May 2026; the tests' today is the first of June."""
    return date(2026, 5, day)


@dataclass
class Ward:
    """A house of beds and what is done in it."""

    session: AsyncSession
    house: HouseOfBeds
    people: dict[str, Elder] = field(default_factory=dict)

    @property
    def args(self) -> tuple[Any, ...]:
        """What every act begins with."""
        return self.session, self.house.actor, self.house.home

    @property
    def scope(self) -> Scope:
        """The home alone."""
        return self.house.home.scope

    async def person(self, name: str, sex: Sex = Sex.FEMALE, **other: Any) -> int:
        """Open a file; the same name is the same person."""
        if name not in self.people:
            self.people[name] = await an_elder(self.session, self.house.home, name=name, sex=sex, **other)
        return self.people[name].id

    def draft(self, elder_id: int, bed: str, day: date, **other: Any) -> AdmissionDraft:
        """An admission, late and long unless said otherwise."""
        said: dict[str, Any] = {
            "kind": StayKind.LONG, "ground": Ground.DIRECT, "payer": Payer.FAMILY, "late_reason": LATE,
        }  # fmt: skip
        return AdmissionDraft(elder_id=elder_id, bed_id=self.house.beds[bed], from_on=day, **(said | other))

    async def admit(self, name: str, bed: str, day: date, *, sex: Sex = Sex.FEMALE, **other: Any) -> int:
        """Admit a person; gives the stay's id."""
        privates = tuple(self.house.beds[one] for one in other.pop("privates", ()))
        draft = self.draft(await self.person(name, sex), bed, day, private_bed_ids=privates, **other)
        return (await service.admit(*self.args, draft)).id

    async def past(self, name: str, bed: str, first: date, last: date, **other: Any) -> int:
        """Record a stay that is over."""
        draft = self.draft(await self.person(name, other.pop("sex", Sex.FEMALE)), bed, first, **other)
        ending = Ending(on=last, reason=EndReason.HOME, late_reason=LATE)
        return (await service.record_past_stay(*self.args, draft, ending)).id

    async def stay(self, stay_id: int) -> Stay:
        """The stay as it stands."""
        return await get_stay(self.session, self.scope, self.house.home.institution_id, stay_id)

    async def end(self, stay_id: int, day: date, reason: EndReason = EndReason.HOME) -> list[BedClaim]:
        """End a stay late."""
        return await service.end_stay(*self.args, await self.stay(stay_id), on=day, reason=reason, late_reason=LATE)

    async def reopen(self, stay_id: int) -> None:
        """Undo the end of a stay."""
        await service.reopen_stay(*self.args, await self.stay(stay_id))

    async def move(self, stay_id: int, bed: str, day: date, **other: Any) -> None:
        """Move a person late."""
        await service.move_to_bed(*self.args, stay_id, self.house.beds[bed], on=day, **({"late_reason": LATE} | other))

    async def marry(self, one: str, other: str) -> ElderRelation:
        """Record two people as husband and wife."""
        first, second = sorted((self.people[one].id, self.people[other].id))
        row = ElderRelation(county=self.house.home.county, elder_id=first, other_id=second, kind=RelationKind.SPOUSE)
        self.session.add(row)
        await self.session.flush()
        return row

    async def beds(self, stay_id: int, kind: ClaimKind = ClaimKind.STAY) -> list[tuple[str, int, int | None, bool]]:
        """The live claims of a stay as (bed, first day of May, day of May it ends, shares)."""
        names = {bed_id: name for name, bed_id in self.house.beds.items()}
        claim = BedClaim
        rows = select(claim.bed_id, claim.from_on, claim.to_on, claim.shares_room).where(
            claim.stay_id == stay_id, claim.voided_at.is_(None), claim.kind == kind
        )
        return [
            (names[row.bed_id], row.from_on.day, None if row.to_on == date.max else row.to_on.day, row.shares_room)
            for row in await self.session.execute(rows.order_by(claim.from_on, claim.bed_id))
        ]


async def a_ward(session: AsyncSession, clock: Clock, **house: Any) -> Ward:
    """Build a home of four double rooms and set the clock to the first of June."""
    await clock.at(TODAY)
    return Ward(session, await a_house(session, **house))
