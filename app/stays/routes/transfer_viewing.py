"""What the pages of transfers show, gathered for one home or for the bureau."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.queries import free_beds
from app.core.clock import business_date
from app.core.i18n import _
from app.residents.queries import elders_of
from app.stays import service
from app.stays.models import Stay, Transfer, TransferPerson
from app.stays.queries import transfers as queries
from app.stays.queries.couples import spouses_of
from app.stays.queries.stays import current_stay, get_stay
from app.stays.routes.asking import Asked
from app.stays.routes.leave_viewing import may_act, names_whole
from app.stays.rules.kinds import ConsentBy, LateReason, TransferReason
from app.stays.rules.transfers import TransferState, TransferStep, state_of, steps_of, waits_for

__all__ = ["TransferLine", "ask_facts", "lines_of", "list_facts", "show_facts"]


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One row of a list."""

    transfer: Transfer
    people: tuple[TransferPerson, ...]
    state: TransferState
    outward: bool
    waits_here: bool

    @property
    def steps(self) -> tuple[TransferStep, ...]:
        """The four steps."""
        return steps_of(self.transfer)


async def lines_of(session: AsyncSession, transfers: Sequence[Transfer], home_id: int | None) -> list[TransferLine]:
    """Rows for a list: what waits for the reader first."""
    people, today = await queries.people_of_transfers(session, transfers), await business_date(session)
    lines = [
        TransferLine(
            one, tuple(people[one.id]), state_of(one), one.institution_id == home_id, waits_for(one, home_id, today)
        )
        for one in transfers
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (not line.waits_here, not line.state.is_open))


async def list_facts(asked: Asked) -> dict[str, Any]:
    """The home's list."""
    transfers = await queries.transfers_of(asked.session, asked.home.scope, asked.home.institution_id)
    lines = await lines_of(asked.session, transfers, asked.home.institution_id)
    return {
        "institution": asked.institution,
        "lines": lines,
        "waiting": sum(line.waits_here for line in lines),
        "open": sum(line.state.is_open for line in lines),
        "may_ask": may_act(asked, "transfers.ask"),
        "whole": names_whole(asked),
    }


async def ask_facts(asked: Asked, stay_ids: Sequence[int], chosen: Sequence[int]) -> dict[str, Any]:
    """The form: who goes, with the spouse who lives here too as a choice, and where to."""
    session, home = asked.session, asked.home
    stays = [await get_stay(session, home.scope, home.institution_id, stay_id) for stay_id in stay_ids]
    stays += await _spouses_here(asked, stays)
    elders = await elders_of(session, home.scope, [stay.elder_id for stay in stays])
    around = await queries.homes_around(session, home.county)
    return {
        "institution": asked.institution,
        "people": [(stay, elders[stay.elder_id], stay.id in set(chosen)) for stay in stays],
        "homes": [(f"{one.county}-{one.id}", one.name) for one in around if one.id != home.institution_id],
        "reasons": [(reason.value, reason.label) for reason in TransferReason],
        "consents": [(by.value, by.label) for by in ConsentBy],
        "late_reasons": [(one.value, one.label) for one in LateReason if one is not LateReason.CORRECTION],
    }


async def _spouses_here(asked: Asked, stays: Sequence[Stay]) -> list[Stay]:
    """The stays of husbands and wives who live in this home too and are not listed yet."""
    session, home = asked.session, asked.home
    going = {stay.elder_id for stay in stays}
    spouses_by = await spouses_of(session, home.county, going)
    beside = sorted({other for others in spouses_by.values() for other in others} - going)
    found = [await current_stay(session, home.scope, home.institution_id, elder) for elder in beside]
    return [stay for stay in found if stay is not None]


async def show_facts(asked: Asked, transfer: Transfer) -> dict[str, Any]:
    """One transfer as this home sees it, with what it may do now."""
    session, home = asked.session, asked.home
    people = await queries.people_of(session, transfer)
    needs = await service.needs_of(session, transfer, people)
    await audit.record_view(
        asked.actor, county=home.county, institution_id=home.institution_id, kind="transfers",
        subjects=[transfer.id], fields=["name", "needs"],
    )  # fmt: skip
    state, today = state_of(transfer), await business_date(session)
    receiving = transfer.to_institution_id == home.institution_id
    may_accept = receiving and state.is_open and may_act(asked, "transfers.accept")
    beds = await _free(asked, people, max(transfer.on, today)) if may_accept else {}
    return {
        "institution": asked.institution,
        "transfer": transfer,
        "people": [(person, needs.get(person.elder_id, "")) for person in people],
        "state": state,
        "steps": steps_of(transfer),
        "receiving": receiving,
        "may_open": transfer.evidence_id is not None and asked.actor.scope("residents.see").covers(*_giving(transfer)),
        "may_accept": may_accept,
        "may_withdraw": not receiving and state.is_open and may_act(asked, "transfers.ask"),
        "may_complete": state is TransferState.APPROVED and transfer.on <= today and _may_press(asked, transfer),
        "beds": beds,
        "today": today,
    }


async def _free(asked: Asked, people: Sequence[TransferPerson], on: date) -> dict[int, list[tuple[int, str]]]:
    """The free beds each person may have, with the rule of their room; a couple may have those of either."""
    found = await free_beds(asked.session, asked.home.scope, on, institution_id=asked.home.institution_id)
    sexes = {person.sex for person in people}
    return {
        person.elder_id: [
            (bed.bed_id, _("{bed}　{rule}").format(bed=bed.label, rule=bed.sex_rule.label))
            for bed in found
            if bed.sex_rule.sex in (None, person.sex) or len(sexes) > 1
        ]
        for person in people
    }


def _giving(transfer: Transfer) -> tuple[int, int]:
    return transfer.county, transfer.institution_id


def _may_press(asked: Asked, transfer: Transfer) -> bool:
    """Whether the reader runs this side of the transfer: the bureau has approved and does not carry out."""
    home = (asked.home.county, asked.home.institution_id)
    gives = (transfer.county, transfer.institution_id) == home
    return asked.actor.scope("transfers.ask" if gives else "transfers.accept").covers(*home)
