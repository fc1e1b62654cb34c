"""Where an act on an assessment stands: its home, who may act there, and the locks in their order."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.errors import AssessmentRefused
from app.assessments.models import Assessment
from app.assessments.queries.assessments import assessment_of
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.i18n import _
from app.core.scope import Scope
from app.institutions.queries import lock_home
from app.residents.errors import ElderNotFound
from app.residents.models import Elder
from app.residents.queries import elders_of, get_elder
from app.residents.service.everywhere import Everywhere, in_all_homes

__all__ = ["DECIDE", "MAKE", "Place", "elder_in", "may_act", "own_home", "reach", "reach_locked"]

MAKE, DECIDE = "assessments.make", "assessments.decide"


@dataclass(frozen=True, slots=True)
class Place:
    """A county, and the home of it where there is one, for permissions."""

    county: int
    institution_id: int | None = None


async def elder_in(session: AsyncSession, scope: Scope, elder_id: int) -> Elder:
    """Give a file that a home inside the scope sees; one that went into another file is refused."""
    elder = (await elders_of(session, scope, [elder_id])).get(elder_id)
    if elder is None:
        raise ElderNotFound
    if elder.merged_into_id is not None:
        raise AssessmentRefused(_("这份档案已并入另一份，请在保留的那一份上办理"))
    return elder


def may_act(actor: Actor, permission: str, county: int, institution_id: int | None) -> None:
    """Let the actor act for the home; for what is done for no home, only in the whole county."""
    authorize(actor, permission, Place(county, institution_id))


def own_home(actor: Actor, county: int, institution_id: int | None) -> int | None:
    """Name the home an assessor belongs to: the one it is made for, else any of theirs; None for the county's people."""
    mine = sorted(
        grant.institution_id
        for grant in actor.grants
        if grant.institution_id is not None and grant.region == county and MAKE in grant.permissions
    )
    if institution_id is not None and institution_id in mine:
        return institution_id
    return mine[0] if mine else None


async def reach(session: AsyncSession, actor: Actor, permission: str, assessment_id: int) -> Assessment:
    """Give an assessment the actor may act on, locked; only for what no home counts by."""
    row = await assessment_of(session, actor.scope(permission), assessment_id, lock=True)
    may_act(actor, permission, row.county, row.institution_id)
    return row


@asynccontextmanager
async def reach_locked(
    session: AsyncSession, actor: Actor, permission: str, assessment_id: int
) -> AsyncIterator[tuple[Assessment, Everywhere]]:
    """Give an assessment, with every home that counts the person and the file locked before it.

    `everywhere.changed(day)` says since when the level counts otherwise; all homes are counted and whoever ranks the
    person is told.
    """
    scope = actor.scope(permission)
    row = await assessment_of(session, scope, assessment_id)
    may_act(actor, permission, row.county, row.institution_id)
    elder = await elder_in(session, scope, row.elder_id)
    home = Home(row.county, row.institution_id or elder.institution_id)
    async with in_all_homes(session, actor, home, [elder.id]) as everywhere:
        await lock_home(session, home.scope, home.institution_id)
        await get_elder(session, home.scope, home, elder.id, lock=True)
        yield await assessment_of(session, scope, assessment_id, lock=True), everywhere
