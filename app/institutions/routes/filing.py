"""What the pages of one home show: its file as of a day, and the choices of its form."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.actor import Actor
from app.core.clock import business_date
from app.institutions import queries
from app.institutions.models import Institution
from app.institutions.routes.asking import may_edit
from app.institutions.rules.answers import Registration
from app.institutions.rules.checks import gaps_in
from app.institutions.rules.codes import is_uscc
from app.institutions.rules.drafts import LABELS
from app.institutions.rules.facts import due_papers, facts_on, timeline, told_by
from app.institutions.rules.figures import known_by
from app.institutions.rules.filed import filed
from app.institutions.rules.kinds import FactKind, Group
from app.regions.queries import names_of
from app.regions.rules import tenant_name
from app.web.addresses import day_in
from app.web.forms import Bound

__all__ = ["file_facts", "home_form_facts", "shown_day"]


def shown_day(asked: str, today: date) -> date:
    """Read the day in the address; what is no day is today."""
    return day_in(asked) or today


async def file_facts(session: AsyncSession, actor: Actor, home: Institution, on: date) -> dict[str, Any]:
    """Gather a home's file as of a day: one statement per kind of thing, whatever there is of it."""
    scope = actor.scope("institutions.see")
    kept = await queries.facts_of(session, scope, home.id)
    today = await business_date(session)
    documents = known_by(await queries.registered_documents(session, scope, home.id), on, today)
    prices = known_by(await queries.prices_on(session, scope, home.id, on), on, today)
    unit = await queries.find_legal_unit(session, home.county, home.legal_unit_id)
    present = facts_on(kept, on)
    names = await names_of(session, {home.county, *(fact.region_code for fact in present if fact.region_code)})
    registered = next(iter(facts_on(documents, on)), None)
    return {
        "file": home,
        "on": on,
        "may_edit": may_edit(actor, home),
        "county_name": tenant_name(home.county, names.get(home.county, str(home.county))),
        "unit": unit,
        "sites": await queries.sites_of(session, scope, home),
        "uscc_ok": is_uscc(home.uscc or (unit.uscc if unit and unit.uscc else "")),
        "groups": filed(present, on, names),
        "group": Group,
        "kinds": FactKind,
        "registered": registered,
        "documents": documents,
        "prices": prices,
        "events": told_by(timeline(kept, documents, home, on), on, today),
        "gaps": gaps_in(home, present, registered, prices, on, unit_uscc=bool(unit and unit.uscc)),
        "due": due_papers(present, on),
    }


async def home_form_facts(
    session: AsyncSession, actor: Actor, bound: Bound[Any], home: Institution | None = None
) -> dict[str, Any]:
    """Gather what the form of a home's own lines needs: what was typed, else what is kept, and the legal units."""
    raw = bound.raw or ({name: getattr(home, name) for name in (*LABELS, "version")} if home else {})
    county = home.county if home else _number(raw.get("county"))
    sees_units = county and actor.scope("institutions.see").covers(county, home.id if home else None)
    units = await queries.legal_units_of(session, county) if sees_units else []
    return {
        "errors": bound.errors,
        "raw": raw,
        "units": [(unit.id, unit.name) for unit in units],
        "unit_kinds": [(kind.value, kind.label) for kind in Registration],
        "county": county,
        "may_add_unit": actor.scope("institutions.create").covers_region(county) if county else True,
    }


def _number(text: Any) -> int:
    return int(text) if str(text).isdecimal() and len(str(text)) <= 9 else 0
