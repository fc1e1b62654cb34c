"""People are found by what somebody types, and only by those who may see their file."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.scope import Scope
from app.residents import service
from app.residents.models import Elder
from app.residents.queries import elders_of, lists, search_elders
from app.residents.queries.lists import ElderList, list_elders, tell_stays
from app.residents.rules.drafts import ElderDraft, PaperDraft
from app.residents.rules.kinds import NameKind, PaperKind
from app.residents.rules.listing import Presence, StayFact, Tab
from tests.factories.beds import a_house
from tests.residents.cards import card_of
from tests.residents.drafts import director

BORN, TODAY = date(1941, 3, 1), date(2026, 5, 1)


async def file_of(session: AsyncSession, home: Home, name: str, order: int = 1) -> Elder:
    draft = ElderDraft(name=name, papers=(PaperDraft(PaperKind.ID_CARD, card_of(BORN, order=order)),))
    return await service.open_file(session, director(home), home, draft)


@pytest.mark.parametrize(
    "typed",
    ["单永福", "永福", "单", "syf", "SYF", "shanyong", "shan yong fu", "dyf", "danyongfu", "yongfu", "福", "ｓｙｆ"],
)
async def test_a_person_is_found_by_name_reading_and_initials(session: AsyncSession, typed: str) -> None:
    home = (await a_house(session)).home
    elder = await file_of(session, home, "单永福")
    await file_of(session, home, "李桂芳", 2)
    assert [hit.id for hit in await search_elders(session, home.scope, typed)] == [elder.id]


@pytest.mark.parametrize("typed", ["", "  ", "yf", "ong", "%", "_", "单%", "x y z", "9999"])
async def test_what_is_nobodys_name_finds_nobody(session: AsyncSession, typed: str) -> None:
    home = (await a_house(session)).home
    await file_of(session, home, "单永福")
    found = await search_elders(session, home.scope, typed)
    assert [hit.name for hit in found] == (["单永福"] if typed == "ong" else [])


async def test_the_last_four_of_the_card_and_the_whole_of_it_find(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await file_of(session, home, "单永福", 7)
    await file_of(session, home, "李桂芳", 8)
    for typed in (card_of(BORN, order=7)[-4:], card_of(BORN, order=7), card_of(BORN, order=7).lower()):
        assert [hit.id for hit in await search_elders(session, home.scope, typed)] == [elder.id]


async def test_other_names_find_too(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    elder = await file_of(session, home, "单永福")
    await service.add_name(session, director(home), home, elder.id, kind=NameKind.ALIAS, name="石头")
    assert [hit.id for hit in await search_elders(session, home.scope, "shitou")] == [elder.id]
    assert [hit.id for hit in await search_elders(session, home.scope, "石")] == [elder.id]


async def test_the_nearest_name_stands_first(session: AsyncSession) -> None:
    home = (await a_house(session)).home
    for order, name in enumerate(("张王英", "王英珍", "王英"), start=1):
        await file_of(session, home, name, order)
    assert [hit.name for hit in await search_elders(session, home.scope, "王英")] == ["王英", "王英珍", "张王英"]
    assert len(await search_elders(session, home.scope, "王英", limit=2)) == 2


async def test_only_files_inside_the_scope_are_found(session: AsyncSession) -> None:
    here, there = (await a_house(session)).home, (await a_house(session)).home
    elder = await file_of(session, there, "单永福")
    assert await search_elders(session, here.scope, "单永福") == []
    assert await elders_of(session, here.scope, [elder.id]) == {}
    county = Scope(frozenset({here.county}))
    assert [hit.institution_id for hit in await search_elders(session, county, "syf")] == [there.institution_id]
    await service.share_file(session, elder, here)
    [hit] = await search_elders(session, here.scope, "syf")
    assert (hit.id, hit.institution_id) == (elder.id, here.institution_id)
    assert await search_elders(session, county, "syf", institution_id=here.institution_id)
    assert list(await elders_of(session, here.scope, [elder.id])) == [elder.id]


async def listed(session: AsyncSession, home: Home, text: str = "", tab: Tab | None = None) -> ElderList:
    return await list_elders(session, home.scope, home, TODAY, text=text, tab=tab)


async def test_the_list_goes_by_name_until_somebody_tells_of_stays(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "_stays", [])
    home = (await a_house(session)).home
    for order, name in enumerate(("周光荣", "单永福", "李桂芳"), start=1):
        await file_of(session, home, name, order)
    found = await listed(session, home)
    assert (found.tab, [row.name for row in found.rows]) == (Tab.ALL, ["李桂芳", "单永福", "周光荣"])
    assert [row.name for row in (await listed(session, home, "zgr")).rows] == ["周光荣"]


async def test_residents_come_by_bed_and_those_who_left_the_latest_first(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "_stays", [])
    home = (await a_house(session)).home
    names = ("周光荣", "单永福", "李桂芳", "王英", "刘德明")
    ids = [(await file_of(session, home, name, order)).id for order, name in enumerate(names, start=1)]
    facts = {
        ids[0]: StayFact(Presence.HERE, bed="302-1"),
        ids[1]: StayFact(Presence.HERE, bed="1101-2"),
        ids[2]: StayFact(Presence.LEFT, to_on=date(2025, 1, 1)),
        ids[3]: StayFact(Presence.LEFT, to_on=date(2026, 1, 1)),
    }

    async def source(*_asked: object) -> dict[int, StayFact]:
        return facts

    tell_stays(source)
    found = await listed(session, home)
    assert (found.tab, found.counts) == (Tab.HERE, {Tab.HERE: 2, Tab.ALL: 5, Tab.LEFT: 2})
    assert [row.name for row in found.rows] == ["周光荣", "单永福"]
    assert [row.name for row in (await listed(session, home, tab=Tab.LEFT)).rows] == ["王英", "李桂芳"]
    assert (await listed(session, home, "ldm")).tab is Tab.ALL
