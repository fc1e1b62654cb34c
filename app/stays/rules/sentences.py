"""Sentences about beds and people that stand in the way of a stay: whose it is, since when, and what could be had."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from app.beds.rules.kinds import ClaimKind, ClosureReason, Sex, SexRule
from app.beds.rules.spans import say_day
from app.core.i18n import _

__all__ = ["say_elsewhere", "say_here", "say_holders", "say_other_sex"]

MOST = 5


class Holder(Protocol):
    """A claim in the way."""

    @property
    def bed(self) -> str:
        """The bed's name."""

    @property
    def kind(self) -> ClaimKind:
        """Who or what has it."""

    @property
    def from_on(self) -> date:
        """Since when."""

    @property
    def reason(self) -> ClosureReason | None:
        """Why it is closed."""

    @property
    def person(self) -> str:
        """Whose it is."""


def say_holders(holders: Sequence[Holder], suitable: Sequence[str]) -> str:
    """Say whose beds they are, and which could be had instead."""
    said = _("；").join(_say_holder(holder) for holder in holders[:MOST])
    return _("{said}。{offer}").format(said=said or _("这张床在这段日子里已有安排"), offer=_offer(suitable))


def _say_holder(holder: Holder) -> str:
    sentence = {
        ClaimKind.CLOSURE: _("{bed} 床 {day}起停用（{reason}）"),
        ClaimKind.HOLD: _("{bed} 床 {day}起已为{person}预留"),
        ClaimKind.PRIVATE: _("{bed} 床 {day}起由{person}包房"),
        ClaimKind.STAY: _("{bed} 床 {day}起由{person}住着"),
    }[holder.kind]
    reason = holder.reason.label if holder.reason else ""
    person = holder.person or _("别的老人")
    return sentence.format(bed=holder.bed, day=say_day(holder.from_on), person=person, reason=reason)


def say_other_sex(
    room: str, rule: SexRule, sex: Sex, suitable: Sequence[str], *, married: bool, swap: bool = False
) -> str:
    """Say that a room is not for this person, that couples may ask to share it, and which beds could be had."""
    if rule.sex is not None and rule.sex is not sex:
        why = _("{room} 室是{rule}").format(room=room, rule=rule.label)
    else:
        other = Sex.FEMALE if sex is Sex.MALE else Sex.MALE
        why = _("{room} 室同性同住，这段日子里住着{sex}性老人").format(room=room, sex=other.label)
    if swap:
        return _("{why}。请另选一位，或改用移床").format(why=why)
    if married:
        return _("{why}。与配偶同住的请勾选「夫妻同住」；{offer}").format(why=why, offer=_offer(suitable))
    return _("{why}。{offer}").format(why=why, offer=_offer(suitable))


def _offer(suitable: Sequence[str]) -> str:
    if suitable:
        return _("可选：{beds}，请另选一张").format(beds=_("、").join(suitable))
    return _("本院这段日子没有合适的空床，请换个日期，或先移床、恢复停用的床")


def say_here(person: str, from_on: date, bed: str) -> str:
    """Say that somebody is in residence in this very home."""
    where = _("（{bed} 床）").format(bed=bed) if bed else ""
    return _("{person} {day}起已在本院入住{where}，与这段日子重叠。请先核对那次入住，或办退住").format(
        person=person, day=say_day(from_on), where=where
    )


def say_elsewhere(person: str) -> str:
    """Say that somebody is in residence in another home: the fact, and nothing of where or since when."""
    return _("{person}在这段日子里登记在别的机构在住，不能重复入住。请先核对，或请那家机构办退住、调院").format(
        person=person
    )
