"""Answering a transfer: the receiving home takes people in or not, the bureau agrees or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.queries import claims as bed_claims
from app.beds.queries import places
from app.beds.rules.home import Home
from app.beds.rules.sentences import say_taken
from app.core.actor import Actor, authorize
from app.core.clock import now
from app.core.db import refusing
from app.core.i18n import _
from app.institutions.queries import lock_home
from app.stays.errors import ChangedMeanwhile, TransferRefused, TransferTaken
from app.stays.models import Transfer, TransferPerson
from app.stays.queries import transfers as queries
from app.stays.rules.transfers import TransferState, state_of

__all__ = ["accept_transfer", "approve_transfer", "decline_transfer", "expect", "may_complete", "refuse_transfer"]


@dataclass(frozen=True, slots=True)
class BedFor:
    """The bed the receiving home gives to one person, with its name for the other side."""

    bed_id: int
    name: str


async def accept_transfer(
    session: AsyncSession, actor: Actor, home: Home, transfer_id: int, beds: Mapping[int, int], *, version: int
) -> Transfer:
    """Agree to take the people in, each with a bed (elder id → bed id). The beds may be changed until it is done."""
    authorize(actor, "transfers.accept", home)
    await lock_home(session, home.scope, home.institution_id)
    transfer = await _received(session, home, transfer_id)
    expect(transfer, version, TransferState.ASKED, TransferState.ACCEPTED, TransferState.APPROVED)
    people = await queries.people_of(session, transfer)
    given = await _beds_for(session, home, transfer, people, beds)
    async with refusing(session):
        for person in people:
            person.to_bed_id, person.to_bed = given[person.elder_id].bed_id, given[person.elder_id].name
        if transfer.accepted_at is None:
            transfer.accepted_at, transfer.accepted_by = await now(session), actor.user_id
            transfer.accepted_name = actor.name[:60]
    # The line goes into the chain of the home that acted: the other county's is out of its reach.
    audit.record(
        session, actor, "stays.transfer_accepted", transfer.id, kind="transfers", **home.keys,
        beds=[one.bed_id for one in given.values()],
    )  # fmt: skip
    return transfer


async def _beds_for(
    session: AsyncSession, home: Home, transfer: Transfer, people: Sequence[TransferPerson], beds: Mapping[int, int]
) -> dict[int, BedFor]:
    wanted = [beds.get(person.elder_id) for person in people]
    if any(bed is None for bed in wanted):
        raise TransferRefused(_("请为每一位老人选一张床"), field="beds")
    ids = [bed for bed in wanted if bed is not None]
    if len(set(ids)) < len(ids):
        raise TransferRefused(_("两位老人选了同一张床，请各选一张"), field="beds")
    await places.beds_by_id(session, home.scope, home.institution_id, ids)
    if taken := await bed_claims.clashes(session, home.scope, ids, transfer.on):
        raise TransferTaken(say_taken(taken))
    names = await bed_claims.names_on(session, home.scope, ids, transfer.on)
    return {
        person.elder_id: BedFor(bed, names.get(bed, "")) for person, bed in zip(people, ids, strict=True)
    }  # fmt: skip


async def approve_transfer(session: AsyncSession, actor: Actor, transfer: Transfer, *, version: int) -> Transfer:
    """Agree for the bureau: somebody who neither asked nor accepted. The act itself follows on its night."""
    authorize(actor, "transfers.approve", transfer)
    transfer = await queries.get_transfer(session, actor.scope("transfers.approve"), transfer.id, lock=True)
    expect(transfer, version, TransferState.ACCEPTED)
    async with refusing(session):
        transfer.approved_at, transfer.approved_by = await now(session), actor.user_id
        transfer.approved_name = actor.name[:60]
    audit.record(session, actor, "stays.transfer_approved", transfer)
    return transfer


async def decline_transfer(
    session: AsyncSession, actor: Actor, home: Home, transfer_id: int, *, reason: str, version: int
) -> Transfer:
    """Say no for the receiving home, with the reason, at any time before the act."""
    authorize(actor, "transfers.accept", home)
    await lock_home(session, home.scope, home.institution_id)
    transfer = await _received(session, home, transfer_id)
    expect(transfer, version, TransferState.ASKED, TransferState.ACCEPTED, TransferState.APPROVED)
    await _decline(session, actor, transfer, reason)
    audit.record(
        session, actor, "stays.transfer_declined", transfer.id, kind="transfers", **home.keys, reason=reason.strip()
    )
    return transfer


async def refuse_transfer(
    session: AsyncSession, actor: Actor, transfer: Transfer, *, reason: str, version: int
) -> Transfer:
    """Say no for the bureau, before it has approved."""
    authorize(actor, "transfers.approve", transfer)
    transfer = await queries.get_transfer(session, actor.scope("transfers.approve"), transfer.id, lock=True)
    expect(transfer, version, TransferState.ASKED, TransferState.ACCEPTED)
    await _decline(session, actor, transfer, reason)
    audit.record(session, actor, "stays.transfer_declined", transfer, reason=reason.strip())
    return transfer


async def _decline(session: AsyncSession, actor: Actor, transfer: Transfer, reason: str) -> None:
    async with refusing(session):
        # What was agreed before no longer holds; the audit keeps who agreed and when.
        transfer.accepted_at = transfer.approved_at = transfer.approved_by = None
        transfer.declined_at, transfer.ended_by, transfer.end_reason = await now(session), actor.user_id, reason.strip()


def may_complete(actor: Actor, transfer: Transfer) -> None:
    """Let either home's director press the button of an approved transfer, or raise NotAllowed."""
    receiving = Home(transfer.to_county, transfer.to_institution_id)
    if actor.scope("transfers.accept").covers(receiving.county, receiving.institution_id):
        return
    authorize(actor, "transfers.ask", transfer)


async def _received(session: AsyncSession, home: Home, transfer_id: int) -> Transfer:
    transfer = await queries.get_transfer(session, home.scope, transfer_id, lock=True)
    _refuse_not_mine(transfer, home)
    return transfer


def _refuse_not_mine(transfer: Transfer, home: Home) -> None:
    if (transfer.to_county, transfer.to_institution_id) != (home.county, home.institution_id):
        raise TransferRefused(_("这次调院的接收机构不是本院，请由接收机构答复"))


def expect(transfer: Transfer, version: int, *states: TransferState) -> None:
    """Refuse an act on a transfer that has meanwhile come to another point, and say where it stands."""
    state = state_of(transfer)
    if state not in states or transfer.version != version:
        raise ChangedMeanwhile.of_state(
            _("这次调院已由别人处理，现在是「{state}」。请刷新后再看").format(state=state.label)
        )
