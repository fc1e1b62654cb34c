"""What changes when homes, facts, documents and prices are recorded."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import AuditEntry
from app.core.db import close_work, touched_homes
from app.core.errors import DomainError, NotAllowed, Refused
from app.institutions import queries, service
from app.institutions.errors import (
    AlreadyClosed,
    BadCode,
    BadUscc,
    ChangedMeanwhile,
    HomeNotFound,
    NotATenant,
    NotClosed,
)
from app.institutions.rules.answers import Operation, Registration, Tag
from app.institutions.rules.drafts import FactDraft, HomeDraft, PriceDraft, RegisteredDraft, UnitDraft
from app.institutions.rules.figures import Basis, PriceUnit
from app.institutions.rules.kinds import FactKind
from tests.factories.institutions import a_fact, a_founder, a_legal_unit, a_price, a_registered, an_institution
from tests.support.tenants import COUNTY, OTHER_COUNTY

FOUNDER = a_founder()
SCOPE = FOUNDER.scope("institutions.see")


def draft_of(home, **changes) -> HomeDraft:
    names = ("code", "name", "short_name", "legal_unit_id", "uscc", "phone", "opened_on")
    return HomeDraft(**({name: getattr(home, name) for name in names} | changes))


async def actions(session: AsyncSession) -> list[str]:
    await close_work(session)
    rows = await session.scalars(select(AuditEntry).order_by(AuditEntry.seq))
    return [row.action for row in rows if row.action.startswith("institutions.")]


async def test_a_home_is_opened_with_its_readings_and_a_line(session: AsyncSession) -> None:
    home = await service.create_institution(
        session, FOUNDER, county=COUNTY, code=" msh-1 ", name="自流井区敬老院", uscc="12510322mb1k20376g"
    )
    assert (home.code, home.uscc) == ("MSH-1", "12510322MB1K20376G")
    assert (home.name_sort, home.initials) == ("zi liu jing qu jing lao yuan", "zljqjly")
    assert [(t.county, t.institution_id) for t in touched_homes(session)] == [(COUNTY, home.id)]
    assert await actions(session) == ["institutions.added"]


@pytest.mark.parametrize(
    ("said", "refusal", "field"),
    [
        ({"code": "号"}, BadCode, "code"),
        ({"code": ""}, BadCode, "code"),
        ({"uscc": "12510322MB1K20376H"}, BadUscc, "uscc"),
        ({"county": 510000}, NotATenant, "county"),
        ({"county": 510399}, NotATenant, "county"),
        ({"legal_unit_id": 999_999}, Refused, "legal_unit_id"),
    ],
)
async def test_a_home_that_cannot_be_is_refused_at_its_field(
    session: AsyncSession, said: dict, refusal: type[DomainError], field: str
) -> None:
    with pytest.raises(refusal) as raised:
        await service.create_institution(session, FOUNDER, **({"county": COUNTY, "code": "A1", "name": "甲院"} | said))
    assert raised.value.field == field


async def test_a_home_is_opened_with_what_is_known_of_it(session: AsyncSession) -> None:
    known = [
        FactDraft(kind=FactKind.TAG, value=tag, from_on=date(2020, 1, 1), late_reason="建档补录")
        for tag in (Tag.ELDER_HOME, Tag.REGIONAL_CENTER)
    ]
    home = await service.create_institution(session, FOUNDER, county=COUNTY, code="F1", name="甲院", facts=known)
    assert len(await queries.facts_on(session, SCOPE, home.id, date(2020, 1, 1))) == 2
    assert await actions(session) == ["institutions.added", "institutions.fact_recorded", "institutions.fact_recorded"]


async def test_two_counties_may_use_one_code(session: AsyncSession) -> None:
    first = await an_institution(session, code="SAME")
    second = await an_institution(session, county=OTHER_COUNTY, code="SAME")
    assert [line.id for line in await queries.find_by_code(session, "same")] == [first.id, second.id]
    assert [line.id for line in await queries.find_by_code(session, "SAME", OTHER_COUNTY)] == [second.id]


async def test_only_who_may_changes_a_home(session: AsyncSession) -> None:
    home = await an_institution(session)
    stranger = a_founder(OTHER_COUNTY)
    with pytest.raises(NotAllowed):
        await service.create_institution(session, stranger, county=COUNTY, code="B", name="乙院")
    with pytest.raises(NotAllowed):
        await service.add_legal_unit(session, stranger, COUNTY, UnitDraft(name="乙", kind=Registration.COMPANY))
    with pytest.raises(HomeNotFound):
        await service.close_institution(session, stranger, home.id, on=date(2026, 1, 1))


async def test_two_people_who_change_one_home_hear_of_each_other(session: AsyncSession) -> None:
    home = await an_institution(session, name="甲院")
    seen = home.version
    await service.change_institution(session, FOUNDER, home.id, draft_of(home, name="乙院"), version=seen)
    assert home.name_sort == "yi yuan"
    with pytest.raises(ChangedMeanwhile) as raised:
        await service.change_institution(session, FOUNDER, home.id, draft_of(home, name="丙院"), version=seen)
    assert [(change.theirs, change.mine) for change in raised.value.changes] == [("乙院", "丙院")]
    assert "机构名称" in raised.value.message
    # The same wish twice is no conflict.
    await service.change_institution(session, FOUNDER, home.id, draft_of(home), version=seen)
    again = raised.value.version
    await service.change_institution(session, FOUNDER, home.id, draft_of(home, name="丙院"), version=again)
    assert home.name == "丙院"


async def test_a_conflict_names_the_legal_unit(session: AsyncSession) -> None:
    home, unit = await an_institution(session), await a_legal_unit(session, name="富顺县敬老院")
    with pytest.raises(ChangedMeanwhile) as raised:
        await service.change_institution(session, FOUNDER, home.id, draft_of(home, legal_unit_id=unit.id), version=99)
    assert [(change.theirs, change.mine) for change in raised.value.changes] == [("未填", "富顺县敬老院")]


async def test_a_home_closes_once_and_may_be_reopened(session: AsyncSession) -> None:
    home = await an_institution(session)
    with pytest.raises(NotClosed):
        await service.reopen_institution(session, FOUNDER, home.id, reason="填错")
    await service.close_institution(session, FOUNDER, home.id, on=date(2026, 1, 1))
    with pytest.raises(AlreadyClosed):
        await service.close_institution(session, FOUNDER, home.id, on=date(2026, 1, 1))
    await service.reopen_institution(session, FOUNDER, home.id, reason="填错")
    assert home.closed_on is None
    assert (await actions(session))[-2:] == ["institutions.closed", "institutions.reopened"]


async def test_a_home_does_not_close_before_it_opens(session: AsyncSession) -> None:
    home = await an_institution(session)
    await close_work(session)
    with pytest.raises(Refused, match="停办日期早于开办日期"):
        await service.close_institution(session, FOUNDER, home.id, on=date(2019, 1, 1))


async def test_a_new_answer_takes_the_place_of_the_open_one(session: AsyncSession) -> None:
    home = await an_institution(session)
    first = await a_fact(session, home, kind=FactKind.OPERATION, value=Operation.PUBLIC)
    second = await a_fact(
        session, home, kind=FactKind.OPERATION, value=Operation.ENTRUSTED, party="恒颐公司", from_on=date(2024, 1, 1)
    )
    assert (first.to_on, second.to_on) == (date(2024, 1, 1), date.max)
    for day, wanted in ((date(2023, 12, 31), first), (date(2024, 1, 1), second)):
        assert [f.id for f in await queries.facts_on(session, SCOPE, home.id, day)] == [wanted.id]
    assert await queries.facts_on(session, SCOPE, home.id, date(2019, 12, 31)) == []


async def test_tags_stand_side_by_side(session: AsyncSession) -> None:
    home = await an_institution(session)
    for tag in (Tag.WELFARE_HOME, Tag.CENTRAL_ELDER_HOME, Tag.DISABILITY_CENTER, Tag.REGIONAL_CENTER):
        await a_fact(session, home, value=tag)
    assert len(await queries.facts_on(session, SCOPE, home.id, date(2026, 1, 1))) == 4


async def test_an_end_can_be_moved_and_taken_back(session: AsyncSession) -> None:
    home = await an_institution(session)
    fact = await a_fact(session, home, kind=FactKind.LTCI, value="yes")
    fact_id = fact.id
    await service.end_fact(session, FOUNDER, home.id, fact.id, to_on=date(2025, 1, 1))
    assert await queries.facts_on(session, SCOPE, home.id, date(2025, 1, 1)) == []
    await service.end_fact(session, FOUNDER, home.id, fact.id, to_on=None)
    assert fact.to_on == date.max
    await close_work(session)
    with pytest.raises(Refused, match="终止日期早于生效日期"):
        await service.end_fact(session, FOUNDER, home.id, fact_id, to_on=date(2019, 1, 1))


async def test_a_voided_fact_makes_room_for_the_right_one(session: AsyncSession) -> None:
    home = await an_institution(session)
    wrong = await a_fact(session, home, kind=FactKind.SETTLEMENT, value="urban")
    with pytest.raises(Refused, match="这段日子里同一项已有登记"):
        await a_fact(session, home, kind=FactKind.SETTLEMENT, value="rural")
    await service.void_fact(session, FOUNDER, home.id, wrong.id, reason="填错了")
    await a_fact(session, home, kind=FactKind.SETTLEMENT, value="rural")
    with pytest.raises(DomainError, match="没有找到这条登记"):
        await service.void_fact(session, FOUNDER, home.id, wrong.id, reason="填错了")


async def test_a_late_entry_says_why(session: AsyncSession) -> None:
    home = await an_institution(session)
    with pytest.raises(Refused) as raised:
        await a_fact(session, home, late_reason=" ")
    assert raised.value.field == "late_reason"


async def test_a_new_document_follows_the_one_before_and_a_wrong_one_gives_way_again(session: AsyncSession) -> None:
    home = await an_institution(session)
    old = await a_registered(session, home, value=60)
    new = await a_registered(session, home, value=100, from_on=date(2023, 9, 1))
    assert old.to_on == date(2023, 9, 1)
    for day, value in ((date(2023, 8, 31), 60), (date(2023, 9, 1), 100)):
        found = await queries.registered_on(session, SCOPE, home.id, day)
        assert found is not None
        assert found.value == value
    await service.void_registered_beds(session, FOUNDER, home.id, new.id, reason="文号填错")
    assert old.to_on == date.max
    found = await queries.registered_on(session, SCOPE, home.id, date(2026, 1, 1))
    assert found is not None
    assert found.value == 60


async def test_registered_beds_are_kept_with_their_scan(session: AsyncSession) -> None:
    class Scan:
        filename = "批复.pdf"

        async def read(self, size: int = -1) -> bytes:
            return b"%PDF-1.7 scan"

    home = await an_institution(session)
    draft = RegisteredDraft(
        value=80, basis=Basis.REGISTRATION, document_no="登记证书", from_on=date(2020, 1, 1), late_reason="建档"
    )
    row = await service.record_registered_beds(session, FOUNDER, home.id, draft, upload=Scan())
    assert row.attachment_id is not None
    assert {t.since for t in touched_homes(session)} == {date(2020, 1, 1)}


async def test_a_price_follows_the_one_before(session: AsyncSession) -> None:
    home = await an_institution(session)
    old = await a_price(session, home)
    new = await a_price(session, home, amount=60_000, from_on=date(2027, 1, 1), published_on=date(2026, 12, 1))
    assert old.to_on == new.from_on
    assert [row.id for row in await queries.prices_on(session, SCOPE, home.id, date(2026, 11, 1))] == [old.id, new.id]
    await service.end_price(session, FOUNDER, home.id, new.id, to_on=date(2028, 1, 1))
    await service.void_price(session, FOUNDER, home.id, new.id, reason="没有公示")
    assert [row.id for row in await queries.prices_of(session, SCOPE, home.id, old.item)] == [old.id]
    late = PriceDraft(
        item="餐费", unit=PriceUnit.DAY, amount=1, from_on=date(2026, 1, 1), published_on=date(2026, 2, 1)
    )
    with pytest.raises(Refused) as raised:
        await service.record_price(session, FOUNDER, home.id, late)
    assert raised.value.field == "published_on"
