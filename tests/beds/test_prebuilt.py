"""A statement that is kept for one home answers as one put together anew, and no home's answers are another's."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.errors import BedNotFound
from app.beds.queries.claims import NAMES, names_on
from app.beds.queries.places import beds_by_id, services_from
from app.core.clock import business_date
from app.core.scope import Scope
from tests.factories.beds import a_house


async def test_every_shape_of_a_scope_sees_its_own(session: AsyncSession) -> None:
    mine, theirs = await a_house(session), await a_house(session)
    today = await business_date(session)
    beds = [*mine.beds.values(), *theirs.beds.values()]
    one, other = mine.home.scope, theirs.home.scope
    both = Scope(homes=one.homes | other.homes)
    county = Scope(regions=frozenset({mine.home.county}))
    ids = {scope: set(await names_on(session, scope, beds, today)) for scope in (one, other, both, county, Scope())}
    assert ids[one] == set(mine.beds.values())
    assert ids[other] == set(theirs.beds.values())
    assert ids[both] == ids[county] == set(beds)
    assert ids[Scope()] == set()
    assert NAMES.within(one)[0] is NAMES.within(other)[0]


async def test_the_home_that_is_asked_for_does_not_stand_in_for_the_scope(session: AsyncSession) -> None:
    mine, theirs = await a_house(session), await a_house(session)
    beds = sorted(theirs.beds.values())
    asked = (mine.home.scope, theirs.home.institution_id, beds)
    assert await services_from(session, *asked) == []
    with pytest.raises(BedNotFound):
        await beds_by_id(session, *asked)
    assert list(await beds_by_id(session, theirs.home.scope, theirs.home.institution_id, beds)) == beds
