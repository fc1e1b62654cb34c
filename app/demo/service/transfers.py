"""Writing transfers between the homes of a town."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.keys import sealer
from app.core.uuid7 import uuid7
from app.demo import queries
from app.demo.rules.instants import entered_at
from app.demo.rules.story import TransferStory, days
from app.demo.rules.town import Town
from app.stays.models import Transfer, TransferPerson
from app.stays.rules.kinds import ConsentBy, TransferReason

__all__ = ["write_transfers"]

Row = dict[str, Any]


async def write_transfers(session: AsyncSession, town: Town, officer: tuple[int, str]) -> None:
    """Write the transfers that were done and those that wait."""
    keys = await sealer(session, town.county // 100 * 100)
    rows = [_transfer(town, told, officer) for told in town.transfers]
    people = list[Row]()
    for told, new in zip(town.transfers, await queries.insert_with_ids(session, Transfer, rows), strict=True):
        needs = "、".join(note.words for note in told.stay.person.health if note.words)[:60]
        seal = uuid7()
        sealed = keys.seal("transfer_people", "needs", seal, needs) if needs else None
        people.append(_person(town, told, new) | {"seal": seal, "needs": sealed})
    await queries.insert_rows(session, TransferPerson, people)


def _transfer(town: Town, told: TransferStory, officer: tuple[int, str]) -> Row:
    chance = town.chance.child("why", told.stay.id)
    asked_on = min(told.on - days(chance.between(3, 8)), town.today - days(1))
    done, accepted = told.step == "done", told.step != "asked"
    reason = TransferReason.CLOSING if told.closing else chance.weighted(
        {TransferReason.CARE: 46, TransferReason.FAMILY: 20, TransferReason.CENTRAL: 30, TransferReason.OTHER: 4}
    )  # fmt: skip
    consent = chance.pick([ConsentBy.SELF, ConsentBy.FAMILY]) if not told.stay.person.supported else ConsentBy.SELF
    giving, receiving = told.giving, told.receiving
    return {
        "county": town.county, "institution_id": giving.id, "to_county": town.county,
        "to_institution_id": receiving.id, "from_name": giving.plan.name, "to_name": receiving.plan.name,
        "planned_on": told.on, "reason": reason, "consent_by": consent, "consented_on": asked_on,
        "asked_at": entered_at(asked_on), "asked_by": giving.director_id, "asked_name": giving.director,
        **_step("accepted", receiving.director_id, receiving.director, entered_at(asked_on) if accepted else None),
        **_step("approved", *officer, entered_at(told.on - days(1)) if done else None),
        "done_at": entered_at(told.on) if done else None, "medicine_handed": done,
    }  # fmt: skip


def _step(word: str, who: int | None, name: str, when: datetime | None) -> Row:
    return {f"{word}_at": when, f"{word}_by": who if when else None, f"{word}_name": name if when else ""}


def _person(town: Town, told: TransferStory, transfer_id: int) -> Row:
    person, after, bed = told.stay.person, told.new_stay, told.bed
    return {
        "county": town.county, "transfer_id": transfer_id, "elder_id": person.id, "institution_id": told.giving.id,
        "stay_id": told.stay.id, "name": person.name, "sex": person.sex, "born_year": person.born_on.year,
        "to_bed_id": bed.id if bed else None, "to_bed": f"{bed.room.label}-{bed.label}" if bed else "",
        "to_elder_id": person.id if after else None, "to_stay_id": after.id if after else None,
    }  # fmt: skip
