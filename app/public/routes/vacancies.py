"""空床公示: where there are beds now, sifted by township, kind and price."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Path, Query, Request, Response

from app.core.clock import business_date
from app.core.errors import NotFound
from app.institutions.rules.figures import PriceUnit
from app.institutions.rules.grades import GradeScheme, grade_label
from app.public.queries.vacancies import CountyLine, open_counties, price_list, vacancies
from app.public.routes.showing import shared
from app.public.rules.vacancies import (
    BedKind,
    PriceBand,
    band_css,
    band_word,
    freshness,
    grouped_towns,
    price_words,
    sift,
)
from app.web.access import PUBLIC
from app.web.deps import Session
from app.web.routing import Router

__all__ = ["County", "county_at_hand", "router"]

router = Router(prefix="/open")

County = Annotated[int, Path(ge=110000, le=999999)]
Home = Annotated[int, Path(ge=1, le=2**63 - 1)]
TRUE_DATUMS = ("wgs84", "cgcs2000")


def county_at_hand(counties: Sequence[CountyLine], asked: int | str | None) -> CountyLine | None:
    """Give the county that was asked for, or the only one there is."""
    if asked in (None, ""):
        return counties[0] if len(counties) == 1 else None
    return next((one for one in counties if str(one.county) == str(asked)), None)


@router.get("", name="public.vacancies.index", access=PUBLIC)
async def list_vacancies(
    request: Request,
    session: Session,
    county: str = "",
    town: str = "",
    price: str = "",
    kind: Annotated[list[str] | None, Query()] = None,
    page: str = "1",
) -> Response:
    """The homes of a county with the band of their free beds; anything odd in the address is read as not asked."""
    counties = await open_counties(session)
    here = county_at_hand(counties, county)
    if here is None:
        return await shared(request, "public/counties.html", counties=counties, lead="public.vacancies.index")
    homes, asked = await vacancies(session, here.county), _asked(town, price, kind or [])
    return await shared(
        request, "public/vacancies.html", county=here, homes=homes, towns=grouped_towns(homes), asked=asked,
        sifted=sift(homes, page=_number(page) or 1, **asked), kinds=list(BedKind),
        prices=[(one.value, one.label) for one in PriceBand], words=_words(await business_date(session)),
    )  # fmt: skip


def _asked(town: str, price: str, kinds: list[str]) -> dict[str, Any]:
    """Read what was looked for; a word that means nothing here was not asked."""
    return {
        "town": _number(town),
        "kinds": [one for one in BedKind if one.value in kinds],
        "price": next((one for one in PriceBand if one.value == price), None),
    }


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 13 else None


def _words(today: Any) -> dict[str, Any]:
    return {
        "band": band_word, "css": band_css, "price": price_words, "fresh": lambda at: freshness(at, today),
        "grade": lambda home: f"{grade_label(home.scheme, home.grade)} {GradeScheme(home.scheme).label}",
        "map": lambda home: home.lat is not None and home.datum in TRUE_DATUMS,
    }  # fmt: skip


@router.get("/homes/{county}/{institution_id}", name="public.prices.show", access=PUBLIC)
async def show_prices(request: Request, session: Session, county: County, institution_id: Home) -> Response:
    """The price list a home has published."""
    homes = await vacancies(session, county)
    home = next((one for one in homes if one.institution_id == institution_id), None)
    here = county_at_hand(await open_counties(session), county)
    if home is None or here is None:
        raise NotFound
    prices = await price_list(session, county, institution_id)
    units = {unit.value: unit.label for unit in PriceUnit}
    words = _words(await business_date(session))
    return await shared(request, "public/prices.html", county=here, home=home, prices=prices, units=units, words=words)
