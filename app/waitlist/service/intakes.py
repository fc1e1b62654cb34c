"""Taking up what a family handed in by itself: the application begins at the instant it was handed in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.errors import DomainError
from app.core.i18n import _
from app.residents.errors import AlreadyOnFile, ElderNotFound
from app.residents.queries import elders_of
from app.residents.queries.elders import names_said
from app.residents.rules.drafts import ElderDraft, PaperDraft
from app.residents.rules.kinds import PaperKind
from app.residents.rules.readings import plain_name
from app.residents.service import open_file
from app.waitlist.models import WaitlistEntry, WaitlistIntake
from app.waitlist.queries.intakes import get_intake
from app.waitlist.rules.applications import Ability, Application, ForWhom, application_from
from app.waitlist.rules.drafts import CircumstanceDraft, EntryDraft, NeedsDraft
from app.waitlist.rules.intakes import IntakeState
from app.waitlist.rules.kinds import CircumstanceKind, Source
from app.waitlist.service.registering import register
from app.waitlist.service.sealing import open_payload

__all__ = ["HandedIn", "read_intake", "refuse_intake", "take_intake"]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An application as it was handed in, opened for whoever takes it up."""

    id: int
    county: int
    institution_id: int
    number: str
    handed_in_at: datetime
    state: IntakeState
    said: Application


async def read_intake(session: AsyncSession, actor: Actor, intake_id: int) -> HandedIn:
    """Open what was handed in for somebody who may register; the caller leaves a line of the look."""
    intake = await get_intake(session, actor.scope("waitlist.apply"), intake_id)
    return _opened(intake)


async def take_intake(
    session: AsyncSession, actor: Actor, intake_id: int, *, elder_id: int | None = None, wishes: tuple[int, ...] = ()
) -> WaitlistEntry:
    """Make an application of what was handed in: its instant of receipt is that of handing in, its PIN the family's.

    `elder_id` is the person's file; without one a file is opened from what was said. `wishes` stand for those that were
    handed in, such as when a home has closed since. What was claimed counts once its paper is verified.
    """
    intake = await get_intake(session, actor.scope("waitlist.apply"), intake_id, lock=True)
    _refuse_taken(intake)
    told = _opened(intake)
    said, home = told.said, Home(told.county, told.institution_id)
    authorize(actor, "waitlist.apply", home)
    if elder_id is None:
        elder_id = await _file_for(session, actor, home, said)
    await _refuse_somebody_else(session, home, elder_id, said)
    draft = _draft_of(told, elder_id, wishes or said.wishes, await business_date(session))
    entry = (await register(session, actor, draft)).entry
    async with refusing(session):
        intake.state, intake.became = IntakeState.TAKEN, entry.number
        intake.taken_at, intake.taken_by = await now(session), actor.user_id
    _record(session, actor, intake, "taken")
    return entry


async def _file_for(session: AsyncSession, actor: Actor, home: Home, said: Application) -> int:
    """Open a file, or take the one the home already has of the same paper."""
    try:
        return (await open_file(session, actor, home, _file_of(said))).id
    except AlreadyOnFile as known:
        return known.elder_id


async def _refuse_somebody_else(session: AsyncSession, home: Home, elder_id: int, said: Application) -> None:
    """Refuse a file that goes by another name: neither a slip in a number nor a hand gives away an early receipt."""
    elder = (await elders_of(session, home.scope, [elder_id])).get(elder_id)
    if elder is None:
        raise ElderNotFound
    names = {plain_name(name) for name in await names_said(session, elder)}
    if plain_name(said.name) not in names:
        raise DomainError(
            _("申请上的姓名与这份档案不符，没有受理。请先向家属核对证件号码，填错的登记为不受理，请家属重新申请")
        )


async def refuse_intake(session: AsyncSession, actor: Actor, intake_id: int, *, reason: str) -> WaitlistIntake:
    """Say why an application is not taken up: the county does, never the home alone; the family reads it under its number."""
    intake = await get_intake(session, actor.scope("waitlist.apply"), intake_id, lock=True)
    _refuse_taken(intake)
    assert intake.institution_id is not None  # noqa: S101
    authorize(actor, "waitlist.review", Home(intake.county, intake.institution_id))
    if not reason.strip():
        raise DomainError(_("请写明为什么不受理，家属凭申请号会看到"), field="reason")
    async with refusing(session):
        intake.state, intake.refuse_reason = IntakeState.REFUSED, reason.strip()
        intake.taken_at, intake.taken_by = await now(session), actor.user_id
    _record(session, actor, intake, "refused")
    return intake


def _refuse_taken(intake: WaitlistIntake) -> None:
    if intake.state is not IntakeState.HANDED_IN:
        raise DomainError(_("这份网上申请已经有人办过了，请刷新后再看"))


def _opened(intake: WaitlistIntake) -> HandedIn:
    assert intake.payload is not None and intake.handed_in_at is not None and intake.institution_id is not None  # noqa: S101, PT018
    said = application_from(open_payload(intake.county, intake.seal, intake.payload))
    return HandedIn(
        intake.id, intake.county, intake.institution_id, intake.number or "", intake.handed_in_at, intake.state, said
    )


def _file_of(said: Application) -> ElderDraft:
    papers = (PaperDraft(PaperKind.ID_CARD, said.id_number),) if said.id_number else ()
    return ElderDraft(
        name=said.name, sex=said.sex, papers=papers, no_id_reason=None if papers else said.no_id_reason,
        hukou_region=said.town, address=said.address, born_on=None if papers else said.born_on,
        birth_precision=None if papers else said.birth_precision,
        phone=said.contact_phone if said.for_whom is ForWhom.SELF else "",
    )  # fmt: skip


def _draft_of(told: HandedIn, elder_id: int, wishes: tuple[int, ...], today: date) -> EntryDraft:
    said = told.said
    claimed = tuple(
        CircumstanceDraft(kind=CircumstanceKind(str(one)), from_on=today)
        for one in said.situations
        if str(one) in set(CircumstanceKind)
    )
    return EntryDraft(
        county=told.county, elder_id=elder_id, wishes=wishes, any_home=said.any_home, source=Source.ONLINE,
        received_place=_("网上申请"), contact_name=said.contact_name, contact_phone=said.contact_phone,
        relation=said.for_whom.relation if said.for_whom else "", consent_public=said.consent_public,
        needs=NeedsDraft(nursing=said.ability in (Ability.MOST, Ability.ALL), dementia=said.forgetful),
        circumstances=claimed, intake_id=told.id,
    )  # fmt: skip


def _record(session: AsyncSession, actor: Actor, intake: WaitlistIntake, what: str) -> None:
    where: dict[str, Any] = {
        "county": intake.county,
        "institution_id": intake.institution_id,
        "kind": intake.__tablename__,
    }
    if what == "taken":
        audit.record(session, actor, "waitlist.intake_taken", intake.id, **where, number=intake.number,
                     became=intake.became)  # fmt: skip
    else:
        audit.record(session, actor, "waitlist.intake_refused", intake.id, **where, number=intake.number,
                     reason=intake.refuse_reason)  # fmt: skip
