"""Two homes with beds, and people with files, some of them married: the ground the races are run on."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.system import acting_as_system
from app.beds.rules.kinds import Sex, SexRule
from app.core.clock import business_date
from app.core.db import transaction
from app.residents.models import Elder, ElderHome, ElderRelation
from app.residents.rules.drafts import ElderDraft, PaperDraft
from app.residents.rules.kinds import PaperKind, RelationKind
from app.residents.service import open_file
from app.stays import service
from app.stays.rules.drafts import AdmissionDraft
from app.stays.rules.kinds import Ground, LateReason, Payer, StayKind
from tests.factories.beds import HouseOfBeds, a_house, more_rooms
from tests.residents.cards import card_of
from tests.support.tenants import COUNTIES, COUNTY

__all__ = ["Size", "Town", "build_town"]


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is in each home: rooms of two beds by their rule, people, couples among them, people housed."""

    rooms: tuple[tuple[SexRule, str], ...] = (
        (SexRule.SAME, "301–305"), (SexRule.FEMALE, "306"), (SexRule.MALE, "307"), (SexRule.NONE, "308–310"),
    )  # fmt: skip
    people: int = 30
    couples: int = 4
    housed: int = 10


@dataclass(slots=True)
class Town:
    """Two homes, of one county or of two; names are unique, so a person is known again in another county's file."""

    houses: tuple[HouseOfBeds, HouseOfBeds]
    today: date
    people: dict[str, Elder] = field(default_factory=dict)

    @property
    def homes(self) -> frozenset[int]:
        """The ids of both homes."""
        return frozenset(house.home.institution_id for house in self.houses)

    @property
    def counties(self) -> tuple[int, ...]:
        """The county of the first home and that of the second, once where it is the same."""
        return tuple(dict.fromkeys(house.home.county for house in self.houses))


async def build_town(random: Random, size: Size, *, counties: tuple[int, int] = (COUNTY, COUNTY)) -> Town:
    """Build it for good. Inside one county every other person is known in both homes."""
    async with acting_as_system("竞速", regions=COUNTIES) as actor, transaction() as session:
        one, other = [await _house(session, size, county) for county in counties]
        for house in (one, other):
            house.actor = actor
        town = Town((one, other), await business_date(session))
        mark = f"{one.home.institution_id}-{other.home.institution_id}"
        for house, neighbour in ((one, other), (other, one)):
            elders = [await _person(session, town, house, mark, random) for _one in range(size.people)]
            await _marry(session, elders, size.couples)
            if len(town.counties) == 1:
                await _known_there(session, elders[::2], neighbour)
            await session.flush()
            await _house_some(session, town, house, elders, size.housed)
    return town


async def _house(session: AsyncSession, size: Size, county: int) -> HouseOfBeds:
    (rule, rooms), *others = size.rooms
    house = await a_house(session, rooms=rooms, sex_rule=rule, county=county)
    for rule, rooms in others:
        await more_rooms(session, house, rooms=rooms, sex_rule=rule)
    return house


async def _person(session: AsyncSession, town: Town, house: HouseOfBeds, mark: str, random: Random) -> Elder:
    """Open a file with a card; women and men by turns."""
    number = len(town.people)
    sex = Sex.FEMALE if number % 2 else Sex.MALE
    born = date(1930, 1, 1) + timedelta(days=house.home.institution_id % 400 * 20 + number // 40 + random.randrange(9))
    card = card_of(born, sex, order=number % 490, area=f"99{house.home.institution_id % 9000 + 1000:04d}")
    draft = ElderDraft(name=f"竞{mark}{number}", papers=(PaperDraft(PaperKind.ID_CARD, card),))
    elder = await open_file(session, house.actor, house.home, draft)
    town.people[elder.name] = elder
    return elder


async def _marry(session: AsyncSession, elders: list[Elder], couples: int) -> None:
    """A man and the woman after him are husband and wife."""
    for man, woman in zip(elders[: 2 * couples : 2], elders[1 : 2 * couples : 2], strict=True):
        first, second = sorted((man.id, woman.id))
        pair = ElderRelation(county=man.county, elder_id=first, other_id=second, kind=RelationKind.SPOUSE)
        session.add(pair)


async def _known_there(session: AsyncSession, elders: list[Elder], house: HouseOfBeds) -> None:
    for elder in elders:
        session.add(ElderHome(**house.home.keys, elder_id=elder.id))


async def _house_some(session: AsyncSession, town: Town, house: HouseOfBeds, elders: list[Elder], housed: int) -> None:
    """Admit the last of them, one into each room, so that the other bed asks who fits."""
    first_beds = [bed_id for name, bed_id in sorted(house.beds.items()) if name.endswith("-1")]
    for elder, bed_id in zip(elders[len(elders) - housed :], first_beds, strict=False):
        draft = AdmissionDraft(
            elder_id=elder.id, bed_id=bed_id, kind=StayKind.LONG, ground=Ground.LEDGER, payer=Payer.FAMILY,
            from_on=town.today - timedelta(days=20), late_reason=LateReason.LEDGER,
        )  # fmt: skip
        await service.admit(session, house.actor, house.home, draft)
