"""Of what kind a stay is on a day, and who pays for it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.queries.days import live
from app.core.scope import Scope, within
from app.stays.errors import TermsNotFound
from app.stays.models import Stay, StayChange
from app.stays.queries.stays import changes_of
from app.stays.rules.kinds import Payer, StayKind
from app.stays.rules.states import terms_on

__all__ = ["Terms", "get_change", "terms_of_stay_on"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a stay is meant to be and who pays for it."""

    kind: StayKind
    payer: Payer


async def get_change(
    session: AsyncSession, scope: Scope, institution_id: int, stay_id: int, change_id: int
) -> StayChange:
    """The live change of terms, if it is this stay's."""
    change = StayChange
    rows = select(change).where(within(change, scope), change.institution_id == institution_id, live(change))
    found = await session.scalar(rows.where(change.stay_id == stay_id, change.id == change_id))
    if found is None:
        raise TermsNotFound
    return found


async def terms_of_stay_on(session: AsyncSession, scope: Scope, stay: Stay, day: date) -> Terms:
    """The terms of one stay on a day."""
    spoken = terms_on(stay, list(await changes_of(session, scope, stay.id)), day)
    return Terms(spoken.kind, spoken.payer)
