"""Who waits today: tiers, couples, deferred and overridden ones, and some whose papers are not ready."""

from datetime import date

from app.beds.rules.kinds import Sex
from app.demo.rules.applying import Past, at, list_it, new_entry
from app.demo.rules.assessing import ABILITY, OLDER, assess, lost
from app.demo.rules.chance import Chance
from app.demo.rules.door import EntryStory, EventStory
from app.demo.rules.homes import SHOWPIECE
from app.demo.rules.people import draw_person
from app.demo.rules.story import HomeStory, Person, days
from app.demo.rules.town import Town
from app.residents.rules.kinds import Category, RelationKind
from app.waitlist.rules.kinds import CircumstanceKind, LinkKind
from app.waitlist.rules.steps import EventKind

__all__ = ["line_up"]

_KINDS = {None: 52.0, Category.MINIMUM_LIVING: 17, Category.NEAR_MINIMUM: 10, Category.VETERAN: 8,
          Category.BEREAVED: 7, Category.SEVERE_DISABILITY: 6}  # fmt: skip
_CIRCUMSTANCES = {
    CircumstanceKind.LIVES_ALONE: 0.22, CircumstanceKind.NO_FAMILY: 0.05, CircumstanceKind.HARDSHIP: 0.12,
    CircumstanceKind.FAMILY_PLANNING: 0.05, CircumstanceKind.CONTRIBUTION: 0.02,
}  # fmt: skip
_PAST = 380


def line_up(chance: Chance, past: Past, count: int) -> list[EntryStory]:
    """Let so many wait for the homes in 轮候, some of them not taken in yet; the county's own troubles come after."""
    homes = [home for home in past.town.homes if home.plan.code in past.door.switches]
    found: list[EntryStory] = []
    for number in range(count):
        draw = chance.child(number)
        home = draw.weighted({each: (4.0 if each.plan.code == SHOWPIECE else 1 + each.plan.social) for each in homes})
        sex = Sex.FEMALE if draw.happens(0.54) else Sex.MALE
        found.append(_waits(draw, past, home, homes, sex, past.town.today - days(_ago(draw, number, count))))
    for number, home in enumerate(homes[:2]):
        found += _couple(chance.child("couple", number), past, home, homes)
    _some_ended(chance.child("ended"), found)
    _trouble(chance.child("trouble"), past, found)
    return found


def _ago(draw: Chance, number: int, count: int) -> int:
    """The newest came this week; most within half a year."""
    return 1 + number % 6 if number * 9 < count else 7 + int(draw.share() ** 1.6 * _PAST)


def _waits(
    draw: Chance, past: Past, home: HomeStory, homes: list[HomeStory], sex: Sex, received: date, **told: object
) -> EntryStory:
    person = draw_person(draw, past.town.places, home.plan, sex, received, supported=False, **told)
    _give_category(draw, person)
    others = [one for one in homes if one is not home]
    wished = [draw.pick(others)] if others and draw.happens(0.45) else []
    person.home = home
    person.homes |= {one.plan.code for one in (home, *wished)}
    past.town.people.append(person)
    _assess(draw, past, person, home, received)
    entry = new_entry(draw, past, person, home, received)
    entry.others, entry.any_home = wished, draw.happens(0.12)
    entry.circumstances = [(kind, draw.happens(0.9)) for kind, share in _CIRCUMSTANCES.items() if draw.happens(share)]
    if (past.town.today - received).days > 6:
        list_it(entry, received, past.town.today - days(1))
    elif (past.town.today - received).days > 3:
        entry.events.append(EventStory(EventKind.REVIEWED, at(received + days(1), 8, 40), "county"))
    return entry


def _give_category(draw: Chance, person: Person) -> None:
    kind = draw.weighted(_KINDS)
    first = person.categories[0]
    since = min(first[1], person.filed_on)
    if kind is not None:
        person.categories = [(kind, since, f"民保〔{since.year}〕{draw.between(100, 980)} 号", draw.happens(0.05))]


def _assess(draw: Chance, past: Past, person: Person, home: HomeStory, received: date) -> None:
    """Most hold a level that is valid; some let it run out, some were assessed by the older scale, some not at all."""
    today = past.town.today
    how = draw.weighted({"valid": 70.0, "old": 14, "other": 5, "never": 11})
    if how == "never":
        return
    on = max(received, today - days(draw.between(5, 170))) if how != "old" else min(received, today - days(200))
    on = min(on, today - days(1))
    person.filed_on = min(person.filed_on, on)
    scale = OLDER if how == "other" else ABILITY
    past.door.assessments.append(assess(draw, person, on, lost(draw, person, on), home, scale=scale))


def _couple(chance: Chance, past: Past, home: HomeStory, homes: list[HomeStory]) -> list[EntryStory]:
    """Husband and wife apply on one day and wait for two beds of one room."""
    received = past.town.today - days(chance.between(60, 150))
    wife = _waits(chance.child("wife"), past, home, homes, Sex.FEMALE, received, age=79)
    told = {"age": 81, "town": wife.person.hukou_region, "address": wife.person.address}
    husband = _waits(chance.child("husband"), past, home, homes, Sex.MALE, received, **told)
    wife.person.related.append((husband.person, RelationKind.SPOUSE))
    husband.others, husband.linked = wife.others, wife
    husband.person.homes = set(wife.person.homes)
    wife.linked = wife
    for entry in (wife, husband):
        entry.events.append(EventStory(EventKind.LINKED, at(received + days(5), 14, 10), "home", "夫妻同住",
                                       {"link_kind": LinkKind.COUPLE}))  # fmt: skip
    return [wife, husband]


def _some_ended(chance: Chance, found: list[EntryStory]) -> None:
    """Some families change their mind, and some do not fulfil what is asked."""
    listed = [entry for entry in found if entry.linked is None and entry.events[-1].kind is EventKind.LISTED]
    for entry in chance.some(listed, len(listed) // 14):
        day = entry.events[-1].at.date() + days(2)
        entry.events.append(EventStory(EventKind.WITHDRAWN, at(day, 11), "home", "子女接回家照料"))
    unlisted = [entry for entry in found if entry.events[-1].kind is EventKind.REVIEWED]
    for entry in unlisted[:1]:
        last = entry.events[-1].at
        entry.events.append(EventStory(EventKind.INELIGIBLE, last.replace(hour=16), "county", "未满 60 周岁"))


def _trouble(chance: Chance, past: Past, found: list[EntryStory]) -> None:
    """What the pages are there to show: deferred, a tier set by hand, one that waits for the second signature."""
    today = past.town.today
    listed = [one for one in found if one.linked is None and one.events[-1].kind is EventKind.LISTED]
    old = [one for one in listed if (today - one.day).days > 20]
    for number, entry in enumerate(old[1:5]):
        until = today + days(20 + 25 * number)
        entry.events.append(EventStory(EventKind.DEFERRED, at(today - days(9 + number), 10, 40), "home",
                                       "正在住院，出院后再安排", {"state_until": until}))  # fmt: skip
    if len(old) > 9:
        _by_hand(old[6], today - days(12), 2, "独居失能，社区反映无人照料，经会商提前", approved=True)
        _by_hand(old[8], today - days(2), 3, "家中失火，房屋无法居住", approved=False)
        old[9].events.append(EventStory(EventKind.CONFIRMED, at(today - days(3), 15), "home", "电话确认继续轮候"))
    if past.town.by_code.get(SHOWPIECE) is not None:
        _never_fits(old, past.town)


def _by_hand(entry: EntryStory, on: date, tier: int, reason: str, *, approved: bool) -> None:
    asked = {"override_tier": tier, "override_reason": reason}
    entry.events.append(EventStory(EventKind.OVERRIDE_ASKED, at(on, 10), "home", reason, asked))
    if approved:
        entry.events.append(EventStory(EventKind.OVERRIDE_APPROVED, at(on, 16), "county", "会商记录已附"))


def _never_fits(old: list[EntryStory], town: Town) -> None:
    """The first of all wants a room alone, in a house that has none: the next ones are called, and the place is kept."""
    first = min(
        (one for one in old if one.home is town.by_code[SHOWPIECE]), key=lambda one: one.received_at, default=None
    )
    if first is not None and first.events[-1].kind is EventKind.LISTED:
        first.single, first.others, first.any_home = True, [], False
        first.person.categories = [
            (Category.MINIMUM_LIVING, first.person.categories[0][1], "富民保〔2024〕118 号", False)
        ]
        first.circumstances = [(CircumstanceKind.LIVES_ALONE, True)]
