"""A recount of occupancy from the raw rows, in plain Python: every night of every row is a number in a range."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.census.rules.occupancy import HomeOccupancy

__all__ = ["Raw", "differences", "recount"]

TABLES = (
    "registered_beds", "beds", "bed_services", "bed_claims", "stays", "stay_changes", "leaves",
)  # fmt: skip
KINDS = {"trial", "respite", "travel"}
CODES = ("leave", "hospital", "trial", "respite", "travel", "under_60", "extra_bed")
Row = dict[str, Any]


class Raw:
    """All rows of all tables as they lie there, voided ones included."""

    def __init__(self) -> None:
        self.homes: dict[int, Row] = {}
        self.rows: dict[str, dict[int, list[Row]]] = {}
        self.born: dict[tuple[int, int], date | None] = {}
        self.rulings: list[Row] = []

    @classmethod
    async def read(cls, session: AsyncSession) -> "Raw":
        raw = cls()
        raw.homes = {row["id"]: row for row in await _all(session, "institutions")}
        raw.born = {(row["county"], row["id"]): row["born_on"] for row in await _all(session, "elders")}
        raw.rulings = await _all(session, "rulings")
        for table in TABLES:
            by_home: dict[int, list[Row]] = defaultdict(list)
            for row in await _all(session, table):
                by_home[row["institution_id"]].append(row)
            raw.rows[table] = by_home
        return raw


async def _all(session: AsyncSession, table: str) -> list[Row]:
    return [dict(row) for row in (await session.execute(text(f"SELECT * FROM {table} ORDER BY id"))).mappings()]


class Night:
    """One home's night, read off the rows."""

    def __init__(self, raw: Raw, home: int, day: date, last_day_too: bool) -> None:
        self.raw, self.home, self.day, self.last_day_too = raw, home, day, last_day_too
        self.county = raw.homes[home]["county"]
        self.extra = {bed["id"] for bed in raw.rows["beds"].get(home, []) if bed["extra"]}
        self.claims = self.of("bed_claims")
        self.leaves = {row["stay_id"]: row for row in self.of("leaves")}
        self.answers = dict.fromkeys(CODES, True)
        for rule in self.tonight([rule for rule in raw.rulings if rule["county"] == self.county]):
            self.answers[rule["code"]] = rule["counts"]

    def tonight(self, rows: list[Row]) -> list[Row]:
        """The rows among whose nights this one is; a range leaves its end out, as a stay does its last day."""
        found = []
        for row in rows:
            more = 1 if self.last_day_too and row["to_on"] != date.max else 0
            nights = range(row["from_on"].toordinal(), row["to_on"].toordinal() + more)
            if row["voided_at"] is None and self.day.toordinal() in nights:
                found.append(row)
        return found

    def of(self, table: str) -> list[Row]:
        return self.tonight(self.raw.rows[table].get(self.home, []))

    def is_shut(self) -> bool:
        here, night = self.raw.homes[self.home], self.day.toordinal()
        opened, closed = here["opened_on"], here["closed_on"]
        return bool((closed and closed.toordinal() <= night) or (opened and opened.toordinal() > night))

    def kind_of(self, stay: Row) -> str:
        mine = [row for row in self.raw.rows["stay_changes"].get(self.home, []) if row["stay_id"] == stay["id"]]
        begun = [row for row in mine if row["voided_at"] is None and row["from_on"] <= self.day]
        said = [(date.min, stay["kind"]), *((row["from_on"], row["kind"]) for row in begun)]
        return str(max(said)[1])

    def about(self, stay: Row) -> set[str]:
        """Everything a county may rule about this person tonight."""
        words = {self.kind_of(stay)} & KINDS
        if stay["id"] in self.leaves:
            words.add("hospital" if self.leaves[stay["id"]]["kind"] == "hospital" else "leave")
        slept_in = {
            claim["bed_id"] for claim in self.claims if (claim["kind"], claim["stay_id"]) == ("stay", stay["id"])
        }
        if slept_in & self.extra:
            words.add("extra_bed")
        born = self.raw.born[self.county, stay["elder_id"]]
        if born and (born.year + 60, born.month, born.day) > (self.day.year, self.day.month, self.day.day):
            words.add("under_60")
        return words

    def people(self) -> Row:
        stays = self.of("stays")
        away = [self.leaves[stay["id"]] for stay in stays if stay["id"] in self.leaves]
        hospital = sum(1 for leave in away if leave["kind"] == "hospital")
        counted = sum(1 for stay in stays if all(self.answers[word] for word in self.about(stay)))
        return {
            "in_residence": len(stays), "counted": 0 if self.is_shut() else counted,
            "present": len(stays) - len(away), "on_leave": len(away) - hospital, "in_hospital": hospital,
            "overdue": sum(1 for leave in away if leave["expected_on"] and leave["expected_on"] < self.day),
        }  # fmt: skip

    def beds(self) -> Row:
        kinds = {row["bed_id"]: row["kind"] for row in self.claims}
        bed_ids = {row["bed_id"] for row in self.of("bed_services")}
        real = [kinds.get(bed) for bed in bed_ids - self.extra]
        added = [kinds.get(bed) for bed in bed_ids & self.extra]
        return {
            "existing": len(real), "available": len(real) - real.count("closure"),
            "occupied": real.count("stay") + real.count("private"), "private": real.count("private"),
            "held": real.count("hold"), "free": real.count(None), "extra": len(added),
            "extra_slept_in": added.count("stay"),
        }  # fmt: skip


def recount(raw: Raw, home: int, day: date, *, last_day_too: bool = False) -> Row:
    """Count one home's night. `last_day_too` plants the classic fault: the day of leaving is counted."""
    night = Night(raw, home, day, last_day_too)
    papers = [row["value"] for row in night.of("registered_beds")]
    standing = "closed_or_not_open" if night.is_shut() else "counted" if papers else "no_document"
    return {"standing": standing, "registered": papers[0] if papers else None, **night.beds(), **night.people()}


def differences(found: HomeOccupancy, expected: Row) -> dict[str, tuple[Any, Any]]:
    """Name what the query says differently from the recount."""
    standing = found.standing.value if found.standing.operating else "closed_or_not_open"
    said = {
        "standing": standing, "extra": found.extra.existing, "extra_slept_in": found.extra.stay,
    }  # fmt: skip
    said |= {name: getattr(found, name) for name in expected if name not in said}
    wrong = {name: (said[name], expected[name]) for name in expected if said[name] != expected[name]}
    beds = found.registered if standing == "counted" else None
    value = found.official.value
    if (value is None) is not (beds is None) or (value is not None and beds and value * beds != expected["counted"]):
        wrong["official"] = (value, (expected["counted"], beds))
    return wrong
