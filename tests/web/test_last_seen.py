"""When a caller was last seen is written beside the act: it never undoes what was done, and never runs out half-way."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from app.core.db import Database, transaction
from app.core.postgres.urls import Urls
from app.institutions.queries import lock_home
from tests.factories.beds import HouseOfBeds, a_house
from tests.support.people import a_user, client_for, open_sign_in_for, send_form
from tests.support.tenants import COUNTY, acting_everywhere
from tests.support.town import committing

SAID = {"label": "新楼", "title": ""}


@pytest.fixture
async def owner(urls: Urls, pools: Database) -> AsyncIterator[AsyncEngine]:
    async with committing(urls):
        engine = create_async_engine(urls.owner, poolclass=NullPool)
        yield engine
        await engine.dispose()


async def _signed_in(owner: AsyncEngine, quiet: str) -> tuple[HouseOfBeds, str, int]:
    """Build a house and sign somebody in who was last seen so long ago."""
    async with acting_everywhere(), transaction() as session:
        house = await a_house(session)
    user = await a_user("network_manager", region=COUNTY)
    token = await open_sign_in_for(user.id)
    async with owner.begin() as connection:
        was = f"UPDATE sign_ins SET seen_at = app_now() - interval '{quiet}' WHERE user_id = :user"
        await connection.execute(text(was), {"user": user.id})
    return house, token, user.id


async def test_what_is_committed_is_said_to_be_saved(app: FastAPI, owner: AsyncEngine) -> None:
    house, token, user = await _signed_in(owner, "40 seconds")
    async with owner.begin() as held:
        await held.execute(text("SELECT FROM sign_ins WHERE user_id = :user FOR NO KEY UPDATE"), {"user": user})
        async with client_for(app, token) as browser:
            answer = await send_form(browser, f"/institutions/{house.home.institution_id}/buildings", said=SAID)
    assert answer.status_code < 400
    async with acting_everywhere(), transaction(read_only=True) as session:
        assert await session.scalar(text("SELECT count(*) FROM buildings WHERE label = '新楼'")) == 1


async def test_a_sign_in_that_was_alive_lasts_through_its_request(app: FastAPI, owner: AsyncEngine) -> None:
    house, token, _user = await _signed_in(owner, "1799.2 seconds")
    async with acting_everywhere(), transaction() as session, client_for(app, token) as browser:
        await lock_home(session, house.home.scope, house.home.institution_id)
        sent = asyncio.create_task(
            send_form(browser, f"/institutions/{house.home.institution_id}/buildings", said=SAID)
        )
        await asyncio.sleep(1.3)
        await session.commit()
        assert (await sent).status_code < 400
