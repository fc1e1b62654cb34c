"""Opening a file, as a browser does."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import Sex
from app.core.db import close_work
from app.residents import service
from app.residents.models import Elder, ElderPaper
from app.residents.rules.kinds import BirthPrecision
from tests.beds.desk import Desk
from tests.factories.beds import a_house
from tests.factories.stays import a_stay
from tests.residents.cards import card_of
from tests.residents.desking import people, said
from tests.residents.drafts import BORN, CARD, DRAFT, director
from tests.support.html import select as css
from tests.support.people import HTMX
from tests.support.tenants import OTHER_COUNTY, acting_everywhere


async def test_a_name_and_a_card_are_enough(session: AsyncSession, desk: Desk) -> None:
    answer = await desk.post("elders", name="曾淑珍", paper_kind="id_card", number=CARD)
    assert answer.status_code == 303, answer.text[:3000]
    elder = (await session.scalars(select(Elder).where(Elder.institution_id == desk.house.home.institution_id))).one()
    assert answer.headers["location"] == f"{desk.root}/elders/{elder.id}"
    assert (elder.sex, elder.born_on) == (Sex.FEMALE, BORN)


async def test_the_same_tap_opens_one_file(desk: Desk) -> None:
    tap = str(uuid4())
    for _time in range(2):
        answer = await desk.post("elders", tap_id=tap, name="曾淑珍", paper_kind="id_card", number=CARD)
        assert answer.status_code == 303
    assert await desk.count(Elder) == 1


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"number": CARD[:-1] + ("0" if CARD[-1] != "0" else "1")}, "身份证号第 18 位对不上"),
        ({"number": "110105491231002"}, "11010519491231002X"),
        ({"number": "1.1010519491231e+17"}, "Excel 把身份证号变成了数字"),
        ({"number": ""}, "请选择没有证件的原因"),
        ({"born": "四一年"}, "出生日期没有看懂"),
        ({"born": "1941-02-30"}, "没有这一天"),
        ({"sex": "male"}, "性别是女"),
        ({"birthday_calendar": "lunar", "lunar_month": "13"}, "农历月不能大于 12"),
        ({"hukou_region": "12"}, "户籍所在地不能小于"),
        ({"phone": "没有"}, "电话的写法不对"),
        ({"other_kind": "disability", "other_number": "12"}, "残疾人证号应是 20 位"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    desk: Desk, posted: dict[str, str], words: str
) -> None:
    good = {"name": "曾淑珍", "paper_kind": "id_card", "number": CARD, "address": "赵化镇正街 1 号"}
    answer = await desk.post("elders", headers=HTMX, **(good | posted))
    assert answer.status_code == 422, answer.text[:2000]
    assert words in said(answer)
    assert "赵化镇正街 1 号" in answer.text
    assert css(answer.text, "[data-error-summary]")
    assert await desk.count(Elder) == 0


async def test_nobody_is_turned_away_without_a_paper(session: AsyncSession, desk: Desk) -> None:
    answer = await desk.post(
        "elders", name="无名氏", paper_kind="temporary", no_id_reason="rescued", sex="male", born="1950",
        birth_estimated="yes",
    )  # fmt: skip
    assert answer.status_code == 303, said(answer)[:3000]
    elder = (await session.scalars(select(Elder).where(Elder.name == "无名氏"))).one()
    assert (elder.born_on, elder.birth_precision) == (date(1950, 1, 1), BirthPrecision.ESTIMATED)
    assert await session.scalar(select(func.count()).where(ElderPaper.elder_id == elder.id)) == 1


async def test_a_very_similar_file_is_shown_first(session: AsyncSession, desk: Desk) -> None:
    await people(session, desk, "曾淑贞")
    await close_work(session)
    form = {"name": "曾淑珍", "no_id_reason": "lost", "sex": "female", "born": "1941-03-01"}
    asked = await desk.post("elders", **form)
    assert asked.status_code == 422
    assert "姓名同音、出生日期相同" in asked.text
    assert (await desk.post("elders", **form, not_same="yes")).status_code == 303
    assert await desk.count(Elder) == 2


async def test_the_home_has_the_file_already(session: AsyncSession, desk: Desk) -> None:
    elder = await service.open_file(session, director(desk.house.home), desk.house.home, DRAFT)
    await close_work(session)
    answer = await desk.post("elders", name="曾淑珍", paper_kind="id_card", number=CARD)
    assert answer.status_code == 422
    assert "本机构已有这位老人的档案" in answer.text
    assert css(answer.text, f'.notice a[href="{desk.root}/elders/{elder.id}"]')


async def test_another_homes_file_is_taken_and_not_made_twice(session: AsyncSession, desk: Desk) -> None:
    async with acting_everywhere():
        there = await a_house(session)
    elder = await service.open_file(session, director(there.home), there.home, DRAFT)
    await close_work(session)
    read = await desk.post("elders/id-readings", headers=HTMX, name="曾淑珍", paper_kind="id_card", number=CARD)
    assert "这位老人已有档案" in read.text
    assert str(elder.id) not in "".join(link["href"] for link in css(read.text, "a"))
    wrong = await desk.post("elders", name="李桂芳", paper_kind="id_card", number=CARD)
    assert "已登记在另一个姓名下" in wrong.text
    taken = await desk.post("elders", name="曾淑珍", paper_kind="id_card", number=CARD)
    assert taken.headers["location"] == f"{desk.root}/elders/{elder.id}"
    assert await desk.count(Elder) == 0


async def test_a_typed_number_fills_sex_and_birth_date(desk: Desk, counting: Callable[[], Any]) -> None:
    with counting() as seen:
        read = await desk.post("elders/id-readings", headers=HTMX, paper_kind="id_card", number=CARD, born="1950")
    assert read.status_code == 200
    assert [field["value"] for field in css(read.text, "#identity [name=born]")] == ["1941-03-01"]
    assert [choice["value"] for choice in css(read.text, "[name=sex]") if choice.get("checked") is not None] == [
        "female"
    ]
    assert "居民身份证：女，1941-03-01 出生" in read.text
    assert seen.count <= 8, seen.statements
    assert CARD not in read.text


async def test_a_wrong_number_is_said_while_typing(desk: Desk) -> None:
    read = await desk.post("elders/id-readings", headers=HTMX, paper_kind="id_card", number=CARD[:-2])
    assert "身份证号应是 18 位" in read.text
    blank = await desk.post("elders/id-readings", headers=HTMX, paper_kind="x", number="1")
    assert blank.status_code == 200


async def test_only_the_fact_of_a_clash_in_the_city_is_told(session: AsyncSession, desk: Desk) -> None:
    async with acting_everywhere():
        there = await a_house(session, county=OTHER_COUNTY)
        elder = await service.open_file(session, director(there.home), there.home, DRAFT)
        await a_stay(session, there.home, elder)
    await close_work(session)
    read = await desk.post("elders/id-readings", headers=HTMX, paper_kind="id_card", number=CARD)
    assert "在本市其他县区的机构在住" in read.text
    assert there.institution.name not in read.text


async def test_a_photo_comes_with_the_form(session: AsyncSession, desk: Desk) -> None:
    posted = {"tap_id": str(uuid4()), "name": "曾淑珍", "paper_kind": "id_card", "number": card_of(BORN, order=3)}
    files = {"photo": ("a.png", b"\x89PNG\r\n\x1a\n....", "image/png")}
    answer = await desk.browser.post(f"{desk.root}/elders", data=posted, files=files)
    assert answer.status_code == 303, answer.text[:2000]
    assert (await session.scalars(select(Elder.photo_id).where(Elder.name == "曾淑珍"))).one() is not None
    bad = posted | {"tap_id": str(uuid4()), "number": card_of(BORN, order=4), "not_same": "yes"}
    refused = await desk.browser.post(f"{desk.root}/elders", data=bad, files={"photo": ("a.png", b"MZ", "image/png")})
    assert refused.status_code == 422
    assert await desk.count(Elder) == 1
