"""What occupancy is counted from: rows of homes as plain values, each with its days `[from_on, to_on)`."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from app.beds.rules.kinds import ClaimKind, ClosureReason, MarkKind, Sex
from app.residents.rules.kinds import BirthPrecision, Category
from app.stays.rules.kinds import EndReason, Ground, LeaveKind, Payer, StayKind

__all__ = [
    "CategoryFact", "ChangeFact", "ClaimFact", "DocumentFact", "HomeFacts", "LeaveFact", "LevelFact", "MarkFact",
    "ServiceFact", "Spanned", "StayFact", "on_day",
]  # fmt: skip


class Spanned(Protocol):
    """Anything that lasts from one day to another."""

    @property
    def from_on(self) -> date:
        """The first day."""

    @property
    def to_on(self) -> date:
        """The first day no longer in."""


S = TypeVar("S", bound=Spanned)


def on_day(rows: list[S], day: date) -> list[S]:
    """Give the rows that cover the day; what begins and ends on one day covers none."""
    return [row for row in rows if row.from_on <= day < row.to_on]


class DocumentFact(NamedTuple):
    """A registered figure 核定 as a paper says it."""

    value: int
    from_on: date
    to_on: date


class ServiceFact(NamedTuple):
    """A bed in service."""

    bed_id: int
    from_on: date
    to_on: date


class ClaimFact(NamedTuple):
    """Who or what has a bed."""

    bed_id: int
    kind: ClaimKind
    stay_id: int | None
    reason: ClosureReason | None
    from_on: date
    to_on: date


class MarkFact(NamedTuple):
    """What a bed is certified as."""

    bed_id: int
    kind: MarkKind
    from_on: date
    to_on: date


class StayFact(NamedTuple):
    """A stay as it began, with its person's file as it reads now; what changed of the stay later stands in changes."""

    id: int
    elder_id: int
    kind: StayKind
    payer: Payer
    from_on: date
    to_on: date
    born_on: date | None
    precision: BirthPrecision | None
    sex: Sex | None = None
    hukou_region: int | None = None
    ground: Ground = Ground.DIRECT
    end_reason: EndReason | None = None


class ChangeFact(NamedTuple):
    """From this day on the stay is of this kind and paid by that one."""

    stay_id: int
    from_on: date
    kind: StayKind
    payer: Payer


class LeaveFact(NamedTuple):
    """The nights somebody is away."""

    stay_id: int
    kind: LeaveKind
    from_on: date
    to_on: date
    expected_on: date | None


class CategoryFact(NamedTuple):
    """A policy category somebody is in."""

    elder_id: int
    kind: Category
    from_on: date
    to_on: date


class LevelFact(NamedTuple):
    """The ability level somebody is assessed at, 0 able to 4 wholly dependent."""

    elder_id: int
    level: int
    from_on: date
    to_on: date


@dataclass(slots=True)
class HomeFacts:
    """One home with every live row that touches the days asked for."""

    county: int
    institution_id: int
    code: str
    name: str
    opened_on: date | None
    closed_on: date | None
    documents: list[DocumentFact] = field(default_factory=list)
    services: list[ServiceFact] = field(default_factory=list)
    extra: set[int] = field(default_factory=set)
    claims: list[ClaimFact] = field(default_factory=list)
    stays: list[StayFact] = field(default_factory=list)
    changes: list[ChangeFact] = field(default_factory=list)
    leaves: list[LeaveFact] = field(default_factory=list)
    marks: list[MarkFact] = field(default_factory=list)
    categories: list[CategoryFact] = field(default_factory=list)
    levels: list[LevelFact] = field(default_factory=list)
