"""Homes, facts, documents and prices, valid by default."""

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor, Grant
from app.institutions import service
from app.institutions.models import Institution, InstitutionFact, LegalUnit, PriceItem, RegisteredBeds
from app.institutions.rules.answers import Registration, Tag
from app.institutions.rules.drafts import FactDraft, PriceDraft, RegisteredDraft, UnitDraft
from app.institutions.rules.figures import Basis, PriceUnit
from app.institutions.rules.kinds import FactKind
from tests.support.tenants import COUNTY

__all__ = ["a_fact", "a_founder", "a_legal_unit", "a_price", "a_registered", "an_institution"]

LONG_AGO = date(2020, 1, 1)
_numbers = count(1)
MAY = frozenset({"institutions.see", "institutions.create", "institutions.edit"})


def a_founder(region: int = 0) -> Actor:
    """Somebody who may do everything with homes of a region; 0 is everywhere."""
    return Actor(user_id=None, sign_in_id=1, name="测试建档", grants=(Grant("administrator", MAY, region),))


async def an_institution(session: AsyncSession, *, county: int = COUNTY, **other: Any) -> Institution:
    """Open the file of a home with a code of its own."""
    number = next(_numbers)
    said: dict[str, Any] = {"code": f"H{number:05d}", "name": f"赵化区域性养老服务中心 {number}", "opened_on": LONG_AGO}
    return await service.create_institution(session, a_founder(), county=county, **(said | other))


async def a_legal_unit(session: AsyncSession, *, county: int = COUNTY, **other: Any) -> LegalUnit:
    """Add a legal unit."""
    said: dict[str, Any] = {"name": f"富顺县赵化镇敬老院 {next(_numbers)}", "kind": Registration.PUBLIC_INSTITUTION}
    return await service.add_legal_unit(session, a_founder(), county, UnitDraft(**(said | other)))


async def a_fact(session: AsyncSession, home: Institution, **other: Any) -> InstitutionFact:
    """Record that the home is an elder home since long ago, unless told otherwise."""
    said: dict[str, Any] = {"kind": FactKind.TAG, "value": Tag.ELDER_HOME, "from_on": LONG_AGO}
    draft = FactDraft(**({"late_reason": "建档补录", "document_no": "富民发〔2020〕1 号"} | said | other))
    return await service.record_fact(session, a_founder(), home.id, draft)


async def a_registered(session: AsyncSession, home: Institution, **other: Any) -> RegisteredBeds:
    """Record that the home is registered with 100 beds since long ago."""
    said: dict[str, Any] = {
        "value": 100,
        "basis": Basis.FILING,
        "document_no": "富民发〔2020〕57 号",
        "from_on": LONG_AGO,
    }
    draft = RegisteredDraft(**({"late_reason": "建档补录"} | said | other))
    return await service.record_registered_beds(session, a_founder(), home.id, draft)


async def a_price(session: AsyncSession, home: Institution, **other: Any) -> PriceItem:
    """Record what a bed in a double room costs a month."""
    said: dict[str, Any] = {"item": "床位费，双人间", "unit": PriceUnit.MONTH, "amount": 56_000, "from_on": LONG_AGO}
    return await service.record_price(session, a_founder(), home.id, PriceDraft(**(said | other)))
