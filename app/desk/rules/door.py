"""The door of a home or a county on the page of the day: who is next and for which bed, and what waits for an act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.core.i18n import _
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.suiting import FreeBed

__all__ = ["AtTheDoor", "CountyDay", "NextUp", "OfferToDo", "ToDo", "say_due"]


@dataclass(frozen=True, slots=True)
class NextUp:
    """The first on the list for whom there is a bed today, and why it is theirs."""

    facts: EntryFacts
    name: str
    position: int
    person: str
    tier: str
    accepted: date
    kind: str
    bed: FreeBed


@dataclass(frozen=True, slots=True)
class OfferToDo:
    """An offer that waits for an answer."""

    offer_id: int
    name: str
    bed: str
    due_on: date
    due_at: datetime
    overdue: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class ToDo:
    """One line of a queue that wants one act; `ways` are what the address of its page asks for."""

    name: str
    said: str
    id: int
    late: bool = False
    ways: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """What a home in 轮候 sees of its door today; of one that is not, only the admissions under way."""

    switched: bool
    waiting: int = 0
    next: NextUp | None = None
    offers: Sequence[OfferToDo] = ()
    admissions: Sequence[ToDo] = ()
    ready: Sequence[ToDo] = ()
    assessments: int = 0

    @property
    def due(self) -> list[OfferToDo]:
        """Offers whose last day is today or over."""
        return [one for one in self.offers if one.overdue or one.is_today]

    @property
    def moving_in(self) -> list[ToDo]:
        """Who may begin to move in, and who has begun."""
        return [*self.ready, *self.admissions]


@dataclass(frozen=True, slots=True)
class CountyDay:
    """What waits for the county's case officer."""

    orders: Sequence[ToDo]
    reviews: Sequence[ToDo]
    overrides: Sequence[ToDo]
    objections: Sequence[ToDo]
    transfers: Sequence[ToDo]
    skips: int
    waiting: int

    @property
    def total(self) -> int:
        """How many acts are waited for."""
        queues = (self.orders, self.reviews, self.overrides, self.objections, self.transfers)
        return sum(len(queue) for queue in queues) + self.skips


def say_due(one: OfferToDo, today: date) -> str:
    """Say by when an offer is to be answered."""
    if one.overdue:
        return _("逾期 {n} 天，还要联系").format(n=(today - one.due_on).days)
    if one.is_today:
        return _("今天到期")
    return _("{n} 天内答复").format(n=(one.due_on - today).days)
