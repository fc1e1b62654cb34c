"""Notes on health: known codes and sealed words, ended and voided, and the risks that stand on the board."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import business_date
from app.core.errors import DomainError, Refused
from app.residents.queries.file import file_of
from app.residents.queries.health import risks_of
from app.residents.rules.around import HealthDraft
from app.residents.rules.health_codes import CODES, code_label, codes_of, risk_glyphs
from app.residents.rules.kinds import HealthKind, Severity
from app.residents.service import health as service
from tests.factories.beds import HouseOfBeds, a_house
from tests.factories.residents import an_elder

D = date(2026, 1, 1)


async def noted(session: AsyncSession, house: HouseOfBeds, elder_id: int, kind: HealthKind, **said: Any) -> Any:
    draft = HealthDraft(kind, said.pop("from_on", D), **said)
    return await service.note_health(session, house.actor, house.home, elder_id, draft)


async def test_words_are_sealed_and_codes_are_said(session: AsyncSession) -> None:
    house = await a_house(session)
    elder = await an_elder(session, house.home)
    note = await noted(session, house, elder.id, HealthKind.ALLERGY, words="青霉素", severity=Severity.SEVERE)
    await noted(session, house, elder.id, HealthKind.DIET, code="soft", words="切碎")
    assert "青霉素".encode() not in (note.words or b"")
    file = await file_of(session, house.home.scope, elder)
    day = await business_date(session)
    [allergy] = file.of_kind(HealthKind.ALLERGY, day)
    assert (allergy.said, allergy.grave) == ("青霉素", True)
    assert [line.said for line in file.of_kind(HealthKind.DIET, day)] == ["软食（切碎）"]


async def test_a_note_says_something_that_is_known_and_not_to_come(session: AsyncSession) -> None:
    house = await a_house(session)
    elder = await an_elder(session, house.home)
    with pytest.raises(Refused) as refusal:
        await noted(session, house, elder.id, HealthKind.NOTE)
    assert refusal.value.constraint == "ck_health_notes_said"
    for said, field in (({"code": "fall"}, "code"), ({"from_on": date(2999, 1, 1), "words": "x"}, "from_on")):
        with pytest.raises(DomainError) as wrong:
            await noted(session, house, elder.id, HealthKind.DIET, **said)
        assert wrong.value.field == field


async def test_an_ended_note_is_history_and_a_voided_one_is_gone(session: AsyncSession) -> None:
    house = await a_house(session)
    elder, day = await an_elder(session, house.home), await business_date(session)
    args = (session, house.actor, house.home, elder.id)
    oxygen = await noted(session, house, elder.id, HealthKind.DEVICE, code="oxygen")
    wrong = await noted(session, house, elder.id, HealthKind.DEVICE, code="catheter")
    await service.end_health(*args, oxygen.id, on=day)
    await service.void_health(*args, wrong.id, reason="登错了人")
    file = await file_of(session, house.home.scope, elder)
    assert file.of_kind(HealthKind.DEVICE, day) == []
    assert [line.said for line in file.of_kind(HealthKind.DEVICE, day - timedelta(days=1))] == ["吸氧"]
    with pytest.raises(DomainError):
        await service.end_health(*args, oxygen.id, on=day + timedelta(days=1))


async def test_the_board_learns_the_risks_of_today(session: AsyncSession) -> None:
    house, other = await a_house(session), await a_house(session)
    one, two = await an_elder(session, house.home), await an_elder(session, house.home)
    stranger = await an_elder(session, other.home)
    for code in ("fall", "choking"):
        await noted(session, house, one.id, HealthKind.RISK, code=code)
    over = await noted(session, house, two.id, HealthKind.RISK, code="wandering")
    await service.end_health(session, house.actor, house.home, two.id, over.id, on=await business_date(session))
    await noted(session, other, stranger.id, HealthKind.RISK, code="fall")
    found = await risks_of(session, house.home.scope, [one.id, two.id, stranger.id])
    assert found == {one.id: ("choking", "fall")}
    assert risk_glyphs(found[one.id]) == "跌噎"
    assert await risks_of(session, house.home.scope, []) == {}


def test_every_code_has_words_and_fits_its_column() -> None:
    for kind, codes in CODES.items():
        assert all(len(code) <= 30 for code in codes)
        assert [word for _code, word in codes_of(kind)] == [code_label(kind, code) for code in codes]
    assert code_label(HealthKind.DIET, "gone") == "gone"
    assert codes_of(HealthKind.DIAGNOSIS) == []
