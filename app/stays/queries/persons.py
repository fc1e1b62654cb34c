"""Who a form is about: the person of a stay with the bed they have."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, and_, bindparam, func, select, text, true
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim, BedService, RoomTerm
from app.beds.queries.days import live
from app.beds.queries.prebuilt import Prebuilt
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind
from app.beds.rules.labels import bed_name
from app.beds.rules.spans import FOREVER
from app.core.clock import business_date
from app.core.scope import Scope
from app.residents.models import Elder
from app.stays.errors import StayNotFound
from app.stays.models import Stay

__all__ = ["PersonOfStay", "person_of_stay", "said_of"]

# A bed's name on a day is found as `names_on` does: what covers the day comes last and wins.
SAID = text("""
SELECT elders.name, term.label, service.label
  FROM elders
  LEFT JOIN bed_services AS service
    ON service.county = elders.county AND service.institution_id = :home AND service.bed_id = :bed
   AND service.voided_at IS NULL
  LEFT JOIN room_terms AS term
    ON term.county = service.county AND term.room_id = service.room_id AND term.voided_at IS NULL
 WHERE elders.county = :county AND elders.id = :elder
 ORDER BY service.to_on > :day DESC, service.from_on <= :day DESC, service.from_on DESC,
          term.to_on > :day DESC, term.from_on <= :day DESC
 LIMIT 1
""")


@dataclass(frozen=True, slots=True)
class PersonOfStay:
    """One person in a stay, with the bed they have now, or had last."""

    stay_id: int
    elder_id: int
    name: str
    from_on: date
    to_on: date
    bed_id: int | None
    bed: str
    today: date

    @property
    def is_here(self) -> bool:
        """Whether the stay has not been ended."""
        return self.to_on == FOREVER


_today = bindparam("today", type_=Date())
_last = (
    select(BedClaim.bed_id, BedClaim.from_on, BedClaim.to_on, BedClaim.id)
    .where(BedClaim.county == Stay.county, BedClaim.stay_id == Stay.id, BedClaim.kind == ClaimKind.STAY)
    .where(live(BedClaim), BedClaim.from_on <= _today)
    .order_by(BedClaim.to_on.desc(), BedClaim.from_on.desc(), BedClaim.id.desc())
    .limit(1)
    .lateral("last")
)
_service = and_(
    BedService.county == Stay.county, BedService.institution_id == Stay.institution_id,
    BedService.bed_id == _last.c.bed_id, live(BedService),
)  # fmt: skip
_term = and_(RoomTerm.county == BedService.county, RoomTerm.room_id == BedService.room_id, live(RoomTerm))
_day = func.least(_today, Stay.to_on)
PERSON = Prebuilt(
    lambda mine: (
        select(
            Stay.id, Stay.elder_id, Elder.name, Stay.from_on, Stay.to_on, _last.c.bed_id, RoomTerm.label,
            BedService.label,
        )
        .join(Elder, and_(Elder.county == Stay.county, Elder.id == Stay.elder_id))
        .outerjoin(_last, true())
        .outerjoin(BedService, _service)
        .outerjoin(RoomTerm, _term)
        .where(mine(Stay), Stay.institution_id == bindparam("home"), live(Stay), Stay.id == bindparam("stay"))
        .order_by(
            (BedService.to_on > _day).desc(), (BedService.from_on <= _day).desc(), BedService.from_on.desc(),
            (RoomTerm.to_on > _day).desc(), (RoomTerm.from_on <= _day).desc(),
        )
        .limit(1)
    )
)  # fmt: skip


async def person_of_stay(session: AsyncSession, scope: Scope, institution_id: int, stay_id: int) -> PersonOfStay:
    """The person of a stay of this home."""
    today = await business_date(session)
    statement, where = PERSON.within(scope)
    asked = {"home": institution_id, "stay": stay_id, "today": today}
    row: Any = (await session.execute(statement, where | asked)).first()
    if row is None:
        raise StayNotFound
    stay, elder, name, from_on, to_on, bed_id, room, label = row
    bed = bed_name(room or "", label) if label is not None else ""
    return PersonOfStay(stay, elder, name, from_on, to_on, bed_id, bed, today)


async def said_of(session: AsyncSession, home: Home, elder_id: int, bed_id: int, day: date) -> tuple[str, str]:
    """Give the name of a person, as far as the caller may see the file, and that of a bed of the home on a day."""
    asked = {"county": home.county, "home": home.institution_id, "elder": elder_id, "bed": bed_id, "day": day}
    row = (await session.execute(SAID, asked)).first()
    return (row[0], bed_name(row[1] or "", row[2]) if row[2] is not None else "") if row else ("", "")
