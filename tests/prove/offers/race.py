"""Clients that offer, accept, refuse, take back and let lapse at the same beds, each act a transaction of its own."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import business_date, now
from app.core.db import Database, transaction, use_database
from app.core.errors import DomainError
from app.core.postgres.urls import Urls
from app.offers.models import BedOffer, OfferAttempt
from app.offers.queries.choosing import look_around
from app.offers.queries.offers import offers_of_home
from app.offers.rules.drafts import OfferDraft
from app.offers.rules.kinds import AttemptResult, Channel, OfferState, RefusalReason
from app.offers.service.answering import AnswerDraft, answer, withdraw_offer
from app.offers.service.lapsing import lapse_if_due
from app.offers.service.offering import make_offer
from tests.prove.offers.recount import count_breaches
from tests.prove.offers.town import Town, a_town
from tests.prove.races import deadlocks_of

__all__ = ["CLIENTS", "Race", "an_overdue_offer", "race"]

CLIENTS = 32
RETRIED = {"40001", "40P01", "55P03"}


@dataclass(slots=True)
class Race:
    """What was tried and done, how each try ended, and what the recount found."""

    seed: int
    clients: int
    tried: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    said: dict[int, list[str]] = field(default_factory=dict)
    breaches: Counter[str] = field(default_factory=Counter)
    deadlocks: int = 0
    seconds: float = 0.0

    @property
    def ended(self) -> int:
        """How many acts came to something: done or refused. Who found nothing to act on tries again."""
        return sum(self.done.values()) + sum(self.refused.values())

    def figures(self) -> dict[str, Any]:
        """As the figure's file keeps it."""
        return {
            "seed": self.seed, "clients": self.clients, "seconds": self.seconds, "tried": dict(self.tried),
            "done": dict(self.done), "refused": dict(self.refused), "faults": dict(self.faults),
            "deadlocks": self.deadlocks, "breaches": dict(self.breaches),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Client:
    """One who works in both homes, with luck of their own."""

    town: Town
    actor: Actor
    random: Random
    race: Race
    acts: tuple[str, ...]

    async def one_act(self) -> None:
        """Try something and note how it ended."""
        home = self.random.choice(self.town.homes)
        name = self.random.choices(self.acts, weights=[ACTS[one][0] for one in self.acts])[0]
        self.race.tried[name] += 1
        try:
            async with self._caller(home), transaction() as session:
                offer_id = await ACTS[name][1](self, session, home)
        except DomainError as refusal:
            self.race.refused[type(refusal).__name__] += 1
        except DBAPIError as error:
            state = str(getattr(error.orig, "sqlstate", ""))
            known = self.race.refused if state in RETRIED else self.race.faults
            known[state or type(error).__name__] += 1
        else:
            if offer_id:
                self.race.done[name] += 1
                self.race.said.setdefault(offer_id, []).append(name)

    @asynccontextmanager
    async def _caller(self, home: Home) -> Any:
        async with acting_as_system("赛跑", homes=[(home.county, home.institution_id)], seconds=60):
            yield

    async def live(self, session: AsyncSession, home: Home, *states: OfferState) -> BedOffer | None:
        """One of the home's live offers; somebody else may be at it too."""
        found = await offers_of_home(session, home.scope, home.institution_id, live=True)
        fitting = [one for one in found if one.state in states]
        return self.random.choice(fitting) if fitting else None


async def _offer(client: Client, session: AsyncSession, home: Home) -> int | None:
    """Offer a bed to whom another look, a moment ago, found to be next: by now both may be gone."""
    bed_id = client.random.choice(client.town.beds[home])
    around = await look_around(session, home, bed_id, await business_date(session))
    if around.next is None:
        return None
    await asyncio.sleep(client.random.random() / 50)
    draft = OfferDraft(bed_id=bed_id, entry_id=around.next.facts.entry_id, reverified=True)
    offer = await make_offer(session, client.actor, home, draft)
    await _let_it_be_due(session, home, offer)
    return offer.id


async def an_overdue_offer(session: AsyncSession, actor: Actor, home: Home, bed_id: int) -> int:
    """Offer a bed to the first on the list, and let its time be over."""
    around = await look_around(session, home, bed_id, await business_date(session))
    assert around.next is not None
    draft = OfferDraft(bed_id=bed_id, entry_id=around.next.facts.entry_id, reverified=True)
    offer = await make_offer(session, actor, home, draft)
    await _let_it_be_due(session, home, offer)
    return offer.id


async def _let_it_be_due(session: AsyncSession, home: Home, offer: BedOffer) -> None:
    """Put its last day behind it, with the family looked for: answer and sweeper now race for it."""
    at = await now(session)
    offer.due_at = at - timedelta(seconds=1)
    channels = (Channel.PHONE, Channel.SMS, Channel.VISIT)
    session.add_all(
        OfferAttempt(
            **home.keys, offer_id=offer.id, at=at, on_day=offer.on_day - timedelta(days=back), channel=channel,
            result=AttemptResult.NO_ANSWER, seal=uuid4(),
        )
        for back, channel in enumerate(channels)
    )  # fmt: skip
    await session.flush()


async def _accept(client: Client, session: AsyncSession, home: Home) -> int | None:
    offer = await client.live(session, home, OfferState.OPEN)
    if offer is None:
        return None
    await answer(session, client.actor, home, offer.id, AnswerDraft(accept=True))
    return offer.id


async def _refuse(client: Client, session: AsyncSession, home: Home) -> int | None:
    offer = await client.live(session, home, OfferState.OPEN, OfferState.ACCEPTED)
    if offer is None:
        return None
    said = AnswerDraft(accept=False, reason=RefusalReason.HOSPITAL)
    await answer(session, client.actor, home, offer.id, said)
    return offer.id


async def _withdraw(client: Client, session: AsyncSession, home: Home) -> int | None:
    offer = await client.live(session, home, OfferState.OPEN, OfferState.ACCEPTED)
    if offer is None:
        return None
    await withdraw_offer(session, client.actor, home, offer.id, reason="赛跑")
    return offer.id


async def _lapse(client: Client, session: AsyncSession, home: Home) -> int | None:
    offer = await client.live(session, home, OfferState.OPEN)
    if offer is None or not await lapse_if_due(session, client.actor, home, offer.id):
        return None
    return offer.id


Act = Callable[[Client, AsyncSession, Home], Awaitable[int | None]]
ACTS: dict[str, tuple[int, Act]] = {
    "offer": (6, _offer), "accept": (3, _accept), "lapse": (3, _lapse), "refuse": (1, _refuse),
    "withdraw": (2, _withdraw),
}  # fmt: skip


async def race(
    urls: Urls, *, seed: int, clients: int = CLIENTS, seconds: float = 600, most: int = 10**9, rooms: str = "301–302",
    people: int = 12, acts: tuple[str, ...] = (),
) -> Race:  # fmt: skip
    """Let them race in a fresh town of this database, then recount everything in it."""
    result, random = Race(seed, clients), Random(seed)
    pools = Database(urls.app, urls.bureau, pool_size=16)
    use_database(pools)
    try:
        town = await a_town(rooms=rooms, people=people)
        before, begun = await deadlocks_of(urls), time.monotonic()

        async def run(luck: Random, actor: Actor) -> None:
            client = Client(town, actor, luck, result, acts or tuple(ACTS))
            while result.ended < most and time.monotonic() < begun + seconds:
                await client.one_act()

        homes = [(home.county, home.institution_id) for home in town.homes]
        async with acting_as_system("赛跑", homes=homes, seconds=int(seconds) + 900) as actor:
            await asyncio.gather(*(run(Random(random.random()), actor) for _client in range(clients)))
        result.seconds = round(time.monotonic() - begun, 1)
        result.deadlocks = await deadlocks_of(urls) - before
        result.breaches = await count_breaches(urls, result.said)
    finally:
        await pools.dispose()
    return result
