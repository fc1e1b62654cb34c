"""Every named constraint of the rulings has a sentence, and refuses with it what must not be."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.census.errors import SENTENCES
from app.census.models import CensusHome, CensusOpening, ReportedFigure, Ruling, census_counties, census_days
from app.census.rules.rulings import RulingCode
from app.core.db import refusing
from app.core.errors import Refused
from tests.census.rows import a_ruling
from tests.support.constraints import named
from tests.support.tenants import COUNTY, OTHER_COUNTY

DAY, LATER = date(2026, 5, 1), date(2026, 6, 1)
VOID = {"voided_at": DAY, "void_reason": "定错了"}

BREACHES: dict[str, dict[str, Any]] = {
    "ck_rulings_span": {"from_on": LATER, "to_on": DAY},
    "ck_rulings_basis": {"basis": "  "},
    "ck_rulings_void": {"void_reason": "定错了"},
    "ex_rulings_one_per_code": {"code": RulingCode.LEAVE},
}


def a_row(**changes: Any) -> Ruling:
    given = {"county": COUNTY, "code": RulingCode.TRIAL, "counts": False, "from_on": DAY, "basis": "1 号"}
    return Ruling(**(given | changes))


def test_every_named_constraint_has_a_sentence() -> None:
    names = named([Ruling.__table__])
    others = [census_days, census_counties, CensusHome.__table__, CensusOpening.__table__, ReportedFigure.__table__]
    assert names | named(others) == SENTENCES.keys()
    # A key is drawn by the database, and EnumText refuses an unknown word before it is sent.
    assert names - BREACHES.keys() == {"pk_rulings", "ck_rulings_code"}


@pytest.mark.parametrize("name", BREACHES)
async def test_a_breach_is_refused_by_name(session: AsyncSession, name: str) -> None:
    await a_ruling(session, COUNTY, RulingCode.LEAVE)
    with pytest.raises(Refused) as refusal:
        async with refusing(session):
            session.add(a_row(**BREACHES[name]))
    assert (refusal.value.constraint, refusal.value.message) == (name, SENTENCES[name])


async def test_an_unknown_word_is_refused_by_the_database_too(session: AsyncSession) -> None:
    with pytest.raises(Refused) as refusal:
        async with refusing(session):
            await session.execute(
                text("INSERT INTO rulings (county, code, counts, basis, from_on) VALUES (:c, 'mood', true, '1', :d)"),
                {"c": COUNTY, "d": DAY},
            )
    assert refusal.value.constraint == "ck_rulings_code"


async def test_what_may_stand_beside_each_other(session: AsyncSession) -> None:
    await a_ruling(session, COUNTY, RulingCode.LEAVE, to_on=LATER)
    async with refusing(session):
        session.add_all(
            [
                a_row(code=RulingCode.LEAVE, from_on=LATER),
                a_row(code=RulingCode.LEAVE, from_on=DAY, **VOID),
                a_row(code=RulingCode.LEAVE, from_on=DAY, county=OTHER_COUNTY),
                a_row(code=RulingCode.HOSPITAL, from_on=DAY),
            ]
        )
