"""What the list is narrowed to, and how many homes each choice would leave."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import transaction
from app.institutions import queries
from app.institutions.models import Institution
from app.institutions.rules.answers import Operation, Tag
from app.institutions.rules.kinds import FactKind
from app.institutions.rules.listing import HomeAsk, choices_among
from tests.factories.institutions import LONG_AGO, a_fact, a_founder, an_institution
from tests.support.people import ClientAs
from tests.support.tenants import COUNTY, OTHER_COUNTY


@dataclass
class Row:
    county: int = COUNTY
    county_name: str = "自流井区"
    tags: list[Tag] = field(default_factory=list)
    operation: Operation | None = None
    registered: int | None = 60


ROWS = [
    Row(tags=[Tag.ELDER_HOME], operation=Operation.PUBLIC),
    Row(tags=[Tag.ELDER_HOME, Tag.REGIONAL_CENTER], operation=Operation.ENTRUSTED),
    Row(tags=[Tag.WELFARE_HOME], operation=Operation.ENTRUSTED, registered=None),
    Row(county=OTHER_COUNTY, county_name="大安区"),
]


def counted(ask: HomeAsk) -> dict[str, int]:
    return {choice.label: choice.count for choice in choices_among(ROWS, ask)}


def test_every_choice_says_how_many_homes_it_leaves() -> None:
    assert counted(HomeAsk()) == {
        "自流井区": 3, "大安区": 1, "社会福利院": 1, "敬老院": 2, "区域性养老服务中心": 1,
        "公办公营": 1, "公建民营": 2, "缺核定床位的文件": 1,
    }  # fmt: skip


def test_a_choice_counts_beside_the_ones_already_made() -> None:
    left = counted(HomeAsk(tag=Tag.ELDER_HOME))
    assert (left["公建民营"], left["公办公营"]) == (1, 1)
    assert "缺核定床位的文件" not in left
    assert left["社会福利院"] == 1, "another kind takes the place of the chosen one"


@pytest.mark.parametrize(
    ("ask", "kept"),
    [
        (HomeAsk(), 4),
        (HomeAsk(county=COUNTY), 3),
        (HomeAsk(tag=Tag.ELDER_HOME, operation=Operation.ENTRUSTED), 1),
        (HomeAsk(bare=True), 1),
        (HomeAsk(bare=True, tag=Tag.ELDER_HOME), 0),
    ],
)
def test_homes_answer_to_every_choice(ask: HomeAsk, kept: int) -> None:
    assert len(ask.narrowed(ROWS)) == kept


@pytest.mark.parametrize(
    ("said", "ask"),
    [
        ({}, HomeAsk()),
        ({"q": " 赵化 ", "closed": "yes"}, HomeAsk(q="赵化", closed=True)),
        ({"county": "510302", "tag": "elder_home"}, HomeAsk(county=COUNTY, tag=Tag.ELDER_HOME)),
        ({"county": "51", "tag": "castle", "operation": "?", "bare": ""}, HomeAsk()),
        ({"county": "５１０３０２"}, HomeAsk()),
    ],
)
def test_what_cannot_be_read_is_not_asked(said: dict[str, str], ask: HomeAsk) -> None:
    assert HomeAsk.read(said) == ask
    assert HomeAsk.read(dict(parse_qsl(ask.query()[1:]))) == ask, "the address gives the same question again"


def test_a_choice_made_is_taken_back_by_its_own_link() -> None:
    chosen = next(choice for choice in choices_among(ROWS, HomeAsk(tag=Tag.ELDER_HOME)) if choice.current)
    assert (chosen.label, chosen.href) == ("敬老院", "")
    assert not HomeAsk(closed=True).pressed
    assert HomeAsk(bare=True).pressed


async def two_homes(session: AsyncSession) -> tuple[Institution, Institution]:
    first, second = await an_institution(session, name="甲院"), await an_institution(session, name="乙院")
    for home in (first, second):
        await a_fact(session, home)
    await a_fact(session, first, kind=FactKind.OPERATION, value=Operation.PUBLIC)
    return first, second


async def test_the_list_takes_three_statements_however_many(session: AsyncSession, counting) -> None:
    await two_homes(session)
    scope = a_founder(COUNTY).scope("institutions.see")
    with counting() as seen:
        rows = await queries.institutions_of(session, scope, LONG_AGO)
    assert seen.count == 3
    assert {row.name: (row.tags, row.operation) for row in rows} == {
        "甲院": ([Tag.ELDER_HOME], Operation.PUBLIC), "乙院": ([Tag.ELDER_HOME], None),
    }  # fmt: skip


async def test_the_chips_lead_to_what_they_count(client_as: ClientAs, actor: object) -> None:
    async with transaction() as session:
        await two_homes(session)
    browser = await client_as("case_officer")
    page = (await browser.get("/institutions")).text
    assert ">敬老院 2</a>" in page
    assert 'href="/institutions?operation=public">公办公营 1</a>' in page
    assert 'href="/institutions?bare=yes"' in page
    one = (await browser.get("/institutions", params={"operation": "public"})).text
    assert "甲院" in one
    assert "乙院" not in one
