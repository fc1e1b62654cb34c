"""Telling what happened to applications hour by hour, so that each offer finds the order of its own moment."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date
from typing import Any

from app.demo.rules.door import AssessmentStory, Door, EntryStory, EventStory, OfferStory
from app.demo.rules.story import HomeStory, days
from app.demo.rules.town import Town
from app.offers.rules.reserve import Reserve
from app.residents.rules.kinds import BirthPrecision
from app.waitlist.rules.events import change_of, step
from app.waitlist.rules.facts import EntryFacts, Held
from app.waitlist.rules.ladder import explain
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.ranking import rank
from app.waitlist.rules.refusals import months_after
from app.waitlist.rules.steps import LISTED, EntryState, EventKind

__all__ = ["Hands", "Told", "facts_at_first", "tell_all"]


@dataclass(frozen=True, slots=True)
class Hands:
    """Who does things: the county's officer, else the director of the home."""

    officer: tuple[int, str]

    def of(self, story: EventStory, home: HomeStory) -> tuple[int, str]:
        """Give the one who did it."""
        director = (home.director_id, home.director)
        return self.officer if story.by == "county" or home.director_id is None else (director[0] or 0, director[1])


@dataclass(slots=True)
class Told:
    """One event as it is written."""

    entry: EntryStory
    story: EventStory
    seq: int
    by: tuple[int, str]
    reason: str
    change: dict[str, Any]
    after: EntryFacts


@dataclass(slots=True)
class _Telling:
    town: Town
    door: Door
    policies: list[Policy]
    hands: Hands
    now: dict[int, EntryFacts] = field(default_factory=dict)
    seq: dict[int, int] = field(default_factory=dict)


def tell_all(town: Town, door: Door, policies: list[Policy], hands: Hands) -> list[Told]:
    """Tell every event in the order in which they happened."""
    telling = _Telling(town, door, policies, hands)
    for number, entry in enumerate(door.entries, 1):
        entry.id = number
    pairs = [(entry, story) for entry in door.entries for story in entry.events]
    pairs.sort(key=lambda pair: (pair[1].at, pair[0].receipt_no))
    return [_tell(telling, entry, story) for entry, story in pairs]


def _tell(telling: _Telling, entry: EntryStory, story: EventStory) -> Told:
    before = telling.now.get(entry.id)
    by = telling.hands.of(story, entry.home)
    if story.offer is not None:
        _place(telling, story.offer)
    changed = _changed(telling, entry, story, by)
    change = change_of(before.state if before else None, story.kind, changed)
    after = step(before, story.kind, change, entry.id)
    telling.now[entry.id] = after
    telling.seq[entry.id] = seq = telling.seq.get(entry.id, 0) + 1
    reason = story.reason
    if story.offer is not None:
        reason = f"{story.offer.bed.room.label}-{story.offer.bed.label}"
    return Told(entry, story, seq, by, reason, change, after)


def _changed(telling: _Telling, entry: EntryStory, story: EventStory, by: tuple[int, str]) -> dict[str, Any]:
    if story.kind is EventKind.REGISTERED:
        facts = facts_at_first(telling.town, telling.door, entry)
        return {name: getattr(facts, name) for name in facts.to_json()}
    extra: dict[str, Any] = {}
    if story.kind is EventKind.LINKED and entry.linked is not None:
        extra = {"link_no": entry.linked.number}
    elif story.kind is EventKind.OVERRIDE_ASKED:
        extra = {"override_asked_by": by[0]}
    elif story.kind is EventKind.OVERRIDE_APPROVED:
        extra = {"override_approved_by": by[0]}
    elif story.kind is EventKind.LISTED:
        extra = _checked(telling.now[entry.id], entry, story)
    elif story.kind is EventKind.CONFIRMED:
        extra = {"confirm_due_on": months_after(story.at.date(), 12)}
    elif story.kind in _SAID and "state_reason" not in story.change:
        extra = {"state_reason": story.reason}
    return story.change | extra


def _checked(facts: EntryFacts, entry: EntryStory, story: EventStory) -> dict[str, Any]:
    """The county has looked at the papers of whoever it lists: only then do categories count."""
    unseen = {(str(kind), since) for kind, since, _no, unverified in entry.person.categories if unverified}
    held = tuple(replace(one, verified=(one.kind, one.from_on) not in unseen) for one in facts.categories)
    return {"categories": held, "categories_checked_at": story.at.astimezone(UTC)}


_SAID = (EventKind.DEFERRED, EventKind.WITHDRAWN, EventKind.INELIGIBLE)


def facts_at_first(town: Town, door: Door, entry: EntryStory) -> EntryFacts:
    """Give the facts an application began with: what the person's file said, and the application itself."""
    person = entry.person
    ended = entry.events[-1].kind in (EventKind.ADMITTED, EventKind.WITHDRAWN)
    level = door.level_of(person, entry.day + days(3) if ended else town.today)
    held = sorted((str(kind), since) for kind, since, _no, _unverified in person.categories)
    return EntryFacts(
        county=town.county, elder_id=person.id, number=entry.number, receipt_year=entry.received_at.year,
        receipt_no=entry.receipt_no, accepted_at=entry.received_at.astimezone(UTC),
        received_at=entry.received_at.astimezone(UTC), state=EntryState.SUBMITTED, entry_id=entry.id, sex=person.sex,
        born_on=person.born_on, birth_precision=person.precision or BirthPrecision.UNKNOWN,
        categories=tuple(Held(kind, since, verified=False) for kind, since in held),
        circumstances=tuple(Held(str(kind), entry.day, date.max, seen) for kind, seen in entry.circumstances),
        **_level_said(level),
        hukou_county=int(str(person.hukou_region)[:6]) if person.hukou_region else None,
        wishes=(entry.home.id, *(home.id for home in entry.others)), any_home=entry.any_home,
        needs_nursing=entry.nursing, needs_dementia=entry.dementia, needs_single=entry.single,
        consent_public=entry.consents, confirm_due_on=months_after(entry.day, 12),
    )  # fmt: skip


def _level_said(level: AssessmentStory | None) -> dict[str, Any]:
    if level is None:
        return {}
    return {
        "level": level.level, "level_scale": level.scale, "level_on": level.on, "level_until": level.until,
        "dementia": level.dementia, "assessment_id": level.id,
        "assessor_home_id": level.by_home.id if level.by_home else None,
    }  # fmt: skip


def _place(telling: _Telling, offer: OfferStory) -> None:
    """Keep beside an offer where its applicant stood at that moment, and why."""
    day, home = offer.on, offer.home.id
    policy = next(
        (one for one in reversed(telling.policies) if one.from_on and one.from_on <= day), telling.policies[0]
    )
    listed = [facts for facts in telling.now.values() if facts.state in LISTED]
    ranking = rank(policy, listed, day, institution_id=home)
    ladder = explain(policy, ranking, offer.entry.id, day)
    offer.policy_no = policy.no
    offer.rank, offer.out_of = ranking.position_of(offer.entry.id) or 1, max(len(ranking), 1)
    kept = Reserve(policy.reserve.on, 0, 0, 0, 1, day.year - 1).to_json()
    offer.ladder = {
        "ladder": ladder.to_json() if ladder else {}, "bed": f"{offer.bed.room.label}-{offer.bed.label}", "reserve": kept,
        "passed": [], "skipped": [], "evidence": [], "movers": [], "internal_reason": "",
    }  # fmt: skip
