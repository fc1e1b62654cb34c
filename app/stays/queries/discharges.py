"""Discharges as rows for the acts, and as lines of what is missing and which beds wait for it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import CTE, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.beds.models import BedClaim
from app.beds.queries.claims import names_on
from app.beds.queries.days import live, live_on
from app.beds.rules.kinds import ClaimKind
from app.beds.rules.labels import natural_key
from app.core.clock import business_date
from app.core.scope import Scope, within
from app.residents.models import Elder
from app.stays.errors import DischargeNotFound
from app.stays.models import Discharge, DischargeBed, DischargeTask, Stay
from app.stays.rules.discharges import BEFORE_THE_BED, DischargeLine
from app.stays.rules.kinds import TaskKind, TaskState

__all__ = [
    "DischargeFile", "beds_of_stay", "discharge_file", "get_discharge", "kept_beds",
    "open_discharges", "tasks_of", "unready_discharge",
]  # fmt: skip


async def get_discharge(session: AsyncSession, scope: Scope, institution_id: int, discharge_id: int) -> Discharge:
    """The discharge, if it is this home's and has not been taken back."""
    found = await session.scalar(_mine(scope, institution_id).where(Discharge.id == discharge_id))
    if found is None:
        raise DischargeNotFound
    return found


def _mine(scope: Scope, institution_id: int) -> Select[Discharge]:
    mine = select(Discharge).where(within(Discharge, scope), Discharge.institution_id == institution_id)
    return mine.where(live(Discharge)).execution_options(populate_existing=True)


async def tasks_of(session: AsyncSession, scope: Scope, discharge_id: int) -> list[DischargeTask]:
    """The tasks of a discharge, in the order they are usually done."""
    rows = select(DischargeTask).where(within(DischargeTask, scope), DischargeTask.discharge_id == discharge_id)
    found = await session.scalars(rows.execution_options(populate_existing=True))
    return sorted(found, key=lambda task: list(TaskKind).index(task.kind))


async def kept_beds(session: AsyncSession, scope: Scope, discharge_id: int) -> list[BedClaim]:
    """The closures that keep the beds of a discharge until they are clean; a voided one keeps nothing."""
    one, claim = DischargeBed, BedClaim
    rows = (
        select(claim)
        .join(one, and_(one.county == claim.county, one.institution_id == claim.institution_id,
                        one.claim_id == claim.id))
        .where(within(one, scope), one.discharge_id == discharge_id, live(claim))
        .order_by(claim.bed_id, claim.from_on, claim.id)
    )  # fmt: skip
    return list(await session.scalars(rows.execution_options(populate_existing=True)))


def _pieces(scope: Scope, ids: Sequence[int]) -> CTE:
    """Every piece of the closures of these discharges: a closure is cut where its bed goes into another room."""
    one, claim, after = DischargeBed, BedClaim, aliased(BedClaim)
    columns = (claim.county, claim.institution_id, claim.id, claim.bed_id, claim.from_on, claim.to_on)
    same = and_(claim.county == one.county, claim.institution_id == one.institution_id, claim.id == one.claim_id)
    first = select(one.discharge_id, *columns).join(claim, same)
    found = first.where(within(one, scope), one.discharge_id.in_(ids), live(claim)).cte("pieces", recursive=True)
    on = and_(after.county == found.c.county, after.institution_id == found.c.institution_id,
              after.continues_id == found.c.id)  # fmt: skip
    rest = (after.county, after.institution_id, after.id, after.bed_id, after.from_on, after.to_on)
    return found.union(select(found.c.discharge_id, *rest).join(found, on).where(live(after)))


async def _freed_beds(session: AsyncSession, scope: Scope, discharge_id: int) -> dict[int, date]:
    """The beds of a discharge, each with the day on which the last piece of its closure ends."""
    pieces = _pieces(scope, [discharge_id])
    rows = select(pieces.c.bed_id, func.max(pieces.c.to_on)).group_by(pieces.c.bed_id).order_by(pieces.c.bed_id)
    return {row[0]: row[1] for row in await session.execute(rows)}


async def unready_discharge(
    session: AsyncSession, scope: Scope, claim_ids: Sequence[int]
) -> tuple[str, date, list[TaskKind]] | None:
    """The discharge that one of these closures waits for: whose it is, its day and what must be settled first."""
    bed, one, task = DischargeBed, Discharge, DischargeTask
    rows = (
        select(Elder.name, one.planned_on, task.kind)
        .select_from(bed)
        .join(one, and_(one.county == bed.county, one.institution_id == bed.institution_id, one.id == bed.discharge_id))
        .join(Elder, and_(Elder.county == one.county, Elder.id == one.elder_id))
        .join(task, and_(task.county == one.county, task.institution_id == one.institution_id,
                         task.discharge_id == one.id))
        .where(within(bed, scope), bed.claim_id.in_(claim_ids), live(one))
        .where(task.kind.in_(BEFORE_THE_BED), task.state == TaskState.OPEN)
    )  # fmt: skip
    found = (await session.execute(rows)).all()
    missing = {row.kind for row in found}
    return (found[0].name, found[0].planned_on, [kind for kind in BEFORE_THE_BED if kind in missing]) if found else None


async def beds_of_stay(session: AsyncSession, scope: Scope, stay_id: int, day: date) -> dict[int, str]:
    """The beds a stay has on a day, its own first and then those of 包房, each by its name."""
    claim = BedClaim
    rows = select(claim.bed_id).where(within(claim, scope), claim.stay_id == stay_id, live_on(claim, day))
    beds = list(await session.scalars(rows.order_by(claim.kind != ClaimKind.STAY, claim.bed_id)))
    names = await names_on(session, scope, beds, day) if beds else {}
    return {bed: names.get(bed, "") for bed in beds}


async def open_discharges(session: AsyncSession, scope: Scope, institution_id: int) -> list[DischargeLine]:
    """Every discharge that is not finished: beds that wait first, then by the day."""
    one, today = Discharge, await business_date(session)
    rows = (
        select(one.id, one.stay_id, one.elder_id, Elder.name, one.reason, one.planned_on, one.ended_at, Stay.to_on)
        .join(Elder, and_(Elder.county == one.county, Elder.id == one.elder_id))
        .join(Stay, and_(Stay.county == one.county, Stay.id == one.stay_id))
        .where(within(one, scope), one.institution_id == institution_id, live(one), one.closed_at.is_(None))
        .order_by(one.id)
    )
    found = (await session.execute(rows)).all()
    ids = [row.id for row in found]
    tasks, beds = await _open_tasks(session, scope, ids), await _waiting_beds(session, scope, ids, today)
    lines = [
        DischargeLine(*row[:6], row.to_on if row.ended_at else None, tuple(tasks[row.id]), tuple(beds[row.id]), today)
        for row in found
    ]
    return sorted(lines, key=lambda line: (not line.beds, line.ended_on or line.planned_on, line.discharge_id))


async def _open_tasks(session: AsyncSession, scope: Scope, ids: Sequence[int]) -> dict[int, list[TaskKind]]:
    one, found = DischargeTask, defaultdict[int, list[TaskKind]](list)
    rows = select(one.discharge_id, one.kind).where(
        within(one, scope), one.discharge_id.in_(ids), one.state == TaskState.OPEN
    )
    for discharge_id, kind in await session.execute(rows):
        found[discharge_id].append(kind)
    for kinds in found.values():
        kinds.sort(key=list(TaskKind).index)
    return found


async def _waiting_beds(session: AsyncSession, scope: Scope, ids: Sequence[int], today: date) -> dict[int, list[str]]:
    """The names of the beds that are still closed for these discharges."""
    pieces = _pieces(scope, ids).c
    rows = select(pieces.discharge_id, pieces.bed_id).where(pieces.from_on <= today, pieces.to_on > today)
    pairs = [(row.discharge_id, row.bed_id) for row in await session.execute(rows)]
    names = await names_on(session, scope, [bed for _id, bed in pairs], today) if pairs else {}
    found = defaultdict[int, list[str]](list)
    for discharge_id, bed_id in pairs:
        found[discharge_id].append(names.get(bed_id, ""))
    for beds in found.values():
        beds.sort(key=natural_key)
    return found


@dataclass(frozen=True, slots=True)
class DischargeFile:
    """One discharge as its page shows it."""

    discharge: Discharge
    elder: Elder
    stay: Stay
    tasks: tuple[DischargeTask, ...]
    beds: tuple[tuple[str, bool], ...]
    """The beds it freed, each with whether it may be given to somebody again."""
    today: date


async def discharge_file(session: AsyncSession, scope: Scope, institution_id: int, discharge_id: int) -> DischargeFile:
    """One discharge with its person, its tasks and its beds."""
    discharge, today = await get_discharge(session, scope, institution_id, discharge_id), await business_date(session)
    one = and_(Stay.county == discharge.county, Stay.id == discharge.stay_id)
    pair = select(Elder, Stay).join(Stay, and_(Stay.county == Elder.county, Stay.elder_id == Elder.id)).where(one)
    elder, stay = (await session.execute(pair.execution_options(populate_existing=True))).one()
    tasks = await tasks_of(session, scope, discharge_id)
    if discharge.ended_at:
        freed = await _freed_beds(session, scope, discharge_id)
        names = await names_on(session, scope, list(freed), today) if freed else {}
        beds = [(names.get(bed_id, ""), day <= today) for bed_id, day in freed.items()]
    else:
        beds = [(name, False) for name in (await beds_of_stay(session, scope, stay.id, today)).values()]
    return DischargeFile(discharge, elder, stay, tuple(tasks), tuple(beds), today)
