"""Random pasts of a home as plain values: as full of edges as the rules of the tables allow."""

from collections.abc import Iterator
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
    LevelFact,
    MarkFact,
    ServiceFact,
    StayFact,
)
from app.census.rules.rulings import Answer, RulingCode
from app.residents.rules.kinds import BirthPrecision, Category
from app.stays.rules.kinds import EndReason, Ground, LeaveKind, Payer, StayKind

__all__ = ["PAST_BEGINS", "PAST_DAYS", "a_past"]

PAST_BEGINS, PAST_DAYS = date(2025, 12, 20), 150
# Sixty, seventy, eighty and ninety in these days, on 29 February of years that have none too.
BIRTHS = (
    (1966, 3, 1), (1965, 12, 31), (1966, 4, 30), (1956, 2, 29), (1956, 2, 28), (1955, 6, 1), (1946, 4, 1), (1936, 2, 29),
    (1936, 2, 15), (1992, 5, 5), (1970, 2, 3), (1966, 9, 9),
)  # fmt: skip
PLACES = (510302, 510302001, 510300, 510304, 510304002, 510000, 440106, None)
FACETS = ((MarkKind.NURSING, MarkKind.GENERAL), *((kind,) for kind in list(MarkKind)[2:]))
COUNTIES = (510302, 510302, 510302, 510300)

Days = tuple[date, date]


class Past:
    """One home while it is made up."""

    def __init__(self, random: Random, days: int = PAST_DAYS) -> None:
        self.random, self.length = random, days
        self.home = HomeFacts(
            random.choice(COUNTIES), 7, "MSH", "釜溪养老院",
            random.choice([None, None, self.day()]), random.choice([None, None, None, self.day()]),
        )  # fmt: skip
        self.taken: dict[int, list[Days]] = {}
        self.rulings: list[Answer] = []

    def day(self, since: date = PAST_BEGINS) -> date:
        return since + timedelta(days=self.random.randrange(self.length))

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def spans(self, most: int, inside: Days | None = None) -> Iterator[Days]:
        """Days that do not overlap: they meet or leave a gap, some last no day at all, the last may stay open."""
        begins, ends = inside or (PAST_BEGINS - timedelta(days=self.random.randrange(30)), date.max)
        at = begins + timedelta(days=self.random.choice([0, 0, self.random.randrange(1, 40)]))
        for _turn in range(self.random.randrange(most + 1)):
            length = timedelta(days=self.random.choice([0, 1, 1, 2, self.random.randrange(2, 40), 70]))
            to = ends if self.maybe(0.25) else min(at + length, ends)
            if at >= ends or to == date.max or at >= PAST_BEGINS + timedelta(days=self.length):
                if at < ends:
                    yield at, to
                return
            yield at, to
            at = to + timedelta(days=self.random.choice([0, 0, 1, self.random.randrange(1, 20)]))


def a_past(random: Random, *, beds: int = 5, people: int = 6, days: int = PAST_DAYS) -> tuple[HomeFacts, list[Answer]]:
    """Make up a home and the rulings of its county."""
    past = Past(random, days)
    _ground(past, beds)
    _other_claims(past)
    for elder_id in range(1, people + 1):
        _person(past, elder_id)
    for rows in (past.home.claims, past.home.stays, past.home.marks, past.home.categories, past.home.leaves):
        random.shuffle(rows)  # type: ignore[arg-type]
    return past.home, past.rulings


def _ground(past: Past, beds: int) -> None:
    home, random = past.home, past.random
    home.documents = [DocumentFact(random.randrange(1, 9), *days) for days in past.spans(3)]
    for code in RulingCode:
        past.rulings += [Answer(code, past.maybe(0.3), *days) for days in past.spans(2)]
    for bed_id in range(1, beds + 1):
        served = [(PAST_BEGINS, date.max)] if past.maybe(0.5) else list(past.spans(3))
        home.services += [ServiceFact(bed_id, *days) for days in served]
        if past.maybe(0.25):
            home.extra.add(bed_id)
        for kinds in FACETS:
            home.marks += [MarkFact(bed_id, random.choice(kinds), *days) for days in past.spans(3)]


def _person(past: Past, elder_id: int) -> None:
    random, home = past.random, past.home
    precision = random.choice([*[BirthPrecision.DAY] * 3, *BirthPrecision, None])
    born_on: date | None = date(*random.choice(BIRTHS))
    if precision in (None, BirthPrecision.UNKNOWN):
        born_on = None
    elif born_on is not None and precision is BirthPrecision.MONTH:
        born_on = born_on.replace(day=1)
    elif born_on is not None and precision is not BirthPrecision.DAY:
        born_on = born_on.replace(month=1, day=1)
    sex, place = random.choice([*Sex, None]), random.choice(PLACES)
    for kind in Category:
        if past.maybe(0.3):
            home.categories += [CategoryFact(elder_id, kind, *days) for days in past.spans(3)]
    if past.maybe(0.5):
        home.levels += [LevelFact(elder_id, random.randrange(5), *days) for days in past.spans(3)]
    for from_on, to_on in past.spans(4):
        stay = StayFact(
            len(home.stays) + 1, elder_id, random.choice(list(StayKind)), Payer.SELF, from_on, to_on, born_on, precision,
            sex, place, random.choice([*Ground, Ground.TRANSFER]),
            None if to_on == date.max else random.choice([*EndReason, EndReason.DEATH, EndReason.TRANSFER]),
        )  # fmt: skip
        home.stays.append(stay)
        _during(past, stay)


def _during(past: Past, stay: StayFact) -> None:
    """Its beds one after the other, its leaves, what changed of it, places paid for beside it."""
    random, home, within = past.random, past.home, (stay.from_on, stay.to_on)
    at = stay.from_on
    for _move in range(random.randrange(5)):
        if at > stay.to_on:
            break
        to = stay.to_on if past.maybe(0.3) else min(at + timedelta(days=random.randrange(25)), stay.to_on)
        _claim(past, ClaimKind.STAY, (at, to), stay.id)
        at = min(to + timedelta(days=random.choice([0, 0, 0, 1, 5])), stay.to_on) if to < date.max else date.max
        if at == stay.to_on:
            break
    if past.maybe(0.4):
        _claim(past, ClaimKind.PRIVATE, within, stay.id)
    for days in {past.day(max(stay.from_on, PAST_BEGINS) - timedelta(days=2)) for _turn in range(random.randrange(3))}:
        home.changes.append(ChangeFact(stay.id, days, random.choice(list(StayKind)), Payer.SELF))
    for days in past.spans(3, within):
        expected = random.choice([None, days[0] + timedelta(days=random.randrange(10))])
        home.leaves.append(LeaveFact(stay.id, random.choice(list(LeaveKind)), *days, expected))


def _other_claims(past: Past) -> None:
    for days in (*past.spans(4), *past.spans(3)):
        _claim(past, ClaimKind.CLOSURE, days, None, past.random.choice(list(ClosureReason)))
    for days in (*past.spans(3), *past.spans(2)):
        _claim(past, ClaimKind.HOLD, days, None)


def _claim(past: Past, kind: ClaimKind, days: Days, stay_id: int | None, reason: ClosureReason | None = None) -> None:
    """Take a bed that is in service on all these days and that nobody has; where there is none, take none."""
    from_on, to_on = days
    for service in past.random.sample(past.home.services, len(past.home.services)):
        taken = past.taken.setdefault(service.bed_id, [])
        if service.from_on <= from_on and to_on <= service.to_on and all(to_on <= a or b <= from_on for a, b in taken):
            taken.append(days)
            past.home.claims.append(ClaimFact(service.bed_id, kind, stay_id, reason, from_on, to_on))
            return
