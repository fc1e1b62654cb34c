"""Rules of a county as pages: written in words, tried on the list before they hold, published; and switching the list on."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import business_date
from app.core.db import close_work
from app.waitlist.forms.policies import raw_of
from app.waitlist.presets import DEFAULT, PRESETS
from app.waitlist.rules.saying import UnreadCondition, read_condition, say_condition
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder
from tests.factories.waitlist import an_entry
from tests.support.html import select as css
from tests.support.html import the
from tests.support.people import Client, ClientAs, send_form
from tests.support.tenants import COUNTY


@pytest.fixture
async def house(session: AsyncSession) -> HouseOfBeds:
    """A home where a younger person with a heavy level waits behind two of eighty-five."""
    house = await a_house(session)
    for name, level in (("王秀英", 1), ("陈素华", None), ("刘德明", 3)):
        elder = await an_elder(session, house.home, name=name)
        await an_entry(session, house.home, elder=elder, level=level, minutes_ago={"王秀英": 30}.get(name, 1))
    await close_work(session)
    return house


def form(from_on: date, **changes: Any) -> dict[str, Any]:
    raw = {name: value for name, value in raw_of(DEFAULT).items() if value not in ("", None)}
    return raw | {"county": COUNTY, "base": "preset:default", "from_on": from_on, "document_no": ""} | changes


@pytest.mark.parametrize("code", sorted(PRESETS))
def test_every_condition_is_read_back_as_it_was_said(code: str) -> None:
    for tier in PRESETS[code].tiers:
        assert read_condition(say_condition(tier.when)) == tier.when


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "请写明哪些人"), ("低保 且", "两边都要有词"), ("低保 且 失能 或 重残", "要加括号"), ("（低保", "少一个右括号"),
        ("低保）", "括号没有配对"), ("穷人", "看不懂「穷人」"), ("低保 失能", "要加括号"),
    ],
)  # fmt: skip
def test_words_that_are_no_condition_say_what_is_wrong(words: str, said: str) -> None:
    with pytest.raises(UnreadCondition, match=said):
        read_condition(words)


def test_numbers_in_conditions_are_free() -> None:
    assert read_condition("年满75岁 或 （能力等级 3 级及以上 且 独居）") == {
        "any": ["age>=75", {"all": ["level>=3", "circumstance:lives_alone"]}]
    }


async def trial(officer: Client, **said: Any) -> Any:
    return await send_form(officer, "/waitlist/policies/trials", said=said)


async def test_a_trial_lists_the_moved_and_publishing_lets_it_hold(
    session: AsyncSession, house: HouseOfBeds, client_as: ClientAs
) -> None:
    officer, today = await client_as("case_officer"), await business_date(session)
    told = form(today, keys=["level"], title="重的在前")
    tried = await trial(officer, **told)
    moved = [(row.select("th")[0].text, *(cell.text for cell in row.select("td.number"))) for row in
             css(tried.text, "tbody tr")]  # fmt: skip
    assert moved == [("刘*明", "3", "1"), ("王*英", "1", "2"), ("陈*华", "2", "3")]
    assert "有 3 人的位次或类别会变，1 人往前，2 人往后" in the(tried.text, "#sentence").text
    assert "系统默认规则" in (await officer.get("/waitlist/policies")).text
    held = {(one["name"], one.get("value") or "") for one in css(tried.text, "main form input[type=hidden]")}
    assert {("keys", "level"), ("title", "重的在前")} <= held
    done = await send_form(officer, "/waitlist/policies", said=told)
    assert done.status_code == 303
    page = await officer.get("/waitlist")
    assert [row.text for row in css(page.text, "#waitlist th a")] == ["刘*明", "王*英", "陈*华"]
    assert "能力等级（重的在前）" in (await officer.get(f"/waitlist/policies/{COUNTY}/1")).text


async def test_a_refused_rule_keeps_what_was_typed(
    session: AsyncSession, house: HouseOfBeds, client_as: ClientAs
) -> None:
    officer, today = await client_as("case_officer"), await business_date(session)
    wrong = await trial(officer, **form(today, tier_titles=["穷", "其他"], tier_words=["穷人", "其他老年人"]))
    assert (wrong.status_code, "第 2 类：看不懂「穷人」" in wrong.text) == (422, True)
    assert [one.text for one in css(wrong.text, "textarea[name=tier_words]")] == ["穷人", "其他老年人"]
    open_end = await trial(officer, **form(today, tier_titles=["低保"], tier_words=["低保"]))
    assert "最后一类（第 2 类）要写「其他老年人」" in open_end.text
    past = await send_form(officer, "/waitlist/policies", said=form(today - timedelta(days=1)))
    assert (past.status_code, "不能从过去的日子起用" in past.text) == (422, True)


async def test_who_may_read_and_who_may_write_the_rules(
    session: AsyncSession, house: HouseOfBeds, client_as: ClientAs
) -> None:
    director, manager = await client_as("director", house.institution), await client_as("network_manager")
    page = await director.get("/waitlist/policies")
    assert (page.status_code, "写新规则" in page.text) == (200, False)
    assert (await director.get(f"/waitlist/policies/{COUNTY}/0")).status_code == 200
    for browser in (director, manager):
        assert (await browser.get("/waitlist/policies/new")).status_code == 403
        assert (await browser.get("/waitlist/switches/new")).status_code == 403


async def test_the_list_is_switched_on_with_a_document(
    session: AsyncSession, house: HouseOfBeds, client_as: ClientAs
) -> None:
    officer, today = await client_as("case_officer"), await business_date(session)
    director = await client_as("director", house.institution)
    home = f"/institutions/{house.institution.id}/waitlist"
    assert "本院未启用轮候" in (await director.get(home)).text
    said = {"county": COUNTY, "home": house.institution.id, "from_on": today, "note": "先行一家"}
    bare = await send_form(officer, "/waitlist/switches", said=said)
    assert (bare.status_code, the(bare.text, "#note")["value"]) == (422, "先行一家")
    await send_form(officer, "/waitlist/switches", said=said | {"document_no": "自民发〔2026〕18 号"})
    assert "本院未启用轮候" not in (await director.get(home)).text
    assert "自民发〔2026〕18 号" in (await officer.get("/waitlist/policies")).text
