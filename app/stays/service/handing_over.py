"""The act of a transfer 调院: on one night people leave one home and are in the other, or nothing happens at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_within
from app.audit import service as audit
from app.beds.errors import BedOutOfService, BedTaken, RoomOfOtherSex
from app.beds.rules.home import Home
from app.beds.service import CLAIM_REFUSALS
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing, touched
from app.core.i18n import _
from app.core.scope import Scope
from app.institutions.models import Institution
from app.institutions.queries import lock_homes
from app.residents.models import Elder
from app.residents.queries import lock_elders
from app.residents.rules.kinds import RelationKind
from app.residents.service import hand_file_over, share_file
from app.residents.service.relations import relate
from app.stays.errors import ChangedMeanwhile, InResidence, TransferRefused, TransferTaken
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
from app.stays.service.answering import approve_transfer
from app.stays.service.discharging import leave_home

__all__ = ["approve_and_complete", "complete_transfer"]

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

    async def lock(self, session: AsyncSession) -> list[Institution]:
        """Lock both homes, as everybody else does before anything of a transfer."""
        return await lock_homes(session, self.scope, [self.giving.institution_id, self.receiving.institution_id])


async def approve_and_complete(
    session: AsyncSession, actor: Actor, transfer: Transfer, *, version: int, medicine_handed: bool
) -> Transfer:
    """Agree for the bureau on the very night: the homes are locked before the transfer, or two would wait in a ring."""
    authorize(actor, "transfers.approve", transfer)
    giving, receiving = _homes_of(transfer)
    homes = [(home.county, home.institution_id) for home in (giving, receiving)]
    async with acting_within(session, PURPOSE, homes=homes, on_behalf_of=(actor.name,)) as system:
        await Sides(system, giving, receiving).lock(session)
    approved = await approve_transfer(session, actor, transfer, version=version)
    return await complete_transfer(
        session, actor, approved, version=approved.version, medicine_handed=medicine_handed
    )  # fmt: skip


def _homes_of(transfer: Transfer) -> tuple[Home, Home]:
    """The giving home and the receiving one."""
    return Home(transfer.county, transfer.institution_id), Home(transfer.to_county, transfer.to_institution_id)


async def complete_transfer(
    session: AsyncSession, actor: Actor, transfer: Transfer, *, version: int, medicine_handed: bool
) -> Transfer:
    """Carry an approved transfer out, in this transaction, with rights in exactly the two homes.

    The caller has been authorized by the route's act (approving, or completing on its night). The three people stand
    in the audit line of either home.
    """
    giving, receiving = _homes_of(transfer)
    three = tuple(dict.fromkeys((transfer.asked_name, transfer.accepted_name, transfer.approved_name)))
    homes = [(giving.county, giving.institution_id), (receiving.county, receiving.institution_id)]
    transfer_id = transfer.id
    async with acting_within(session, PURPOSE, homes=homes, on_behalf_of=three) as system:
        sides = Sides(system, giving, receiving)
        locked = await sides.lock(session)
        transfer = await queries.get_transfer(session, sides.scope, transfer_id, lock=True)
        await _refuse_unready(session, transfer, version)
        _refuse_closed(locked, receiving, transfer)
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


def _refuse_closed(homes: Sequence[Institution], receiving: Home, transfer: Transfer) -> None:
    """Refuse to take people into a home that has closed since it was asked."""
    if any(one.id == receiving.institution_id and one.closed_on and one.closed_on <= transfer.on for one in homes):
        raise TransferRefused(_("{home}已停业，不能调入。请撤回这次调院，另选机构").format(home=transfer.to_name))


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
            await leave_home(session, sides.system, sides.giving, stay, gone, at=await now(session))
        there = {person.elder_id: await _file_there(session, sides, elders[person.elder_id]) for person in people}
        # A room of one sex asks whether two are husband and wife, so that is said before they come.
        await _link_again(session, sides, couples, {old: elder.id for old, elder in there.items()})
        for person in people:
            elder = there[person.elder_id]
            draft = replace(drafts[person.elder_id], elder_id=elder.id)
            begun = await _begin_there(session, sides, transfer, person, elder, draft)
            person.to_elder_id, person.to_stay_id = elder.id, begun.id


async def _begin_there(
    session: AsyncSession, sides: Sides, transfer: Transfer, person: TransferPerson, elder: Elder, draft: AdmissionDraft
) -> Stay:
    """Begin the stay in the bed that was chosen when the transfer was accepted; gone meanwhile, say who changes it."""
    # Read before the attempt: a refusal by the database expires what was loaded. Who has the bed is not said: the
    # reader may be of another home.
    said = {"name": person.name, "bed": person.to_bed, "home": transfer.to_name}
    try:
        return await begin_stay(session, sides.system, sides.receiving, elder, draft)
    except RoomOfOtherSex:
        sentence = _("{name}定的 {bed} 床，同室住的是另一性别的老人。请{home}在这次调院里先「换床位」，再办理")
    except (BedTaken, BedOutOfService):
        sentence = _("{name}定的 {bed} 床已有人用或已停用。请{home}在这次调院里先「换床位」，再办理")
    except InResidence:
        # Since when and in which bed is the receiving county's to know.
        raise InResidence from None
    raise TransferTaken(sentence.format(**said))


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
            session, sides.system, "stays.transfer_done", transfer.id, kind="transfers", county=home.county,
            institution_id=home.institution_id, **said,
        )  # fmt: skip
        touched(session, home.county, home.institution_id, transfer.on)
