"""Sentences about beds that are not free: who or what has them, since when, and what to do."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from app.beds.rules.kinds import ClaimKind, ClosureReason
from app.beds.rules.labels import say_labels
from app.beds.rules.spans import say_day
from app.core.i18n import _

__all__ = ["say_clash", "say_still_claimed", "say_taken"]

MOST = 5


class Clash(Protocol):
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


def say_clash(clash: Clash) -> str:
    """Say one claim in the way: 301-1 床 10 月 3 日已停用（维修）."""
    words = {"bed": clash.bed, "day": say_day(clash.from_on), "reason": clash.reason.label if clash.reason else ""}
    sentence = {
        ClaimKind.CLOSURE: _("{bed} 床 {day}已停用（{reason}）"),
        ClaimKind.HOLD: _("{bed} 床 {day}起已预留"),
        ClaimKind.PRIVATE: _("{bed} 床 {day}起包房"),
        ClaimKind.STAY: _("{bed} 床 {day}起有人住"),
    }[clash.kind]
    return sentence.format(**words)


def say_taken(clashes: Sequence[Clash]) -> str:
    """Say why beds cannot be had, and the way out."""
    if not clashes:
        return ""
    said = _("；").join(say_clash(clash) for clash in clashes[:MOST])
    if len(clashes) > MOST:
        said = _("{said}；还有 {count} 张").format(said=said, count=len(clashes) - MOST)
    if all(clash.kind is ClaimKind.CLOSURE for clash in clashes):
        return _("{said}。请选别的空床，或先恢复使用").format(said=said)
    return _("{said}。请选别的空床").format(said=said)


def say_still_claimed(clashes: Sequence[Clash], on: date) -> str:
    """Say which beds still belong to somebody beyond the day they should go out of service."""
    beds = say_labels(clash.bed for clash in clashes)
    if all(clash.kind is ClaimKind.CLOSURE for clash in clashes):
        return _("{beds}在 {day}以后还停用着。请先恢复，或勾选「同时结束这些床的停用」").format(
            beds=beds, day=say_day(on)
        )
    return _("{beds}在 {day}以后还有人住或已预留。请先移床或办退住，再停用床位").format(beds=beds, day=say_day(on))
