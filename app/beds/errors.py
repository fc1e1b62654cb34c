"""What a person can be told about rooms, beds, marks and claims; every refusal says the way out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.errors import Conflict, DomainError, NotFound
from app.core.i18n import N_, _
from app.core.sentences import add_sentences

__all__ = [
    "SENTENCES",
    "AlreadyMarked",
    "AlreadyOpen",
    "BedNotFound",
    "BedOutOfService",
    "BedTaken",
    "BedsStillClaimed",
    "BuiltOn",
    "Changed",
    "ChangedMeanwhile",
    "ElderHasBed",
    "MarkNotFound",
    "PatternError",
    "PlaceNotFound",
    "RoomOfOtherSex",
    "StructureRefused",
    "UnitFull",
]


class PatternError(DomainError):
    """A pattern of rooms or beds that cannot be read, with the part that could not be."""

    sentence = N_("没有看懂房号，请写成「301–320」或「301、303、305」")


class PlaceNotFound(NotFound):
    """No such building, floor, unit or room in this home."""

    sentence = N_("没有找到这个楼层或房间，可能已停用。请回到楼栋与房间重新选择")


class BedNotFound(NotFound):
    """No such bed in this home."""

    sentence = N_("没有找到这张床，请回到床位图重新选择")


class BedTaken(DomainError):
    """Another live claim has the bed on one of these days."""

    sentence = N_("这张床在这段日子里已有人用或已停用，请选别的床，或先看这张床的安排")


class BedOutOfService(DomainError):
    """The bed is not in service on one of these days."""

    sentence = N_("这张床在这段日子里没有全部在用，请核对启用和停用日期")


class RoomOfOtherSex(DomainError):
    """The room's rule does not let this person in."""

    sentence = N_("该房间在这段日子里住着另一性别的老人，请看其他空床，或先改房间规定")


class ElderHasBed(DomainError):
    """The person already has a bed on one of these days."""

    sentence = N_("这位老人在这段日子里已有床位，请先移床或办退住")


class StructureRefused(DomainError):
    """A change of rooms that does not fit what stands there."""

    sentence = N_("这样改房间不合适，请核对后再试")


class BedsStillClaimed(StructureRefused):
    """Beds that someone or something still has beyond the day they should go out of service."""

    sentence = N_("这些床在停用以后的日子里还有人用着，请先移床、退住或恢复，再停用")

    def __init__(self, message: str | None = None, beds: Sequence[str] = ()) -> None:
        """Keep the beds' labels, so that the page can list them with a link each."""
        self.beds = tuple(beds)
        super().__init__(message)


class UnitFull(StructureRefused):
    """A nursing unit would have more beds than its cap."""

    sentence = N_("这个护理单元的床位已到上限，请放到别的单元，或先改上限")


class BuiltOn(StructureRefused):
    """Beds that somebody has already used: they can be retired, but not undone."""

    sentence = N_("这批床已有人用过，不能整批撤销；不再使用的，请办停用")


@dataclass(frozen=True, slots=True)
class Changed:
    """One field that two people changed: what stands there now, what was asked for, and who was first, and when."""

    field: str
    label: str
    theirs: str
    mine: str
    by: str = ""


class ChangedMeanwhile(Conflict):
    """Somebody else changed the same thing first; both values are shown side by side."""

    def __init__(self, changes: Sequence[Changed], *, version: int, subject: tuple[str, int] | None = None) -> None:
        """Keep both values, the version that a second try has to name, and whose trail says who was first."""
        self.changes = tuple(changes)
        self.version = version
        self.subject = subject
        first = self.changes[0] if self.changes else None
        message = (
            _("「{label}」刚被改为「{theirs}」，您填的是「{mine}」。请选用哪一个").format(
                label=first.label, theirs=first.theirs, mine=first.mine
            )
            if first
            else None
        )
        super().__init__(message)


class AlreadyMarked(DomainError):
    """The bed already bears a mark that answers the same question."""

    sentence = N_("这张床在这段日子里已有同类的认定（护理型和普通只能有一个），请先终止原来的认定")


class MarkNotFound(NotFound):
    """No such live mark in this home."""

    sentence = N_("没有找到这条认定，可能已终止或作废。请刷新后再看")


class AlreadyOpen(Conflict):
    """Somebody else has already opened the bed again."""

    def __init__(self, on: date) -> None:
        """Say since when."""
        super().__init__(_("这张床 {day} 已恢复使用，不用再办。请刷新床位图").format(day=on.isoformat()))


SENTENCES = {
    # Places
    "pk_buildings": N_("楼栋编号重复，系统没有保存，请再试一次"),
    "pk_floors": N_("楼层编号重复，系统没有保存，请再试一次"),
    "pk_nursing_units": N_("护理单元编号重复，系统没有保存，请再试一次"),
    "pk_rooms": N_("房间编号重复，系统没有保存，请再试一次"),
    "pk_room_terms": N_("房间情况编号重复，系统没有保存，请再试一次"),
    "pk_beds": N_("床位编号重复，系统没有保存，请再试一次"),
    "pk_bed_services": N_("在用记录编号重复，系统没有保存，请再试一次"),
    "pk_bed_marks": N_("认定记录编号重复，系统没有保存，请再试一次"),
    "pk_bed_claims": N_("占床记录编号重复，系统没有保存，请再试一次"),
    "uq_buildings_home": N_("楼栋编号重复，系统没有保存，请再试一次"),
    "uq_floors_home": N_("楼层编号重复，系统没有保存，请再试一次"),
    "uq_nursing_units_home": N_("护理单元编号重复，系统没有保存，请再试一次"),
    "uq_rooms_home": N_("房间编号重复，系统没有保存，请再试一次"),
    "uq_rooms_floor": N_("房间编号重复，系统没有保存，请再试一次"),
    "uq_room_terms_home": N_("房间情况编号重复，系统没有保存，请再试一次"),
    "uq_beds_home": N_("床位编号重复，系统没有保存，请再试一次"),
    "uq_bed_services_home": N_("在用记录编号重复，系统没有保存，请再试一次"),
    "uq_bed_services_span": N_("在用记录编号重复，系统没有保存，请再试一次"),
    "uq_bed_marks_home": N_("认定记录编号重复，系统没有保存，请再试一次"),
    "uq_bed_claims_home": N_("占床记录编号重复，系统没有保存，请再试一次"),
    "fk_buildings_institution": N_("没有找到这家机构，请从首页重新进入"),
    "fk_nursing_units_institution": N_("没有找到这家机构，请从首页重新进入"),
    "fk_beds_institution": N_("没有找到这家机构，请从首页重新进入"),
    "fk_floors_building": N_("这栋楼不属于本机构，请重新选择楼栋"),
    "fk_rooms_floor": N_("这一层不属于本机构，请重新选择楼层"),
    "fk_room_terms_room": N_("这间房不属于本机构，请重新选择房间"),
    "fk_room_terms_nursing_unit": N_("这个护理单元不属于本机构，请重新选择"),
    "fk_bed_services_bed": N_("这张床不属于本机构，请重新选择床位"),
    "fk_bed_services_room": N_("这间房不属于本机构，请重新选择房间"),
    "uq_buildings_label": N_("本机构已有同名的楼栋，请换一个名称"),
    "uq_floors_label": N_("这栋楼已有同名的楼层，请换一个名称"),
    "uq_nursing_units_label": N_("本机构已有同名的护理单元，请换一个名称"),
    "ck_buildings_label": N_("请填写楼栋名称"),
    "ck_floors_label": N_("请填写楼层名称"),
    "ck_nursing_units_label": N_("请填写护理单元名称"),
    "ck_nursing_units_kind": N_("请选择护理单元的类别"),
    "ck_nursing_units_cap": N_("认知障碍照护专区要填床位上限，最多 20 张；普通单元最多 60 张。请改小上限"),
    # Rooms
    "ck_rooms_facing": N_("请选择房间朝向"),
    "ck_room_terms_span": N_("房间的停用日期早于启用日期，请核对日期"),
    "ck_room_terms_label": N_("请填写房号"),
    "ck_room_terms_kind": N_("请选择房间类型"),
    "ck_room_terms_sex_rule": N_("请选择房间的男女规定"),
    "ex_room_terms_one_per_room": N_("这间房在这段日子里已有另一份登记，请核对日期"),
    "ex_room_terms_one_label_per_floor": N_("这一层在这段日子里已有同号的房间，请换一个房号"),
    # Beds
    "uq_beds_code": N_("床位码重复，系统没有保存，请再试一次"),
    "ck_beds_code": N_("床位码的写法不对，系统没有保存，请再试一次"),
    "ck_bed_services_span": N_("床位的停用日期早于启用日期，请核对日期"),
    "ck_bed_services_label": N_("请填写床号"),
    "ex_bed_services_one_per_bed": N_("这张床在这段日子里已登记在另一间房，请核对日期"),
    "ex_bed_services_one_label_per_room": N_("这间房在这段日子里已有同号的床，请换一个床号"),
    # Marks
    "ck_bed_marks_span": N_("认定的终止日期早于起始日期，请核对日期"),
    "ck_bed_marks_kind": N_("请选择认定的类别"),
    "ck_bed_marks_basis": N_("请填写认定依据或文号；没有依据的床是「未认定」，不用登记"),
    "ck_bed_marks_expires": N_("认定的到期日早于起始日期，请核对日期"),
    "fk_bed_marks_bed": N_("这张床不属于本机构，请重新选择床位"),
    "fk_bed_marks_evidence": N_("没有找到这份依据的扫描件，请重新上传"),
    "ex_bed_marks_one_per_facet": N_("这张床在这段日子里已有同类的认定（护理型和普通只能有一个），请先终止原来的认定"),
    # Claims
    "ck_bed_claims_span": N_("结束日期早于开始日期，请核对日期"),
    "ck_bed_claims_kind": N_("占床的类别不对，系统没有保存，请再试一次"),
    "ck_bed_claims_sex": N_("请填写老人的性别"),
    "ck_bed_claims_room_sex": N_("房间的男女规定不对，请先核对房间"),
    "ck_bed_claims_reason": N_("请选择停用原因"),
    "ck_bed_claims_person": N_("在住、预留和包房要写明是哪位老人，停用不写老人。请核对后再试"),
    "ck_bed_claims_stay": N_("在住和包房要对应一次入住，请先办入住"),
    "ck_bed_claims_in_stay": N_("占床的日子超出了这次入住，请核对日期"),
    "ck_bed_claims_in_service": N_("这张床在这段日子里没有全部在用，请核对启用和停用日期"),
    "ck_bed_claims_sex_of_room": N_("这间房只安排一种性别的老人，请看其他空床，或先改房间规定"),
    "ck_bed_claims_closure": N_("停用床位要写明原因，请选择原因"),
    "ck_bed_claims_planned_end": N_("预计恢复的日期早于停用日期，请核对日期"),
    "fk_bed_claims_bed": N_("这张床不属于本机构，请重新选择床位"),
    "fk_bed_claims_room": N_("这间房不属于本机构，请重新选择房间"),
    "fk_bed_claims_continues": N_("占床记录编号不对，系统没有保存，请再试一次"),
    "fk_bed_claims_service": N_("这张床在这段日子里没有在用，或仍有人用着。请先移床、恢复或改日期"),
    "ex_bed_claims_one_per_bed": N_("这张床在这段日子里已有人用或已停用，请选别的床，或先看这张床的安排"),
    "ex_bed_claims_one_bed_per_elder": N_("这位老人在这段日子里已有床位，请先移床或办退住"),
    "ex_bed_claims_one_sex_per_room": N_("该房间在这段日子里住着另一性别的老人，请看其他空床，或先改房间规定"),
}
add_sentences(SENTENCES)
