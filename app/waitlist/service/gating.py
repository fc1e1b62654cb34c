"""Nobody is admitted to a home in 轮候 past the list: without an offer, a placement order or a recorded emergency."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import business_date
from app.core.errors import DomainError
from app.core.i18n import _
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import Ground, StayKind
from app.stays.service.gates import Answers, Follower, admission_gate
from app.waitlist.errors import EntryRefused, NoGround
from app.waitlist.queries.entries import entries_of_people, lock_entries
from app.waitlist.queries.gate import LISTED_AND_WAITING, named_days
from app.waitlist.rules.steps import EntryState
from app.waitlist.service.answering import finish_admission
from app.waitlist.service.seeing import over_county

__all__ = ["refuse_without_ground"]

BY_THEIR_OWN_ACT = (Ground.OFFER, Ground.PLACEMENT, Ground.TRANSFER)
"""These come with a record of their own."""


FOR_A_WHILE = (StayKind.RESPITE, StayKind.TRAVEL)
"""Who comes for some weeks goes on waiting for a bed to live in; an emergency is somebody let past, and waits no more."""


async def _days(session: AsyncSession, draft: AdmissionDraft) -> Mapping[str, Any]:
    """A ledger, and nothing else, may record what was done before the home was in 轮候: whoever names an earlier day
    does it today."""
    today = draft.from_on if draft.ground is Ground.LEDGER else await business_date(session)
    return named_days({draft.from_on, today})


@admission_gate(LISTED_AND_WAITING, _days)
def refuse_without_ground(home: Home, draft: AdmissionDraft, said: Answers) -> Follower | None:
    """Refuse an admission to a home that is in 轮候, or was on its day, unless it has a ground.

    An emergency says what it was. Gives the end of the application of whoever waits anywhere.
    """
    if draft.ground in BY_THEIR_OWN_ACT:
        return None
    listed = said["listed"]
    if listed and draft.ground is Ground.EMERGENCY and not draft.ground_note.strip():
        raise DomainError(_("本院已启用轮候，紧急安置要写明情况"), field="ground_note")
    if listed and draft.ground is not Ground.EMERGENCY:
        raise NoGround(field="ground")
    goes_on_waiting = draft.ground is not Ground.EMERGENCY and draft.kind in FOR_A_WHILE
    return partial(_end_waiting, home=home, draft=draft) if said["waits"] and not goes_on_waiting else None


async def _end_waiting(session: AsyncSession, actor: Actor, *, home: Home, draft: AdmissionDraft) -> None:
    """End the application of whoever was admitted by hand, wherever it is: nobody has a bed and waits for another.

    One that holds a bed by an offer is settled first. The caller may not see the application, so this moment is the
    system's.
    """
    await session.flush()
    county = home.county
    async with over_county(session, county, on_behalf_of=(actor.name,)) as system:
        entries = await lock_entries(session, county, await entries_of_people(session, county, [draft.elder_id]))
        for entry in entries.values():
            if entry.state is EntryState.OFFERED:
                raise EntryRefused(_("这位老人还有一份床位通知没有了结。请先办完或收回那份通知，再办入住"))
            await finish_admission(session, system, entry, reason=draft.ground.label)
