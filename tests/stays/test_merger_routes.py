"""Two files of one person: found, held side by side with the consequences in counts, merged, and taken apart again."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.core.db import Database, transaction
from app.core.postgres.urls import Urls
from app.residents.models import Elder, ElderMerge
from app.residents.rules.around import ContactDraft
from app.residents.rules.kinds import Relation
from app.residents.service import contacts
from app.residents.service.sharing import share_file
from tests.factories.beds import a_house
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.residents.filing import FileDesk, a_town_with_a_file
from tests.support.html import select as css
from tests.support.tenants import acting_everywhere

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def desk(app: Any, urls: Urls, pools: Database) -> AsyncIterator[FileDesk]:
    """Give a director with a full file to open."""
    async with a_town_with_a_file(app, urls) as opened:
        yield opened


async def a_second_file(desk: FileDesk) -> int:
    """Open another file of the same person, with a contact and an old stay in it."""
    async with acting_everywhere() as actor, transaction() as session:
        home = desk.house.home
        other = await an_elder(session, home, name="王二妹")
        await share_file(session, other, home)
        await contacts.add_contact(session, actor, home, other.id, ContactDraft(Relation.SON, "陈强"))
        await a_stay(session, home, other, from_on=date(2024, 1, 1), to_on=date(2024, 5, 1))
        return other.id


def path(desk: FileDesk, rest: str) -> str:
    return f"/institutions/{desk.house.home.institution_id}/elder-mergers{rest}"


async def send(desk: FileDesk, rest: str, **said: Any) -> Any:
    body = urlencode({"tap_id": str(uuid4())} | said)
    return await desk.browser.post(path(desk, rest), content=body, headers=FORM)


async def test_both_stand_side_by_side_before_one_goes_into_the_other(desk: FileDesk) -> None:
    gone = await a_second_file(desk)
    search = await desk.browser.get(path(desk, f"/new?kept={desk.elder_id}&q=王二妹"))
    assert f"kept={desk.elder_id}&amp;gone={gone}" in search.text
    page = await desk.browser.get(path(desk, f"/new?kept={desk.elder_id}&gone={gone}"))
    assert page.status_code == 200
    [told] = css(page.text, "section[aria-labelledby=consequences-t] ul.points")
    for words in ("联系人 1 条", "入住 1 条", "保留 王秀英 的档案", "「王二妹」"):
        assert words in told.text
    assert f"?kept={gone}&amp;gone={desk.elder_id}" in page.text
    again = await send(desk, "", kept_id=desk.elder_id, gone_id=gone)
    assert again.status_code == 422
    assert "请填写认定原因" in again.text


async def test_merged_and_taken_apart(desk: FileDesk) -> None:
    gone = await a_second_file(desk)
    done = await send(desk, "", kept_id=desk.elder_id, gone_id=gone, reason="家属确认，同一人")
    assert done.status_code == 303, done.text[-2000:]
    assert await desk.all(select(Elder.merged_into_id).where(Elder.id == gone)) == [desk.elder_id]
    page = await desk.get("?tab=overview")
    assert "家属确认，同一人" in page.text
    left = await desk.browser.get(desk.root.replace(f"/{desk.elder_id}", f"/{gone}"))
    assert "已并入另一份" in left.text
    [merge] = await desk.all(select(ElderMerge.id))
    asked = await desk.browser.get(path(desk, f"/{merge}/undoing"))
    assert asked.status_code == 200
    assert "王二妹" in asked.text
    assert (await send(desk, f"/{merge}/undoing", reason="")).status_code == 422
    assert (await send(desk, f"/{merge}/undoing", reason="不是同一人")).status_code == 303
    assert await desk.all(select(Elder.merged_into_id).where(Elder.id == gone)) == [None]


async def test_only_who_may_merge_does(desk: FileDesk) -> None:
    gone = await a_second_file(desk)
    for role in ("nurse", "caregiver", "kitchen", "case_officer", "administrator"):
        await desk.sign_in(role)
        for rest in ("/new", f"/new?kept={desk.elder_id}&gone={gone}"):
            assert (await desk.browser.get(path(desk, rest))).status_code == 403, role
        assert (await send(desk, "", kept_id=desk.elder_id, gone_id=gone, reason="同一人")).status_code == 403


async def test_whoever_holds_two_files_against_each_other_has_looked_at_both(desk: FileDesk) -> None:
    gone = await a_second_file(desk)
    assert (await desk.browser.get(path(desk, f"/new?kept={desk.elder_id}"))).status_code == 200
    assert (await desk.browser.get(path(desk, f"/new?kept={desk.elder_id}&gone={gone}"))).status_code == 200
    assert [look.subjects for look in await desk.looks()] == [[desk.elder_id], [desk.elder_id, gone]]


async def test_files_of_another_home_are_not_merged_from_here(desk: FileDesk) -> None:
    gone = await a_second_file(desk)
    async with acting_everywhere(), transaction() as session:
        there = await a_house(session)
        theirs = await an_elder(session, there.home)
    await desk.sign_in("network_manager")
    for pair in ({"kept_id": gone, "gone_id": theirs.id}, {"kept_id": theirs.id, "gone_id": gone}):
        assert (await send(desk, "", reason="同一个人", **pair)).status_code == 404
    assert await desk.all(select(Elder.merged_into_id).where(Elder.id.in_((gone, theirs.id)))) == [None, None]
