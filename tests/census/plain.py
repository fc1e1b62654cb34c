"""Homes as plain values read by hand: every row of every table, live or not, is fetched and sorted out in Python."""

from collections import defaultdict
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.kinds import ClaimKind, MarkKind, Sex
from app.census.rules.facts import (
    CategoryFact,
    ChangeFact,
    ClaimFact,
    DocumentFact,
    HomeFacts,
    LeaveFact,
    MarkFact,
    ServiceFact,
    StayFact,
)
from app.census.rules.rulings import Answer, RulingCode
from app.residents.rules.kinds import BirthPrecision, Category
from app.stays.rules.kinds import EndReason, Ground, LeaveKind, Payer, StayKind

__all__ = ["plain_homes", "plain_rulings"]

Row = dict[str, Any]
TABLES = ("registered_beds", "bed_services", "bed_claims", "bed_marks", "stays", "stay_changes", "leaves")


async def plain_homes(session: AsyncSession) -> dict[int, HomeFacts]:
    """Give every home with all of its rows that were not voided, whatever their days."""
    rows = {table: [row for row in await _all(session, table) if row["voided_at"] is None] for table in TABLES}
    elders = {(row["county"], row["id"]): row for row in await _all(session, "elders")}
    homes = {
        row["id"]: HomeFacts(row["county"], row["id"], row["code"], row["name"], row["opened_on"], row["closed_on"])
        for row in await _all(session, "institutions")
    }
    for bed in await _all(session, "beds"):
        if bed["extra"]:
            homes[bed["institution_id"]].extra.add(bed["id"])
    for table, of_home in rows.items():
        for row in of_home:
            _PUT[table](homes[row["institution_id"]], row | {"elder": elders.get((row["county"], row.get("elder_id")))})
    await _read_categories(session, homes)
    return homes


async def _read_categories(session: AsyncSession, homes: dict[int, HomeFacts]) -> None:
    lived = [(home.county, stay.elder_id, home) for home in homes.values() for stay in home.stays]
    by_elder = defaultdict(dict)
    for county, elder_id, home in lived:
        by_elder[county, elder_id][home.institution_id] = home
    for row in await _all(session, "elder_categories"):
        said = CategoryFact(row["elder_id"], Category(row["kind"]), row["from_on"], row["to_on"])
        for home in by_elder[row["county"], row["elder_id"]].values() if row["voided_at"] is None else ():
            home.categories.append(said)


async def plain_rulings(session: AsyncSession) -> dict[int, list[Answer]]:
    """Give every ruling of every county that was not voided."""
    found = defaultdict(list)
    for row in await _all(session, "rulings"):
        if row["voided_at"] is None:
            said = Answer(RulingCode(row["code"]), row["counts"], row["from_on"], row["to_on"])
            found[row["county"]].append(said)
    return found


async def _all(session: AsyncSession, table: str) -> list[Row]:
    return [dict(row) for row in (await session.execute(text(f"SELECT * FROM {table} ORDER BY id"))).mappings()]


def _document(home: HomeFacts, row: Row) -> None:
    home.documents.append(DocumentFact(row["value"], row["from_on"], row["to_on"]))


def _service(home: HomeFacts, row: Row) -> None:
    home.services.append(ServiceFact(row["bed_id"], row["from_on"], row["to_on"]))


def _claim(home: HomeFacts, row: Row) -> None:
    kind = ClaimKind(row["kind"])
    home.claims.append(ClaimFact(row["bed_id"], kind, row["stay_id"], None, row["from_on"], row["to_on"]))


def _mark(home: HomeFacts, row: Row) -> None:
    home.marks.append(MarkFact(row["bed_id"], MarkKind(row["kind"]), row["from_on"], row["to_on"]))


def _stay(home: HomeFacts, row: Row) -> None:
    elder = row["elder"]
    home.stays.append(StayFact(
        row["id"], row["elder_id"], StayKind(row["kind"]), Payer(row["payer"]), row["from_on"], row["to_on"],
        elder["born_on"], BirthPrecision(elder["birth_precision"]), Sex(elder["sex"]), elder["hukou_region"],
        Ground(row["ground"]), row["end_reason"] and EndReason(row["end_reason"]),
    ))  # fmt: skip


def _change(home: HomeFacts, row: Row) -> None:
    home.changes.append(ChangeFact(row["stay_id"], row["from_on"], StayKind(row["kind"]), Payer(row["payer"])))


def _leave(home: HomeFacts, row: Row) -> None:
    kind = LeaveKind(row["kind"])
    home.leaves.append(LeaveFact(row["stay_id"], kind, row["from_on"], row["to_on"], row["expected_on"]))


_PUT = {
    "registered_beds": _document, "bed_services": _service, "bed_claims": _claim, "bed_marks": _mark, "stays": _stay,
    "stay_changes": _change, "leaves": _leave,
}  # fmt: skip
