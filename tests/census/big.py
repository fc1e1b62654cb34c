"""A home of 160 beds with ten years behind it, to measure with."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from app.beds.rules.kinds import ClaimKind, ClosureReason, MarkKind, Sex
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

__all__ = ["BEDS", "BEGAN", "a_big_home", "touching"]

BEDS, BEGAN, DAYS = 160, date(2016, 11, 22), 3_650
ENDS = BEGAN + timedelta(days=DAYS)


def a_big_home(random: Random) -> tuple[HomeFacts, list[Answer], date, date]:
    """Give the home, the rulings of its county, and its first and last day."""
    home = HomeFacts(510302, 7, "MSH", "釜溪养老院", BEGAN, None)
    home.documents = [DocumentFact(150, BEGAN, date(2020, 1, 1)), DocumentFact(170, date(2020, 1, 1), date.max)]
    home.extra = set(range(BEDS - 4, BEDS + 1))
    for bed_id in range(1, BEDS + 1):
        home.services.append(ServiceFact(bed_id, BEGAN, date.max))
        marks = [MarkKind.NURSING] * (bed_id % 2) + [MarkKind.INCLUSIVE] * (bed_id % 3 == 0)
        home.marks += [MarkFact(bed_id, kind, date(2018, 1, 1), date.max) for kind in marks]
        _one_after_the_other(random, home, bed_id)
    rulings = [
        Answer(RulingCode.LEAVE, False, date(2018, 1, 1), date(2021, 1, 1)),
        Answer(RulingCode.UNDER_60, False, date(2019, 1, 1), date.max),
    ]
    return home, rulings, BEGAN, ENDS


def _one_after_the_other(random: Random, home: HomeFacts, bed_id: int) -> None:
    at = BEGAN + timedelta(days=random.randrange(60))
    while at < ENDS:
        to = at + timedelta(days=random.randrange(100, 1_100))
        _live(random, home, bed_id, at, date.max if to >= ENDS else to)
        at = to + timedelta(days=random.randrange(1, 60))
        if at < ENDS:
            home.claims.append(ClaimFact(bed_id, ClaimKind.CLOSURE, None, ClosureReason.CLEANING, to, at))


def _live(random: Random, home: HomeFacts, bed_id: int, from_on: date, to_on: date) -> None:
    number = len(home.stays) + 1
    born_on = date(random.randrange(1925, 1966), random.randrange(1, 13), random.randrange(1, 29))
    home.stays.append(StayFact(
        number, number, StayKind.TRIAL, Payer.SELF, from_on, to_on, born_on, BirthPrecision.DAY, random.choice(list(Sex)),
        random.choice([510302001, 510304]), Ground.DIRECT, None if to_on == date.max else EndReason.HOME,
    ))  # fmt: skip
    home.claims.append(ClaimFact(bed_id, ClaimKind.STAY, number, None, from_on, to_on))
    home.changes.append(ChangeFact(number, from_on + timedelta(days=30), StayKind.LONG, Payer.SELF))
    if number % 2:
        home.categories.append(CategoryFact(number, random.choice(list(Category)), from_on, date.max))
    away = from_on + timedelta(days=40)
    home.leaves.append(LeaveFact(number, LeaveKind.HOME, away, away + timedelta(days=5), away + timedelta(days=4)))


def touching(home: HomeFacts, day: date) -> HomeFacts:
    """Give the home as it is read for one day: what touches the day or the day before."""
    eve = day - timedelta(days=1)
    little = replace(home)
    for name in ("documents", "services", "claims", "marks", "stays", "leaves", "categories"):
        setattr(little, name, [row for row in getattr(home, name) if row.from_on <= day and row.to_on > eve])
    people = {stay.elder_id for stay in little.stays}
    little.categories = [row for row in little.categories if row.elder_id in people]
    little.changes = [row for row in home.changes if row.from_on <= day]
    return little
