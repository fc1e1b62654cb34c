"""Finding people by what somebody types: a name, any reading of it, its initials, or the end of a card's number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import normalize

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.beds.rules.kinds import Sex
from app.core.crypto import Sealer
from app.core.scope import Scope, within
from app.residents.models import Elder, ElderHome, ElderName, ElderPaper
from app.residents.queries.elders import of_home, seen_in
from app.residents.queries.known import keys_in
from app.residents.rules.id_card import clean_number
from app.residents.rules.kinds import BirthPrecision
from app.residents.rules.readings import plain_name

__all__ = ["FoundElder", "answers_to", "asks_for_paper", "home_rules", "search_elders"]

LAST_FOUR = re.compile(r"\d{3}[\dX]")
WHOLE = re.compile(r"\d{17}[\dX]")
CARD_KINDS = ("id_card", "residence_permit")
SHORT = 3
"""Fewer letters than these count only where a reading begins: `in` would be in half of all names."""


@dataclass(frozen=True, slots=True)
class FoundElder:
    """A person as the search shows them; `institution_id` is the home of the caller's in which the file opens."""

    id: int
    county: int
    institution_id: int
    name: str
    sex: Sex
    born_on: date | None
    birth_precision: BirthPrecision
    died_on: date | None
    name_note: str = ""


async def search_elders(
    session: AsyncSession, scope: Scope, text: str, *, institution_id: int | None = None, limit: int = 8
) -> list[FoundElder]:
    """Find people whose file is kept by, or shared with, a home inside the scope; the nearest names first."""
    asked = plain_name(text)
    if not asked:
        return []
    keys = await keys_in(session, scope) if asks_for_paper(asked) else []
    rules = [answers_to(asked, keys), Elder.merged_into_id.is_(None), seen_in(scope)]
    if institution_id is not None:
        shared = select(ElderHome.elder_id).where(ElderHome.institution_id == institution_id, within(ElderHome, scope))
        rules.append(or_(Elder.institution_id == institution_id, Elder.id.in_(shared)))
    order = (_nearness(asked), Elder.died_on.is_not(None), Elder.name_sort, Elder.id)
    rows = list(await session.scalars(select(Elder).where(*rules).order_by(*order).limit(limit)))
    homes = await _homes_of(session, scope, rows, institution_id)
    return [_found(elder, homes.get(elder.id, elder.institution_id)) for elder in rows]


def answers_to(text: str, keys: Sequence[Sealer] = ()) -> ColumnElement[bool]:
    """Say that a person answers to what was typed; `keys` are the counties' whose papers may be asked."""
    asked = plain_name(text)
    named = [Elder.name.contains(asked, autoescape=True), _other_name(ElderName.name.contains(asked, autoescape=True))]
    if small := _letters(asked):
        named += [_read_as(Elder.readings, small), _other_name(_read_as(ElderName.readings, small))]
    if asks_for_paper(asked):
        named += [_on_paper(each, clean_number(asked)) for each in keys]
    return or_(*named)


def _letters(asked: str) -> str:
    """Letters as readings are kept: small, no spaces or apostrophes, v for ü."""
    plain = normalize("NFKC", asked).lower().replace("ü", "v")
    small = re.sub(r"[\s'’\-·]", "", plain)
    return small if re.fullmatch(r"[a-z]+", small) else ""


def asks_for_paper(asked: str) -> bool:
    """Whether the text may be a card's number, or its last four, so that the keys are worth opening."""
    number = clean_number(asked)
    return bool(LAST_FOUR.fullmatch(number) or WHOLE.fullmatch(number))


def _read_as(column: Any, small: str) -> ColumnElement[bool]:
    inside: ColumnElement[bool] = column.contains(small, autoescape=True)
    return (literal(" ") + column).contains(f" {small}", autoescape=True) if len(small) < SHORT else inside


def _other_name(rule: ColumnElement[bool]) -> ColumnElement[bool]:
    rows = select(ElderName.elder_id).where(ElderName.county == Elder.county, ElderName.voided_at.is_(None), rule)
    return Elder.id.in_(rows)


def _on_paper(keys: Sealer, number: str) -> ColumnElement[bool]:
    paper = ElderPaper
    if len(number) == 4:
        same = paper.last_four_bi == keys.blind("elder_papers.last_four", number)
    else:
        same = paper.number_bi.in_([keys.blind(f"elder_papers.{kind}", number) for kind in CARD_KINDS])
    rows = select(paper.elder_id).where(paper.county == keys.county, paper.voided_at.is_(None), same)
    return and_(Elder.county == keys.county, Elder.id.in_(rows))


def _nearness(asked: str) -> ColumnElement[int]:
    """The name itself, then names and readings that begin so, then the rest."""
    small = _letters(asked)
    steps: list[tuple[Any, int]] = [(Elder.name == asked, 0), (Elder.name.startswith(asked, autoescape=True), 1)]
    if small:
        whole = (literal(" ") + Elder.readings + literal(" ")).contains(f" {small} ", autoescape=True)
        steps += [(whole, 1), (func.starts_with(func.replace(Elder.name_sort, " ", ""), small), 2)]
    return case(*steps, else_=3)


async def _homes_of(
    session: AsyncSession, scope: Scope, rows: Sequence[Elder], institution_id: int | None
) -> dict[int, int]:
    """In which home of the caller's each file opens: the one asked for, the one that keeps it, else the latest."""
    if institution_id is not None:
        return {elder.id: institution_id for elder in rows}
    away = [elder.id for elder in rows if not scope.covers(elder.county, elder.institution_id)]
    if not away:
        return {}
    shared = select(ElderHome.elder_id, ElderHome.institution_id).where(
        within(ElderHome, scope), ElderHome.elder_id.in_(away)
    )
    return {row.elder_id: row.institution_id for row in await session.execute(shared.order_by(ElderHome.since))}


def _found(elder: Elder, institution_id: int) -> FoundElder:
    return FoundElder(
        elder.id, elder.county, institution_id, elder.name, elder.sex, elder.born_on, elder.birth_precision,
        elder.died_on, elder.name_note,
    )  # fmt: skip


def home_rules(home: Home, text: str, keys: Sequence[Sealer] = ()) -> list[ColumnElement[bool]]:
    """Say that a file is the home's, still stands for itself, and answers to what was typed, if anything was."""
    rules = [of_home(home), Elder.merged_into_id.is_(None)]
    return [*rules, answers_to(text, keys)] if plain_name(text) else rules
