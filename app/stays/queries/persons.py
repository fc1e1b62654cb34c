"""Who a form is about: the person of a stay with the bed they have."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.queries.claims import names_on
from app.beds.queries.days import live
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind
from app.beds.rules.labels import bed_name
from app.beds.rules.spans import FOREVER
from app.core.clock import business_date
from app.core.scope import Scope, within
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


async def person_of_stay(session: AsyncSession, scope: Scope, institution_id: int, stay_id: int) -> PersonOfStay:
    """The person of a stay of this home."""
    claim, today = BedClaim, await business_date(session)
    last = and_(claim.county == Stay.county, claim.stay_id == Stay.id, claim.kind == ClaimKind.STAY, live(claim))
    rows = (
        select(Stay.id, Stay.elder_id, Elder.name, Stay.from_on, Stay.to_on, claim.bed_id)
        .join(Elder, and_(Elder.county == Stay.county, Elder.id == Stay.elder_id))
        .outerjoin(claim, and_(last, claim.from_on <= today))
        .where(within(Stay, scope), Stay.institution_id == institution_id, live(Stay), Stay.id == stay_id)
        .order_by(claim.to_on.desc().nulls_last(), claim.from_on.desc().nulls_last(), claim.id.desc())
        .limit(1)
    )
    row = (await session.execute(rows)).first()
    if row is None:
        raise StayNotFound
    names = await names_on(session, scope, [row.bed_id], min(today, row.to_on)) if row.bed_id else {}
    return PersonOfStay(*row, names.get(row.bed_id, ""), today)


async def said_of(session: AsyncSession, home: Home, elder_id: int, bed_id: int, day: date) -> tuple[str, str]:
    """Give the name of a person, as far as the caller may see the file, and that of a bed of the home on a day."""
    asked = {"county": home.county, "home": home.institution_id, "elder": elder_id, "bed": bed_id, "day": day}
    row = (await session.execute(SAID, asked)).first()
    return (row[0], bed_name(row[1] or "", row[2]) if row[2] is not None else "") if row else ("", "")
