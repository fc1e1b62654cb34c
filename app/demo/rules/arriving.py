"""Admissions: who comes, for how long, on what ground, and which bed they are given."""

from datetime import date

from app.beds.rules.kinds import Sex
from app.demo.rules.chance import Chance
from app.demo.rules.departing import end_stay, late_by
from app.demo.rules.health import grow_forgetful, is_forgetful
from app.demo.rules.homes import SHOWPIECE
from app.demo.rules.houses import women_of
from app.demo.rules.people import Places, draw_person
from app.demo.rules.story import FOREVER, BedStory, ChangeStory, ClaimStory, HomeStory, Person, StayStory, days
from app.residents.rules.kinds import Category, Relation, RelationKind
from app.stays.rules.kinds import EndReason, Ground, LateReason, Payer, StayKind

__all__ = ["Arrivals", "lie_down"]

_COUPLES = 0.1
_PRIVATE = 0.05
_RETURNING = 0.12
_SUMMER = (6, 7, 8, 9)


class Arrivals:
    """Admits people into the homes of one tenant and keeps everybody who ever came."""

    def __init__(self, people: list[Person], places: Places, first: date, today: date) -> None:
        """Keep the list that all files go into."""
        self.people, self.places, self.first, self.today = people, places, first, today

    def fill(self, chance: Chance, home: HomeStory) -> None:
        """Let those move in who lived there before the telling begins; a ledger brought them in."""
        wanted = round(len(home.beds) * min(home.plan.full, 0.95) * (0.93 if home.closed_on is None else 1.1))
        for room in [room for room in home.rooms if room.sex is None]:
            if chance.happens(0.75):
                self._couple(chance, home, room.beds, self._long_ago(chance, home))
        tries = 0
        while len(home.residents) < wanted and tries < wanted * 3:
            tries += 1
            self._admit(chance, home, self._long_ago(chance, home), StayKind.LONG)
        for stay in home.residents:
            stay.ground, stay.recorded_on, stay.late = Ground.LEDGER, self.first, LateReason.LEDGER
            stay.person.filed_on = self.first

    def of_day(self, chance: Chance, home: HomeStory, day: date) -> None:
        """Admit those who come on a day: as many as keep the house as full as it is known to be."""
        if home.closed_on is not None and day > home.closed_on - days(120):
            return
        wanted = home.plan.full * len(home.beds)
        lacking = max(wanted - len(home.residents), 0.0)
        if home.plan.travel and day.month in _SUMMER and chance.happens(0.12):
            self._admit(chance, home, day, StayKind.TRAVEL)
        for _each in range(chance.times(lacking / 16 + 0.004)):
            couples = [room for room in home.rooms if room.sex is None and all(bed.is_free(day) for bed in room.beds)]
            if couples and chance.happens(_COUPLES):
                self._couple(chance, home, couples[0].beds, day)
            else:
                self._admit(chance, home, day, _kind(chance, day))

    def turn_long(self, chance: Chance, stay: StayStory, day: date, payer: Payer | None = None) -> None:
        """Let a trial or a short stay become a long one."""
        stay.changes.append(ChangeStory(day, StayKind.LONG, payer or stay.payer))
        stay.planned_end_on = None
        if not stay.person.supported and chance.happens(0.3) and stay.home.plan.ltci and day + days(60) < self.today:
            stay.settles_on = FOREVER

    def _long_ago(self, chance: Chance, home: HomeStory) -> date:
        """Draw since when somebody has lived here: most since a few years, some since the house was opened."""
        years = chance.share() ** 2 * (9 if home.plan.social < 0.3 else 5)
        return max(self.first - days(int(years * 365) + 1), home.opened_on + days(20))

    def _admit(self, chance: Chance, home: HomeStory, day: date, kind: StayKind) -> None:
        supported = not chance.happens(home.plan.social) and kind is not StayKind.TRAVEL
        sex = Sex.FEMALE if chance.happens(women_of(home.plan, supported=supported)) else Sex.MALE
        free = home.free_beds(day, sex)
        if not free:
            sex = Sex.MALE if sex is Sex.FEMALE else Sex.FEMALE
            free = home.free_beds(day, sex)
        if not free:
            return
        person = self._returning(chance, home, sex, day) if kind is not StayKind.TRAVEL else None
        if person is None:
            person = draw_person(chance, self.places, home.plan, sex, day, supported=supported)
            self._keep(person, home)
        stay = self._stay(chance, home, person, day, kind if not person.supported else StayKind.LONG)
        bed = _choose(chance, person, free, day)
        lie_down(stay, bed, day)
        if day > self.first and chance.happens(0.004):
            end_stay(chance, stay, day, chance.pick([EndReason.HOSPITAL, EndReason.DEATH, EndReason.HOME]))
        elif _takes_the_room(chance, stay, bed, day):
            self._take_room(stay, bed, day)

    def _returning(self, chance: Chance, home: HomeStory, sex: Sex, day: date) -> Person | None:
        """Some who come have been here before."""
        if day <= self.first or not chance.happens(_RETURNING):
            return None
        lately = [
            stay for stay in home.stays
            if stay.end_reason in (EndReason.TERM_OVER, EndReason.HOME, EndReason.HOSPITAL) and stay.to_on < day - days(14)
            and stay.person.sex is sex and stay.person.died_on is None
        ]  # fmt: skip
        present = {id(stay.person) for stay in home.residents}
        gone = {id(stay.person) for stay in home.stays if stay.to_on > day - days(14)}
        lately = [
            stay for stay in lately if id(stay.person) not in present | gone and stay.person.homes == {home.plan.code}
        ]
        return chance.pick(lately).person if lately else None

    def _couple(self, chance: Chance, home: HomeStory, beds: list[BedStory], day: date) -> None:
        age = chance.between(74, 88)
        wife = draw_person(chance, self.places, home.plan, Sex.FEMALE, day, supported=False, age=age)
        husband = draw_person(
            chance, self.places, home.plan, Sex.MALE, day, supported=False, age=age + chance.between(0, 5),
            town=wife.hukou_region, address=wife.address,
        )  # fmt: skip
        husband.contacts = [
            contact for contact in husband.contacts if contact.relation is Relation.SON
        ] or husband.contacts
        wife.contacts = list(husband.contacts)
        wife.related.append((husband, RelationKind.SPOUSE))
        for person, bed in ((husband, beds[0]), (wife, beds[1])):
            self._keep(person, home)
            stay = self._stay(chance, home, person, day, StayKind.LONG)
            lie_down(stay, bed, day)

    def _keep(self, person: Person, home: HomeStory) -> None:
        person.home = home
        self.people.append(person)

    def _stay(self, chance: Chance, home: HomeStory, person: Person, day: date, kind: StayKind) -> StayStory:
        stay = StayStory(person, home, kind, _ground(chance, person), _payer(chance, home, person), day)
        if stay.ground is Ground.PLACEMENT:
            stay.ground_note = f"安置通知 {day.year}-{chance.between(1, 260):03d} 号"
        stay.recorded_on, stay.late = late_by(chance, day, self.today)
        length = {StayKind.TRIAL: chance.between(15, 30), StayKind.RESPITE: chance.between(10, 60),
                  StayKind.TRAVEL: chance.between(14, 75)}.get(kind)  # fmt: skip
        if length is not None:
            stay.planned_end_on = day + days(length)
            # Who came for a while goes about then, not on the day.
            stay.settles_on = day + days(max(length + (0 if kind is StayKind.TRIAL else chance.between(-3, 6)), 3))
        home.stays.append(stay)
        home.residents.append(stay)
        person.homes.add(home.plan.code)
        return stay

    def _take_room(self, stay: StayStory, bed: BedStory, day: date) -> None:
        other = next(one for one in bed.room.beds if one is not bed)
        other.taken_by = stay
        stay.claims.append(ClaimStory(other, day, private=True))


def lie_down(stay: StayStory, bed: BedStory, day: date) -> None:
    """Give a stay its bed."""
    bed.taken_by = stay
    shares = bed.room.sex is None and bed.room.sex_rule.value == "same"
    stay.claims.append(ClaimStory(bed, day, shares_room=shares))


def _choose(chance: Chance, person: Person, free: list[BedStory], day: date) -> BedStory:
    """People with dementia come to the unit for them, others elsewhere; lower floors fill first."""
    unit = [bed for bed in free if bed.room.unit]
    if unit and not is_forgetful(person) and person.age(day) >= 70 and chance.happens(0.4):
        grow_forgetful(chance, person, day)
    fitting = unit if is_forgetful(person) else [bed for bed in free if not bed.room.unit]
    if not fitting:
        fitting = free
        if unit and not is_forgetful(person):
            grow_forgetful(chance, person, day)
    fitting.sort(key=lambda bed: (bed.room.building, bed.room.label, bed.label))
    return chance.pick(fitting[: max(6, len(fitting) // 2)])


def _takes_the_room(chance: Chance, stay: StayStory, bed: BedStory, day: date) -> bool:
    if stay.person.supported or stay.kind is not StayKind.LONG or bed.room.unit or len(bed.room.beds) != 2:
        return False
    other = next(one for one in bed.room.beds if one is not bed)
    rate = 0.1 if stay.home.plan.code == SHOWPIECE else _PRIVATE
    return other.is_free(day) and stay.home.plan.social >= 0.4 and chance.happens(rate)


def _kind(chance: Chance, day: date) -> StayKind:
    kinds = {StayKind.LONG: 52.0, StayKind.TRIAL: 31, StayKind.RESPITE: 20 if day.month in (1, 2, 7, 8) else 12}
    return chance.weighted(kinds)


def _ground(chance: Chance, person: Person) -> Ground:
    if person.supported:
        return chance.weighted({Ground.PLACEMENT: 84, Ground.EMERGENCY: 7, Ground.DIRECT: 9})
    return Ground.DIRECT if chance.happens(0.94) else Ground.EMERGENCY


def _payer(chance: Chance, home: HomeStory, person: Person) -> Payer:
    if person.supported:
        return Payer.GOVERNMENT
    poor = any(kind is Category.MINIMUM_LIVING for kind, *_rest in person.categories)
    kinds = {Payer.SELF: 44.0, Payer.FAMILY: 34, Payer.MIXED: 20 if poor else 9}
    if home.plan.ltci:
        kinds[Payer.INSURANCE] = 16
    return chance.weighted(kinds)
