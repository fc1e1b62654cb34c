"""Finding homes: by code, by name, at hand, many at once."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.scope import Scope
from app.institutions import queries
from app.institutions.errors import FactNotFound, HomeNotFound, PriceNotFound, RegisteredBedsNotFound
from app.institutions.models import Institution
from tests.factories.institutions import a_fact, a_founder, a_price, a_registered, an_institution
from tests.support.tenants import COUNTY, OTHER_COUNTY

EVERYWHERE = Scope(regions=frozenset({0}))
NOWHERE = Scope()


def only(*homes: Institution) -> Scope:
    return Scope(homes=frozenset((home.county, home.id) for home in homes))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("赵化", True),
        ("服务中心", True),
        ("zhaohua", True),
        ("zhao hua", True),
        ("zh", True),
        ("ＺＨ", True),
        ("qyx", True),
        ("zx-07", True),
        ("永年", False),
        ("%", False),
        ("_", False),
        ("", False),
        ("   ", False),
    ],
)
async def test_homes_are_found_as_people_type(session: AsyncSession, typed: str, found: bool) -> None:
    home = await an_institution(session, name="赵化区域性养老服务中心", code="ZX-07")
    assert [line.id for line in await queries.search_institutions(session, only(home), typed)] == [home.id] * found
    assert await queries.search_institutions(session, NOWHERE, typed) == []


async def test_an_exact_code_comes_first_and_the_list_ends(session: AsyncSession) -> None:
    await an_institution(session, name="甲院", code="MSH-2")
    exact = await an_institution(session, name="乙院", code="MSH")
    found = await queries.search_institutions(session, EVERYWHERE, "msh", limit=1)
    assert [line.code for line in found] == [exact.code]


async def test_the_home_at_hand_is_the_one_asked_for_else_the_first_by_name(session: AsyncSession) -> None:
    second = await an_institution(session, name="永年镇敬老院")
    first = await an_institution(session, name="安溪镇敬老院")
    scope = only(first, second)
    for wanted, found in ((second.id, second), (None, first), (987_654_321, first)):
        at_hand = await queries.home_at_hand(session, scope, wanted)
        assert at_hand is not None
        assert at_hand.id == found.id
    assert await queries.home_at_hand(session, NOWHERE, second.id) is None
    assert [line.id for line in await queries.homes_in(session, scope)] == [first.id, second.id]


async def test_a_scope_of_one_county_does_not_reach_the_next(session: AsyncSession) -> None:
    here, there = await an_institution(session), await an_institution(session, county=OTHER_COUNTY)
    scope = Scope(regions=frozenset({COUNTY}))
    assert (await queries.get_institution(session, scope, here.id)).id == here.id
    for reach in (queries.get_institution, queries.lock_home):
        with pytest.raises(HomeNotFound):
            await reach(session, scope, there.id)
    with pytest.raises(HomeNotFound):
        await queries.lock_homes(session, scope, [here.id, there.id])


async def test_several_homes_are_locked_in_ascending_order(session: AsyncSession) -> None:
    homes = [await an_institution(session) for _ in range(3)]
    locked = await queries.lock_homes(session, only(*homes), [home.id for home in reversed(homes)])
    assert [home.id for home in locked] == sorted(home.id for home in homes)
    assert (await queries.get_institution(session, only(*homes), homes[0].id, lock=True)).id == homes[0].id


async def test_rows_of_a_home_are_found_through_it_only(session: AsyncSession) -> None:
    home, other = await an_institution(session), await an_institution(session)
    fact, document, price = await a_fact(session, home), await a_registered(session, home), await a_price(session, home)
    scope = only(home, other)
    assert (await queries.get_fact(session, scope, home.id, fact.id)).id == fact.id
    for find, row, refusal in (
        (queries.get_fact, fact, FactNotFound),
        (queries.get_registered, document, RegisteredBedsNotFound),
        (queries.get_price, price, PriceNotFound),
    ):
        with pytest.raises(refusal):
            await find(session, scope, other.id, row.id)
        with pytest.raises(refusal):
            await find(session, NOWHERE, home.id, row.id)


async def test_registered_beds_of_many_homes_come_at_once(session: AsyncSession) -> None:
    with_paper, bare = await an_institution(session, code="A-1"), await an_institution(session, code="A-2")
    document = await a_registered(session, with_paper, value=80)
    found = await queries.registered_in(session, only(with_paper, bare), document.from_on)
    assert [(row.code, row.value) for row in found] == [("A-1", 80), ("A-2", None)]
    one = await queries.registered_in(session, only(with_paper, bare), document.from_on, institution_id=bare.id)
    assert [row.code for row in one] == ["A-2"]


async def test_townships_are_read_from_the_location(session: AsyncSession) -> None:
    home, bare = await an_institution(session), await an_institution(session)
    fact = await a_fact(session, home, kind="location", value="yes", region_code=510322121, address="金沙街 88 号")
    assert await queries.townships_on(session, only(home, bare), fact.from_on) == {home.id: 510322121}


async def test_without_rights_no_row_is_seen(session: AsyncSession) -> None:
    home = await an_institution(session)
    founder = a_founder().scope("institutions.see")
    assert (await queries.get_institution(session, founder, home.id)).id == home.id
    assert await queries.find_by_code(session, home.code)
    assert (await session.scalars(select(Institution.id).where(Institution.id == home.id))).all() == [home.id]
