"""Vacancies as the database gives them to anybody: bands, never a number of beds."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

__all__ = ["CountyLine", "HomeLine", "PriceLine", "open_counties", "price_list", "vacancies"]


@dataclass(frozen=True, slots=True)
class CountyLine:
    """A county with homes in it."""

    county: int
    name: str
    homes: int


@dataclass(frozen=True, slots=True)
class HomeLine:
    """One home as outsiders see it. Bands of free beds: 0, 1 (one to three), 4 (four and more); None: not known."""

    institution_id: int
    name: str
    phone: str
    town: int | None
    town_name: str | None
    address: str | None
    lat: float | None
    lon: float | None
    datum: str | None
    scheme: str | None
    grade: str | None
    suspended: bool
    free: int | None
    nursing: int | None
    dementia: int | None
    price_from: int | None
    price_to: int | None
    waiting: int | None
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of a published price list, in 分."""

    item: str
    unit: str
    amount: int
    from_on: date
    document_no: str


async def open_counties(session: AsyncSession) -> list[CountyLine]:
    """List the counties that have homes."""
    return [CountyLine(*row) for row in await session.execute(text("SELECT * FROM public_counties()"))]


async def vacancies(session: AsyncSession, county: int) -> list[HomeLine]:
    """List the open homes of a county with what of them is free today."""
    rows = await session.execute(text("SELECT * FROM public_vacancies(:county)"), {"county": county})
    return [HomeLine(*row) for row in rows]


async def price_list(session: AsyncSession, county: int, institution_id: int) -> list[PriceLine]:
    """Give the price list a home has published."""
    asked = text("SELECT * FROM public_prices(:county, :home)")
    rows = await session.execute(asked, {"county": county, "home": institution_id})
    return [PriceLine(*row) for row in rows]
