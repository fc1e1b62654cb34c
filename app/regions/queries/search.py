"""Finding regions by what a person types, and offering them to the fields of forms."""

from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from sqlalchemy import ColumnElement, Select, String, case, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.regions.models import Region
from app.regions.rules import MUNICIPALITIES, Level, RegionChoice, tenant_name

__all__ = ["FoundRegion", "find_option", "search_regions"]

SHOWN = 50
"""As many as one reads before typing another letter; the longest list of townships of a county is 42."""

Above, Top = aliased(Region), aliased(Region)


@dataclass(frozen=True, slots=True)
class FoundRegion:
    """One answer of the search, with what it lies in: 四川省 ▸ 自贡市."""

    code: int
    name: str
    level: Level
    path: str
    test: bool


async def search_regions(
    session: AsyncSession,
    words: str,
    *,
    choice: RegionChoice = RegionChoice.ANY,
    under: int | None = None,
    limit: int = SHOWN,
) -> list[FoundRegion]:
    """Find living regions by code, name, pinyin or initials; earlier words may name what they lie in (自贡 荣县).

    Without words all regions `under` another are offered, and none where that is missing too.
    """
    tokens = normalize("NFKC", words).lower().split()
    if not tokens and under is None:
        return []
    found = _regions(choice).where(Region.until_on.is_(None))
    if under is not None:
        found = found.where(or_(*(model.parent_code == under for model in (Region, Above, Top))))
    for token in tokens[:-1]:
        found = found.where(or_(*(_matches(model, token) for model in (Region, Above, Top))))
    if tokens:
        found = found.where(_matches(Region, tokens[-1])).order_by(_nearness(tokens[-1]))
    found = found.order_by(func.length(cast(Region.code, String)), Region.code).limit(limit)
    return [_found(choice, *row) for row in await session.execute(found)]


async def find_option(session: AsyncSession, code: int, choice: RegionChoice) -> FoundRegion | None:
    """Give one region as an option, abolished ones too: a form redraws what was chosen."""
    row = (await session.execute(_regions(choice).where(Region.code == code))).one_or_none()
    return None if row is None else _found(choice, *row)


def _regions(choice: RegionChoice) -> Select[int, str, Level, bool, str, str]:
    columns = (Region.code, Region.name, Region.level, Region.test, Above.name, Top.name)
    return (
        select(*columns)
        .outerjoin(Above, Above.code == Region.parent_code)
        .outerjoin(Top, Top.code == Above.parent_code)
        .where(_offered(choice))
    )


def _offered(choice: RegionChoice) -> ColumnElement[bool]:
    if choice is RegionChoice.TENANT:
        return or_(Region.level.in_((Level.CITY, Level.COUNTY)), Region.code.in_(MUNICIPALITIES))
    if choice in (RegionChoice.ANY, RegionChoice.HUKOU):
        return Region.code.is_not(None)
    return Region.level == (Level.COUNTY if choice is RegionChoice.COUNTY else Level.TOWNSHIP)


def _nearness(token: str) -> ColumnElement[int]:
    return case((Region.name == token, 0), (Region.name.startswith(token, autoescape=True), 1), else_=2)


def _matches(model: type[Region], token: str) -> ColumnElement[bool]:
    if token.isdigit():
        return cast(model.code, String).startswith(token)
    if token.isascii():
        spelled = func.replace(model.name_sort, " ", "")
        return or_(spelled.startswith(token, autoescape=True), model.initials.startswith(token, autoescape=True))
    return model.name.contains(token, autoescape=True)


def _found(choice: RegionChoice, *row: Any) -> FoundRegion:
    code, name, level, test, above, top = row
    shown = tenant_name(code, name) if choice is RegionChoice.TENANT else name
    return FoundRegion(code, shown, level, " ▸ ".join(part for part in (top, above) if part), test)
