"""Buildings, floors, rooms and beds of a home, and what its beds are certified as."""

from dataclasses import dataclass
from datetime import date

from app.beds.rules.kinds import Facing, MarkKind, RoomKind, Sex, SexRule
from app.demo.rules.chance import Chance
from app.demo.rules.homes import SHOWPIECE, HomePlan, Sort
from app.demo.rules.story import BedStory, RoomStory

__all__ = ["DEMENTIA_UNIT", "build_rooms", "women_of"]

DEMENTIA_UNIT = "颐和照护单元"
_FLOORS = "一二三四五六"
_NAMES = ("康宁楼", "安康楼", "福寿楼")
_MOST_PER_FLOOR = 24
# A double room, a triple one, a single one, in the order of a corridor.
_MIX = {
    Sort.RURAL: (2, 2, 2, 2, 3, 2, 2, 1),
    Sort.CENTRE: (2, 2, 2, 2, 2, 2, 3, 1),
    Sort.WELFARE: (2, 2, 3, 2, 2, 1, 2, 2, 4),
    Sort.URBAN: (2, 2, 1, 2, 2, 3, 2, 1),
}
_WOMEN = {Sort.RURAL: 0.32, Sort.CENTRE: 0.46, Sort.WELFARE: 0.52, Sort.URBAN: 0.6}


def women_of(plan: HomePlan, *, supported: bool) -> float:
    """Say how many of those who come are women: among those the state supports, unmarried men are the most."""
    return _WOMEN[plan.sort] - 0.12 if supported else min(_WOMEN[plan.sort] + 0.12, 0.66)


@dataclass(slots=True)
class _Floor:
    building: str
    label: str
    number: int
    left: int
    prefix: str = ""


def build_rooms(chance: Chance, plan: HomePlan, opened_on: date, today: date) -> list[RoomStory]:
    """Build a home's rooms, floor by floor, until it has its beds."""
    dementia = 20 if plan.sort in (Sort.CENTRE, Sort.WELFARE) and plan.beds >= 100 else 0
    rooms: list[RoomStory] = []
    for floor in _floors(plan, plan.beds - dementia):
        rooms += _rooms_of(chance, plan, floor, opened_on)
    if dementia:
        floor = _Floor("颐和楼", "一楼", 1, dementia)
        rooms += _dementia_rooms(floor, opened_on)
    _give_sexes(chance, plan, rooms)
    for room in rooms:
        for bed in room.beds:
            bed.marks = _marks(chance, plan, bed, today)
    return rooms


def _floors(plan: HomePlan, beds: int) -> list[_Floor]:
    if plan.code == SHOWPIECE:
        return [_Floor("康宁楼", f"{_FLOORS[number]}楼", number + 1, 16) for number in range(5)]
    buildings = 1 if beds <= 70 else 2 if beds <= 170 else 3
    found: list[_Floor] = []
    for place in range(buildings):
        here = beds // buildings + (place < beds % buildings)
        count = max(2, -(-here // _MOST_PER_FLOOR))
        name, prefix = (_NAMES[place], f"{place + 1}") if buildings > 1 else ("住宿楼", "")
        found += [
            _Floor(name, f"{_FLOORS[number]}楼", number + 1, here // count + (number < here % count), prefix)
            for number in range(count)
        ]
    return found


def _rooms_of(chance: Chance, plan: HomePlan, floor: _Floor, opened_on: date) -> list[RoomStory]:
    mix = (2,) if plan.code == SHOWPIECE else _MIX[plan.sort]
    rooms, left, number = [], floor.left, 1
    start = chance.between(0, len(mix) - 1)
    while left > 0:
        places = min(mix[(start + number) % len(mix)], left)
        rooms.append(_room(floor, f"{floor.prefix}{floor.number}{number:02d}", places, opened_on))
        left, number = left - places, number + 1
    return rooms


def _room(floor: _Floor, label: str, places: int, opened_on: date, unit: str = "") -> RoomStory:
    facing = Facing.SOUTH if int(label[-1]) % 2 else Facing.NORTH
    kind = RoomKind.of_places(places)
    room = RoomStory(floor.building, floor.label, label, kind, SexRule.SAME, None, facing, unit)
    room.beds = [BedStory(room, str(place), opened_on) for place in range(1, places + 1)]
    return room


def _dementia_rooms(floor: _Floor, opened_on: date) -> list[RoomStory]:
    return [_room(floor, f"Y1{number:02d}", 2, opened_on, DEMENTIA_UNIT) for number in range(1, 11)]


def _give_sexes(chance: Chance, plan: HomePlan, rooms: list[RoomStory]) -> None:
    """Say whom each room is for; a few rooms of two are for couples, and some houses name the sex on the door."""
    women, named = _WOMEN[plan.sort], chance.happens(0.5) or plan.code == SHOWPIECE
    seen = {Sex.FEMALE: 0, Sex.MALE: 0}
    couples = _couple_rooms(chance, plan, rooms)
    for room in rooms:
        if room in couples:
            room.sex_rule = SexRule.NONE
            continue
        wanted = (sum(seen.values()) + len(room.beds)) * women
        sex = Sex.FEMALE if seen[Sex.FEMALE] + len(room.beds) / 2 <= wanted else Sex.MALE
        seen[sex] += len(room.beds)
        room.sex = sex
        if named and not room.unit:
            room.sex_rule = SexRule(sex.value)
    if couples:
        # One room keeps its rule: the couple in it says that they share it.
        couples[-1].sex_rule = SexRule.SAME


def _couple_rooms(chance: Chance, plan: HomePlan, rooms: list[RoomStory]) -> list[RoomStory]:
    doubles = [room for room in rooms if len(room.beds) == 2 and not room.unit]
    count = {Sort.RURAL: 1, Sort.CENTRE: 2, Sort.WELFARE: 3, Sort.URBAN: 3}[plan.sort]
    return chance.some(doubles, count if plan.beds > 40 else 1)


def _marks(chance: Chance, plan: HomePlan, bed: BedStory, today: date) -> list[tuple[MarkKind, date]]:
    certified = date(today.year - 3 + plan.beds % 2, 6 if plan.county % 2 else 9, 1)
    nursing = {Sort.RURAL: 0.42, Sort.CENTRE: 0.64, Sort.WELFARE: 0.7, Sort.URBAN: 0.78}[plan.sort]
    upper = bed.room.floor in ("三楼", "四楼", "五楼", "六楼")
    care = MarkKind.NURSING if bed.room.unit or chance.happens(nursing + (0.25 if not upper else -0.2)) else None
    if care is None and chance.happens(0.9):
        care = MarkKind.GENERAL
    marks = [(care, certified)] if care else []
    if bed.room.unit:
        marks.append((MarkKind.DEMENTIA, certified))
    if plan.sort is Sort.RURAL or chance.happens(0.3):
        marks.append((MarkKind.RESERVE, certified))
    elif chance.happens(0.6):
        marks.append((MarkKind.INCLUSIVE, certified))
    if plan.ltci and care is MarkKind.NURSING and chance.happens(0.7):
        marks.append((MarkKind.LTCI, date(certified.year + 1, 1, 1)))
    return marks
