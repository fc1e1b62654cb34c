"""Applications that led to a stay, and offers that came to nothing before it: told backwards from who lives where."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from app.beds.rules.kinds import Sex
from app.demo.rules.assessing import assess, lost
from app.demo.rules.chance import Chance
from app.demo.rules.door import Door, EntryStory, EventStory, OfferStory, Tried
from app.demo.rules.people import draw_person
from app.demo.rules.story import BedStory, HomeStory, Person, StayStory, days
from app.demo.rules.town import Town
from app.offers.rules.kinds import AttemptResult, Channel, OfferState, RefusalReason
from app.stays.rules.kinds import Ground
from app.waitlist.presets import DEFAULT
from app.waitlist.rules.kinds import Source
from app.waitlist.rules.refusals import consequence
from app.waitlist.rules.steps import EntryState, EventKind

__all__ = ["Past", "at", "new_entry", "take_in"]

_CHINA = timezone(timedelta(hours=8))
_SHORTEST = 10
"""Nobody comes by the list in fewer days."""
_TRIED = 12
"""As many days as an offer may hold a bed for nothing."""
_WITHOUT = 60
"""Some of the last two months' stays have no offer: the audit is there to find them."""


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant of a day by the clock of China."""
    return datetime.combine(day, time(hour, minute), _CHINA)


@dataclass(slots=True)
class Past:
    """What is told from: the town, its door, and which days of each bed are taken."""

    town: Town
    door: Door
    taken: Mapping[int, list[tuple[date, date]]]

    @classmethod
    def of(cls, town: Town, door: Door) -> "Past":
        """Lay out the days on which each bed was taken."""
        taken: dict[int, list[tuple[date, date]]] = defaultdict(list)
        claims = [claim for home in town.homes for stay in home.stays for claim in stay.claims]
        claims += [closure for home in town.homes for closure in home.closures]
        for claim in claims:
            taken[id(claim.bed)].append((claim.from_on, claim.to_on))
        return cls(town, door, taken)

    def empty_before(self, bed: BedStory, day: date) -> int:
        """Count the days a bed had been empty on a day."""
        ends = [to_on for from_on, to_on in self.taken[id(bed)] if from_on < day]
        return (day - max([bed.from_on, *(end for end in ends if end <= day)])).days


def take_in(chance: Chance, past: Past) -> None:
    """Give every stay since its home is in 轮候 the application and offer it came by; a few have none."""
    seen: dict[int, date] = {}
    left_out = 2
    for home in past.town.homes:
        since = past.door.switches.get(home.plan.code)
        stays = [stay for stay in home.stays if since and stay.from_on >= since and stay.ground is Ground.DIRECT]
        for number, stay in enumerate(sorted(stays, key=lambda one: one.from_on)):
            draw = chance.child(home.plan.code, number)
            recent = (past.town.today - stay.from_on).days < _WITHOUT
            if stay.person.supported or (recent and left_out and draw.happens(0.2)):
                left_out -= not stay.person.supported
                continue
            _by_offer(draw, past, home, stay, seen.get(id(stay.person), date.min))
            seen[id(stay.person)] = stay.to_on


def _by_offer(chance: Chance, past: Past, home: HomeStory, stay: StayStory, after: date) -> None:
    claim = next((one for one in stay.claims if not one.private and one.from_on == stay.from_on), None)
    received = max(stay.from_on - days(chance.between(14, 130)), after + days(1) if after != date.min else date.min)
    if claim is None or (stay.from_on - received).days < _SHORTEST:
        stay.ground, stay.ground_note = Ground.EMERGENCY, "出院后家中无人照料，先行安置"
        return
    gap = past.empty_before(claim.bed, stay.from_on)
    sent = max(stay.from_on - days(min(gap, chance.between(3, 8))), received)
    entry = new_entry(chance, past, stay.person, home, received)
    list_it(entry, received, sent)
    came = at(sent, 11, 20) if sent == stay.from_on else at(stay.from_on - days(1), 15, 40)
    offer = OfferStory(
        entry, home, claim.bed, at(sent, 10, 5), OfferState.ADMITTED, stay.from_on, came, at(stay.from_on, 16, 30),
        stay=stay, tried=[Tried(at(sent, 10, 20), Channel.PHONE, AttemptResult.REACHED)],
    )  # fmt: skip
    entry.events += [
        EventStory(EventKind.OFFERED, offer.sent_at, "home", offer=offer),
        EventStory(EventKind.ACCEPTED, came, "home"),
        EventStory(EventKind.ADMITTED, at(stay.from_on, 16, 30), "home"),
    ]
    stay.ground, stay.ground_note = Ground.OFFER, ""
    past.door.offers.append(offer)
    past.door.given.add(id(stay))
    empty = past.empty_before(claim.bed, sent)
    if empty > _TRIED and claim.bed.room.sex is not None and chance.happens(0.7):
        _in_vain(chance.child("first"), past, home, claim.bed, sent - days(chance.between(12, min(empty, 15))))


def new_entry(chance: Chance, past: Past, person: Person, home: HomeStory, received: date) -> EntryStory:
    """Register an application, with an assessment from about then where there is none yet."""
    when = at(received, chance.between(9, 16), chance.between(0, 59))
    source = chance.weighted({Source.DESK: 52, Source.ONLINE: 18, Source.TOWNSHIP: 26, Source.PAPER: 4})
    entry = EntryStory(person, home, when, source=source, consents=chance.happens(0.8))
    person.filed_on = min(person.filed_on, received)
    entry.events.append(EventStory(EventKind.REGISTERED, when, "home"))
    if past.door.level_of(person, received + days(3)) is None and chance.happens(0.92):
        on = max(received - days(chance.between(0, 6)), person.filed_on)
        past.door.assessments.append(assess(chance, person, on, lost(chance, person, on), home))
    past.door.entries.append(entry)
    return entry


def list_it(entry: EntryStory, received: date, before: date) -> None:
    """Check an application and take it into the list, by the day before something else happens to it."""
    looked = min(received + days(1), before)
    listed = min(received + days(4), before)
    entry.events.append(EventStory(EventKind.REVIEWED, max(at(looked, 8, 40), entry.received_at), "county"))
    entry.events.append(EventStory(EventKind.LISTED, max(at(listed, 9, 10), entry.events[-1].at), "county"))


def _in_vain(chance: Chance, past: Past, home: HomeStory, bed: BedStory, sent: date) -> None:
    """Somebody else was offered the bed first and did not take it."""
    person = _somebody(chance, past, home, bed.room.sex or Sex.FEMALE, sent)
    received = sent - days(chance.between(9, 90))
    entry = new_entry(chance, past, person, home, received)
    list_it(entry, received, sent)
    lapsed = chance.happens(0.28)
    reason = RefusalReason.NOT_REACHED if lapsed else chance.weighted(
        {RefusalReason.STAYS_HOME: 30, RefusalReason.HOSPITAL: 18, RefusalReason.MISMATCH: 14, RefusalReason.PRICE: 16,
         RefusalReason.DISTANCE: 12, RefusalReason.OTHER_HOME: 10}
    )  # fmt: skip
    ended = at(sent + days(11 if lapsed else chance.between(1, 5)), 9 if lapsed else 15, 30)
    follows = consequence(DEFAULT, [], reason, ended.date())
    offer = OfferStory(
        entry, home, bed, at(sent, 9, 45), OfferState.LAPSED if lapsed else OfferState.REFUSED, ended.date(),
        None if lapsed else ended, ended, reason=None if lapsed else reason, tried=tried_of(sent, 3 if lapsed else 1),
        consequence={"outcome": str(follows.outcome), "exits": follows.exits, "kept_before": follows.kept_before},
    )  # fmt: skip
    state = EntryState.WAITING if follows.keeps_place else EntryState.REMOVED
    entry.events += [
        EventStory(EventKind.OFFERED, offer.sent_at, "home", offer=offer),
        EventStory(EventKind.LAPSED if lapsed else EventKind.DECLINED, ended, "home", reason.label,
                   {"state": state, "last_answer": reason, "state_reason": reason.label}),
    ]  # fmt: skip
    past.door.offers.append(offer)


def tried_of(sent: date, count: int) -> list[Tried]:
    """Attempts on days and by ways of their own."""
    ways = ((0, Channel.PHONE), (2, Channel.SMS), (4, Channel.VISIT))
    found = [Tried(at(sent + days(gone), 10, 30), way, AttemptResult.NO_ANSWER) for gone, way in ways[:count]]
    return found if count > 1 else [Tried(at(sent, 10, 30), Channel.PHONE, AttemptResult.REACHED)]


def _somebody(chance: Chance, past: Past, home: HomeStory, sex: Sex, day: date) -> Person:
    person = draw_person(chance, past.town.places, home.plan, sex, day - days(100), supported=False)
    person.home = home
    person.homes.add(home.plan.code)
    past.town.people.append(person)
    return person
