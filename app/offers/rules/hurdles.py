"""What stands between somebody on the list and a free bed, apart from the bed itself and the entry's own state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.i18n import N_, _
from app.residents.rules.kinds import Category
from app.waitlist.rules.facts import EntryFacts

__all__ = ["Hurdle", "Watched", "hurdles_of", "is_destitute"]


class Hurdle(StrEnum):
    """One reason why a bed that fits is not offered to somebody now."""

    SPOT_CHECK = "spot_check"
    RESERVE = "reserve"
    RESERVED_BED = "reserved_bed"
    ISOLATION = "isolation"
    LINKED = "linked"

    @property
    def label(self) -> str:
        """The reason beside the name."""
        return _(_HURDLES[self])


_HURDLES = {
    Hurdle.SPOT_CHECK: N_("本院评估被抽中复评，等复评结果"),
    Hurdle.RESERVE: N_("剩下的空床在兜底预留之内"),
    Hurdle.RESERVED_BED: N_("这张床是兜底保留床，兜底预留要用"),
    Hurdle.ISOLATION: N_("这张床在隔离房间"),
    Hurdle.LINKED: N_("有关联申请，要同室两张空床一起发"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is known of the day besides the entry: the reserve, the bed's own mark, and who waits for a second look."""

    day: date
    reserve_blocks: bool = False
    reserve_blocks_pair: bool = False
    bed_reserved: bool = False
    isolation: bool = False
    in_spot_check: frozenset[int] = frozenset()


def hurdles_of(facts: EntryFacts, watched: Watched, *, pair: bool = False) -> tuple[Hurdle, ...]:
    """List what stands in the way, the nearest first; nothing means that the bed may be offered."""
    return tuple(_hurdles(facts, watched, watched.reserve_blocks_pair if pair else watched.reserve_blocks))


def _hurdles(facts: EntryFacts, watched: Watched, reserve_blocks: bool) -> Iterable[Hurdle]:
    if facts.entry_id in watched.in_spot_check:
        yield Hurdle.SPOT_CHECK
    if watched.isolation:
        yield Hurdle.ISOLATION
    if is_destitute(facts, watched.day):
        return
    if watched.bed_reserved:
        yield Hurdle.RESERVED_BED
    if reserve_blocks:
        yield Hurdle.RESERVE


def is_destitute(facts: EntryFacts, day: date) -> bool:
    """Tell whether somebody is 特困 on the day: the reserve is kept for them."""
    return facts.holds(Category.EXTREME_POVERTY, day)
