"""Facts as of a day, and a home's file over the years: pure functions of what is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from app.core.i18n import _
from app.institutions.rules.grades import GradeScheme
from app.institutions.rules.kinds import FactKind
from app.institutions.rules.words import Said, choices_of, word_of

__all__ = [
    "Event",
    "EventKind",
    "Fact",
    "Holding",
    "due_papers",
    "facts_on",
    "has_run_out",
    "holding",
    "last_day",
    "say_fact",
    "timeline",
    "told_by",
]

DUE_WITHIN_DAYS = 90
"""A paper's end stands on the timeline this many days ahead."""


class Spanned(Protocol):
    """Anything that holds from one day to another, unless voided."""

    from_on: Any
    to_on: Any
    voided_at: Any


class Fact(Said, Spanned, Protocol):
    """A fact as the page reads it."""

    id: int
    party: str
    address: str
    document_no: str
    expires_on: date | None
    attachment_id: int | None


S = TypeVar("S", bound=Spanned)
F = TypeVar("F", bound=Fact)


class Holding(StrEnum):
    """How a paper stands on a day."""

    VALID = "valid"
    DUE = "due"
    OVER = "over"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {Holding.VALID: _("有效"), Holding.DUE: _("快到期"), Holding.OVER: _("已过期")}[self]


class EventKind(StrEnum):
    """How an entry of the timeline is drawn."""

    PLANNED = "planned"
    TURN = "stay"
    PLAIN = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a home's timeline."""

    on: date
    title: str
    note: str = ""
    kind: EventKind = EventKind.PLAIN
    attachment_id: int | None = None
    bare: bool = False
    days_left: int | None = None


def facts_on(facts: Iterable[S], day: date) -> list[S]:
    """Give what held on a day: begun, not ended, not voided."""
    return [fact for fact in facts if fact.voided_at is None and fact.from_on <= day < fact.to_on]


def last_day(from_on: date, to_on: date) -> date | None:
    """Give the last day of a span as people write it, 至 …; `to_on` itself is the first day no longer in."""
    return None if to_on == date.max else max(from_on, to_on - timedelta(days=1))


def told_by(events: Iterable[Event], day: date, today: date) -> list[Event]:
    """Leave out what nobody could have told on a past day; what was about to run out then stays."""
    return [event for event in events if day >= today or event.on <= day or event.kind is EventKind.PLANNED]


def has_run_out(expires_on: date | None, day: date) -> bool:
    """Tell whether a paper no longer holds; its last day still counts."""
    return expires_on is not None and expires_on < day


def holding(expires_on: date | None, day: date) -> Holding:
    """Tell how a paper stands on a day."""
    if has_run_out(expires_on, day):
        return Holding.OVER
    near = expires_on is not None and (expires_on - day).days <= DUE_WITHIN_DAYS
    return Holding.DUE if near else Holding.VALID


def say_fact(fact: Fact) -> str:
    """Say a fact in one line: what, and with whom."""
    if fact.kind is FactKind.LOCATION:
        return fact.address
    said = GradeScheme(fact.slot).label + "　" + word_of(fact) if fact.kind is FactKind.GRADE else word_of(fact)
    shows_party = fact.party and fact.kind not in (FactKind.GRADE, FactKind.LICENCE, FactKind.OTHER)
    return _("{word}，{party}").format(word=said, party=fact.party) if shows_party else said


def timeline(facts: Sequence[Fact], registered: Sequence[Any], home: Any, day: date) -> list[Event]:
    """Tell a home's file from the newest to the oldest: openings, figures, facts, and papers about to run out."""
    live = [fact for fact in facts if fact.voided_at is None]
    events = [*due_papers(live, day), *_of_home(home), *_of_registered(registered)]
    for fact in live:
        events.append(_began(fact))
        if fact.to_on != date.max and not _followed(fact, live):
            events.append(Event(fact.to_on, _("终止　{what}").format(what=_titled(fact))))
    return sorted(events, key=lambda event: (event.on, event.title), reverse=True)


def _titled(fact: Fact) -> str:
    """Say the question and its answer; where the only answer is yes, the question says all."""
    if fact.kind is FactKind.OTHER:
        return say_fact(fact)
    if fact.kind is FactKind.LOCATION or choices_of(fact.kind):
        return _("{kind}：{said}").format(kind=fact.kind.label, said=say_fact(fact))
    return _("{word}，{party}").format(word=fact.kind.label, party=fact.party) if fact.party else fact.kind.label


def _began(fact: Fact) -> Event:
    big = fact.kind in (FactKind.TAG, FactKind.OPERATION, FactKind.LTCI, FactKind.DIRECT_MANAGEMENT)
    return Event(
        fact.from_on,
        _titled(fact),
        note=fact.document_no,
        kind=EventKind.TURN if big else EventKind.PLAIN,
        attachment_id=fact.attachment_id,
        bare=not fact.document_no and fact.attachment_id is None,
    )


def _followed(fact: Fact, facts: Sequence[Fact]) -> bool:
    """An answer that gave way to another needs no entry of its own end."""
    return any(
        other.kind is fact.kind and other.slot == fact.slot and other.from_on == fact.to_on and other is not fact
        for other in facts
    )


def due_papers(facts: Iterable[F], day: date) -> list[Event]:
    """Give the papers of a day's facts that run out soon or have run out, the nearest end first."""
    found = []
    for fact in facts_on(facts, day):
        if fact.expires_on is not None and holding(fact.expires_on, day) is not Holding.VALID:
            left = (fact.expires_on - day).days
            found.append(Event(fact.expires_on, say_fact(fact), kind=EventKind.PLANNED, days_left=left))
    return sorted(found, key=lambda event: event.on)


def _of_home(home: Any) -> list[Event]:
    found = []
    if home.opened_on is not None:
        found.append(Event(home.opened_on, _("开办"), kind=EventKind.TURN))
    if home.closed_on is not None:
        found.append(Event(home.closed_on, _("停办"), kind=EventKind.TURN))
    return found


def _of_registered(registered: Sequence[Any]) -> list[Event]:
    found = []
    before: int | None = None
    for row in sorted(registered, key=lambda row: (row.from_on, row.id)):
        words = {"before": before, "value": row.value}
        said = _("核定床位 {value} 张") if before is None else _("核定床位 {before} → {value} 张")
        found.append(
            Event(
                row.from_on,
                said.format(**words),
                note=row.document_no,
                kind=EventKind.TURN,
                attachment_id=row.attachment_id,
                bare=row.attachment_id is None,
            )
        )
        before = row.value
    return found
