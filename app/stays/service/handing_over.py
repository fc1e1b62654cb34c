"""The act of a transfer 调院: on one night people leave one home and are in the other, or nothing happens at all."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_within
from app.audit import service as audit
from app.beds.rules.home import Home
from app.beds.service import CLAIM_REFUSALS
from app.core.actor import Actor
from app.core.clock import business_date, now
from app.core.db import refusing, touched
from app.core.i18n import _
from app.core.scope import Scope
from app.institutions.queries import lock_homes
from app.residents.models import Elder
from app.residents.queries import lock_elders
from app.residents.rules.kinds import RelationKind
from app.residents.service import hand_file_over, share_file
from app.residents.service.relations import relate
from app.stays.errors import ChangedMeanwhile, TransferRefused
from app.stays.models import Stay, Transfer, TransferPerson
from app.stays.queries import transfers as queries
from app.stays.queries.couples import couples_among, spouses_of
from app.stays.queries.stays import get_stay
from app.stays.queries.terms import terms_of_stay_on
from app.stays.rules.discharges import DischargeDraft
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import EndReason, Ground
from app.stays.rules.transfers import TransferState, state_of
from app.stays.service.admitting import begin_stay
from app.stays.service.discharging import leave_home

__all__ = ["complete_transfer"]

PURPOSE = "调院"


@dataclass(frozen=True, slots=True)
class Sides:
    """The two homes of a transfer, and the system that acts for both."""

    system: Actor
    giving: Home
    receiving: Home

    @property
    def scope(self) -> Scope:
        """Both homes and nothing else."""
        return Scope(homes=self.giving.scope.homes | self.receiving.scope.homes)


async def complete_transfer(
    session: AsyncSession, actor: Actor, transfer: Transfer, *, version: int, medicine_handed: bool
) -> Transfer:
    """Carry an approved transfer out, in this transaction, with rights in exactly the two homes.

    The caller has been authorized by the route's act (approving, or completing on its night). The three people stand
    in the audit line of either home.
    """
    giving = Home(transfer.county, transfer.institution_id)
    receiving = Home(transfer.to_county, transfer.to_institution_id)
    three = tuple(dict.fromkeys((transfer.asked_name, transfer.accepted_name, transfer.approved_name)))
    homes = [(giving.county, giving.institution_id), (receiving.county, receiving.institution_id)]
    transfer_id = transfer.id
    async with acting_within(session, PURPOSE, homes=homes, on_behalf_of=three) as system:
        sides = Sides(system, giving, receiving)
        await lock_homes(session, sides.scope, [giving.institution_id, receiving.institution_id])
        transfer = await queries.get_transfer(session, sides.scope, transfer_id, lock=True)
        await _refuse_unready(session, transfer, version)
        await _move_everybody(session, sides, transfer)
        transfer.done_at, transfer.medicine_handed = await now(session), medicine_handed
        await session.flush()
        _say_done(session, sides, transfer, by=actor.user_id)
    return transfer


async def _refuse_unready(session: AsyncSession, transfer: Transfer, version: int) -> None:
    state = state_of(transfer)
    if state is not TransferState.APPROVED or transfer.version != version:
        raise ChangedMeanwhile.of_state(
            _("这次调院已由别人处理，现在是「{state}」。请刷新后再看").format(state=state.label)
        )
    if transfer.on > await business_date(session):
        raise TransferRefused(_("调院定在 {day}，当天才能办理").format(day=transfer.on.isoformat()))


async def _move_everybody(session: AsyncSession, sides: Sides, transfer: Transfer) -> None:
    """End every stay first and begin the new ones then: a couple must not stand in its own way."""
    people = await queries.people_of(session, transfer)
    elders = await lock_elders(session, sides.scope, transfer.county, [person.elder_id for person in people])
    couples = await couples_among(session, transfer.county, [person.elder_id for person in people])
    drafts: dict[int, AdmissionDraft] = {}
    async with refusing(session, CLAIM_REFUSALS):
        for person in people:
            stay = await get_stay(session, sides.scope, sides.giving.institution_id, person.stay_id)
            drafts[person.elder_id] = await _draft(session, sides, transfer, person, stay, person.elder_id in couples)
            gone = DischargeDraft(
                EndReason.TRANSFER, transfer.on, note=transfer.to_name[:120], late_reason=transfer.late_reason
            )
            await leave_home(session, sides.system, sides.giving, stay, gone)
        there = {person.elder_id: await _file_there(session, sides, elders[person.elder_id]) for person in people}
        # A room of one sex asks whether two are husband and wife, so that is said before they come.
        await _link_again(session, sides, couples, {old: elder.id for old, elder in there.items()})
        for person in people:
            elder = there[person.elder_id]
            draft = replace(drafts[person.elder_id], elder_id=elder.id)
            begun = await begin_stay(session, sides.system, sides.receiving, elder, draft)
            person.to_elder_id, person.to_stay_id = elder.id, begun.id


async def _draft(
    session: AsyncSession, sides: Sides, transfer: Transfer, person: TransferPerson, stay: Stay, shares: bool
) -> AdmissionDraft:
    """The new stay is of the kind and on the purse of the old one's last day."""
    terms = await terms_of_stay_on(session, sides.scope, stay, transfer.on)
    if person.to_bed_id is None:
        raise TransferRefused(_("还有老人没有定床位，请接收机构先选床"))
    return AdmissionDraft(
        elder_id=person.elder_id, bed_id=person.to_bed_id, kind=terms.kind, payer=terms.payer,
        ground=Ground.TRANSFER, ground_note=transfer.from_name[:120], from_on=transfer.on,
        planned_end_on=stay.planned_end_on if stay.planned_end_on and stay.planned_end_on >= transfer.on else None,
        shares_room=shares, late_reason=transfer.late_reason,
    )  # fmt: skip


async def _file_there(session: AsyncSession, sides: Sides, elder: Elder) -> Elder:
    """Inside a county one file serves both homes; another county gets its own."""
    if sides.giving.county == sides.receiving.county:
        await share_file(session, elder, sides.receiving)
        return elder
    return await hand_file_over(session, sides.system, elder, sides.receiving)


async def _link_again(
    session: AsyncSession, sides: Sides, couples: Mapping[int, int], moved: Mapping[int, int]
) -> None:
    """Two who belong together belong together in the other county's files too."""
    if sides.giving.county == sides.receiving.county:
        return
    for one, other in couples.items():
        known = await spouses_of(session, sides.receiving.county, [moved[one]])
        if one < other and moved[other] not in known[moved[one]]:
            await relate(session, sides.system, sides.receiving, moved[one], moved[other], kind=RelationKind.SPOUSE)


def _say_done(session: AsyncSession, sides: Sides, transfer: Transfer, *, by: int | None) -> None:
    said = {
        "asked_by": transfer.asked_by, "accepted_by": transfer.accepted_by, "approved_by": transfer.approved_by,
        "done_by": by, "on": transfer.on,
    }  # fmt: skip
    for home in (sides.giving, sides.receiving):
        audit.record(
            session, sides.system, "transfers.done", transfer.id, kind="transfers", county=home.county,
            institution_id=home.institution_id, **said,
        )  # fmt: skip
        touched(session, home.county, home.institution_id, transfer.on)
