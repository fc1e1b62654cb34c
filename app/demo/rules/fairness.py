"""The door of a county told: which homes are in 轮候 since when, who came by it, who waits, what is wrong on purpose."""

from app.demo.rules.applying import Past, take_in
from app.demo.rules.assessing import assess_residents
from app.demo.rules.chance import Chance
from app.demo.rules.door import Door
from app.demo.rules.homes import SHOWPIECE
from app.demo.rules.offering import hold_beds
from app.demo.rules.placing import place, support
from app.demo.rules.story import days
from app.demo.rules.town import Town
from app.demo.rules.waiting import line_up
from app.offers.rules.kinds import OfferState

__all__ = ["open_door"]

_REVIEWS = ("家属认为洗澡和如厕评得偏轻", "本人不认可记忆一项的结果")


def open_door(chance: Chance, town: Town) -> Door:
    """Tell everything about the door of a county; stays are given the grounds they really came on."""
    door = Door()
    show = town.by_code.get(SHOWPIECE)
    for number, home in enumerate(one for one in town.homes if one.closed_on is None):
        # The first ones began long ago, some this year, and one in three has not begun at all.
        if home is show or number % 3 != 2:
            door.switches[home.plan.code] = town.today - days(640 if home is show else chance.between(150, 520))
    for told in town.transfers:
        if told.step == "accepted" and told.bed is not None:
            told.bed.taken_by = told
    past = Past.of(town, door)
    for home in town.homes:
        share = 1.0 if home is show else 0.3 if show is not None else 0.12
        door.assessments += assess_residents(chance.child("levels", home.plan.code), home, town.today, share)
    take_in(chance.child("past"), past)
    line_up(chance.child("line"), past, 66 if show is not None else 14)
    homes = [one for one in town.homes if one.plan.code in door.switches]
    for home in homes[:3]:
        hold_beds(past, home, 3 if home is show else 4 if show is not None else 2)
    place(chance.child("orders"), past, 4 if show is not None else 2)
    support(chance.child("support"), past, 9 if show is not None else 3)
    _dispute(chance.child("dispute"), door)
    if show is not None:
        _change_a_rule(door)
    return door


def _dispute(chance: Chance, door: Door) -> None:
    """Two people doubt what was found about them."""
    lately = [one for one in door.assessments if one.first and one.scale.startswith("gbt")]
    for one, words in zip(chance.some(lately, 2), _REVIEWS, strict=False):
        one.disputed = words


def _change_a_rule(door: Door) -> None:
    """The rule of a room became one for a sex a few days before one of its beds was offered."""
    open_ones = [one for one in door.offers if one.state is OfferState.OPEN]
    for offer in open_ones[:1]:
        room = offer.bed.room
        if room.sex_rule.sex is not None:
            room.rule_changed_on = offer.on - days(4)
