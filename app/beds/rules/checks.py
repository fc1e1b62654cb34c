"""What must hold before rooms and beds are changed; each says in words why not."""

from collections.abc import Iterable, Mapping, Sequence

from app.beds.errors import StructureRefused, UnitFull
from app.beds.rules.kinds import UnitKind
from app.beds.rules.labels import natural_key, next_labels, say_labels
from app.core.i18n import _

__all__ = ["MOST_BEDS_PER_ROOM", "check_cap", "check_merge", "check_split", "merged_labels"]

MOST_BEDS_PER_ROOM = {UnitKind.GENERAL: 6, UnitKind.DEMENTIA: 4}
"""JGJ 450-2018: 护理型居室 ≤ 6 床; 浙江 认知障碍照护专区: 多人间 ≤ 4 床. Said as a warning, never refused."""


def check_cap(label: str, cap: int | None, beds_after: int) -> None:
    """Refuse more beds in a nursing unit than its cap; counted under the home's lock."""
    if cap is not None and beds_after > cap:
        raise UnitFull(
            _("「{unit}」最多 {cap} 张床，这样会有 {beds} 张。请放到别的单元，或先改上限").format(
                unit=label, cap=cap, beds=beds_after
            )
        )


def check_split(bed_ids: Iterable[int], moving: Iterable[int]) -> None:
    """A split leaves beds on both sides of the new wall."""
    here, going = set(bed_ids), set(moving)
    if not going:
        raise StructureRefused(_("请选出搬到新房间的床，至少一张"), field="bed_ids")
    if not going <= here:
        raise StructureRefused(_("选中的床有的不在这间房，请重新选择"), field="bed_ids")
    if going == here:
        raise StructureRefused(_("原来的房间要留下至少一张床；只想改房号，请用「改房号」"), field="bed_ids")


def check_merge(floors: Sequence[int], labels: Sequence[str]) -> None:
    """Rooms that become one are at least two and stand on one floor."""
    if len(labels) < 2:
        raise StructureRefused(_("请再选一间房，两间以上才能合并"), field="room_ids")
    if len(set(floors)) > 1:
        raise StructureRefused(
            _("{rooms}不在同一层，不能合并。请选同一层的房间").format(rooms=say_labels(labels)), field="room_ids"
        )


def merged_labels(kept: Iterable[str], coming: Mapping[int, str]) -> dict[int, str]:
    """Give each coming bed a label that is free in the room it comes to; its own where it can keep it."""
    taken = set(kept)
    given: dict[int, str] = {}
    for bed_id, label in sorted(coming.items(), key=lambda item: (natural_key(item[1]), item[0])):
        own = label if label not in taken else next_labels(taken, 1)[0]
        taken.add(own)
        given[bed_id] = own
    return given
