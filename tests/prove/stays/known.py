"""What the racers know of a town: ids, days and versions, read anew while they run and never quite up to date."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim, BedMark, BedService, RoomTerm
from app.beds.rules.kinds import ClaimKind, Sex, SexRule
from app.residents.models import Elder, ElderHome
from app.stays.models import Discharge, DischargeTask, Leave, Stay, Transfer, TransferPerson
from app.stays.rules.kinds import TaskState
from app.stays.rules.transfers import TransferState, state_of

__all__ = ["HomeKnown", "Known", "Row"]

Row = Any


@dataclass(slots=True)
class HomeKnown:
    """One home as its people see it."""

    beds: list[int] = field(default_factory=list)
    free: list[int] = field(default_factory=list)
    room_of: dict[int, int] = field(default_factory=dict)
    bed_of: dict[int, int] = field(default_factory=dict)
    elders: list[tuple[int, Sex]] = field(default_factory=list)
    absent: list[tuple[int, Sex]] = field(default_factory=list)
    stays: list[Row] = field(default_factory=list)
    ended: list[Row] = field(default_factory=list)
    leaves: list[Row] = field(default_factory=list)
    over: list[Row] = field(default_factory=list)
    discharges: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    closures: list[int] = field(default_factory=list)
    privates: list[Row] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    sexes: dict[int, set[Sex]] = field(default_factory=dict)

    def fitting(self, sex: Sex) -> list[int]:
        """Free beds in rooms for this sex or without a rule, as far as it was known."""
        return [bed for bed in self.free if self.sexes.get(self.room_of[bed], {sex}) == {sex}]


@dataclass(slots=True)
class Known:
    """Both homes, and the transfers between them with where they stand."""

    homes: dict[int, HomeKnown] = field(default_factory=dict)
    transfers: dict[TransferState, list[Row]] = field(default_factory=dict)
    people: dict[int, list[Row]] = field(default_factory=dict)

    async def learn(self, session: AsyncSession, homes: frozenset[int]) -> None:
        """Read it all; each home's view is put in place whole."""
        for home in homes:
            self.homes[home] = await _home(session, home)
        table, people_of = Transfer.__table__.c, TransferPerson.__table__.c
        rows = select(Transfer.__table__).where(table.institution_id.in_(homes)).order_by(table.id.desc()).limit(60)
        states: dict[TransferState, list[Row]] = {state: [] for state in TransferState}
        for transfer in await session.execute(rows):
            states[state_of(transfer)].append(transfer)
        people: dict[int, list[Row]] = {}
        going = select(TransferPerson.__table__).where(people_of.institution_id.in_(homes))
        for person in await session.execute(going.order_by(people_of.elder_id)):
            people.setdefault(person.transfer_id, []).append(person)
        self.transfers, self.people = states, people


async def _home(session: AsyncSession, home: int) -> HomeKnown:
    known = HomeKnown()
    services = await _live(session, BedService, home, "bed_id", "room_id", "from_on", "to_on")
    known.room_of = {row.bed_id: row.room_id for row in services if row.to_on == date.max}
    known.beds = sorted({row.bed_id for row in services})
    claims = await _live(
        session, BedClaim, home, "id", "kind", "bed_id", "room_id", "stay_id", "sex", "from_on", "to_on"
    )
    lasting = [row for row in claims if row.to_on == date.max]
    taken = {row.bed_id for row in lasting}
    known.free = [bed for bed in known.beds if bed not in taken and bed in known.room_of]
    known.bed_of = {row.stay_id: row.bed_id for row in lasting if row.kind is ClaimKind.STAY}
    known.closures = [row.id for row in claims if row.kind is ClaimKind.CLOSURE][-20:]
    known.privates = [row for row in lasting if row.kind is ClaimKind.PRIVATE]
    terms = await _live(session, RoomTerm, home, "room_id", "sex_rule", "to_on")
    rules = {row.room_id: row.sex_rule for row in terms if row.to_on == date.max}
    known.sexes = {room: {rule.sex} for room, rule in rules.items() if rule.sex}
    for row in lasting:
        if row.sex is not None and rules.get(row.room_id, SexRule.NONE) is not SexRule.NONE:
            known.sexes.setdefault(row.room_id, set()).add(row.sex)
    known.marks = [row.id for row in await _live(session, BedMark, home, "id", "to_on") if row.to_on == date.max]
    await _stays(session, home, known)
    return known


async def _stays(session: AsyncSession, home: int, known: HomeKnown) -> None:
    stays = await _live(session, Stay, home, "id", "elder_id", "from_on", "to_on", "version")
    known.stays = [row for row in stays if row.to_on == date.max]
    known.ended = [row for row in stays if row.to_on != date.max]
    leaves = await _live(session, Leave, home, "id", "stay_id", "kind", "from_on", "to_on", "version")
    known.leaves = [row for row in leaves if row.to_on == date.max]
    known.over = [row for row in leaves if row.to_on != date.max][-20:]
    discharges = await _live(session, Discharge, home, "id", "stay_id", "ended_at")
    known.discharges = discharges[-20:]
    task = DischargeTask.__table__.c
    open_tasks = select(task.discharge_id, task.kind).where(
        task.institution_id == home, task.state == TaskState.OPEN,
        task.discharge_id.in_([row.id for row in discharges if row.ended_at]),
    )  # fmt: skip
    known.tasks = list(await session.execute(open_tasks))
    mine = and_(ElderHome.county == Elder.county, ElderHome.elder_id == Elder.id)
    elders = select(Elder.id, Elder.sex, Elder.county, Elder.died_on).join(ElderHome, mine)
    files = list(await session.execute(elders.where(ElderHome.institution_id == home).order_by(Elder.id)))
    anywhere = select(Stay.elder_id).where(Stay.voided_at.is_(None), Stay.to_on == date.max)
    here = set(await session.scalars(anywhere.where(Stay.county == files[0].county))) if files else set()
    known.elders = [(row.id, row.sex) for row in files]
    known.absent = [(row.id, row.sex) for row in files if row.id not in here and row.died_on is None]


async def _live(session: AsyncSession, model: Any, home: int, *columns: str) -> list[Row]:
    table = model.__table__.c
    rows = select(*(table[column] for column in columns)).where(table.institution_id == home)
    return list(await session.execute(rows.where(table.voided_at.is_(None)).order_by(table[columns[0]])))
