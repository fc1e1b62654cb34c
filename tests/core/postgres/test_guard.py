"""Who may serve: every reason not to, and the one role that has none."""

from typing import Any

import pytest
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.core.postgres.guard import check_serving_role, refusals_of, too_old
from app.core.postgres.trouble import DatabaseTrouble
from app.core.postgres.urls import Urls

FIT = {
    "name": "app",
    "version": 18_0000,
    "version_said": "18.0",
    "synchronous_commit": "on",
    "in_recovery": False,
    "superuser": False,
    "bypasses": False,
    "owned": None,
    "trigrams": True,
    "gist": True,
    "sees_chinese": True,
}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"superuser": True}, "超级用户"),
        ({"bypasses": True}, "行级安全"),
        ({"owned": "beds"}, "beds"),
        ({"synchronous_commit": "off"}, "synchronous_commit"),
        ({"in_recovery": True}, "备用"),
        ({"trigrams": False}, "pg_trgm"),
        ({"gist": False}, "btree_gist"),
        ({"sees_chinese": False}, "LC_CTYPE"),
        ({"version": 15_0013, "version_said": "15.13"}, "15.13"),
    ],
)
def test_each_fault_is_named(fault: dict[str, Any], said: str) -> None:
    refusals = refusals_of(FIT | fault)
    assert len(refusals) == 1
    assert said in refusals[0]


def test_a_role_without_faults_may_serve() -> None:
    assert refusals_of(FIT) == []


@pytest.mark.parametrize(
    ("version", "refused"),
    [
        (14_0020, True), (15_0013, True), (15_0014, False), (16_0009, True), (16_0010, False),
        (17_0005, True), (17_0006, False), (18_0000, False), (19_0000, False),
    ],
)  # fmt: skip
def test_the_floor_of_each_major_version(version: int, refused: bool) -> None:
    assert too_old(version) is refused


async def refusal_to(url: URL | None) -> str:
    assert url is not None
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        await check_serving_role(engine)
    except DatabaseTrouble as refusal:
        return str(refusal)
    finally:
        await engine.dispose()
    return ""


async def test_the_web_role_and_the_bureau_may_serve(urls: Urls) -> None:
    assert [await refusal_to(urls.app), await refusal_to(urls.bureau)] == ["", ""]


async def test_the_owner_may_not(urls: Urls) -> None:
    refusal = await refusal_to(urls.owner)
    assert "可越过行级安全" in refusal
    assert "所有者" in refusal


async def test_the_superuser_may_not(server: URL, urls: Urls) -> None:
    assert "超级用户" in await refusal_to(server.set(database=urls.app.database))


async def test_a_role_that_can_become_the_owner_may_not(server: URL, urls: Urls) -> None:
    assert urls.owner is not None
    engine = create_async_engine(server, poolclass=NullPool)
    async with engine.connect() as admin, admin.begin():
        await admin.execute(text(f'GRANT "{urls.owner.username}" TO "{urls.app.username}"'))
    try:
        assert "可越过行级安全" in await refusal_to(urls.app)
    finally:
        async with engine.connect() as admin, admin.begin():
            await admin.execute(text(f'REVOKE "{urls.owner.username}" FROM "{urls.app.username}"'))
        await engine.dispose()


async def test_a_database_that_may_lose_what_it_confirmed_is_refused(server: URL, urls: Urls) -> None:
    engine = create_async_engine(urls.app, connect_args={"server_settings": {"synchronous_commit": "off"}})
    with pytest.raises(DatabaseTrouble, match="synchronous_commit"):
        await check_serving_role(engine)
    await engine.dispose()
