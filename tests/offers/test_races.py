"""Many at few beds at once: never two live offers on a bed or for an applicant, never a lost bed; and the harness sees."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import URL, select

from app.accounts.system import acting_as_system
from app.beds.rules.home import Home
from app.core.db import Database, transaction, use_database
from app.core.errors import DomainError
from app.core.postgres.urls import Urls
from app.offers import jobs
from app.offers.models import BedOffer
from app.offers.rules.kinds import OfferState
from app.offers.service import lapsing
from app.offers.service.answering import AnswerDraft, answer
from app.offers.service.lapsing import lapse_if_due
from tests.prove.offers.prove import AIMED, WALLS, clear, walls_down
from tests.prove.offers.race import an_overdue_offer, race
from tests.prove.offers.town import Town, a_town
from tests.support.building import build_database
from tests.support.tenants import acting_everywhere

SEED = 20261122


@pytest.fixture(scope="module")
async def built(server: URL, pools: Database, worker_id: str) -> Urls:
    """Build a database of its own: races commit for good."""
    return await build_database(server, f"yiyang_offer_race_{worker_id}", f"offer_race_{worker_id}_")


@pytest.fixture
async def ring(built: Urls, pools: Database) -> AsyncIterator[Urls]:
    """Work on that database, and sweep it for the next one."""
    ours = Database(built.app, built.bureau)
    use_database(ours)
    yield built
    await ours.dispose()
    await clear(built)
    use_database(pools)


async def accept(
    home: Home, offer_id: int, *, hold: asyncio.Event | None = None, held: asyncio.Event | None = None
) -> Any:
    """Accept in a transaction that may be kept open under its locks for a while."""
    async with acting_everywhere() as actor, transaction() as session:
        await answer(session, actor, home, offer_id, AnswerDraft(accept=True))
        await _pause(hold, held)


async def sweep(
    home: Home, offer_id: int, *, hold: asyncio.Event | None = None, held: asyncio.Event | None = None
) -> bool:
    """Let it lapse in a transaction that may be kept open under its locks for a while."""
    async with acting_everywhere() as actor, transaction() as session:
        lapsed = await lapse_if_due(session, actor, home, offer_id)
        await _pause(hold, held)
    return lapsed


async def _pause(hold: asyncio.Event | None, held: asyncio.Event | None) -> None:
    if hold and held:
        held.set()
        await hold.wait()


async def state_of(offer_id: int) -> OfferState:
    async with acting_everywhere(), transaction(read_only=True) as session:
        found = await session.scalar(select(BedOffer.state).where(BedOffer.id == offer_id))
    assert found is not None
    return found


async def an_offer(town: Town) -> tuple[Home, int]:
    """An offer past its day, its family looked for."""
    home = town.homes[0]
    async with acting_as_system("试", homes=[(home.county, home.institution_id)]) as actor, transaction() as session:
        return home, await an_overdue_offer(session, actor, home, town.beds[home][0])


async def test_the_sweeper_gives_way_to_an_answer_under_way(ring: Urls) -> None:
    home, offer_id = await an_offer(await a_town(rooms="301", people=3))
    hold, held = asyncio.Event(), asyncio.Event()
    answering = asyncio.create_task(accept(home, offer_id, hold=hold, held=held))
    await held.wait()
    assert not await sweep(home, offer_id), "the home is at work: the next round will look again"
    hold.set()
    await answering
    assert not await sweep(home, offer_id), "and then it has been answered"
    assert await state_of(offer_id) is OfferState.ACCEPTED


async def test_an_answer_behind_the_sweeper_is_told(ring: Urls) -> None:
    home, offer_id = await an_offer(await a_town(rooms="301", people=3))
    hold, held = asyncio.Event(), asyncio.Event()
    sweeping = asyncio.create_task(sweep(home, offer_id, hold=hold, held=held))
    await held.wait()
    answering = asyncio.create_task(accept(home, offer_id))
    await asyncio.sleep(0.1)
    assert not answering.done(), "it waits for the lock"
    hold.set()
    assert await sweeping
    with pytest.raises(DomainError, match="逾期作废"):
        await answering
    assert await state_of(offer_id) is OfferState.LAPSED


async def test_a_sweeper_that_does_not_look_again_would_take_an_accepted_bed(
    ring: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, offer_id = await an_offer(await a_town(rooms="301", people=3))
    await accept(home, offer_id)
    monkeypatch.setattr(lapsing, "may_lapse", lambda *_facts: True)
    assert await sweep(home, offer_id)
    assert await state_of(offer_id) is OfferState.LAPSED, "the planted fault is seen"


async def test_the_job_sweeps_what_is_due_and_nothing_else(ring: Urls) -> None:
    town = await a_town(rooms="301", people=3)
    _home, offer_id = await an_offer(town)
    assert await jobs.sweep() == 1
    assert await jobs.sweep() == 0
    assert await state_of(offer_id) is OfferState.LAPSED


@pytest.mark.timeout(120)
async def test_no_bed_and_no_applicant_has_two_offers_and_the_harness_would_see_it(ring: Urls) -> None:
    fair = await race(ring, seed=SEED, clients=16, most=36)
    assert fair.breaches == {}
    assert fair.deadlocks == 0
    assert fair.faults == {}
    assert fair.done["offer"] >= 4
    await clear(ring)
    async with walls_down(ring, *WALLS):
        broken = await race(ring, seed=SEED, clients=4, most=22, rooms="301", acts=AIMED)
    assert broken.breaches["two live offers on a bed"] > 0
