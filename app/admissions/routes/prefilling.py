"""What is known already goes into a new agreement: the home, the person, whom to call, the prices, the home's own words."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.admissions.queries import CaseFile, last_words
from app.admissions.routes.asking import Asked
from app.admissions.rules.contents import first_words
from app.admissions.rules.kinds import Basis
from app.institutions.queries import facts_on, prices_on
from app.institutions.rules.figures import PriceUnit
from app.institutions.rules.kinds import FactKind
from app.residents.queries.file import ContactLine, file_of

__all__ = ["first_agreement"]

FEES = {"bed_fee": "床位", "meal_fee": "伙食", "care_fee": "护理"}
"""By which word a line of the price list is known; what is not found is typed."""


async def first_agreement(asked: Asked, file: CaseFile) -> dict[str, Any]:
    """The fields of a new agreement as far as they are known."""
    session, home = asked.session, asked.home
    opened = await file_of(session, home.scope, file.elder, parts=("contacts",), whole=True)
    paper = opened.card
    said: dict[str, Any] = first_words() | await last_words(session, home.scope, home.institution_id)
    said |= {
        "home_name": asked.institution.name, "home_phone": asked.institution.phone,
        "home_address": await _address(asked, file.today), "elder_name": file.elder.name,
        "elder_address": opened.address, "elder_phone": opened.phone,
        "elder_paper": f"{paper.kind.label} {paper.number}" if paper else "",
        "care_level": file.level, "place": asked.institution.name + (f" {file.bed}" if file.bed else ""),
    }  # fmt: skip
    said |= _people(opened.contacts, guardian=file.admission.signs is Basis.GUARDIAN)
    first = file.admission.planned_on
    return said | await _prices(asked, file.today) | {"term_from_on": first, "term_to_on": _year_after(first)}


def _people(contacts: list[ContactLine], *, guardian: bool) -> dict[str, str]:
    """Whom to call first, and the guardian where one signs."""
    said: dict[str, str] = {}
    call = next((line for line in contacts if line.row.emergency), contacts[0] if contacts else None)
    if call is not None:
        said = {"contact_name": call.name, "contact_phone": call.phone, "contact_address": call.address}
    agent = next((line for line in contacts if line.row.guardian), None) if guardian else None
    if agent is not None:
        said |= {"agent_name": agent.name, "agent_phone": agent.phone, "agent_address": agent.address}
    return said


async def _address(asked: Asked, day: date) -> str:
    facts = await facts_on(asked.session, asked.home.scope, asked.home.institution_id, day)
    return next((fact.address for fact in facts if fact.kind is FactKind.LOCATION), "")


async def _prices(asked: Asked, day: date) -> dict[str, Decimal]:
    """A month's charges from the published price list, by the word that each line is known by."""
    rows = await prices_on(asked.session, asked.home.scope, asked.home.institution_id, day)
    monthly = [row for row in rows if row.unit is PriceUnit.MONTH]
    found = {field: next((row.amount for row in monthly if word in row.item), None) for field, word in FEES.items()}
    # A price list counts in fen, an agreement in yuan.
    return {field: Decimal(amount) / 100 for field, amount in found.items() if amount is not None}


def _year_after(day: date) -> date:
    """The same day of the next year; a 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
