"""One bed as the storey of stays knows it: who has it on a day, since when, and from where they came."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.queries.claims import names_on
from app.beds.queries.days import live_on
from app.beds.rules.kinds import ClaimKind
from app.beds.rules.spans import FOREVER
from app.core.clock import business_date
from app.core.scope import Scope, within
from app.residents.models import Elder
from app.stays.queries.claims import claims_of
from app.stays.queries.leaves import leaves_of_day
from app.stays.queries.stays import discharge_of, get_stay
from app.stays.queries.terms import terms_of_stay_on
from app.stays.rules.lying import Lying, runs
from app.stays.rules.panel import BedStory

__all__ = ["bed_story", "pieces_of_stay"]

Pieces = Sequence[tuple[int, str, date, date]]


async def bed_story(session: AsyncSession, scope: Scope, institution_id: int, bed_id: int, day: date) -> BedStory:
    """Who has the bed on the day; nobody where it is free, closed, or another home's."""
    today, claim = await business_date(session), BedClaim
    mine = select(claim.county, claim.kind, claim.elder_id, claim.stay_id).where(
        within(claim, scope), claim.institution_id == institution_id, claim.bed_id == bed_id, live_on(claim, day)
    )
    row = (await session.execute(mine)).first()
    if row is None or row.elder_id is None:
        return BedStory(row.kind if row else None, day, today)
    elder = await session.scalar(select(Elder).where(Elder.county == row.county, Elder.id == row.elder_id))
    if row.stay_id is None:
        return BedStory(row.kind, day, today, elder)
    stay = await get_stay(session, scope, institution_id, row.stay_id)
    pieces, privates = await pieces_of_stay(session, scope, stay.id, day)
    leave = (await leaves_of_day(session, scope, institution_id, day)).get(stay.id)
    return BedStory(
        row.kind, day, today, elder, stay, await terms_of_stay_on(session, scope, stay, day), leave,
        await discharge_of(session, scope, stay.id), pieces,
        [name for _bed, name, first, last in privates if first <= day < last],
    )  # fmt: skip


async def pieces_of_stay(session: AsyncSession, scope: Scope, stay_id: int, day: date) -> tuple[Pieces, Pieces]:
    """The beds of a stay in time order and the further ones of its 包房, each with the name it has now or had last."""
    claims = (await claims_of(session, scope, [stay_id]))[stay_id]
    kinds = (ClaimKind.STAY, ClaimKind.PRIVATE)
    own, further = ([one for one in claims if one.kind is kind] for kind in kinds)
    names: dict[tuple[int, date], str] = {}
    for last in {_named_on(one, day) for one in (*runs(own), *runs(further))}:
        beds = [one.bed_id for one in (*runs(own), *runs(further)) if _named_on(one, day) == last]
        names |= {(bed, last): name for bed, name in (await names_on(session, scope, beds, last)).items()}
    return tuple(_pieces(runs(each), names, day) for each in (own, further))


def _named_on(one: Lying, day: date) -> date:
    """The day whose name a bed is called by: the last day in it, so that a room renamed later keeps its old number."""
    last = date.fromordinal(one.to_on.toordinal() - 1) if one.from_on < one.to_on else one.from_on
    return day if one.to_on == FOREVER or last > day else last


def _pieces(lyings: Sequence[Lying], names: dict[tuple[int, date], str], day: date) -> Any:
    return tuple(
        (one.bed_id, names.get((one.bed_id, _named_on(one, day)), ""), one.from_on, one.to_on) for one in lyings
    )
