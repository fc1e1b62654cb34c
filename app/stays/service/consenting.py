"""The say of stays in what the storeys below do: rooms that change under couples, closures of a discharge, partings.

It is hung in below when this module is imported; whoever starts us imports the acts on stays.
"""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.queries import names_on
from app.beds.rules.home import Home
from app.beds.rules.labels import say_labels
from app.beds.rules.spans import say_day
from app.beds.service import agree_with
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.i18n import _
from app.core.scope import Scope
from app.residents.models import ElderRelation
from app.residents.rules.kinds import RelationKind
from app.residents.service import ask_before_parting
from app.stays.errors import CoupleApart, DischargeRefused, StayRefused
from app.stays.queries import claims as queries
from app.stays.queries.couples import spouses_of
from app.stays.queries.discharges import unready_discharge
from app.stays.queries.stays import stays_by_id
from app.stays.rules.pieces import share_a_day
from app.stays.service.laying import lay_out
from app.stays.service.planning import plan_of

__all__ = ["refuse_parting", "refuse_unready", "settle_couples"]


async def settle_couples(
    session: AsyncSession, actor: Actor, home: Home, room_ids: Collection[int], bed_ids: Collection[int], *, on: date
) -> None:
    """Lay out anew who shares one of these rooms as husband or wife, after beds or rules in them have changed.

    Alone in a room named for the other sex refuses; so do, while it is laid out, strangers who are there now.
    """
    sharing = await queries.sharing_claims(session, home.scope, room_ids)
    for claim in sharing:
        if claim.bed_id in bed_ids and claim.to_on > on and claim.room_sex not in (None, claim.sex):
            await _refuse_apart(session, home, claim, on)
    ids = {claim.stay_id for claim in sharing if claim.stay_id is not None}
    stays = await stays_by_id(session, home.scope, sorted(ids)) if ids else []
    if stays:
        await lay_out(session, actor, home, [await plan_of(session, home, stay) for stay in stays])


async def _refuse_apart(session: AsyncSession, home: Home, claim: BedClaim, on: date) -> None:
    day, elder_id = max(claim.from_on, on), claim.elder_id or 0
    spouses = (await spouses_of(session, home.county, [elder_id]))[elder_id]
    inmates = await queries.inmates_of(session, home.scope, [claim.room_id])
    if not any(one.elder_id in spouses and one.from_on <= day < one.to_on for one in inmates):
        raise CoupleApart


async def refuse_unready(session: AsyncSession, home: Home, pieces: Sequence[BedClaim]) -> None:
    """Refuse to open a bed that a discharge keeps closed until belongings and disinfection are settled."""
    found = await unready_discharge(session, home.scope, [piece.id for piece in pieces])
    if found is not None:
        name, ended_on, missing = found
        raise DischargeRefused(
            _(
                "这张床等着 {name} {day}退住的{tasks}办完，不能直接恢复使用。请到「退住」办完这些事项，床会自己恢复"
            ).format(name=name, day=say_day(ended_on), tasks=_("、").join(kind.label for kind in missing))
        )


async def refuse_parting(session: AsyncSession, home: Home, relation: ElderRelation) -> None:
    """Refuse to take back that two are husband and wife while they share a room whose rule is against it."""
    if relation.kind is not RelationKind.SPOUSE:
        return
    county, today = Scope(regions=frozenset({home.county})), await business_date(session)
    one, other = relation.elder_id, relation.other_id
    claims = await queries.ruled_claims(session, county, [one, other], today)
    for mine in [claim for claim in claims if claim.elder_id == one]:
        for theirs in [claim for claim in claims if claim.elder_id == other and claim.room_id == mine.room_id]:
            if (mine.shares_room or theirs.shares_room) and share_a_day(mine, theirs):
                beds = await names_on(session, county, [mine.bed_id, theirs.bed_id], today)
                raise StayRefused(
                    _("这两位老人现在按夫妻同住（{beds} 床），还不能解除关系。请先给其中一位移床，再来解除").format(
                        beds=say_labels(sorted(beds.values()))
                    )
                )


agree_with(settle_couples, refuse_unready)
ask_before_parting(refuse_parting)
