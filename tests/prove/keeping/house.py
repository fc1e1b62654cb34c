"""Acts on houses, papers, files and rulings: whatever else the census counts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_within
from app.beds import service as beds
from app.beds.models import Bed, BedClaim, BedMark
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind, ClosureReason, MarkKind, Sex
from app.census import service as census
from app.census.models import Ruling
from app.census.rules.rulings import RulingCode
from app.core.actor import Actor
from app.core.db import touched
from app.institutions import service as institutions
from app.institutions.models import Institution, RegisteredBeds
from app.institutions.rules.drafts import HomeDraft, RegisteredDraft
from app.institutions.rules.figures import Basis
from app.residents import service as residents
from app.residents.models import Elder, ElderCategory, ElderMerge
from app.residents.rules.around import CategoryDraft
from app.residents.rules.drafts import ElderDraft
from app.residents.rules.kinds import BirthPrecision, Category
from app.stays import service as stays
from tests.factories.residents import an_elder
from tests.factories.stays import a_stay
from tests.prove.keeping.town import Town

__all__ = [
    "build", "categorise", "change_bed", "change_person", "close_bed", "close_home", "end_mark", "mark", "merge_files",
    "open_home", "register", "reopen_bed", "retire_bed", "rule",
]  # fmt: skip


async def close_bed(session: AsyncSession, town: Town) -> None:
    """Close a bed."""
    house = town.house()
    bed = town.one(sorted(house.beds.values()))
    reason = town.one(list(ClosureReason))
    await beds.close_beds(session, town.actor, house.home, [bed], reason=reason, from_on=town.day(40), note="说明")


async def reopen_bed(session: AsyncSession, town: Town) -> None:
    """Open a closed bed again."""
    house = town.house()
    claim = await town.row(session, BedClaim, house.home, BedClaim.kind == ClaimKind.CLOSURE)
    if claim:
        await beds.reopen_bed(session, town.actor, house.home, claim.id, on=town.day(20))


async def mark(session: AsyncSession, town: Town) -> None:
    """Certify some beds."""
    house = town.house()
    some = town.chance.sample(sorted(house.beds.values()), 3)
    await beds.mark_beds(
        session, town.actor, house.home, some, kind=town.one(list(MarkKind)), from_on=town.day(),
        paper=beds.Paper(basis="富民发〔2026〕1 号"), replace=town.one((True, False)),
    )  # fmt: skip


async def end_mark(session: AsyncSession, town: Town) -> None:
    """End a certification, or say that it never was."""
    house = town.house()
    found = await town.row(session, BedMark, house.home)
    if found and town.one((True, False)):
        await beds.end_marks(session, town.actor, house.home, [found.id], on=town.day(20))
    elif found:
        await beds.void_marks(session, town.actor, house.home, [found.id], reason="认定有误")


async def build(session: AsyncSession, town: Town) -> None:
    """Put one more bed into a room, some extra ones."""
    house = town.house()
    room = town.one(sorted(house.rooms.values()))
    made = await beds.add_beds(
        session, town.actor, house.home, room, from_on=town.day(), labels=(f"加{town.chance.randint(1, 99)}",),
        extra=town.one((True, False)),
    )  # fmt: skip
    house.beds |= {f"{bed_id}": bed_id for bed_id in made.bed_ids}


async def retire_bed(session: AsyncSession, town: Town) -> None:
    """Take a bed out of service, or give it another first day."""
    house = town.house()
    bed = town.one(sorted(house.beds.values()))
    if town.one((True, False, False)):
        await beds.retire_beds(session, town.actor, house.home, [bed], on=town.day(20))
    else:
        await beds.change_span(session, town.actor, house.home, bed, from_on=town.day())


async def change_bed(session: AsyncSession, town: Town) -> None:
    """Make a bed an extra one, or a plain one again."""
    house = town.house()
    bed = town.one(sorted(house.beds.values()))
    row = (await session.scalars(select(Bed).where(Bed.id == bed))).one()
    await beds.change_bed(session, town.actor, house.home, bed, extra=not row.extra, note="")


async def register(session: AsyncSession, town: Town) -> None:
    """Record what a paper says, or that it never said it."""
    house = town.house()
    draft = RegisteredDraft(
        value=town.chance.randint(8, 20), basis=Basis.FILING, document_no=f"富民发〔2026〕{town.chance.randint(2, 999)} 号",
        from_on=town.day(), late_reason="补录",
    )  # fmt: skip
    paper = await town.row(session, RegisteredBeds, house.home)
    if paper and town.chance.random() < 0.3:
        await institutions.void_registered_beds(
            session, town.actor, house.home.institution_id, paper.id, reason="文件作废"
        )
    else:
        await institutions.record_registered_beds(session, town.actor, house.home.institution_id, draft)


async def close_home(session: AsyncSession, town: Town) -> None:
    """Close a home, or open it again."""
    home = town.house().home
    if town.chance.random() < 0.3:
        await institutions.close_institution(session, town.actor, home.institution_id, on=town.day(10))
    else:
        await institutions.reopen_institution(session, town.actor, home.institution_id, reason="误登停办")


async def open_home(session: AsyncSession, town: Town) -> None:
    """Say that a home opened on another day, or that nobody knows when it did."""
    home = town.house().home
    row = (await session.scalars(select(Institution).where(Institution.id == home.institution_id))).one()
    kept = {name: getattr(row, name) for name in ("code", "name", "short_name", "legal_unit_id", "uscc", "phone")}
    draft = HomeDraft(**kept, opened_on=town.one((None, town.day(), town.day())))
    await institutions.change_institution(session, town.actor, home.institution_id, draft)


@asynccontextmanager
async def _somebody_of(session: AsyncSession, town: Town, home: Home) -> AsyncIterator[Actor]:
    """Half of the acts on files are done by somebody who may act in this one home only."""
    if town.one((True, False)):
        yield town.actor
        return
    here = [(home.county, home.institution_id)]
    async with acting_within(session, "试", homes=here, on_behalf_of=()) as actor:
        yield actor


async def change_person(session: AsyncSession, town: Town) -> None:
    """Correct somebody's sex, birth or registration."""
    home = town.house().home
    elder = (await session.scalars(select(Elder).where(Elder.id == town.person(home)))).one()
    born = date(town.chance.randint(1925, 1968), town.chance.randint(1, 12), town.chance.randint(1, 28))
    draft = ElderDraft(
        name=elder.name, sex=town.one((elder.sex, elder.sex, *Sex)), born_on=born,
        birth_precision=town.one((BirthPrecision.DAY, BirthPrecision.DAY, BirthPrecision.ESTIMATED)),
        hukou_region=town.one((None, home.county, 510322)), phone=None, address=None, notes=None, id_differs=True,
        no_id_reason=elder.no_id_reason,
    )  # fmt: skip
    elder_id = elder.id
    async with _somebody_of(session, town, home) as actor:
        await residents.change_file(session, actor, home, elder_id, draft)


async def categorise(session: AsyncSession, town: Town) -> None:
    """Put somebody into a policy category, end it, or say that it never was."""
    home = town.house().home
    person = town.person(home)
    rows = select(ElderCategory).where(ElderCategory.elder_id == person, ElderCategory.voided_at.is_(None))
    held = list(await session.scalars(rows))
    way = town.chance.random()
    async with _somebody_of(session, town, home) as actor:
        if held and way < 0.25:
            await residents.end_category(session, actor, home, person, held[0].id, on=town.day(30))
        elif held and way < 0.5:
            await residents.void_category(session, actor, home, person, held[0].id, reason="证件看错")
        else:
            draft = CategoryDraft(town.one(list(Category)), town.day(), document_no="川 510322")
            await residents.add_category(session, actor, home, person, draft)


async def merge_files(session: AsyncSession, town: Town) -> None:
    """Merge a second file of somebody into theirs, or take the two apart again."""
    home = town.house().home
    person = town.person(home)
    rows = select(ElderMerge).where(ElderMerge.kept_id == person, ElderMerge.undone_at.is_(None))
    merged = list(await session.scalars(rows.order_by(ElderMerge.id.desc())))
    if not merged:
        gone = await _second_file(session, town, home, person)
    async with _somebody_of(session, town, home) as actor:
        if merged:
            await stays.unmerge_elders(session, actor, home, merged[0].id, reason="不是同一人")
        else:
            await stays.merge_elders(session, actor, home, kept_id=person, gone_id=gone, reason="同一人")


async def _second_file(session: AsyncSession, town: Town, home: Home, person: int) -> int:
    """Somebody was taken for another person: in a category, and with a few days of their own in the home."""
    kept = (await session.scalars(select(Elder).where(Elder.id == person))).one()
    gone = await an_elder(session, home, sex=kept.sex)
    row = ElderCategory(county=home.county, elder_id=gone.id, kind=town.one(list(Category)), from_on=town.day(),
                        document_no="川 510322")  # fmt: skip
    if row.kind is not Category.SOCIAL:
        session.add(row)
    on = town.day()
    await a_stay(session, home, gone, from_on=on, to_on=min(on + timedelta(days=4), town.today))
    touched(session, home.county, home.institution_id, on)
    return gone.id


async def rule(session: AsyncSession, town: Town) -> None:
    """Rule what counts, or say that it was never ruled."""
    county = town.house().home.county
    rows = select(Ruling).where(Ruling.county == county, Ruling.voided_at.is_(None))
    held = list(await session.scalars(rows))
    if held and town.one((True, False)):
        await census.void_ruling(session, town.actor, town.one(held).id, reason="文件看错")
    else:
        await census.set_ruling(
            session, town.actor, county, town.one(list(RulingCode)), town.one((True, False)), from_on=town.day(),
            basis="局务会纪要",
        )  # fmt: skip
