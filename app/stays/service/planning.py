"""The plan of a stay: the beds it is to have, with the claims that stand and what its beds rest on."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.rules.home import Home
from app.beds.rules.housing import RoomsOfBeds
from app.beds.rules.kinds import ClaimKind, Sex
from app.core.i18n import N_
from app.stays.models import Stay
from app.stays.queries import claims as queries
from app.stays.queries.footing import Footing, footing_of
from app.stays.rules.lying import Lying, runs

__all__ = ["RELAID", "Plan", "plan_of", "stand_on"]

RELAID = N_("床位安排已更正")
"""Why a claim is voided that another one takes the place of."""


@dataclass(slots=True)
class Plan:
    """The beds a stay is to have. `exact` voids what is shortened of 包房, so that an undo finds its old end.

    `claims` are those that stand, read under the home's lock: a stay that has just begun has none. `footing` is what
    its beds rest on, where the act has read that by then.
    """

    stay: Stay
    sex: Sex
    beds: list[Lying]
    privates: list[Lying] = field(default_factory=list)
    why: str = RELAID
    exact: bool = False
    claims: Sequence[BedClaim] = ()
    footing: Footing | None = None


async def plan_of(session: AsyncSession, home: Home, stay: Stay) -> Plan:
    """Read the plan of a stay from the claims it has, under the home's lock."""
    sex, claims = await queries.sex_and_claims(session, home, stay)
    return Plan(stay, sex, _runs(claims, ClaimKind.STAY), _runs(claims, ClaimKind.PRIVATE), claims=claims)


def _runs(claims: Sequence[BedClaim], kind: ClaimKind) -> list[Lying]:
    return runs(claim for claim in claims if claim.kind is kind)


async def stand_on(session: AsyncSession, home: Home, plan: Plan, *more: int) -> RoomsOfBeds:
    """Read what the beds of a plan rest on, and `more` beds with them; gives the beds with their rooms."""
    beds = {*more, *(one.bed_id for one in (*plan.beds, *plan.privates))}
    days = {"from_on": plan.stay.from_on, "to_on": plan.stay.to_on}
    plan.footing = await footing_of(session, home, plan.stay.elder_id, sorted(beds), **days)
    return plan.footing.rooms
