"""Writing homes: legal units, dated facts, registered documents and prices."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.demo import queries
from app.demo.rules.facts import facts_of, prices_of, registered_of
from app.demo.rules.numbers import legal_code
from app.demo.rules.story import HomeStory
from app.demo.rules.town import Town
from app.institutions.models import Institution, InstitutionFact, LegalUnit, PriceItem, RegisteredBeds
from app.institutions.rules.answers import Datum, Registration
from app.institutions.rules.kinds import FactKind
from app.regions.readings import initials, name_sort

__all__ = ["write_homes"]

LATE = "建档时补录"


async def write_homes(session: AsyncSession, town: Town) -> None:
    """Write the homes of a town with everything their files hold."""
    units = await _units(session, town)
    rows = [_home(town, home, unit) for home, unit in zip(town.homes, units, strict=True)]
    for home, new in zip(town.homes, await queries.insert_with_ids(session, Institution, rows), strict=True):
        home.id = new
    facts, registered, prices = list[dict[str, Any]](), list[dict[str, Any]](), list[dict[str, Any]]()
    for home in town.homes:
        keys = {"county": town.county, "institution_id": home.id}
        chance = town.chance.child("file", home.plan.code)
        facts += [_fact(keys, town, draft) for draft in facts_of(chance, home, town.places, town.today)]
        registered += [keys | _late(row, town.today) for row in registered_of(chance, home, town.places)]
        prices += [keys | row for row in prices_of(chance, home, town.today)]
    await queries.insert_rows(session, InstitutionFact, facts)
    await queries.insert_rows(session, RegisteredBeds, registered)
    await queries.insert_rows(session, PriceItem, prices)


async def _units(session: AsyncSession, town: Town) -> list[int]:
    """Write one legal unit behind each home; a home that was taken over belongs to the one that took it."""
    rows = [
        {
            "county": town.county,
            "name": home.plan.operator or home.plan.name,
            "uscc": legal_code(town.chance.child("code", home.plan.code)),
            "kind": Registration.COMPANY if home.plan.operator.endswith("公司") else home.plan.registration,
        }
        for home in town.homes
    ]
    ids = await queries.insert_with_ids(session, LegalUnit, rows)
    by_code = {home.plan.code: unit for home, unit in zip(town.homes, ids, strict=True)}
    return [by_code[home.plan.merged_into or home.plan.code] for home in town.homes]


def _home(town: Town, home: HomeStory, unit: int) -> dict[str, Any]:
    plan, chance = home.plan, town.chance.child("phone", home.plan.code)
    return {
        "county": town.county, "code": plan.code, "name": plan.name, "short_name": plan.short,
        "name_sort": name_sort(plan.name), "initials": initials(plan.name)[:80], "legal_unit_id": unit,
        "phone": f"0000-{chance.between(2000000, 8999999)}", "opened_on": home.opened_on, "closed_on": home.closed_on,
    }  # fmt: skip


def _late(row: dict[str, Any], today: date) -> dict[str, Any]:
    return row | {"late_reason": LATE if (today - row["from_on"]).days > 25 else ""}


def _fact(keys: dict[str, Any], town: Town, draft: Any) -> dict[str, Any]:
    row = _late(keys | draft.columns, town.today)
    if draft.kind is FactKind.LOCATION:
        row |= {"lat": Decimal(str(draft.lat)), "lon": Decimal(str(draft.lon)), "datum": Datum.GCJ02}
    return row
