"""Forms of the structure editor: places, rooms by pattern, walls, and beds that come and go."""

from datetime import date
from uuid import UUID

from pydantic import Field

from app.beds.rules.kinds import Facing, RoomKind, SexRule, UnitKind
from app.beds.rules.making import FacingPlan
from app.core.i18n import N_
from app.web.forms import Form

__all__ = [
    "AddBedsForm", "BedForm", "MergeForm", "MoveForm", "NumberForm", "PatternForm", "PlaceForm", "RetireForm",
    "RuleForm", "SpanForm", "SplitForm", "UndoRoomsForm", "UnitForm",
]  # fmt: skip


class PatternForm(Form):
    """Rooms by pattern on one floor."""

    tap_id: UUID | None = None
    floor_id: int = Field(title=N_("楼层"))
    rooms: str = Field(title=N_("房号"), min_length=1, max_length=400)
    beds: str = Field(title=N_("每间几床"), min_length=1, max_length=60)
    skip: str = Field(default="", title=N_("跳过的房号"), max_length=200)
    from_on: date = Field(title=N_("启用日期"))
    unit_id: int | None = Field(default=None, title=N_("护理单元"))
    sex_rule: SexRule = Field(default=SexRule.NONE, title=N_("男女规定"))
    facing: FacingPlan = Field(default=FacingPlan.UNKNOWN, title=N_("朝向"))


class PlaceForm(Form):
    """A building or floor: a name and what the wall says."""

    tap_id: UUID
    label: str = Field(title=N_("名称"), min_length=1, max_length=30)
    title: str = Field(default="", title=N_("说明"), max_length=60)
    version: int | None = None


class UnitForm(PlaceForm):
    """A nursing unit."""

    kind: UnitKind = Field(default=UnitKind.GENERAL, title=N_("类别"))
    cap: int | None = Field(default=None, title=N_("床位上限"), ge=1, le=60)


class RetireForm(Form):
    """Giving up a bed, room, floor, building or unit from a day on."""

    tap_id: UUID
    on: date = Field(title=N_("停用日期"))
    end_closures: bool = False


class UndoRoomsForm(Form):
    """Taking back rooms built by mistake."""

    tap_id: UUID
    room_ids: list[int] = Field(title=N_("房间"), min_length=1, max_length=200)
    reason: str = Field(title=N_("撤销原因"), min_length=2, max_length=200)


class NumberForm(Form):
    """Another number for a room."""

    tap_id: UUID
    label: str = Field(title=N_("房号"), min_length=1, max_length=20)
    on: date = Field(title=N_("改号日期"))
    corrects: bool = False
    version: int | None = None


class RuleForm(Form):
    """What a room is besides its number."""

    tap_id: UUID
    kind: RoomKind = Field(title=N_("房间类型"))
    sex_rule: SexRule = Field(title=N_("男女规定"))
    isolation: bool = False
    unit_id: int | None = Field(default=None, title=N_("护理单元"))
    facing: Facing | None = Field(default=None, title=N_("朝向"))
    note: str = Field(default="", title=N_("备注"), max_length=200)
    on: date = Field(title=N_("起始日期"))
    version: int | None = None


class SplitForm(Form):
    """Some beds of a room move into a new one."""

    tap_id: UUID
    bed_ids: list[int] = Field(default_factory=list, title=N_("搬到新房间的床"), max_length=60)
    label: str = Field(title=N_("新房号"), min_length=1, max_length=20)
    renumber: bool = False
    on: date = Field(title=N_("拆分日期"))


class MergeForm(Form):
    """Other rooms become part of this one."""

    tap_id: UUID
    room_ids: list[int] = Field(default_factory=list, title=N_("并进来的房间"), max_length=20)
    on: date = Field(title=N_("合并日期"))


class AddBedsForm(Form):
    """More beds in a room."""

    tap_id: UUID
    beds: str = Field(title=N_("加几张床"), min_length=1, max_length=60)
    extra: bool = False
    from_on: date = Field(title=N_("启用日期"))


class BedForm(Form):
    """A bed's own facts."""

    tap_id: UUID
    label: str = Field(title=N_("床号"), min_length=1, max_length=10)
    on: date = Field(title=N_("改号日期"))
    corrects: bool = False
    extra: bool = False
    note: str = Field(default="", title=N_("备注"), max_length=200)
    version: int | None = None


class MoveForm(Form):
    """A bed that goes to another room."""

    tap_id: UUID
    room_id: int = Field(title=N_("搬到哪间房"))
    label: str = Field(default="", title=N_("床号"), max_length=10)
    on: date = Field(title=N_("搬动日期"))


class SpanForm(Form):
    """The days a bed is in service."""

    tap_id: UUID
    from_on: date = Field(title=N_("启用日期"))
    last_on: date | None = Field(default=None, title=N_("最后一天"))
    version: int | None = None
