"""Asking another home to take people in, and taking the question back; the act itself stands in `handing_over`."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.service import Upload, keep_upload
from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.clock import business_date, now
from app.core.db import refusing
from app.core.i18n import _
from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.institutions.queries import lock_home
from app.residents.queries import elders_of
from app.stays.errors import TransferRefused
from app.stays.models import Stay, Transfer, TransferPerson
from app.stays.queries import transfers as queries
from app.stays.queries.stays import get_stay
from app.stays.rules.days import FOREVER
from app.stays.rules.transfers import TransferDraft, TransferState
from app.stays.service.answering import expect

__all__ = ["ask_transfer", "needs_of", "withdraw_transfer"]

LONGEST_AHEAD = 60
"""How many days ahead a transfer may be planned; what lies further off is asked when it comes near."""


def _city_of(county: int) -> int:
    """The city a county belongs to, by its code; its key seals what two counties must both read."""
    return county // 100 * 100


async def ask_transfer(
    session: AsyncSession, actor: Actor, home: Home, draft: TransferDraft, *, upload: Upload | None = None
) -> Transfer:
    """Ask another home of the city to take people in on a night. Nothing changes before all three have agreed.

    The scan of the consent, where there is one, is kept with the giving home's files.
    """
    authorize(actor, "transfers.ask", home)
    giving = await lock_home(session, home.scope, home.institution_id)
    stays = [await _open_stay(session, home, stay_id) for stay_id in draft.stay_ids]
    receiving = await _receiving(session, home, draft)
    today = await business_date(session)
    _refuse_days(draft, stays, today)
    if under_way := await queries.open_transfer_of(session, home.scope, draft.stay_ids):
        raise TransferRefused(
            _("其中有人正在办调院，去向是{home}。请先办完或撤回那一次").format(home=under_way.to_name)
        )
    evidence_id = await _keep_consent(session, actor, home, upload)
    transfer = Transfer(
        **home.keys, to_county=receiving.county, to_institution_id=receiving.id,
        from_name=giving.name, to_name=receiving.name, on=draft.on, reason=draft.reason,
        late_reason=draft.late_reason, consent_by=draft.consent_by, consented_on=draft.consented_on,
        evidence_id=evidence_id, asked_by=actor.user_id, asked_name=actor.name[:60],
    )  # fmt: skip
    async with refusing(session):
        session.add(transfer)
        await session.flush()
        session.add_all(await _people(session, home, transfer, stays, draft.needs))
    stay_ids = [stay.id for stay in stays]
    audit.record(session, actor, "stays.transfer_asked", transfer, stays=stay_ids, on=draft.on, to_home=receiving.id)
    return transfer


async def _keep_consent(session: AsyncSession, actor: Actor, home: Home, upload: Upload | None) -> int | None:
    if upload is None:
        return None
    kept = await keep_upload(session, actor, **home.keys, upload=upload, purpose="transfer_consent")
    return kept.id


async def _open_stay(session: AsyncSession, home: Home, stay_id: int) -> Stay:
    stay = await get_stay(session, home.scope, home.institution_id, stay_id)
    if stay.to_on != FOREVER:
        raise TransferRefused(_("其中有人已经退住，不能调院。请从名单里去掉"))
    return stay


async def _receiving(session: AsyncSession, home: Home, draft: TransferDraft) -> queries.HomeAround:
    around = await queries.homes_around(session, home.county)
    wanted = (draft.to_county, draft.to_institution_id)
    if wanted == (home.county, home.institution_id):
        raise TransferRefused(_("调入机构就是本院。院内换床请用「移床」"), field="to_home")
    found = [one for one in around if (one.county, one.id) == wanted]
    if not found:
        raise TransferRefused(_("没有找到这家机构，或它已停业。请从列表里选择"), field="to_home")
    return found[0]


def _refuse_days(draft: TransferDraft, stays: Sequence[Stay], today: date) -> None:
    if not stays:
        raise TransferRefused(_("请选择要调院的老人"), field="stay_ids")
    if (draft.on - today).days > LONGEST_AHEAD:
        raise TransferRefused(_("最多提前 {n} 天提出，请改近一些的日期").format(n=LONGEST_AHEAD), field="on")
    if draft.consented_on > today:
        raise TransferRefused(_("同意的日期还没到，请填实际签字的日期"), field="consented_on")
    if draft.on < today and draft.late_reason is None:
        raise TransferRefused(_("调院日期早于今天，请选补录原因"), field="late_reason")
    if any(draft.on < stay.from_on for stay in stays):
        raise TransferRefused(_("调院日期早于入住日期，请核对"), field="on")


async def _people(
    session: AsyncSession, home: Home, transfer: Transfer, stays: Sequence[Stay], needs: Mapping[int, str]
) -> list[TransferPerson]:
    elders = await elders_of(session, home.scope, [stay.elder_id for stay in stays])
    keys = await sealer(session, _city_of(home.county))
    people = []
    for stay in stays:
        elder, words, seal = elders[stay.elder_id], needs.get(stay.id, "").strip(), uuid7()
        sealed = keys.seal("transfer_people", "needs", seal, words[:500]) if words else None
        person = TransferPerson(
            **home.keys, transfer_id=transfer.id, elder_id=elder.id, stay_id=stay.id, seal=seal, name=elder.name,
            sex=elder.sex, born_year=elder.born_on.year if elder.born_on else None, needs=sealed,
        )  # fmt: skip
        people.append(person)
    return people


async def withdraw_transfer(
    session: AsyncSession, actor: Actor, home: Home, transfer_id: int, *, reason: str, version: int
) -> Transfer:
    """Take the question back before the act; the row stays with the reason."""
    authorize(actor, "transfers.ask", home)
    await lock_home(session, home.scope, home.institution_id)
    transfer = await queries.get_transfer(session, home.scope, transfer_id, lock=True)
    if (transfer.county, transfer.institution_id) != (home.county, home.institution_id):
        raise TransferRefused(_("这次调院是对方提出的，只有对方能撤回；不接收请点「不同意」"))
    expect(transfer, version, TransferState.ASKED, TransferState.ACCEPTED, TransferState.APPROVED)
    async with refusing(session):
        transfer.withdrawn_at, transfer.ended_by = await now(session), actor.user_id
        transfer.end_reason = reason.strip()
    audit.record(session, actor, "stays.transfer_withdrawn", transfer, reason=reason.strip())
    return transfer


async def needs_of(session: AsyncSession, transfer: Transfer, people: Sequence[TransferPerson]) -> dict[int, str]:
    """What each person needs, in the giving home's words; only those of whom something was said."""
    told = [person for person in people if person.needs]
    if not told:
        return {}
    keys = await sealer(session, _city_of(transfer.county))
    return {
        person.elder_id: keys.open("transfer_people", "needs", person.seal, person.needs)
        for person in told
        if person.needs
    }
