"""A county whose homes report: three of them, and the officer who takes their workbooks in."""

import asyncio

import pytest

from app.core.db import transaction
from app.imports import annotated
from app.imports.sheets import child, reading, worker
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


READ_HERE = {
    "test_identity", "test_long_imports", "test_long_reported", "test_reported_edits", "test_reported_routes",
    "test_residents_apply", "test_residents_routes", "test_residents_undo", "test_service", "test_template",
}  # fmt: skip
"""Files about what becomes of a ledger that has been read. All others read it in the limited child, as pages do."""


@pytest.fixture(autouse=True)
def _read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the child's work in this process, frames, refusals and all: starting it takes longer than most tests."""

    async def here(head, data, _allowance):
        return child._judge(0, await asyncio.to_thread(worker._answer, worker.frame(head, data)))

    if request.path.stem in READ_HERE:
        for door in (annotated, reading):
            monkeypatch.setattr(door, "run_limited", here)
