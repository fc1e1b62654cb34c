"""Taking back what a ledger of residents wrote: who has built on it since, then the rows themselves.

The only place that deletes people's files, stays or claims, and only those that the import being undone has made.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, any_, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.models import Assessment, AssessmentTrigger, RiskAssessment
from app.beds.models import BedClaim
from app.beds.rules.home import Home
from app.residents.models import (
    Contact,
    Elder,
    ElderCategory,
    ElderHome,
    ElderMerge,
    ElderName,
    ElderPaper,
    ElderRelation,
    HealthNote,
)
from app.stays.models import Discharge, Leave, Stay, StayChange, TransferPerson

__all__ = ["among", "built_on", "changed_since", "delete_made", "void_added"]

# Told how many rows more are away.
Gone = Callable[[float], Awaitable[None]]
CHUNK = 1_000
_ADDED: dict[str, Any] = {
    "paper_ids": ElderPaper, "category_ids": ElderCategory, "contact_ids": Contact, "note_ids": HealthNote,
    "relation_ids": ElderRelation,
}  # fmt: skip
# What may hang on a person, with the column that names them and the key under which an import keeps its own.
_HANGING: tuple[tuple[Any, Any, str], ...] = (
    (ElderPaper, ElderPaper.elder_id, "paper_ids"),
    (ElderCategory, ElderCategory.elder_id, "category_ids"),
    (Contact, Contact.elder_id, "contact_ids"),
    (HealthNote, HealthNote.elder_id, "note_ids"),
    (ElderRelation, ElderRelation.elder_id, "relation_ids"),
    (ElderRelation, ElderRelation.other_id, "relation_ids"),
    (ElderName, ElderName.elder_id, ""),
    (ElderMerge, ElderMerge.kept_id, ""),
    (ElderMerge, ElderMerge.gone_id, ""),
    (Stay, Stay.elder_id, "stay_ids"),
    (BedClaim, BedClaim.elder_id, "claim_ids"),
    (TransferPerson, TransferPerson.elder_id, ""),
    (Assessment, Assessment.elder_id, ""),
    (AssessmentTrigger, AssessmentTrigger.elder_id, ""),
    (RiskAssessment, RiskAssessment.elder_id, ""),
)
_ON_A_STAY: tuple[Any, ...] = (Leave, Discharge, StayChange, TransferPerson)


def among(column: Any, ids: Collection[int]) -> Any:
    """Say that a column is one of many ids, as one array: a list of thousands would be built anew for every row."""
    return column == any_(bindparam(None, sorted(ids), ARRAY(BigInteger), unique=True))


def _parts(values: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(values)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


async def built_on(
    session: AsyncSession, home: Home, made: Mapping[str, Sequence[int]], stays: Mapping[int, int]
) -> set[int]:
    """Give the elders on whose files or stays somebody has built since. `stays` are those made, with their elders."""
    used: set[int] = set()
    for part in _parts(made.get("elder_ids", ())):
        for model, elder, key in _HANGING:
            own = set(made.get(key, ()))
            columns = select(elder, model.id if key else elder).where(model.county == home.county, among(elder, part))
            used |= {row[0] for row in await session.execute(columns) if not (key and row[1] in own)}
        elsewhere = select(ElderHome.elder_id).where(
            ElderHome.county == home.county, among(ElderHome.elder_id, part),
            ElderHome.institution_id != home.institution_id,
        )  # fmt: skip
        used |= set(await session.scalars(elsewhere))
    for part in _parts(stays):
        for model in _ON_A_STAY:
            rows = select(model.stay_id).where(model.county == home.county, among(model.stay_id, part))
            used |= {stays[stay_id] for stay_id in await session.scalars(rows)}
        claims = select(BedClaim.stay_id, BedClaim.id).where(
            BedClaim.county == home.county, among(BedClaim.stay_id, part)
        )
        own = set(made.get("claim_ids", ()))
        used |= {stays[stay] for stay, claim in await session.execute(claims) if stay and claim not in own}
    return used


async def changed_since(
    session: AsyncSession, home: Home, made: Mapping[str, Sequence[int]], versions: Mapping[str, int]
) -> set[int]:
    """Give the elders whose rows, as the import left them, have been changed since.

    A row is born with version 1; claims that the import itself went on writing are named in `versions`.
    """
    changed: set[int] = set()
    watched: tuple[tuple[Any, Any, str], ...] = (
        (Elder, Elder.id, "elder_ids"), (Stay, Stay.elder_id, "stay_ids"), (BedClaim, BedClaim.elder_id, "claim_ids"),
        (Contact, Contact.elder_id, "contact_ids"), (HealthNote, HealthNote.elder_id, "note_ids"),
        (ElderCategory, ElderCategory.elder_id, "category_ids"),
    )  # fmt: skip
    for model, elder, key in watched:
        for part in _parts(made.get(key, ())):
            rows = select(elder, model.id, model.version).where(model.county == home.county, among(model.id, part))
            left = versions if model is BedClaim else {}
            newer = await session.execute(rows.where(model.version > 1))
            changed |= {row[0] for row in newer if row[2] > left.get(str(row[1]), 1)}
    for key, model in _ADDED.items():
        for part in _parts(made.get(key, ())):
            voided = select(model.elder_id).where(
                model.county == home.county, among(model.id, part), model.voided_at.is_not(None)
            )
            changed |= set(await session.scalars(voided))
    return changed


async def delete_made(
    session: AsyncSession, home: Home, made: Mapping[str, Sequence[int]], learned: list[int], gone: Gone
) -> None:
    """Delete claims and stays, then what hangs on new files, then the files; a key refuses what was missed.

    `gone` is told how many of the rows that were made are away.
    """
    await _delete(session, home, BedClaim, BedClaim.id, made.get("claim_ids", ()), gone)
    await _delete(session, home, Stay, Stay.id, made.get("stay_ids", ()), gone)
    elders = made.get("elder_ids", ())
    for key, model in _ADDED.items():
        if model is not ElderRelation:
            await _delete(session, home, model, model.elder_id, elders)
        await gone(len(made.get(key, ())))
    await _delete(session, home, ElderRelation, ElderRelation.elder_id, elders)
    await _delete(session, home, ElderRelation, ElderRelation.other_id, elders)
    mine = delete(ElderHome).where(ElderHome.county == home.county, ElderHome.institution_id == home.institution_id)
    for part in _parts([*elders, *learned]):
        here = mine.where(among(ElderHome.elder_id, part))
        await session.execute(here.execution_options(synchronize_session=False))
    await _delete(session, home, Elder, Elder.id, elders, gone)


async def _delete(
    session: AsyncSession, home: Home, model: Any, column: Any, ids: Collection[int], gone: Gone | None = None
) -> None:
    for part in _parts(ids):
        rows = delete(model).where(model.county == home.county, among(column, part))
        await session.execute(rows.execution_options(synchronize_session=False))
        if gone:
            await gone(len(part))


async def void_added(
    session: AsyncSession, home: Home, made: Mapping[str, Sequence[int]], *, at: datetime, by: int | None, reason: str
) -> None:
    """Void what the import hung on files that were there before it; what hung on new files is gone with them."""
    for key, model in _ADDED.items():
        for part in _parts(made.get(key, ())):
            rows = update(model).where(model.county == home.county, among(model.id, part), model.voided_at.is_(None))
            voided = rows.values(voided_at=at, voided_by=by, void_reason=reason[:200])
            await session.execute(voided.execution_options(synchronize_session=False))
