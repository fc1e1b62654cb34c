"""One tenant from day to day: who comes, who is away, who moves, who goes."""

from datetime import date

from app.demo.rules.arriving import Arrivals
from app.demo.rules.calendar import Feast, feasts, winter
from app.demo.rules.chance import Chance
from app.demo.rules.departing import end_stay, hazard_of_death
from app.demo.rules.going_out import come_back, fetch_for_feast, fetch_home, to_hospital
from app.demo.rules.homes import HomePlan, homes_of
from app.demo.rules.houses import build_rooms
from app.demo.rules.moving import close_a_bed, exchange, move, transfer, transfer_all
from app.demo.rules.people import Places
from app.demo.rules.story import FOREVER, HomeStory, Person, StayStory, TransferStory, days
from app.stays.rules.kinds import EndReason, Payer, StayKind

__all__ = ["YEARS", "Town"]

YEARS = 2
_MERGED_BEFORE = 290
_MOVES, _EXCHANGES, _TRANSFERS, _REPAIRS = 0.07, 0.02, 0.0015, 0.00045
_MOST = 0.01


class Town:
    """The homes of one tenant, told from two years ago until today."""

    def __init__(self, chance: Chance, county: int, today: date, places: Places) -> None:
        """Build the houses and fill them with those who lived there when the telling begins."""
        self.chance, self.county, self.today, self.places = chance, county, today, places
        self.first = today - days(365 * YEARS)
        self.people: list[Person] = []
        self.transfers: list[TransferStory] = []
        self.homes = [self._home(plan) for plan in homes_of(county)]
        self.by_code = {home.plan.code: home for home in self.homes}
        self.arrivals = Arrivals(self.people, places, self.first, today)

    def tell(self) -> None:
        """Let the two years pass."""
        for home in self.homes:
            self.arrivals.fill(self.chance.child("fill", home.plan.code), home)
        coming = feasts(self.first, self.today)
        for number in range((self.today - self.first).days + 1):
            day = self.first + days(number)
            for home in self.homes:
                if home.closed_on is None or day < home.closed_on:
                    self._day(self.chance.child("day", home.plan.code, day), home, day, coming.get(day))

    def _home(self, plan: HomePlan) -> HomeStory:
        chance = self.chance.child("house", plan.code)
        home = HomeStory(plan, date(plan.opened, chance.between(1, 12), chance.between(1, 28)))
        home.rooms = build_rooms(chance, plan, home.opened_on, self.today)
        if plan.merged_into:
            home.closed_on = self.today - days(_MERGED_BEFORE)
            for bed in home.beds:
                bed.to_on = home.closed_on
        return home

    def _day(self, chance: Chance, home: HomeStory, day: date, feast: Feast | None) -> None:
        for stay in list(home.residents):
            if stay.from_on < day and stay.to_on == FOREVER:
                self._life(chance, home, stay, day)
        if feast is not None:
            fetch_for_feast(chance, home, feast)
        if home.closed_on is not None and day == home.closed_on - days(1):
            self.transfers += transfer_all(chance, home, self.by_code[home.plan.merged_into], home.closed_on)
            return
        self._house(chance, home, day)
        self.arrivals.of_day(chance, home, day)

    def _house(self, chance: Chance, home: HomeStory, day: date) -> None:
        """What happens to the house and not to one person."""
        if chance.happens(len(home.beds) * _REPAIRS):
            close_a_bed(chance, home, day)
        if chance.happens(_EXCHANGES / 7):
            exchange(chance, home, day)
        others = [one for one in self.homes if one is not home and one.closed_on is None]
        if others and home.closed_on is None and chance.happens(_TRANSFERS):
            done = transfer(chance, home, chance.pick(others), day)
            self.transfers += [done] if done else []

    def _life(self, chance: Chance, home: HomeStory, stay: StayStory, day: date) -> None:
        if stay.away is not None:
            if stay.away.back_on <= day:
                come_back(chance, stay, day)
            return
        if day >= stay.settles_on and self._settle(chance, stay, day):
            return
        # One cheap draw a day: nobody's hazards add up to more, so nearly all days end here.
        if not chance.happens(_MOST):
            return
        hazards = _hazards(stay, day)
        if chance.happens(sum(hazards.values()) / 365 / _MOST):
            self._happen(chance, home, stay, day, chance.weighted(hazards))

    def _happen(self, chance: Chance, home: HomeStory, stay: StayStory, day: date, what: str) -> None:
        if what == "death":
            end_stay(chance, stay, day, EndReason.DEATH)
        elif what == "hospital":
            to_hospital(chance, stay, day)
        elif what == "home":
            fetch_home(chance, stay, day)
        elif what == "leave":
            end_stay(chance, stay, day, _why_leaving(chance))
        else:
            move(chance, home, stay, day)

    def _settle(self, chance: Chance, stay: StayStory, day: date) -> bool:
        """A trial is over, or the agreed weeks are: most who tried stay, most who came for a while go."""
        stay.settles_on = FOREVER
        if stay.kind_on(day) is StayKind.TRIAL and chance.happens(0.86):
            self.arrivals.turn_long(chance, stay, day)
            return False
        if stay.kind is StayKind.RESPITE and chance.happens(0.18):
            self.arrivals.turn_long(chance, stay, day, payer=Payer.FAMILY)
            return False
        end_stay(chance, stay, day, EndReason.HOME if stay.kind_on(day) is StayKind.TRIAL else EndReason.TERM_OVER)
        return True


def _hazards(stay: StayStory, day: date) -> dict[str, float]:
    """Say how often in a year each thing would happen to somebody as they are on a day."""
    age, cold, social = stay.person.age(day), winter(day), not stay.person.supported
    return {
        "death": hazard_of_death(age) * 0.6 * cold,
        "hospital": (0.75 if age >= 80 else 0.45) * cold,
        "home": (0.5 if social else 0.06) if stay.person.has_family else 0.01,
        "leave": (0.13 if social else 0.015) if stay.kind_on(day) is StayKind.LONG else 0.0,
        "move": _MOVES,
    }


def _why_leaving(chance: Chance) -> EndReason:
    return chance.weighted(
        {EndReason.HOME: 58, EndReason.OTHER_HOME: 22, EndReason.HOSPITAL: 16, EndReason.BREACH: 1, EndReason.OTHER: 3}
    )
