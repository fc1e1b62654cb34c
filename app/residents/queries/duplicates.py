"""Files of one home that may be one person's."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.scope import Scope
from app.residents.errors import ElderNotFound
from app.residents.models import Elder, ElderName, ElderPaper, ElderRelation
from app.residents.queries.elders import of_home
from app.residents.rules.checks import SoundElder
from app.residents.rules.duplicates import Likeness, Pair, PersonFacts, likeness, pairs_among
from app.residents.rules.papers import CARDS

__all__ = ["Alike", "duplicates_in", "like_this"]

MOST = 60


@dataclass(frozen=True, slots=True)
class Alike:
    """Two files side by side."""

    first: Elder
    second: Elder
    likeness: Likeness


async def duplicates_in(session: AsyncSession, scope: Scope, home: Home) -> list[Alike]:
    """The pairs of the home's files that are worth a look, the likest first: five statements however many files."""
    if not scope.covers(home.county, home.institution_id):
        raise ElderNotFound
    pairs = pairs_among(await _people(session, home), apart=await _apart(session, home))[:MOST]
    wanted = {elder_id for pair in pairs for elder_id in (pair.first, pair.second)}
    rows = await session.scalars(select(Elder).where(Elder.id.in_(wanted), of_home(home)))
    files = {elder.id: elder for elder in rows}
    return [_alike(pair, files) for pair in pairs if {pair.first, pair.second} <= files.keys()]


async def like_this(session: AsyncSession, home: Home, person: SoundElder) -> list[Alike]:
    """Files of the home that a new one would very much resemble; a card of another number is another person."""
    said = person.columns
    cards = frozenset({b"asked"}) if any(paper.card for paper in person.papers) else frozenset()
    asked = PersonFacts(
        0, said["name"], said["sex"], said["born_on"], said["birth_precision"], cards=cards,
        hukou_region=said["hukou_region"],
    )  # fmt: skip
    near = [one for one in await _people(session, home) if one.spoken & asked.spoken]
    found = {one.id: alike for one in near if (alike := likeness(asked, one)).degree > 1}
    if not found:
        return []
    rows = await session.scalars(select(Elder).where(Elder.id.in_(found), of_home(home)))
    return [Alike(elder, elder, found[elder.id]) for elder in rows]


async def _people(session: AsyncSession, home: Home) -> list[PersonFacts]:
    """What tells the people of the home apart."""
    elder = Elder
    columns = (elder.id, elder.name, elder.sex, elder.born_on, elder.birth_precision, elder.hukou_region)
    rows = (await session.execute(select(*columns).where(of_home(home), elder.merged_into_id.is_(None)))).all()
    names, papers = await _names(session, home), await _papers(session, home)
    return [
        PersonFacts(
            row.id, row.name, row.sex, row.born_on, row.birth_precision, tuple(names[row.id]),
            frozenset(paper.number_bi for paper in papers[row.id] if paper.kind in CARDS),
            frozenset(paper.last_four_bi for paper in papers[row.id]), row.hukou_region,
        )
        for row in rows
    ]  # fmt: skip


async def _names(session: AsyncSession, home: Home) -> dict[int, list[str]]:
    mine = select(Elder.id).where(of_home(home))
    rows = select(ElderName.elder_id, ElderName.name).where(
        ElderName.county == home.county, ElderName.voided_at.is_(None), ElderName.elder_id.in_(mine)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in await session.execute(rows):
        found[row.elder_id].append(row.name)
    return found


async def _papers(session: AsyncSession, home: Home) -> dict[int, list[Any]]:
    paper = ElderPaper
    mine = select(Elder.id).where(of_home(home))
    rows = select(paper.elder_id, paper.kind, paper.number_bi, paper.last_four_bi).where(
        paper.county == home.county, paper.voided_at.is_(None), paper.elder_id.in_(mine)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in await session.execute(rows):
        found[row.elder_id].append(row)
    return found


async def _apart(session: AsyncSession, home: Home) -> frozenset[frozenset[int]]:
    """Pairs that are known to be two people, because somebody wrote down how they belong together."""
    pair = ElderRelation
    mine = select(Elder.id).where(of_home(home))
    rows = select(pair.elder_id, pair.other_id).where(
        pair.county == home.county, pair.voided_at.is_(None), pair.elder_id.in_(mine)
    )
    return frozenset(frozenset(row) for row in await session.execute(rows))


def _alike(pair: Pair, files: dict[int, Elder]) -> Alike:
    return Alike(files[pair.first], files[pair.second], pair.likeness)
