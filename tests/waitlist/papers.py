"""Papers and relations of people that count in the order, as plain rows."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.residents.models import Elder, ElderCategory, ElderRelation
from app.residents.rules.kinds import Category, RelationKind
from app.waitlist.models import WaitlistEntry

__all__ = ["a_category", "related"]


async def a_category(session: AsyncSession, elder: Elder, kind: Category, **other: Any) -> ElderCategory:
    """Put somebody into a category on a paper, since long ago."""
    said: dict[str, Any] = {"from_on": date(2020, 1, 1), "document_no": "富民发〔2020〕9 号"}
    row = ElderCategory(county=elder.county, elder_id=elder.id, kind=kind, **(said | other))
    session.add(row)
    await session.flush()
    return row


async def related(
    session: AsyncSession, one: WaitlistEntry, other: WaitlistEntry, kind: RelationKind = RelationKind.SPOUSE
) -> None:
    """Write into the files how two applicants belong together; a parent stands first."""
    people = (one.elder_id, other.elder_id)
    first, second = people if kind is RelationKind.PARENT_CHILD else sorted(people)
    session.add(ElderRelation(county=one.county, elder_id=first, other_id=second, kind=kind))
    await session.flush()
