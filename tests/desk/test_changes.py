"""登记变动: people are found by name, pinyin, bed or the last four; each has only the acts that the reader may do."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import Sex
from app.core.db import close_work
from app.desk.rules.changes import Where
from app.residents import service as residents
from app.residents.rules.drafts import ElderDraft, PaperDraft
from app.residents.rules.kinds import BirthPrecision, NoIdReason, PaperKind
from app.stays import service
from app.stays.models import Stay
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import Ground, LateReason, LeaveKind, Payer, StayKind
from tests.beds.desk import Desk
from tests.factories.beds import a_house
from tests.stays.residence import NOON, TODAY, a_leave
from tests.support.clock import Clock
from tests.support.html import select as pick
from tests.support.html import the
from tests.support.people import ClientAs
from tests.support.tenants import acting_everywhere

CARD = "00000019410301122X"
"""Begins with a county that there is not, so it is nobody's; its last character is right."""
NO_CARD = {
    "sex": Sex.FEMALE, "no_id_reason": NoIdReason.LOST, "born_on": date(1938, 1, 1),
    "birth_precision": BirthPrecision.YEAR,
}  # fmt: skip
QUERIES = 12


@pytest.fixture
async def desk(session: AsyncSession, client_as: ClientAs, clock: Clock) -> Desk:
    """A director of a home where three live, one of them in hospital, at noon of 20 March 2026."""
    await clock.at(NOON)
    house = await a_house(session)
    desk = Desk(session, house, await client_as("director", house.institution))
    for bed, name in (("301-1", "王秀英"), ("302-1", "单永福"), ("303-2", "李桂芳")):
        house.people[name] = await moved_in(desk, bed, name)
    async with acting_everywhere():
        args = (session, house.actor, house.home)
        await service.start_leave(*args, house.people["李桂芳"].id, a_leave(LeaveKind.HOSPITAL, on=12))
        await close_work(session)
    return desk


async def moved_in(desk: Desk, bed: str, name: str) -> Stay:
    """Open a file as the office does, so that it can be found by every reading, and admit the person."""
    async with acting_everywhere():
        args = (desk.session, desk.house.actor, desk.house.home)
        papers = (PaperDraft(PaperKind.ID_CARD, CARD),) if name == "王秀英" else ()
        said: dict[str, Any] = {"papers": papers} if papers else NO_CARD
        elder = await residents.open_file(*args, ElderDraft(name=name, **said))
        draft = AdmissionDraft(
            elder_id=elder.id, bed_id=desk.house.beds[bed], kind=StayKind.LONG, ground=Ground.DIRECT,
            payer=Payer.FAMILY, from_on=TODAY.replace(day=1), late_reason=LateReason.LEDGER,
        )  # fmt: skip
        stay = await service.admit(*args, draft)
        await close_work(desk.session)
    return stay


async def names(desk: Desk, query: str = "") -> list[str]:
    shown = (await desk.get(f"changes{query}")).text
    return [one.text for one in pick(shown, "#people b")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("王秀英", ["王秀英"]),
        ("秀", ["王秀英"]),
        ("wxy", ["王秀英"]),
        ("wangxiuying", ["王秀英"]),
        ("syf", ["单永福"]),
        ("dyf", ["单永福"]),
        ("303-2", ["李桂芳"]),
        ("30", ["李桂芳", "单永福", "王秀英"]),
        (CARD[-4:], ["王秀英"]),
        ("9999", []),
        ("赵", []),
    ],
)
async def test_a_person_is_found_by(desk: Desk, typed: str, found: list[str]) -> None:
    assert sorted(await names(desk, f"?q={typed}")) == sorted(found)


async def test_everybody_in_residence_stands_there_with_where_they_are(desk: Desk) -> None:
    shown = (await desk.get("changes")).text
    assert the(shown, "#sentence").text == "在住 3 人。先找到人，再点发生了什么。"
    assert [chip.text for chip in pick(shown, ".chips a")] == ["在院 2", "住院 1"]
    assert await names(desk, "?where=hospital") == ["李桂芳"]
    assert await names(desk, "?where=leave") == []
    assert len(await names(desk, "?where=nowhere")) == 3


async def test_each_act_leads_to_its_form(desk: Desk) -> None:
    shown = (await desk.get("changes")).text
    acts = {link.text: link["href"] for link in pick(shown, "#people .row a")}
    assert set(acts) == {"请假", "住院", "移床", "调院", "退住", "返院"}
    for address in [*acts.values(), *(link["href"] for link in pick(shown, "#people > li > div > a"))]:
        assert (await desk.browser.get(address)).status_code == 200, address


async def test_who_is_in_hospital_can_come_back_but_not_leave_again(desk: Desk) -> None:
    [row] = pick((await desk.get("changes?where=hospital")).text, "#people li")
    assert [link.text for link in row.select(".row a")] == ["返院", "移床", "调院", "退住"]
    assert "3 月 12 日起" in row.text


@pytest.mark.parametrize(
    ("role", "acts"), [("nurse", ["请假", "住院"]), ("caregiver", [])]
)  # fmt: skip
async def test_acts_are_those_of_the_role(desk: Desk, client_as: ClientAs, role: str, acts: list[str]) -> None:
    other = await client_as(role, desk.house.institution)
    shown = (await other.get(f"{desk.root}/changes?q=wxy")).text
    assert [link.text for link in pick(shown, "#people .row a")] == acts
    assert "王秀英" in shown


async def test_the_case_officer_reads_masked_names(desk: Desk, client_as: ClientAs) -> None:
    officer = await client_as("case_officer", region=desk.house.home.county)
    shown = (await officer.get(f"{desk.root}/changes")).text
    assert not [name for name in desk.house.people if name in shown]
    assert "王*英" in shown
    assert not pick(shown, "#people .row a")


async def test_the_kitchen_and_other_homes_do_not_get_in(desk: Desk, client_as: ClientAs) -> None:
    cook = await client_as("kitchen", desk.house.institution)
    assert (await cook.get(f"{desk.root}/changes")).status_code == 403
    async with acting_everywhere():
        other = await a_house(desk.session)
        await close_work(desk.session)
    assert (await desk.browser.get(f"/institutions/{other.institution.id}/changes")).status_code == 404


async def test_nothing_found_and_nobody_there_say_what_to_do(desk: Desk, client_as: ClientAs) -> None:
    shown = (await desk.get("changes?q=zzz")).text
    assert "没有符合的" in shown
    assert the(shown, ".empty a")["href"] == f"{desk.root}/changes"
    async with acting_everywhere():
        empty = await a_house(desk.session)
        await close_work(desk.session)
    director = await client_as("director", empty.institution)
    shown = (await director.get(f"/institutions/{empty.institution.id}/changes")).text
    assert "还没有老人在住" in the(shown, "#sentence").text
    assert not pick(shown, "#person-q")


async def test_the_page_asks_a_fixed_number_of_times(desk: Desk, counting: Any) -> None:
    with counting() as seen:
        await desk.get("changes?q=wxy")
    assert seen.count <= QUERIES


def test_where_somebody_is() -> None:
    assert Where.of(None) is Where.PRESENT
    assert Where.of(LeaveKind.HOSPITAL) is Where.HOSPITAL
    assert {Where.of(LeaveKind.HOME), Where.of(LeaveKind.OTHER)} == {Where.LEAVE}
    assert Where.asked("") is None
