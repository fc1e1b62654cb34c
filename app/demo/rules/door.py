"""The door of a county before it is written: assessments, applications, offers, orders; ids come with writing."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.demo.rules.story import BedStory, HomeStory, Person, StayStory
from app.offers.rules.kinds import AttemptResult, Channel, OfferState, RefusalReason
from app.placements.rules.kinds import OrderState, SupportLevel, Wish
from app.waitlist.rules.kinds import CircumstanceKind, Source
from app.waitlist.rules.steps import EventKind

__all__ = [
    "AssessmentStory", "Door", "EntryStory", "EventStory", "OfferStory", "OrderStory", "SupportStory", "Tried",
]  # fmt: skip


@dataclass(slots=True, eq=False)
class AssessmentStory:
    """One signed assessment: the answers, and what comes of them under its scale."""

    person: Person
    on: date
    scale: str
    answers: dict[str, str]
    result: dict[str, Any]
    until: date | None
    home: HomeStory | None
    by_home: HomeStory | None = None
    dementia: bool = False
    first: bool = True
    disputed: str = ""
    id: int = 0

    @property
    def level(self) -> int:
        """The final level."""
        return int(self.result["final"])


@dataclass(slots=True, eq=False)
class EventStory:
    """One thing that happens to an application; `by` says who does it: home, county or somebody at the township."""

    kind: EventKind
    at: datetime
    by: str = "county"
    reason: str = ""
    change: dict[str, Any] = field(default_factory=dict)
    offer: "OfferStory | None" = None


@dataclass(slots=True, eq=False)
class EntryStory:
    """One application from its registration on."""

    person: Person
    home: HomeStory
    received_at: datetime
    others: list[HomeStory] = field(default_factory=list)
    source: Source = Source.DESK
    any_home: bool = False
    nursing: bool = False
    dementia: bool = False
    single: bool = False
    consents: bool = True
    circumstances: list[tuple[CircumstanceKind, bool]] = field(default_factory=list)
    linked: "EntryStory | None" = None
    events: list[EventStory] = field(default_factory=list)
    number: str = ""
    receipt_no: int = 0
    id: int = 0

    @property
    def day(self) -> date:
        """The day it came in."""
        return self.received_at.date()


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt to reach a family."""

    at: datetime
    channel: Channel
    result: AttemptResult


@dataclass(slots=True, eq=False)
class OfferStory:
    """One bed offered to one applicant, with the days on which it was held."""

    entry: EntryStory
    home: HomeStory
    bed: BedStory
    sent_at: datetime
    state: OfferState
    held_to: date
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    reason: RefusalReason | None = None
    stay: StayStory | None = None
    tried: list[Tried] = field(default_factory=list)
    due_on: date | None = None
    consequence: dict[str, Any] = field(default_factory=dict)
    rank: int = 1
    out_of: int = 1
    ladder: dict[str, Any] = field(default_factory=dict)
    policy_no: int = 0
    claim_id: int = 0
    id: int = 0

    @property
    def on(self) -> date:
        """The day it was sent."""
        return self.sent_at.date()


@dataclass(slots=True, eq=False)
class OrderStory:
    """One order that a home take a 特困 person in."""

    person: Person
    home: HomeStory
    applied_on: date
    state: OrderState
    stay: StayStory | None = None
    bed: BedStory | None = None
    number: str = ""
    id: int = 0
    claim_id: int | None = None


@dataclass(slots=True, eq=False)
class SupportStory:
    """A 特困 person supported at home, and what they wanted when they were asked."""

    person: Person
    home: HomeStory
    from_on: date
    level: SupportLevel
    wishes: list[tuple[date, Wish]]


@dataclass(slots=True, eq=False)
class Door:
    """Everything about a county's door."""

    switches: dict[str, date] = field(default_factory=dict)
    assessments: list[AssessmentStory] = field(default_factory=list)
    entries: list[EntryStory] = field(default_factory=list)
    offers: list[OfferStory] = field(default_factory=list)
    orders: list[OrderStory] = field(default_factory=list)
    supports: list[SupportStory] = field(default_factory=list)
    given: set[int] = field(default_factory=set)

    def level_of(self, person: Person, day: date) -> AssessmentStory | None:
        """Give the newest assessment of a person by a day."""
        found = [one for one in self.assessments if one.person is person and one.on <= day]
        return max(found, key=lambda one: one.on, default=None)
