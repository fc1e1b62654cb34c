"""Acts on houses, papers, files and rulings: whatever else the census counts."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds import service as beds
from app.beds.models import Bed, BedClaim, BedMark
from app.beds.rules.kinds import ClaimKind, ClosureReason, MarkKind, Sex
from app.census import service as census
from app.census.models import Ruling
from app.census.rules.rulings import RulingCode
from app.institutions import service as institutions
from app.institutions.models import RegisteredBeds
from app.institutions.rules.drafts import RegisteredDraft
from app.institutions.rules.figures import Basis
from app.residents import service as residents
from app.residents.models import Elder, ElderCategory
from app.residents.rules.around import CategoryDraft
from app.residents.rules.drafts import ElderDraft
from app.residents.rules.kinds import BirthPrecision, Category
from tests.prove.keeping.town import Town

__all__ = [
    "build", "categorise", "change_bed", "change_person", "close_bed", "close_home", "end_mark", "mark", "register",
    "reopen_bed", "retire_bed", "rule",
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


async def change_person(session: AsyncSession, town: Town) -> None:
    """Correct somebody's sex, birth or registration."""
    home = town.house().home
    elder = (await session.scalars(select(Elder).where(Elder.id == town.person(home)))).one()
    born = date(town.chance.randint(1925, 1968), town.chance.randint(1, 12), town.chance.randint(1, 28))
    draft = ElderDraft(
        name=elder.name, sex=town.one((elder.sex, elder.sex, *Sex)), born_on=born, birth_precision=BirthPrecision.DAY,
        hukou_region=town.one((None, home.county, 510322)), phone=None, address=None, notes=None, id_differs=True,
        no_id_reason=elder.no_id_reason,
    )  # fmt: skip
    await residents.change_file(session, town.actor, home, elder.id, draft)


async def categorise(session: AsyncSession, town: Town) -> None:
    """Put somebody into a policy category, end it, or say that it never was."""
    home = town.house().home
    person = town.person(home)
    rows = select(ElderCategory).where(ElderCategory.elder_id == person, ElderCategory.voided_at.is_(None))
    held = list(await session.scalars(rows))
    way = town.chance.random()
    if held and way < 0.25:
        await residents.end_category(session, town.actor, home, person, held[0].id, on=town.day(30))
    elif held and way < 0.5:
        await residents.void_category(session, town.actor, home, person, held[0].id, reason="证件看错")
    else:
        draft = CategoryDraft(town.one(list(Category)), town.day(), document_no="川 510322")
        await residents.add_category(session, town.actor, home, person, draft)


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
