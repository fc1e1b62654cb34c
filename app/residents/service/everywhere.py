"""A change of a person's file is counted in every home they were ever in, whether or not the caller sees that home.

The act itself keeps its caller's rights, and its refusals with them. Only two moments are the system's, limited to the
homes concerned: locking them before the file is locked, and counting them when the act is done (ADR 17, 22).
"""

from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_within
from app.beds.rules.home import Home
from app.beds.rules.kinds import Sex
from app.beds.service import CLAIM_REFUSALS, correct_sex
from app.core.actor import Actor
from app.core.db import refusing, touched
from app.core.errors import Conflict
from app.core.people_changed import person_changed
from app.core.scope import Scope
from app.institutions.queries import lock_homes
from app.residents.queries.everywhere import HomeOfPeople, homes_of_people

__all__ = ["Everywhere", "in_all_homes"]

PURPOSE = "更正档案"


@dataclass(slots=True)
class Everywhere:
    """What an act on files has changed for all homes of the people; nothing until it says so."""

    since: date | None = None
    sex: tuple[int, Sex] | None = None

    def changed(self, since: date = date.min) -> None:
        """Say that the people count otherwise from this day on."""
        self.since = min(since, self.since or since)

    def corrected(self, elder_id: int, sex: Sex) -> None:
        """Say that a person is of another sex than was thought: their claims in other homes copy it too."""
        self.sex = (elder_id, sex)
        self.changed()


@asynccontextmanager
async def in_all_homes(
    session: AsyncSession, actor: Actor, home: Home, elder_ids: Collection[int]
) -> AsyncIterator[Everywhere]:
    """Lock all homes of these people, where there are more than the one at hand, and count them after the act.

    Stands before the files are locked. The caller has been authorized for the home at hand, which it locks itself.
    A home that came in between is not locked: the act is refused and may be tried again.
    """
    said = Everywhere()
    ids = sorted(set(elder_ids))
    before = await homes_of_people(session, home.county, ids)
    locked = before.keys() | {home.institution_id}
    if len(locked) > 1:
        async with _reaching(session, actor, home, before.values()):
            await lock_homes(session, _scope(home, locked), locked)
    yield said
    if said.since is None:
        return
    found = await homes_of_people(session, home.county, ids)
    if found.keys() - locked:
        raise Conflict
    # Said before the block below closes its work: whoever looks again then has the rights of all these homes.
    for elder_id in ids:
        person_changed(session, home.county, elder_id)
    async with _reaching(session, actor, home, found.values()):
        await _carry_sex(session, home, said, found.keys() - {home.institution_id})
        for each in found.values():
            touched(session, home.county, each.institution_id, max(said.since, each.first_on or said.since))


def _reaching(
    session: AsyncSession, actor: Actor, home: Home, homes: Iterable[HomeOfPeople]
) -> AbstractAsyncContextManager[Actor | None]:
    """Act as the system in all of these homes, unless the caller's own rights reach them."""
    if all(each.mine for each in homes):
        return nullcontext()
    concerned = _scope(home, {home.institution_id, *(each.institution_id for each in homes)}).homes
    return acting_within(session, PURPOSE, homes=concerned, on_behalf_of=(actor.name,))


async def _carry_sex(session: AsyncSession, home: Home, said: Everywhere, others: Collection[int]) -> None:
    if said.sex is None or not others:
        return
    async with refusing(session, CLAIM_REFUSALS):
        for institution_id in sorted(others):
            await correct_sex(session, Home(home.county, institution_id), *said.sex)


def _scope(home: Home, ids: Collection[int]) -> Scope:
    return Scope(homes=frozenset((home.county, institution_id) for institution_id in ids))
