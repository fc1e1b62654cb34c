"""An application without a script, a cookie or a sign-in: question by question, away and back, handed in and taken up."""

import re
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.core.db import transaction
from app.core.errors import DomainError, NotAllowed
from app.residents.models import Elder
from app.waitlist.models import WaitlistEntry, WaitlistIntake
from app.waitlist.queries.intakes import intakes_of
from app.waitlist.rules.kinds import CircumstanceKind
from app.waitlist.service import read_intake, refuse_intake, take_intake
from tests.factories.residents import an_elder
from tests.public.conftest import Town
from tests.support.people import Client
from tests.support.tenants import acting_everywhere
from tests.waitlist.test_registering import a_nurse

CARD = "000000194103014527"
ANSWERS: list[tuple[str, dict[str, Any]]] = [
    ("consent", {"consent": "yes"}),
    ("who", {"for_whom": "parent"}),
    ("name", {"name": "诸葛木兰", "sex": "female"}),
    ("paper", {"has": "no", "no_id_reason": "lost"}),
    ("birth", {"year": "1941", "month": "3"}),
    ("town", {"town": "0", "address": "赵化镇大石村"}),
    ("situation", {"situations": ["lives_alone", "minimum_living"]}),
    ("ability", {"ability": "most", "forgetful": "yes"}),
    ("wishes", {}),
    ("contact", {"contact_name": "诸葛明", "contact_phone": "13890012345"}),
    ("publish", {"consent_public": "no"}),
]


async def begun(client: Client, county: int) -> str:
    answer = await client.post("/open/apply", data={"county": str(county)})
    assert answer.status_code == 303, answer.text[-500:]
    return str(answer.headers["Location"])


async def filled(client: Client, town: Town, *, until: str = "") -> str:
    """Answer every question in its turn, following where the form leads, and give the address of the draft."""
    form = await begun(client, town.county)
    following = (await client.get(form)).headers["Location"]
    for question, said in ANSWERS:
        assert following == f"{form}/{question}"
        if question == until:
            return form
        page = await client.get(following)
        assert page.status_code == 200
        answer = await client.post(following, data=said or {"first": str(town.house.home.institution_id)})
        assert answer.status_code == 303, (question, answer.text)
        following = answer.headers["Location"]
    assert following == form
    return form


def told(page: str) -> tuple[str, str]:
    number, pin = re.findall(r'<b class="big">([^<]+)</b>', page)
    return number, pin


async def test_an_application_from_the_first_question_to_the_place(client: Client, town: Town, clock: Any) -> None:
    form = await filled(client, town)
    check = await client.get(form)
    assert "赵化镇大石村" in check.text
    assert "138****2345" in check.text, "a number is not written out again"
    number, pin = told((await client.post(form)).text)
    assert (await client.post(form)).text.count(number) == 1, "the same form again, its answer lost: the same number"
    assert (await client.get(form)).status_code == 404, "what has been handed in is not shown any more"
    seen = await client.post("/open/place", data={"number": number, "pin": pin})
    assert "已收到，等待受理" in seen.text
    assert client.cookies.jar is not None
    assert not list(client.cookies.jar)


async def test_the_desk_takes_it_up_at_the_instant_it_was_handed_in(
    client: Client, town: Town, clock: Any, connection: AsyncConnection
) -> None:
    await clock.at("2026-11-20 09:30:15")
    number, pin = told((await client.post(await filled(client, town))).text)
    await clock.at("2026-11-23 14:00")
    async with acting_everywhere() as actor, transaction() as session:
        (line,) = await intakes_of(session, actor.scope("waitlist.apply"), town.county)
        assert line.number == number
        said = (await read_intake(session, actor, line.id)).said
        assert (said.name, said.contact_phone) == ("诸葛木兰", "13890012345")
        friend = await an_elder(session, town.house.home, name="王秀英")
        with pytest.raises(DomainError, match="姓名与这份档案不符"):
            await take_intake(session, actor, line.id, elder_id=friend.id)
        entry = await take_intake(session, actor, line.id)
        assert entry.received_at.isoformat() == "2026-11-20T01:30:15+00:00"
        assert entry.accepted_at == entry.received_at
        assert (entry.needs_nursing, entry.needs_dementia, entry.source) == (True, True, "online")
        assert [row[0] for row in entry_facts(entry)] == [CircumstanceKind.LIVES_ALONE]
        elder = await session.get(Elder, (entry.county, entry.elder_id))
        assert elder is not None
        assert elder.name == "诸葛木兰"
    seen = await client.post("/open/place", data={"number": number, "pin": pin})
    assert entry.number in seen.text, "the number of handing in leads to the application, with the same PIN"
    assert (await client.post("/open/place", data={"number": entry.number, "pin": pin})).status_code == 200


def entry_facts(entry: WaitlistEntry) -> list[list[Any]]:
    return list(entry.facts["circumstances"])


async def test_what_is_not_taken_up_says_why_to_the_family_alone(client: Client, town: Town) -> None:
    number, pin = told((await client.post(await filled(client, town))).text)
    async with acting_everywhere() as actor, transaction() as session:
        (line,) = await intakes_of(session, actor.scope("waitlist.apply"), town.county)
        with pytest.raises(NotAllowed):
            await refuse_intake(session, a_nurse(town.house.home), line.id, reason="本院不想收")
        await refuse_intake(session, actor, line.id, reason="老人已在另一家机构入住")
    seen = await client.post("/open/place", data={"number": number, "pin": pin})
    assert "老人已在另一家机构入住" in seen.text


async def test_away_and_back_with_a_code(client: Client, town: Town, clock: Any) -> None:
    await clock.at("2026-11-20 09:00")
    form = await filled(client, town, until="situation")
    code = re.findall(r'<p class="card big">([A-Z0-9-]{14})</p>', (await client.post(f"{form}/code")).text)[0]
    await clock.at("2026-11-20 11:30")
    assert (await client.get(form)).status_code == 404, "the address opens nothing after two hours"
    back = await client.post("/open/apply/back", data={"code": code.lower().replace("-", " ")})
    again = back.headers["Location"]
    assert again != form
    assert (await client.get(again)).headers["Location"] == f"{again}/situation"
    assert "诸葛木兰" in (await client.get(f"{again}/name")).text
    await clock.at("2026-12-05 12:00")
    assert (await client.post("/open/apply/back", data={"code": code})).status_code == 422


async def test_a_card_says_the_birth_and_is_never_shown_again(client: Client, town: Town) -> None:
    form = await filled(client, town, until="paper")
    wrong = await client.post(f"{form}/paper", data={"has": "yes", "id_number": CARD[:-1] + "0"})
    assert (wrong.status_code, CARD[:-1] in wrong.text) == (422, False)
    card = (
        CARD if (await client.post(f"{form}/paper", data={"has": "yes", "id_number": CARD})).status_code == 303 else ""
    )
    assert card
    assert (await client.get(form)).headers["Location"] == f"{form}/town"
    assert CARD not in (await client.get(f"{form}/paper")).text


async def test_an_answer_that_cannot_be_says_so_and_keeps_what_was_typed(client: Client, town: Town) -> None:
    form = await filled(client, town, until="birth")
    page = await client.post(f"{form}/birth", data={"year": "1941", "month": "2", "day": "30"})
    assert page.status_code == 422
    assert "没有这一天，请核对月和日" in page.text
    assert 'value="1941"' in page.text
    assert (await client.post(f"{form}/birth", data={"year": "1941", "x": "1"})).status_code == 422
    assert (await client.post(form)).status_code == 404, "nothing is handed in before every question has its answer"


async def test_codes_are_not_to_be_guessed(client: Client, town: Town) -> None:
    for _try in range(10):
        assert (await client.post("/open/apply/back", data={"code": "ABCD-EFGH-JKMN"})).status_code == 422
    assert (await client.post("/open/apply/back", data={"code": "ABCD-EFGH-JKMN"})).status_code == 429


async def test_nothing_that_was_filled_in_lies_open(client: Client, town: Town, owner_session: AsyncSession) -> None:
    form = await filled(client, town)
    number, pin = told((await client.post(form)).text)
    async with acting_everywhere(), transaction() as session:
        row = (await session.scalars(select(WaitlistIntake))).one()
        assert row.number == number
        whole = b"|".join(v if isinstance(v, bytes) else str(v).encode() for v in vars(row).values())
    ticket = form.rpartition("/")[2]
    assert [one for one in ("诸葛", "13890012345", pin, ticket) if one.encode() in whole] == []


async def test_a_draft_is_seen_by_nobody_who_is_signed_in(client: Client, town: Town) -> None:
    await filled(client, town, until="wishes")
    async with acting_everywhere(), transaction() as session:
        assert list(await session.scalars(select(WaitlistIntake.id))) == []
        with_no_right = text("UPDATE waitlist_intakes SET handed_in_at = app_now() - interval '1 year'")
        caught = ""
        try:
            async with session.begin_nested():
                await session.execute(with_no_right)
        except Exception as refused:
            caught = str(refused)
        assert "permission denied" in caught
