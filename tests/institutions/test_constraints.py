"""Every named constraint of the homes' tables refuses once, by name and with its own sentence."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import refusing
from app.core.errors import Refused
from app.institutions import service
from app.institutions.errors import FIELDS, SENTENCES, beside
from app.institutions.models import Institution, InstitutionFact, LegalUnit, PriceItem, RegisteredBeds
from app.institutions.rules.answers import Datum, Registration
from app.institutions.rules.figures import Basis, PriceUnit
from app.institutions.rules.kinds import FactKind
from tests.factories.institutions import a_fact, a_founder, a_legal_unit, a_price, a_registered, an_institution
from tests.support.tenants import COUNTY, OTHER_COUNTY

DAY = date(2026, 11, 23)
NOWHERE = 999_999_999_999
USCC = "12510322MB1K20376G"

HOME = {"county": COUNTY, "code": "NEW", "name": "新院", "name_sort": "xin yuan", "initials": "xy"}
UNIT = {"county": COUNTY, "name": "新法人", "kind": Registration.COMPANY}
FACT = {"county": COUNTY, "kind": FactKind.LTCI, "value": "yes", "from_on": DAY, "late_reason": "建档"}
PAPER = {
    "county": COUNTY, "value": 80, "basis": Basis.FILING, "document_no": "文", "from_on": DAY, "late_reason": "建档",
}  # fmt: skip
PRICE = {"county": COUNTY, "item": "餐费", "unit": PriceUnit.DAY, "amount": 1, "from_on": DAY}
POINT = {"lat": 29, "lon": 105, "datum": Datum.GCJ02}

ROWS: list[tuple[str, type, dict[str, Any]]] = [
    ("uq_legal_units_name", LegalUnit, {"name": "有人的法人"}),
    ("uq_legal_units_uscc", LegalUnit, {"uscc": USCC}),
    ("ck_legal_units_name", LegalUnit, {"name": " "}),
    ("ck_legal_units_kind", LegalUnit, {"kind": "club"}),
    ("ck_legal_units_uscc", LegalUnit, {"uscc": "12510322MB1K20376"}),
    ("fk_institutions_legal_unit", Institution, {"legal_unit_id": NOWHERE}),
    ("uq_institutions_code", Institution, {"code": "TAKEN"}),
    ("uq_institutions_uscc", Institution, {"uscc": USCC}),
    ("ck_institutions_code", Institution, {"code": "a b"}),
    ("ck_institutions_name", Institution, {"name": ""}),
    ("ck_institutions_uscc", Institution, {"uscc": "I" * 18}),
    ("ck_institutions_span", Institution, {"opened_on": DAY, "closed_on": date(2026, 1, 1)}),
    ("fk_institution_facts_attachment", InstitutionFact, {"attachment_id": NOWHERE}),
    ("ck_institution_facts_span", InstitutionFact, {"to_on": date(2026, 1, 1)}),
    ("ck_institution_facts_kind", InstitutionFact, {"kind": "mood"}),
    ("ck_institution_facts_value", InstitutionFact, {"value": "perhaps"}),
    ("ck_institution_facts_slot", InstitutionFact, {"kind": FactKind.OTHER}),
    ("ck_institution_facts_place", InstitutionFact, {"kind": FactKind.LOCATION}),
    ("ck_institution_facts_coordinates", InstitutionFact, {**POINT, "lat": 105, "lon": 29}),
    ("ck_institution_facts_expires", InstitutionFact, {"expires_on": date(2026, 11, 22)}),
    ("ck_institution_facts_late", InstitutionFact, {"from_on": date(2020, 1, 1), "late_reason": ""}),
    ("ck_institution_facts_void", InstitutionFact, {"void_reason": "错"}),
    ("ex_institution_facts_one", InstitutionFact, {"kind": FactKind.TAG, "value": "elder_home", "slot": "elder_home"}),
    ("fk_registered_beds_attachment", RegisteredBeds, {"attachment_id": NOWHERE, "to_on": DAY}),
    ("ck_registered_beds_span", RegisteredBeds, {"to_on": date(2026, 1, 1)}),
    ("ck_registered_beds_value", RegisteredBeds, {"value": 0}),
    ("ck_registered_beds_basis", RegisteredBeds, {"basis": "rumour"}),
    ("ck_registered_beds_document", RegisteredBeds, {"document_no": " "}),
    ("ck_registered_beds_late", RegisteredBeds, {"from_on": date(2019, 1, 1), "late_reason": " "}),
    ("ck_registered_beds_void", RegisteredBeds, {"void_reason": "错"}),
    ("ex_registered_beds_one", RegisteredBeds, {}),
    ("ck_price_items_span", PriceItem, {"to_on": date(2026, 1, 1)}),
    ("ck_price_items_item", PriceItem, {"item": ""}),
    ("ck_price_items_unit", PriceItem, {"unit": "year"}),
    ("ck_price_items_amount", PriceItem, {"amount": -1}),
    ("ck_price_items_published", PriceItem, {"published_on": date(2027, 1, 1)}),
    ("ck_price_items_void", PriceItem, {"void_reason": "错"}),
    ("ex_price_items_one", PriceItem, {"item": "床位费，双人间"}),
]
VALID: dict[type, dict[str, Any]] = {
    LegalUnit: UNIT, Institution: HOME, InstitutionFact: FACT, RegisteredBeds: PAPER, PriceItem: PRICE,
}  # fmt: skip
UNDER_ROW_SECURITY: list[tuple[str, type, dict[str, Any]]] = [
    ("fk_legal_units_county", LegalUnit, {"county": 510399}),
    ("fk_institutions_county", Institution, {"county": 510399}),
    ("fk_institution_facts_institution", InstitutionFact, {"institution_id": NOWHERE}),
    ("fk_registered_beds_institution", RegisteredBeds, {"institution_id": NOWHERE}),
    ("fk_price_items_institution", PriceItem, {"institution_id": NOWHERE}),
]
"""Keys that only the owner meets: row security stops everybody else before them."""


async def a_full_home(session: AsyncSession) -> Institution:
    unit = await a_legal_unit(session, name="有人的法人", uscc=USCC)
    home = await an_institution(session, code="TAKEN", uscc=USCC, legal_unit_id=unit.id)
    await a_fact(session, home)
    await a_registered(session, home)
    await a_price(session, home)
    return home


async def refusal_of(session: AsyncSession, model: type, row: dict[str, Any]) -> Refused:
    """Write past the types of the columns: what is tried is the database, not the program."""
    columns = [f'"{name}"' for name in row]
    values = [_literal(value) for value in row.values()]
    insert = f"INSERT INTO {model.__tablename__} ({', '.join(columns)}) VALUES ({', '.join(values)})"  # type: ignore[attr-defined]
    with pytest.raises(Refused) as raised:
        async with refusing(session):
            await session.execute(text(insert.replace(":", "\\:")))
    return raised.value


def _literal(value: Any) -> str:
    return str(value) if isinstance(value, int) else f"'{value}'"


@pytest.mark.parametrize(("name", "model", "bent"), ROWS, ids=[name for name, _model, _bent in ROWS])
async def test_the_database_refuses_by_name(session: AsyncSession, name: str, model: type, bent: dict) -> None:
    home = await a_full_home(session)
    row = dict(VALID[model])
    if model not in (LegalUnit, Institution):
        row["institution_id"] = home.id
    refusal = await refusal_of(session, model, row | bent)
    assert (refusal.constraint, refusal.message) == (name, SENTENCES[name])


@pytest.mark.parametrize(("name", "model", "bent"), UNDER_ROW_SECURITY, ids=[row[0] for row in UNDER_ROW_SECURITY])
async def test_the_database_refuses_the_owner_too(
    owner_session: AsyncSession, name: str, model: type, bent: dict
) -> None:
    refusal = await refusal_of(owner_session, model, VALID[model] | bent)
    assert (refusal.constraint, refusal.message) == (name, SENTENCES[name])


def test_every_constraint_a_person_can_meet_is_tried() -> None:
    tried = {name for name, _model, _bent in (*ROWS, *UNDER_ROW_SECURITY)}
    unreachable = {name for name in SENTENCES if name.startswith("pk_") or name.endswith("_home")}
    assert SENTENCES.keys() - tried == unreachable


def test_every_field_belongs_to_a_sentence() -> None:
    assert FIELDS.keys() <= SENTENCES.keys()
    assert beside("price_items").keys() == {name for name in FIELDS if "price_items" in name}


async def test_one_county_cannot_point_into_another(session: AsyncSession) -> None:
    home, unit = await an_institution(session, county=OTHER_COUNTY), await a_legal_unit(session)
    fact = await refusal_of(session, InstitutionFact, FACT | {"institution_id": home.id})
    assert fact.constraint == "fk_institution_facts_institution"
    other = await refusal_of(session, Institution, HOME | {"county": OTHER_COUNTY, "legal_unit_id": unit.id})
    assert other.constraint == "fk_institutions_legal_unit"


async def test_a_voided_row_binds_nobody(session: AsyncSession) -> None:
    home, founder = await an_institution(session), a_founder()
    fact, paper, price = await a_fact(session, home), await a_registered(session, home), await a_price(session, home)
    await service.void_fact(session, founder, home.id, fact.id, reason="填错")
    await service.void_registered_beds(session, founder, home.id, paper.id, reason="填错")
    await service.void_price(session, founder, home.id, price.id, reason="填错")
    await a_fact(session, home)
    await a_registered(session, home)
    await a_price(session, home)
