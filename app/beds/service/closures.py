"""Closing beds 停用 and opening them again."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.errors import AlreadyOpen, BedTaken, ChangedMeanwhile, StructureRefused
from app.beds.models import BedClaim, BedService
from app.beds.queries import claims as queries
from app.beds.queries import places
from app.beds.rules.changes import changed
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind, ClosureReason
from app.beds.rules.sentences import say_taken
from app.beds.rules.spans import FOREVER
from app.beds.service.claims import CLAIM_REFUSALS, Closing, claim_bed, end_claim, refuse_hidden
from app.beds.service.consent import agree_with_opening
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing, touched
from app.core.i18n import _
from app.institutions.queries import lock_home

__all__ = ["change_planned_end", "close_beds", "reopen_bed", "resume_closure", "void_closure"]


async def close_beds(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    bed_ids: Sequence[int],
    *,
    reason: ClosureReason,
    from_on: date,
    note: str = "",
    planned_end_on: date | None = None,
) -> list[BedClaim]:
    """Close these beds from the day on, all or none. Whoever has one of them is named in the refusal."""
    authorize(actor, "beds.close", home)
    await lock_home(session, home.scope, home.institution_id)
    closing, made = Closing(reason, note), []
    services = await _services(session, home, bed_ids)
    try:
        async with refusing(session, CLAIM_REFUSALS):
            for bed_id in sorted(set(bed_ids)):
                made += await claim_bed(
                    session, home, bed_id, kind=ClaimKind.CLOSURE, from_on=from_on,
                    closing=closing, planned_end_on=planned_end_on, services=services[bed_id],
                )  # fmt: skip
    except BedTaken:
        raise BedTaken(say_taken(await queries.clashes(session, home.scope, bed_ids, from_on))) from None
    for claim in made:
        plan = {"bed_id": claim.bed_id, "planned_end_on": planned_end_on}
        audit.record(session, actor, "beds.closed", claim, reason=reason, from_on=from_on, plan=plan)
    touched(session, home.county, home.institution_id, from_on)
    return made


async def _services(session: AsyncSession, home: Home, bed_ids: Sequence[int]) -> dict[int, list[BedService]]:
    """All times in service of these beds of the home; one that is not the home's is not found."""
    found: dict[int, list[BedService]] = {bed_id: [] for bed_id in bed_ids}
    for service in await places.services_from(session, home.scope, home.institution_id, bed_ids):
        found[service.bed_id].append(service)
    if never := [bed_id for bed_id, services in found.items() if not services]:
        await places.beds_by_id(session, home.scope, home.institution_id, never)
    return found


async def reopen_bed(
    session: AsyncSession, actor: Actor, home: Home, claim_id: int, *, on: date, version: int | None = None
) -> BedClaim:
    """Let a closed bed be used again from the day on. What is only planned belongs into the planned end."""
    authorize(actor, "beds.close", home)
    await lock_home(session, home.scope, home.institution_id)
    claim = await _closure(session, home, claim_id)
    pieces = await queries.chain_of(session, home.scope, claim)
    _refuse_ended(pieces)
    _refuse_changed(claim, version, to_on=on)
    if on > max(await business_date(session), pieces[0].from_on):
        raise StructureRefused(_("恢复日期不能晚于今天；还没到的日子请填「预计恢复」"), field="on")
    if on < pieces[0].from_on:
        raise StructureRefused(_("恢复日期不能早于停用日期，请核对日期"), field="on")
    async with refusing(session, CLAIM_REFUSALS):
        await agree_with_opening(session, home, pieces)
        for piece in pieces:
            if piece.to_on > on:
                await end_claim(session, actor, piece, on)
    audit.record(session, actor, "beds.reopened", claim, bed_id=claim.bed_id, on=on)
    touched(session, home.county, home.institution_id, on)
    return claim


async def resume_closure(session: AsyncSession, actor: Actor, home: Home, claim_id: int) -> BedClaim:
    """Take an opening back: the bed has been closed all along, unless somebody has been given it since."""
    authorize(actor, "beds.close", home)
    await lock_home(session, home.scope, home.institution_id)
    claim = await _closure(session, home, claim_id)
    last = (await queries.chain_of(session, home.scope, claim))[-1]
    bed_id, ended = last.bed_id, last.to_on
    try:
        async with refusing(session, CLAIM_REFUSALS):
            last.to_on = last.service_to_on
            await refuse_hidden(session, home, last)
            await session.flush()
            await _go_on(session, home, last)
    except BedTaken:
        raise BedTaken(say_taken(await queries.clashes(session, home.scope, [bed_id], ended))) from None
    audit.record(session, actor, "beds.resumed", last, bed_id=bed_id, before=ended)
    touched(session, home.county, home.institution_id, ended)
    return last


async def _go_on(session: AsyncSession, home: Home, last: BedClaim) -> None:
    """Close the bed in the rooms it is to stand in later, as it was before the opening that is taken back."""
    since = last.service_to_on
    spans = await places.services_from(session, home.scope, home.institution_id, [last.bed_id], since)
    if last.reason is not None and since != FOREVER and spans:
        closing = Closing(last.reason, last.note)
        rest = await claim_bed(
            session, home, last.bed_id, kind=ClaimKind.CLOSURE, from_on=spans[0].from_on,
            closing=closing, planned_end_on=last.planned_end_on,
        )  # fmt: skip
        rest[0].continues_id = last.id
        await session.flush()


async def change_planned_end(
    session: AsyncSession,
    actor: Actor,
    home: Home,
    claim_id: int,
    *,
    planned_end_on: date | None,
    version: int | None = None,
) -> BedClaim:
    """Say anew when a closed bed is expected back; what happened is not changed by a plan."""
    authorize(actor, "beds.close", home)
    await lock_home(session, home.scope, home.institution_id)
    claim = await _closure(session, home, claim_id)
    pieces = await queries.chain_of(session, home.scope, claim)
    _refuse_ended(pieces)
    _refuse_changed(claim, version, planned_end_on=planned_end_on)
    before = claim.planned_end_on
    async with refusing(session):
        for piece in pieces:
            piece.planned_end_on = planned_end_on
    audit.record(session, actor, "beds.planned_end_changed", claim, before=before, after=planned_end_on)
    touched(session, home.county, home.institution_id, claim.from_on)
    return claim


async def void_closure(session: AsyncSession, actor: Actor, home: Home, claim_id: int, *, reason: str) -> BedClaim:
    """Void a closure that was entered by mistake: the bed has never been closed. The row stays, with the reason."""
    authorize(actor, "beds.close", home)
    await lock_home(session, home.scope, home.institution_id)
    claim = await _closure(session, home, claim_id)
    pieces = await queries.chain_of(session, home.scope, claim)
    async with refusing(session):
        await agree_with_opening(session, home, pieces)
        for piece in pieces:
            piece.void(actor.user_id, await now(session), reason)
    audit.record(session, actor, "beds.closure_voided", claim, bed_id=claim.bed_id, reason=reason)
    touched(session, home.county, home.institution_id, pieces[0].from_on)
    return claim


async def _closure(session: AsyncSession, home: Home, claim_id: int) -> BedClaim:
    claim = await queries.get_claim(session, home.scope, home.institution_id, claim_id)
    if claim.kind is not ClaimKind.CLOSURE:
        raise StructureRefused(_("这张床不是停用，请从床位图重新进入"))
    return claim


def _refuse_ended(pieces: Sequence[BedClaim]) -> None:
    """A closure that already ended is not ended twice: the other person's day stands.

    One that lasts as long as its bed is in service has not ended, even if the bed goes some day.
    """
    last = pieces[-1]
    if last.to_on != last.service_to_on:
        raise AlreadyOpen(last.to_on)


def _refuse_changed(claim: BedClaim, version: int | None, **asked: date | None) -> None:
    if version is not None and version != claim.version:
        labels = {"planned_end_on": _("预计恢复"), "to_on": _("恢复日期")}
        if changes := changed(claim, asked, labels):
            raise ChangedMeanwhile(changes, version=claim.version, subject=("bed_claims", claim.id))
