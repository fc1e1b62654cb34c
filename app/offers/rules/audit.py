"""What the bureau looks for: a stay without a ground, a free bed nobody spoke of, a rule changed just before an offer."""

from dataclasses import dataclass
from datetime import date, datetime

from app.core.i18n import _
from app.offers.rules.calendar import Calendar, due_after
from app.offers.rules.kinds import ExplainReason
from app.stays.rules.kinds import Ground
from app.waitlist.rules.steps import EventKind

__all__ = ["ActLine", "AgeingLine", "ChangeLine", "FreeLine", "ShareLine", "StayLine"]

LONG_CLOSED = 30


@dataclass(frozen=True, slots=True)
class ActLine:
    """What a home did to an application in the family's name, and whether the family has been told."""

    entry_id: int
    number: str
    institution_id: int
    act: EventKind
    at: datetime
    is_told: bool


@dataclass(frozen=True, slots=True)
class StayLine:
    """One admission with what it rests on: its offer, its order, else its ground."""

    stay_id: int
    institution_id: int
    from_on: date
    ground: Ground
    note: str
    offer_id: int | None
    order_no: str | None
    switched: bool

    @property
    def is_open(self) -> bool:
        """Whether nothing bears it out: said to be by an offer or an order that is not there, or past the list."""
        if self.ground is Ground.OFFER:
            return self.offer_id is None
        if self.ground is Ground.PLACEMENT:
            return self.order_no is None
        return self.ground is Ground.DIRECT and self.switched

    @property
    def said(self) -> str:
        """What it rests on."""
        if self.is_open:
            return _("没有对应的通知")
        if self.order_no:
            return _("安置通知 {number}").format(number=self.order_no)
        return self.note


@dataclass(frozen=True, slots=True)
class FreeLine:
    """One free bed: since when, and what was said or done about it."""

    bed_id: int
    institution_id: int
    name: str
    free_since: date
    due_on: date
    offered_on: date | None
    explained_on: date | None
    reason: ExplainReason | None
    note: str

    @property
    def spoken_for(self) -> bool:
        """Whether it was offered or explained since it became free."""
        return self.offered_on is not None or self.explained_on is not None

    def is_late(self, today: date) -> bool:
        """Whether nobody has offered or explained it in time."""
        return not self.spoken_for and today > self.due_on

    @classmethod
    def due(cls, free_since: date, days: int, calendar: Calendar) -> date:
        """By when it is to be offered or explained."""
        return due_after(free_since, days, calendar)


@dataclass(frozen=True, slots=True)
class AgeingLine:
    """A bed that nobody sleeps in for long: closed, or kept for somebody away."""

    bed_id: int
    institution_id: int
    name: str
    kind: str
    since: date
    until: date | None

    def days(self, today: date) -> int:
        """How long."""
        return (today - self.since).days

    def is_long(self, today: date) -> bool:
        """Whether it has lasted longer than a month, or beyond its own plan."""
        return self.days(today) > LONG_CLOSED or (self.until is not None and self.until < today)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A room's rule or a bed's mark changed shortly before that very bed was offered."""

    offer_id: int
    institution_id: int
    bed: str
    offered_on: date
    changed_on: date
    what: str

    @property
    def days(self) -> int:
        """How many days before."""
        return (self.offered_on - self.changed_on).days


@dataclass(frozen=True, slots=True)
class ShareLine:
    """How many applicants a home has assessed itself, of those who have a level."""

    institution_id: int
    own: int
    all: int
    drawn: int
    done: int

    @property
    def percent(self) -> int:
        """The share in whole parts of a hundred."""
        return round(100 * self.own / self.all) if self.all else 0
