"""Those the state supports: orders that brought them, orders under way, and who is supported at home."""

from datetime import date

from app.beds.rules.kinds import MarkKind, Sex
from app.demo.rules.applying import Past
from app.demo.rules.chance import Chance
from app.demo.rules.door import OrderStory, SupportStory
from app.demo.rules.people import draw_person
from app.demo.rules.story import HomeStory, Person, days
from app.placements.rules.kinds import OrderState, SupportLevel, Wish
from app.stays.rules.kinds import Ground

__all__ = ["place", "support"]

_UNDER_WAY = (OrderState.DRAFTED, OrderState.DECIDED, OrderState.RECEIVED, OrderState.CANCELLED)


def place(chance: Chance, past: Past, under_way: int) -> None:
    """Write an order for every stay that came by one, and some that have not come so far."""
    for home in past.town.homes:
        since = past.door.switches.get(home.plan.code, date.max)
        for number, stay in enumerate(home.stays):
            by_order = stay.ground is Ground.PLACEMENT
            if not by_order and not (stay.person.supported and stay.ground is Ground.DIRECT and stay.from_on >= since):
                continue
            stay.ground = Ground.PLACEMENT
            applied = stay.from_on - days(chance.child(home.plan.code, number).between(12, 30))
            past.door.orders.append(OrderStory(stay.person, home, applied, OrderState.ADMITTED, stay))
    homes = [home for home in past.town.homes if home.closed_on is None]
    for number, state in enumerate(_UNDER_WAY[:under_way]):
        draw = chance.child("way", number)
        _under_way(draw, past, homes[0] if number in (1, 2) else draw.pick(homes), state)


def _under_way(draw: Chance, past: Past, home: HomeStory, state: OrderState) -> None:
    today = past.town.today
    person = _supported(draw, past, home, today - days(20))
    order = OrderStory(person, home, today - days(draw.between(6, 14)), state)
    if state is OrderState.RECEIVED:
        free = [
            bed for bed in home.free_beds(today, person.sex) if not bed.room.unit and past.empty_before(bed, today) > 3
        ]
        reserved = [bed for bed in free if any(kind is MarkKind.RESERVE for kind, _since in bed.marks)]
        order.bed = next(iter([*reserved, *free]), None)
        if order.bed is not None:
            order.bed.taken_by = order
    past.door.orders.append(order)


def support(chance: Chance, past: Past, count: int) -> None:
    """Register those who are supported at home; one of them has come to want a home."""
    homes = [home for home in past.town.homes if home.closed_on is None]
    levels = (SupportLevel.FULL, SupportLevel.PARTIAL, SupportLevel.NONE)
    for number in range(count):
        draw = chance.child(number)
        home = draw.pick(homes)
        since = past.town.today - days(draw.between(200, 1500))
        person = _supported(draw, past, home, since)
        asked = since + days(30)
        wishes = [(asked, Wish.UNDECIDED if number % 5 == 3 else Wish.DISPERSED)]
        if number % 4 == 1:
            wishes.append((past.town.today - days(8 + number), Wish.HOME))
        level = draw.weighted({levels[0]: 6.0, levels[1]: 3, levels[2]: 1})
        past.door.supports.append(SupportStory(person, home, since, level, wishes))


def _supported(draw: Chance, past: Past, home: HomeStory, day: date) -> Person:
    sex = Sex.MALE if draw.happens(0.65) else Sex.FEMALE
    person = draw_person(draw, past.town.places, home.plan, sex, day, supported=True)
    person.home = home
    person.homes.add(home.plan.code)
    past.town.people.append(person)
    return person
