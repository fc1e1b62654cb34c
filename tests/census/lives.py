"""One home while its history is being made up: its rows before they have ids, and days that do not overlap."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from app.beds.models import Bed, BedService, Building, Floor, Room
from app.institutions.models import Institution
from app.residents.models import Elder
from app.stays.models import Stay

__all__ = ["FIRST", "SPAN", "VOID", "Life"]

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
