"""What the lines of the audit say about beds, in words."""

from app.audit.rules import add_action_words
from app.core.i18n import N_

__all__ = ["ACTIONS"]

ACTIONS = {
    "beds.bed_changed": N_("改床位资料"),
    "beds.bed_moved": N_("移动床位"),
    "beds.bed_relabelled": N_("改床号"),
    "beds.bed_retired": N_("床位停止使用"),
    "beds.beds_added": N_("加床位"),
    "beds.blueprint_built": N_("按台账建房间和床位"),
    "beds.building_added": N_("加楼栋"),
    "beds.building_retired": N_("停用楼栋"),
    "beds.closed": N_("停用床位"),
    "beds.closure_voided": N_("作废停用记录"),
    "beds.floor_added": N_("加楼层"),
    "beds.floor_retired": N_("停用楼层"),
    "beds.made_undone": N_("撤销新建的房间和床位"),
    "beds.mark_ended": N_("终止床位认定"),
    "beds.mark_voided": N_("作废床位认定"),
    "beds.marked": N_("认定床位"),
    "beds.marks_taken_back": N_("撤销一批床位认定"),
    "beds.place_renamed": N_("改楼栋或楼层名称"),
    "beds.planned_end_changed": N_("改预计恢复日期"),
    "beds.reopened": N_("恢复床位"),
    "beds.resumed": N_("撤销恢复，继续停用"),
    "beds.room_changed": N_("改房间规定"),
    "beds.room_renumbered": N_("改房号"),
    "beds.room_retired": N_("停用房间"),
    "beds.room_split": N_("拆分房间"),
    "beds.rooms_made": N_("按规律建房间和床位"),
    "beds.rooms_merged": N_("合并房间"),
    "beds.span_changed": N_("改床位启用或停用日期"),
    "beds.unit_added": N_("加护理单元"),
    "beds.unit_changed": N_("改护理单元"),
    "beds.unit_retired": N_("撤销护理单元"),
}
add_action_words(ACTIONS)
