"""A home of plain values to count: ten beds, people in them as a test wants them."""

from datetime import date

from app.beds.rules.kinds import ClaimKind
from app.census.rules.facts import (
    ClaimFact,
    DocumentFact,
    HomeFacts,
    ServiceFact,
    StayFact,
)
from app.census.rules.occupancy import HomeOccupancy, occupancy_of
from app.census.rules.rulings import DEFAULTS, RulingCode
from app.residents.rules.kinds import BirthPrecision
from app.stays.rules.kinds import Payer, StayKind

__all__ = ["DAY", "END", "FOREVER", "START", "D", "a_home", "lives", "on"]

D = date
START, DAY, END = D(2026, 1, 1), D(2026, 11, 22), D(2026, 12, 1)
FOREVER = date.max


def a_home(**other: object) -> HomeFacts:
    """Ten beds, one of them extra, on a document of eight."""
    said: dict[str, object] = {
        "documents": [DocumentFact(8, START, FOREVER)],
        "services": [ServiceFact(bed, START, FOREVER) for bed in range(1, 11)],
        "extra": {10},
    }
    return HomeFacts(510302, 7, "MSH", "釜溪养老院", START, None, **(said | other))  # type: ignore[arg-type]


def lives(home: HomeFacts, number: int, from_on: date = START, to_on: date = FOREVER, **other: object) -> HomeFacts:
    """Let a person live in the bed of the same number."""
    said: dict[str, object] = {
        "kind": StayKind.LONG, "payer": Payer.FAMILY, "born_on": D(1941, 3, 1), "precision": BirthPrecision.DAY,
    }  # fmt: skip
    bed = other.pop("bed", number)
    home.stays.append(StayFact(id=number, elder_id=number, from_on=from_on, to_on=to_on, **(said | other)))  # type: ignore[arg-type]
    if bed is not None:
        home.claims.append(ClaimFact(int(str(bed)), ClaimKind.STAY, number, None, from_on, to_on))
    return home


def on(home: HomeFacts, day: date = DAY, **answers: bool) -> HomeOccupancy:
    return occupancy_of(home, DEFAULTS | {RulingCode(code): counts for code, counts in answers.items()}, day)
