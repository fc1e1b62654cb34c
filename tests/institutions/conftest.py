"""A home, bare and with a full file."""

from datetime import date

import pytest

from app.core.db import transaction
from app.institutions.models import Institution
from app.institutions.rules.kinds import FactKind
from tests.factories.institutions import a_fact, a_price, a_registered, an_institution


@pytest.fixture
async def home(actor: object) -> Institution:
    async with transaction() as session:
        return await an_institution(session, name="赵化区域性养老服务中心", code="ZH-01")


@pytest.fixture
async def full(home: Institution) -> Institution:
    """A home whose file has something of everything."""
    async with transaction() as session:
        await a_registered(session, home, value=60)
        await a_registered(session, home, value=100, from_on=date(2023, 9, 1), document_no="富民发〔2023〕57 号")
        await a_fact(session, home)
        await a_fact(session, home, value="regional_center", from_on=date(2023, 9, 1))
        await a_fact(session, home, kind=FactKind.OPERATION, value="entrusted", party="恒颐公司")
        await a_fact(
            session, home, kind=FactKind.GRADE, value="2", scheme="national", expires_on=date(2028, 6, 17)
        )  # fmt: skip
        await a_fact(session, home, kind=FactKind.LICENCE, value="food", expires_on=date(2026, 12, 31))
        await a_fact(session, home, kind=FactKind.LOCATION, value="yes", region_code=510322, address="金沙街 88 号")
        await a_price(session, home)
    return home
