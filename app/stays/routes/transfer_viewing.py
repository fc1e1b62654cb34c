"""What the pages of transfers show, gathered for one home or for the bureau."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.audit import service as audit
from app.beds.queries import free_beds
from app.core.clock import business_date
from app.core.i18n import _
from app.residents.queries import elders_of
from app.stays import service
from app.stays.models import Transfer, TransferPerson
from app.stays.queries import transfers as queries
from app.stays.queries.couples import spouses_of
from app.stays.queries.stays import current_stay, get_stay
from app.stays.routes.asking import Asked
from app.stays.rules.kinds import ConsentBy, LateReason, TransferReason
from app.stays.rules.transfers import TransferState, TransferStep, state_of, steps_of

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
    def names(self) -> str:
        """Who it is about."""
        return _("、").join(person.name for person in self.people)

    @property
    def steps(self) -> tuple[TransferStep, ...]:
        """The four steps."""
        return steps_of(self.transfer)


async def lines_of(asked_session: Any, transfers: Sequence[Transfer], home_id: int | None) -> list[TransferLine]:
    """Rows for a list: what waits for the reader first."""
    people = await queries.people_of_transfers(asked_session, transfers)
    lines = [
        TransferLine(
            one, tuple(people[one.id]), state_of(one), one.institution_id == home_id, _waits_for(one, home_id)
        )
        for one in transfers
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (not line.waits_here, not line.state.is_open))


def _waits_for(transfer: Transfer, home_id: int | None) -> bool:
    """Whether the next step is this home's, or the bureau's where no home is given."""
    state = state_of(transfer)
    if home_id is None:
        return state is TransferState.ACCEPTED
    if state is TransferState.ASKED:
        return transfer.to_institution_id == home_id
    return state is TransferState.APPROVED


async def list_facts(asked: Asked) -> dict[str, Any]:
    """The home's list."""
    transfers = await queries.transfers_of(asked.session, asked.home.scope, asked.home.institution_id)
    lines = await lines_of(asked.session, transfers, asked.home.institution_id)
    return {
        "institution": asked.institution,
        "lines": lines,
        "waiting": sum(line.waits_here for line in lines),
        "open": sum(line.state.is_open for line in lines),
        "may_ask": asked.actor.may("transfers.ask"),
    }


async def ask_facts(asked: Asked, stay_ids: Sequence[int]) -> dict[str, Any]:
    """The form: who goes, with the spouse who lives here too as a choice, and where to."""
    session, home = asked.session, asked.home
    stays = [await get_stay(session, home.scope, home.institution_id, stay_id) for stay_id in stay_ids]
    going = {stay.elder_id for stay in stays}
    spouses_by = await spouses_of(session, home.county, going)
    beside = sorted({other for others in spouses_by.values() for other in others} - going)
    spouses = [await current_stay(session, home.scope, home.institution_id, elder) for elder in beside]
    listed = [*stays, *(stay for stay in spouses if stay)]
    elders = await elders_of(session, home.scope, [stay.elder_id for stay in listed])
    around = await queries.homes_around(session, home.county)
    return {
        "institution": asked.institution,
        "people": [(stay, elders[stay.elder_id], stay.id in set(stay_ids)) for stay in listed],
        "homes": [(f"{one.county}-{one.id}", one.name) for one in around if one.id != home.institution_id],
        "reasons": [(reason.value, reason.label) for reason in TransferReason],
        "consents": [(by.value, by.label) for by in ConsentBy],
        "late_reasons": [(reason.value, reason.label) for reason in LateReason],
    }


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
    may_accept = receiving and state.is_open and asked.actor.scope("transfers.accept").covers(*_keys(asked))
    beds = await _free(asked, max(transfer.on, today)) if may_accept else []
    return {
        "institution": asked.institution,
        "transfer": transfer,
        "people": [(person, needs.get(person.elder_id, "")) for person in people],
        "state": state,
        "steps": steps_of(transfer),
        "receiving": receiving,
        "may_accept": may_accept,
        "may_withdraw": not receiving and state.is_open and asked.actor.scope("transfers.ask").covers(*_keys(asked)),
        "may_complete": state is TransferState.APPROVED and transfer.on <= today,
        "beds": beds,
        "today": today,
    }


async def _free(asked: Asked, on: date) -> list[tuple[int, str]]:
    """The home's free beds with the rule of their room, as choices."""
    found = await free_beds(asked.session, asked.home.scope, on, institution_id=asked.home.institution_id)
    return [(bed.bed_id, f"{bed.label}　{bed.sex_rule.label}") for bed in found]


def _keys(asked: Asked) -> tuple[int, int]:
    return asked.home.county, asked.home.institution_id
