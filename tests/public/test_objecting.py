"""An objection by anybody: sealed at once, taken down by the job, its result asked by number; nobody's name in it."""

import re
from typing import Any
from uuid import uuid4

import orjson
import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.actor import Actor, Grant
from app.core.db import transaction
from app.offers.models import Objection
from app.offers.rules.kinds import ObjectionOutcome, ObjectionSource
from app.offers.service.objecting import decide_objection, objection_words, publish_objection
from app.public import jobs
from app.public.service.objections import TAKE
from tests.public.conftest import Town
from tests.support.people import Client
from tests.support.tenants import acting_everywhere

OFFICER = Actor(
    user_id=9002, sign_in_id=1, name="经办乙", grants=(Grant("case_officer", frozenset({"objections.decide"}), 510302),)
)


def said(town: Town, **other: Any) -> dict[str, Any]:
    return {
        "tap_id": str(uuid4()), "county": town.county, "home": town.house.home.institution_id, "name": "诸葛明",
        "words": "第一位不是低保，名单排错了", "phone": "13890012345", "about": town.silent.number,
    } | other  # fmt: skip


async def handed_in(client: Client, form: dict[str, Any]) -> str:
    page = await client.post("/open/objection", data=form)
    assert page.status_code == 200, page.text[-800:]
    (number,) = re.findall(r'<p class="card big">([^<]+)</p>', page.text)
    return str(number)


@pytest.mark.usefixtures("connection")
async def test_from_the_form_to_the_published_result(client: Client, town: Town, connection: AsyncConnection) -> None:
    form = said(town)
    number = await handed_in(client, form)
    assert await handed_in(client, form) == number, "the same form again is the same objection"
    seen = await client.post("/open/objection/result", data={"number": number})
    assert "已经收到，正在处理" in seen.text
    queued = text("SELECT payload FROM pgqueuer WHERE entrypoint = :name AND status = 'queued'")
    assert list((await connection.execute(queued, {"name": TAKE})).scalars()) == [orjson.dumps({"county": town.county})]
    await jobs.take(orjson.dumps({"county": town.county}))
    await jobs.sweep()
    async with acting_everywhere(), transaction() as session:
        objection = (await session.scalars(select(Objection))).one()
        assert (objection.source, objection.entry_id) == (ObjectionSource.ONLINE, town.silent.id)
        assert await objection_words(session, objection) == {
            "name": "诸葛明", "phone": "13890012345", "words": "第一位不是低保，名单排错了"
        }  # fmt: skip
        await decide_objection(
            session, OFFICER, objection.id, outcome=ObjectionOutcome.PARTLY, result="已重新核验，类别更正"
        )
        await publish_objection(session, OFFICER, objection.id)
    seen = await client.post("/open/objection/result", data={"number": number.lower()})
    assert "部分成立" in seen.text
    page = await client.get(f"/open/objection?county={town.county}")
    assert "已重新核验，类别更正" in page.text
    assert [one for one in ("诸葛", "13890012345", "不是低保") if one in seen.text + page.text] == []


async def test_an_unknown_number_tells_nothing_and_is_not_to_be_guessed(client: Client, town: Town) -> None:
    for _try in range(30):
        page = await client.post("/open/objection/result", data={"number": "510302-Y-ABCDEFGH"})
        assert page.status_code == 422
    assert (await client.post("/open/objection/result", data={"number": "510302-Y-ABCDEFGH"})).status_code == 429


async def test_too_many_from_one_address_wait(client: Client, town: Town) -> None:
    for _try in range(10):
        await handed_in(client, said(town))
    assert (await client.post("/open/objection", data=said(town))).status_code == 429


async def test_what_is_missing_or_too_long_is_said_beside_the_field(client: Client, town: Town) -> None:
    page = await client.post("/open/objection", data=said(town, words="不对"))
    assert (page.status_code, "哪里不对太短，至少 5 个字" in page.text) == (422, True)
    page = await client.post("/open/objection", data=said(town, words="长" * 1001))
    assert page.status_code == 422
    page = await client.post("/open/objection", data=said(town, home=987654321))
    assert "没有找到这家机构" in page.text
