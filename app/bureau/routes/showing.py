"""What a page of occupancy shows: the places or homes of a day, those left out, and their sum."""

from dataclasses import dataclass, replace

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.bureau import queries
from app.bureau.forms import DayAsk
from app.bureau.routes.asking import Ground
from app.bureau.routes.explaining import Definition, occupancy_definition
from app.bureau.routes.viewing import HomeLine, PlaceLine, Total, home_line, place_line, total_of
from app.bureau.rules import CountyOn, Group, HomeOn, all_of, townships_on

__all__ = ["KINDS", "Shown", "left_of", "lines_of", "show_of", "way_to"]

KINDS = ("county", "township", "home")
MOST_COUNTIES = 21
"""Homes of more counties than a large city has are shown county by county."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows of a page: counties, or townships with their homes, or homes."""

    ask: DayAsk
    ground: Ground
    parts: list[CountyOn] | list[Group]
    homes: list[HomeOn]
    left: list[HomeOn]
    total: Total
    definition: Definition

    @property
    def by(self) -> str:
        """By what the rows are."""
        return self.ask.by

    @property
    def place(self) -> str:
        """Of which township or county, or of all."""
        if self.ask.township is not None:
            return next((home.township_name for home in (*self.homes, *self.left)), str(self.ask.township))
        return self.ground.name_of(self.ask.county)


async def show_of(session: AsyncSession, ask: DayAsk, ground: Ground) -> Shown:
    """Read what is asked for; unasked it is by county, for one county by home."""
    ask = _settled(ask, ground)
    rulings = await queries.rulings_on(session, ask.on)
    names = {place.code: place.name for place in ground.counties if ask.county in (None, place.code)}
    definition = occupancy_definition(rulings, names)
    if ask.by == "county":
        counties = await queries.counties_on(session, ask.on)
        return Shown(ask, ground, counties, [], [], total_of(counties), definition)
    homes = await queries.homes_on(session, ask.on, ask.county)
    if ask.by == "home" and ask.township is not None:
        homes = [home for home in homes if home.township == ask.township]
    every = all_of(homes)
    groups = [each for each in townships_on(homes) if each.taking_part or each.excluded] if ask.by == "township" else []
    return Shown(ask, ground, groups, list(every.taking_part), list(every.excluded), total_of([every]), definition)


def _settled(ask: DayAsk, ground: Ground) -> DayAsk:
    by = ask.by or ("home" if ask.county or ground.is_one_county else "county")
    county = None if by == "county" else ask.county
    if by != "county" and county is None and len(ground.counties) > MOST_COUNTIES:
        county = ground.codes[0]
    return replace(ask, by=by, county=county, township=ask.township if by == "home" else None)


def lines_of(request: Request, shown: Shown) -> list[PlaceLine] | list[HomeLine]:
    """Lay the rows out; those of homes in no rate stand in a table of their own."""
    if shown.by == "home":
        return _laid(request, shown, shown.homes)
    path, ask = str(request.app.url_path_for("bureau.occupancy")), replace(shown.ask, by="home", sort="", page=1)
    return [place_line(row, ask.on, path + _homes_of(row, ask)) for row in shown.parts]


def _homes_of(row: CountyOn | Group, ask: DayAsk) -> str:
    if isinstance(row, CountyOn):
        return ask.query(county=row.code)
    return ask.query(county=row.homes[0].county, township=row.code)


def left_of(request: Request, shown: Shown) -> list[HomeLine]:
    """Lay out the homes that are in no rate."""
    return _laid(request, shown, shown.left)


def _laid(request: Request, shown: Shown, homes: list[HomeOn]) -> list[HomeLine]:
    several = shown.ask.county is None and not shown.ground.is_one_county
    return [home_line(home, way_to(request, home, shown.ask), with_county=several) for home in homes]


def way_to(request: Request, home: HomeOn, ask: DayAsk) -> str:
    """The address of a home's own page on the same day."""
    way = str(request.app.url_path_for("bureau.home", institution_id=home.institution_id))
    return way if ask.on == ask.newest else f"{way}?day={ask.on}"
