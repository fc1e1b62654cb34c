"""One home while its history is being made up: its rows before they have ids, and days that do not overlap."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from app.beds.models import Bed, BedMark, BedService, Building, Floor, Room
from app.beds.rules.kinds import MarkKind
from app.institutions.models import Institution
from app.residents.models import Elder, ElderCategory
from app.residents.rules.kinds import Category
from app.stays.models import Stay

__all__ = ["FIRST", "SPAN", "VOID", "Life", "said_of"]

FIRST, SPAN = date(2024, 1, 1), 420
VOID = {"voided_at": datetime(2026, 1, 1, tzinfo=UTC), "void_reason": "登错了"}


@dataclass(slots=True)
class Life:
    """One home's rows while they are being made, before they have ids."""

    random: Random
    home: Institution
    building: Building | None = None
    floor: Floor | None = None
    room: Room | None = None
    beds: list[Bed] = field(default_factory=list)
    elders: list[Elder] = field(default_factory=list)
    services: list[BedService] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    taken: dict[int, list[tuple[date, date]]] = field(default_factory=dict)
    # What the census counts besides is drawn apart, so that it changes nothing of what was drawn before it.
    aside: Random = field(default_factory=Random)

    def __post_init__(self) -> None:
        self.aside.seed(str(self.home.code))

    @property
    def keys(self) -> dict[str, int]:
        return {"county": self.home.county, "institution_id": self.home.id}

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def void(self, chance: float) -> dict[str, Any]:
        return VOID if self.maybe(chance) else {}

    def spans(self, most: int, *, since: date = FIRST, until: date | None = None) -> Iterator[tuple[date, date]]:
        """Days that do not overlap: some meet, some leave a gap, some are of zero days, the last may stay open."""
        end = min(until or date.max, FIRST + timedelta(days=SPAN))
        at = since + timedelta(days=self.random.choice([0, 0, self.random.randrange(60)]))
        for _turn in range(self.random.randrange(most + 1)):
            if at >= end:
                return
            length = self.random.choice([0, 1, self.random.randrange(2, 40), self.random.randrange(40, 300)])
            to = min(at + timedelta(days=length), end)
            if until in (None, date.max) and self.maybe(0.35):
                yield at, date.max
                return
            yield at, to
            at = to + timedelta(days=self.random.choice([0, 0, 1, self.random.randrange(30)]))

    def seal(self) -> UUID:
        return UUID(int=self.random.getrandbits(128))


def said_of(life: Life) -> Iterator[Any]:
    """Marks of beds and categories of people, some of them voided."""
    asked = life.random
    life.random = life.aside
    for bed in life.beds:
        for kind in life.aside.sample(list(MarkKind), 2 if life.maybe(0.7) else 0):
            for from_on, to_on in life.spans(2) if kind is not MarkKind.GENERAL else ():
                said = {**life.keys, "bed_id": bed.id, "kind": kind, "basis": "文", "from_on": from_on, "to_on": to_on}
                yield BedMark(**said, **life.void(0.2))
    for elder in life.elders:
        for category in life.aside.sample(list(Category), 3):
            for from_on, to_on in life.spans(2):
                yield ElderCategory(
                    county=life.home.county, elder_id=elder.id, kind=category, unverified=True, from_on=from_on,
                    to_on=to_on, **life.void(0.2),
                )  # fmt: skip
    life.random = asked
