"""What the pages of occupancy and rulings need: the home or the county in the address, one tap once."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.census.errors import CountyNotFound
from app.census.queries import counties_in
from app.core.actor import Actor
from app.regions.queries import names_of

__all__ = ["CountyAsked", "first_time", "sees_names", "sees_whole_names", "the_county"]


@dataclass(frozen=True, slots=True)
class CountyAsked:
    """The county a page of rulings is about, and the others its reader may turn to."""

    code: int
    name: str
    others: list[tuple[int, str]]


async def the_county(session: AsyncSession, actor: Actor, asked: str, permission: str) -> CountyAsked:
    """Find the county in the address among those the caller may see; unasked it is the first."""
    codes = await counties_in(session, actor.scope(permission))
    wanted = asked or (str(codes[0]) if codes else "")
    code = next((each for each in codes if str(each) == wanted), None)
    if code is None:
        raise CountyNotFound
    names = await names_of(session, codes)
    return CountyAsked(code, names.get(code, str(code)), [(each, names.get(each, str(each))) for each in codes])


async def first_time(session: AsyncSession, actor: Actor, action: str, form: Any, county: int, **where: Any) -> bool:
    """Claim the form's tap; the same tap again is not done again."""
    body = form.model_dump(mode="json", exclude={"tap_id"}) | where
    return await audit.first_time(session, actor, tap_id=form.tap_id, action=action, body=body, county=county)


def sees_names(actor: Actor, county: int, institution_id: int | None) -> bool:
    """Tell whether the caller may know who the people are at all."""
    return actor.scope("residents.see").covers(county, institution_id)


def sees_whole_names(actor: Actor, county: int, institution_id: int | None) -> bool:
    """Tell whether names stand there whole: for those who work in the home, not for who only reviews it."""
    return actor.scope("residents.reveal").covers(county, institution_id)
