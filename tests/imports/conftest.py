"""A county whose homes report: three of them, and the officer who takes their workbooks in."""

import pytest

from app.core.db import transaction
from tests.factories.institutions import an_institution
from tests.support.tenants import COUNTY


@pytest.fixture
async def homes(actor):
    async with transaction() as session:
        return [
            await an_institution(session, code=code, name=name)
            for code, name in (("ZH01", "赵化镇敬老院"), ("DS01", "代寺镇敬老院"), ("DX01", "东湖街道养老服务中心"))
        ]


@pytest.fixture
async def officer(client_as, homes):
    return await client_as("case_officer", region=COUNTY)
