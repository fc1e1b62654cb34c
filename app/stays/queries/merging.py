"""Rows that hang on a person's file, by table: found, and hung on another file."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.models import Assessment, AssessmentTrigger, RiskAssessment
from app.beds.models import BedClaim
from app.residents.models import (
    Contact,
    ElderCategory,
    ElderMerge,
    ElderName,
    ElderPaper,
    ElderRelation,
    HealthNote,
)
from app.stays.errors import MergeNotFound
from app.stays.models import Discharge, Leave, Stay, Transfer, TransferPerson

__all__ = [
    "CHILDREN", "built_on", "get_alias", "get_merge", "homes_concerned", "moves_with_file", "relations_of", "repoint",
    "repoint_relations", "repoint_transfers", "rows_of", "seen_elsewhere", "still_there", "transfers_of_elder",
]  # fmt: skip

QUIET = {"synchronize_session": False}
CHILDREN: dict[str, Any] = {
    "stays": Stay, "bed_claims": BedClaim, "leaves": Leave, "discharges": Discharge, "elder_papers": ElderPaper,
    "contacts": Contact, "elder_categories": ElderCategory, "health_notes": HealthNote, "elder_names": ElderName,
    "assessments": Assessment, "assessment_triggers": AssessmentTrigger, "risk_assessments": RiskAssessment,
}  # fmt: skip
"""Tables whose rows name one elder and move with the file, voided rows included."""


def moves_with_file(*models: Any) -> None:
    """Let rows of storeys above move with a file as well; each table has a column `elder_id`."""
    CHILDREN.update({model.__tablename__: model for model in models})


async def seen_elsewhere(session: AsyncSession, county: int, elder_id: int) -> bool:
    """Whether a home beyond the caller's reach has, had or awaits the person: only the fact is told."""
    return bool(await session.scalar(select(func.seen_elsewhere(county, elder_id))))


async def homes_concerned(session: AsyncSession, county: int, elder_ids: Collection[int]) -> list[int]:
    """The homes whose rows name one of these people, in the order of locks."""
    stays = select(Stay.institution_id).where(Stay.county == county, Stay.elder_id.in_(elder_ids))
    claims = select(BedClaim.institution_id).where(BedClaim.county == county, BedClaim.elder_id.in_(elder_ids))
    return sorted(set(await session.scalars(stays)) | set(await session.scalars(claims)))


async def rows_of(session: AsyncSession, county: int, elder_id: int) -> dict[str, list[int]]:
    """The ids of everything that hangs on a file, by table."""
    found = {}
    for name, model in CHILDREN.items():
        rows = select(model.id).where(model.county == county, model.elder_id == elder_id).order_by(model.id)
        found[name] = list(await session.scalars(rows))
    return found


async def repoint(
    session: AsyncSession, county: int, moved: Mapping[str, Sequence[int]], *, before: int, after: int
) -> None:
    """Hang these rows on another file. Stands inside `refusing()`: the keys between them are deferred."""
    for name, model in CHILDREN.items():
        if ids := moved.get(name):
            mine = and_(model.county == county, model.id.in_(ids), model.elder_id == before)
            await session.execute(update(model).where(mine).values(elder_id=after).execution_options(**QUIET))


async def still_there(session: AsyncSession, county: int, moved: Mapping[str, Sequence[int]], elder_id: int) -> bool:
    """Whether all of these rows can be seen and still hang on the file."""
    for name, model in CHILDREN.items():
        ids = moved.get(name) or []
        mine = and_(model.county == county, model.id.in_(ids), model.elder_id == elder_id)
        if ids and await session.scalar(select(func.count()).where(mine)) != len(ids):
            return False
    return True


async def built_on(session: AsyncSession, county: int, moved: Mapping[str, Sequence[int]]) -> bool:
    """Whether something has been recorded since in one of the stays that moved."""
    for name in ("bed_claims", "leaves", "discharges"):
        model = CHILDREN[name]
        new = and_(model.county == county, model.stay_id.in_(moved.get("stays", [])), model.id.not_in(moved[name]))
        if await session.scalar(select(func.count()).where(new)):
            return True
    return False


async def relations_of(session: AsyncSession, county: int, elder_id: int) -> list[ElderRelation]:
    """Everybody the person belongs with, voided rows included."""
    relation = ElderRelation
    either = or_(relation.elder_id == elder_id, relation.other_id == elder_id)
    rows = select(relation).where(relation.county == county, either).order_by(relation.id)
    return list(await session.scalars(rows.execution_options(populate_existing=True)))


async def repoint_relations(session: AsyncSession, county: int, pairs: Sequence[Sequence[int]]) -> None:
    """Let relations name other pairs: (id, first, second) each."""
    for row_id, first, second in pairs:
        mine = and_(ElderRelation.county == county, ElderRelation.id == row_id)
        change = update(ElderRelation).where(mine).values(elder_id=first, other_id=second)
        await session.execute(change.execution_options(**QUIET))


async def transfers_of_elder(session: AsyncSession, county: int, elder_id: int) -> dict[str, list[list[int]]]:
    """Transfers that name the person as the one who goes, and as the one who has come: county and id each."""
    person, transfer = TransferPerson, Transfer
    gone = select(person.county, person.transfer_id).where(person.county == county, person.elder_id == elder_id)
    came = (
        select(person.county, person.transfer_id)
        .join(transfer, and_(transfer.county == person.county, transfer.id == person.transfer_id))
        .where(transfer.to_county == county, person.to_elder_id == elder_id)
    )
    return {
        "transfers_from": [list(row) for row in await session.execute(gone.order_by(person.transfer_id))],
        "transfers_to": [list(row) for row in await session.execute(came.order_by(person.transfer_id))],
    }


async def repoint_transfers(session: AsyncSession, moved: Mapping[str, Any], *, before: int, after: int) -> None:
    """Let transfers name another file."""
    for name, column in (("transfers_from", "elder_id"), ("transfers_to", "to_elder_id")):
        for county, transfer_id in moved.get(name, []):
            mine = and_(TransferPerson.county == county, TransferPerson.transfer_id == transfer_id)
            change = update(TransferPerson).where(mine, getattr(TransferPerson, column) == before)
            await session.execute(change.values({column: after}).execution_options(**QUIET))


async def get_merge(session: AsyncSession, county: int, merge_id: int) -> ElderMerge:
    """The merger, if it has not been taken apart."""
    rows = select(ElderMerge).where(ElderMerge.county == county, ElderMerge.id == merge_id)
    found = await session.scalar(rows.where(ElderMerge.undone_at.is_(None)).execution_options(populate_existing=True))
    if found is None:
        raise MergeNotFound
    return found


async def get_alias(session: AsyncSession, county: int, name_id: int) -> ElderName | None:
    """The other name that a merger left on the kept file."""
    return await session.get(ElderName, (county, name_id), populate_existing=True)
