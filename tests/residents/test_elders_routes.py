"""The list of a home's people, opening a file and changing it, as a browser does."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import Sex
from app.core.db import Database, close_work, transaction
from app.core.postgres.urls import Urls
from app.residents import service
from app.residents.models import Elder, ElderPaper
from app.residents.queries import lists
from app.residents.rules.births import read_birth, write_birth
from app.residents.rules.kinds import BirthPrecision
from app.residents.rules.listing import Presence, StayFact
from tests.beds.desk import Desk
from tests.factories.beds import a_house
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.residents.cards import card_of
from tests.residents.filing import a_town_with_a_file
from tests.residents.test_elders_service import BORN, CARD, DRAFT, director, draft
from tests.support.html import select as css
from tests.support.people import ClientAs
from tests.support.tenants import OTHER_COUNTY, acting_everywhere

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
async def desk(session: AsyncSession, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A director of a home without people, signed in; nobody tells of stays."""
    monkeypatch.setattr(lists, "_stays", [])
    house = await a_house(session)
    await close_work(session)
    return Desk(session, house, await client_as("director", house.institution))


async def people(session: AsyncSession, desk: Desk, *names: str) -> list[int]:
    async with acting_everywhere():
        return [
            (await an_elder(session, desk.house.home, name=name, readings="x", name_sort=name)).id for name in names
        ]


def said(page: Any) -> str:
    return " ".join(page.text.split())


async def test_an_empty_list_says_what_to_do(desk: Desk) -> None:
    page = await desk.get("elders")
    assert page.status_code == 200
    assert "还没有老人档案" in page.text
    assert css(page.text, ".empty a.button")


async def test_the_list_asks_the_same_number_of_times_however_long_it_is(
    session: AsyncSession, desk: Desk, counting: Callable[[], Any]
) -> None:
    await people(session, desk, "王秀英", "李桂芳")
    await close_work(session)
    with counting() as few:
        await desk.get("elders")
    async with acting_everywhere(), transaction() as again:
        for name in ("刘德明", "陈素华", "杨国强", "曾淑珍"):
            await an_elder(again, desk.house.home, name=name)
    with counting() as many:
        page = await desk.get("elders")
    assert len(css(page.text, "tbody tr")) == 6
    assert many.count == few.count <= 13, many.statements


async def test_people_are_found_as_one_types(session: AsyncSession, desk: Desk) -> None:
    await service.open_file(session, director(desk.house.home), desk.house.home, DRAFT)
    await people(session, desk, "王秀英")
    await close_work(session)
    for typed in ("zsz", "曾淑", CARD[-4:]):
        page = await desk.get(f"elders?{urlencode({'q': typed})}")
        assert [row.text for row in css(page.text, "tbody th")] == ["曾淑珍"]
    nobody = await desk.get("elders?q=qqq")
    assert "没有找到「qqq」" in nobody.text


@pytest.mark.parametrize("odd", ["page=0", "page=-1", "page=99999999999", "page=x", "tab=x", "q=" + "x" * 300, "q=%25"])
async def test_an_odd_address_is_no_error(session: AsyncSession, desk: Desk, odd: str) -> None:
    await people(session, desk, "王秀英")
    await close_work(session)
    assert (await desk.get(f"elders?{odd}")).status_code == 200


async def test_who_lives_here_comes_by_bed(session: AsyncSession, desk: Desk) -> None:
    first, second, gone = await people(session, desk, "周光荣", "单永福", "李桂芳")

    async def source(*_asked: object) -> dict[int, StayFact]:
        return {
            first: StayFact(Presence.HERE, bed="302-1", from_on=date(2026, 1, 2), away="住院", overdue=True),
            second: StayFact(
                Presence.HERE, bed="301-2", from_on=date(2025, 1, 2), kind="试住", level=3, level_word="重度"
            ),
            gone: StayFact(Presence.LEFT, to_on=date(2026, 2, 3), reason="回家"),
        }

    lists.tell_stays(source)
    await close_work(session)
    page = await desk.get("elders")
    assert [row.text for row in css(page.text, "tbody th")] == ["单永福", "周光荣"]
    assert [tab.text for tab in css(page.text, "#elders nav.tabs a")] == ["在住 2", "全部 3", "已离院 1"]
    assert "重度" in page.text
    left = await desk.get("elders?tab=left")
    assert "2026-02-03" in left.text
    assert "回家" in left.text


async def test_a_caseworker_from_outside_reads_masked_names(
    session: AsyncSession, desk: Desk, client_as: ClientAs
) -> None:
    await people(session, desk, "王秀英")
    await close_work(session)
    officer = await client_as("case_officer", region=desk.house.home.county)
    page = await officer.get(f"{desk.root}/elders")
    assert page.status_code == 200
    assert "王*英" in page.text
    assert "王秀英" not in page.text


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("nurse", "elders/new", 200), ("caregiver", "elders", 200), ("caregiver", "elders/new", 403),
        ("kitchen", "elders", 403), ("nurse", "elders/duplicates", 403), ("network_manager", "elders/duplicates", 200),
        ("administrator", "elders", 403),
    ],
)  # fmt: skip
async def test_who_may_open_what(desk: Desk, client_as: ClientAs, role: str, path: str, status: int) -> None:
    where = {"region": desk.house.home.county} if role in ("network_manager", "administrator") else {}
    browser = await client_as(role, None if where else desk.house.institution, **where)
    assert (await browser.get(f"{desk.root}/{path}")).status_code == status


async def test_another_homes_director_finds_nothing_here(
    session: AsyncSession, desk: Desk, client_as: ClientAs
) -> None:
    async with acting_everywhere():
        other = await a_house(session)
    await close_work(session)
    stranger = await client_as("director", other.institution)
    assert (await stranger.get(f"{desk.root}/elders")).status_code == 404
    assert (await stranger.get(f"{desk.root}/elders/new")).status_code == 404


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


async def test_a_file_is_changed_and_two_people_see_both_values(app: Any, urls: Urls, pools: Database) -> None:
    async with a_town_with_a_file(app, urls) as desk:
        page = await desk.get("/edit")
        assert page.status_code == 200, page.text[-1500:]
        assert [field["value"] for field in css(page.text, "[name=born]")]
        [version] = [field["value"] for field in css(page.text, "[name=version]")]
        async with acting_everywhere(), transaction() as session:
            elder = await session.get_one(Elder, (desk.house.home.county, desk.elder_id))
            form = {
                "name": elder.name, "sex": elder.sex.value, "born": write_birth(elder.born_on, elder.birth_precision),
                "id_differs": "yes", "version": version,
            }  # fmt: skip
        saved = await desk.post("", **form, ethnicity="彝族")
        assert saved.status_code == 303, saved.text[:2000]
        late = await desk.post("", **form, ethnicity="汉族", headers=HTMX)
        assert late.status_code == 409
        assert "改为「彝族」，您填的是「汉族」" in late.text
        [newer] = [field["value"] for field in css(late.text, "#elder-form [name=version]")]
        assert (await desk.post("", **(form | {"version": newer}), ethnicity="汉族")).status_code == 303
        wrong = await desk.post("", **(form | {"version": newer, "name": ""}), headers=HTMX)
        assert wrong.status_code == 422


async def test_a_phone_is_masked_kept_and_taken_out(app: Any, urls: Urls, pools: Database) -> None:
    async with a_town_with_a_file(app, urls) as desk:
        async with acting_everywhere(), transaction() as session:
            home = desk.house.home
            elder = await service.open_file(session, director(home), home, draft(name="李桂芳"))
        desk.elder_id = elder.id
        page = await desk.get("/edit")
        assert "已登记 138****5678" in page.text
        assert "13812345678" not in page.text
        form = {
            "name": "李桂芳",
            "sex": "female",
            "born": "1941-03-01",
            "address": "新街",
            "version": str(elder.version),
        }
        assert (await desk.post("", **form)).status_code == 303
        assert "138****5678" in (await desk.get("/edit")).text
        form |= {"version": str(elder.version + 1), "no_phone": "yes"}
        assert (await desk.post("", **form)).status_code == 303
        assert "138****5678" not in (await desk.get("/edit")).text


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


async def test_likely_duplicates_stand_side_by_side(
    session: AsyncSession, desk: Desk, counting: Callable[[], Any]
) -> None:
    one, two = await people(session, desk, "曾淑珍", "曾淑贞")
    await close_work(session)
    with counting() as seen:
        page = await desk.get("elders/duplicates")
    assert page.status_code == 200, page.text[-1500:]
    assert f"?kept={one}&amp;gone={two}" in page.text
    assert "姓名同音、出生日期相同" in said(page)
    assert seen.count <= 14, seen.statements


@pytest.mark.parametrize(
    ("text", "born", "precision"),
    [
        ("1941-03-01", date(1941, 3, 1), BirthPrecision.DAY),
        ("19410301", date(1941, 3, 1), BirthPrecision.DAY),
        ("1941 年 3 月 1 日", date(1941, 3, 1), BirthPrecision.DAY),
        ("1941/3/1", date(1941, 3, 1), BirthPrecision.DAY),
        ("1941.3", date(1941, 3, 1), BirthPrecision.MONTH),
        ("194103", date(1941, 3, 1), BirthPrecision.MONTH),
        ("1941年3月", date(1941, 3, 1), BirthPrecision.MONTH),
        ("１９４１", date(1941, 1, 1), BirthPrecision.YEAR),
        ("1941年", date(1941, 1, 1), BirthPrecision.YEAR),
    ],
)
def test_birth_dates_are_read_as_people_write_them(text: str, born: date, precision: BirthPrecision) -> None:
    read = read_birth(text)
    assert (read.born_on, read.precision) == (born, precision)
    assert read_birth(write_birth(born, precision)) == read
    assert read_birth(text, estimated=True).precision is BirthPrecision.ESTIMATED
