"""Nobody is admitted to a home in 轮候 past the list: without an offer, a placement order or a recorded emergency."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import Ground, StayKind
from app.stays.service.gates import admission_follower, admission_gate
from app.waitlist.errors import EntryRefused, NoGround
from app.waitlist.queries.entries import entries_of_people, lock_entries, waits_somewhere
from app.waitlist.queries.policies import is_switched_on
from app.waitlist.rules.steps import EntryState
from app.waitlist.service.answering import finish_admission
from app.waitlist.service.seeing import over_county

__all__ = ["end_waiting", "refuse_without_ground"]

BY_THEIR_OWN_ACT = (Ground.OFFER, Ground.PLACEMENT, Ground.TRANSFER)
"""These come with a record of their own."""


@admission_gate
async def refuse_without_ground(session: AsyncSession, home: Home, draft: AdmissionDraft) -> None:
    """Refuse an admission to a home that is in 轮候, or was on its day, unless it has a ground.

    A ledger, and nothing else, may record what was done before the home was in 轮候: whoever names an earlier day does
    it today. An emergency says what it was.
    """
    if draft.ground in BY_THEIR_OWN_ACT or not await _is_in_scheme(session, home, draft):
        return
    if draft.ground is Ground.EMERGENCY:
        if not draft.ground_note.strip():
            raise DomainError(_("本院已启用轮候，紧急安置要写明情况"), field="ground_note")
        return
    raise NoGround(field="ground")


async def _is_in_scheme(session: AsyncSession, home: Home, draft: AdmissionDraft) -> bool:
    days = {draft.from_on} if draft.ground is Ground.LEDGER else {draft.from_on, await business_date(session)}
    for day in sorted(days):
        if await is_switched_on(session, home.county, home.institution_id, day):
            return True
    return False


FOR_A_WHILE = (StayKind.RESPITE, StayKind.TRAVEL)
"""Who comes for some weeks goes on waiting for a bed to live in; an emergency is somebody let past, and waits no more."""


@admission_follower
async def end_waiting(session: AsyncSession, actor: Actor, home: Home, draft: AdmissionDraft) -> None:
    """End the application of whoever was admitted by hand, wherever it is: nobody has a bed and waits for another.

    One that holds a bed by an offer is settled first. The caller may not see the application, so this moment is the
    system's.
    """
    if draft.ground is not Ground.EMERGENCY and draft.kind in FOR_A_WHILE:
        return
    await session.flush()
    county = home.county
    if not await waits_somewhere(session, county, [draft.elder_id]):
        return
    async with over_county(session, county, on_behalf_of=(actor.name,)) as system:
        entries = await lock_entries(session, county, await entries_of_people(session, county, [draft.elder_id]))
        for entry in entries.values():
            if entry.state is EntryState.OFFERED:
                raise EntryRefused(_("这位老人还有一份床位通知没有了结。请先办完或收回那份通知，再办入住"))
            await finish_admission(session, system, entry, reason=draft.ground.label)
