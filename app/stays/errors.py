"""What a person can be told about stays, leaves, discharges and transfers; every refusal says the way out."""

from typing import Self

from app.beds.errors import ChangedMeanwhile as ChangedBed
from app.beds.errors import RoomOfOtherSex
from app.core.errors import Conflict, DomainError, NotFound
from app.core.i18n import N_
from app.core.sentences import add_sentences

__all__ = [
    "SENTENCES",
    "AlreadyBack",
    "ChangedMeanwhile",
    "CoupleApart",
    "CoupleThere",
    "DischargeNotFound",
    "DischargeRefused",
    "InResidence",
    "LeaveNotFound",
    "LeaveRefused",
    "MergeNotFound",
    "MergeRefused",
    "StayEnded",
    "StayNotFound",
    "StayRefused",
    "TermsNotFound",
    "TransferNotFound",
    "TransferRefused",
    "TransferTaken",
]


class StayNotFound(NotFound):
    """No such live stay in this home."""

    sentence = N_("没有找到这次入住，可能已作废。请从老人列表重新进入")


class TermsNotFound(NotFound):
    """No such live change of terms in this stay."""

    sentence = N_("没有找到这条变更，可能已作废。请刷新后再看")


class LeaveNotFound(NotFound):
    """No such live leave in this home."""

    sentence = N_("没有找到这次请假，可能已作废。请从请假列表重新进入")


class DischargeNotFound(NotFound):
    """No such live discharge in this home."""

    sentence = N_("没有找到这次退住，可能已撤销。请从退住列表重新进入")


class TransferNotFound(NotFound):
    """No such transfer of a home that the caller may see."""

    sentence = N_("没有找到这次调院，请从调院列表重新进入")


class MergeNotFound(NotFound):
    """No such merger of two files."""

    sentence = N_("没有找到这次合并，可能已拆开。请从老人档案重新进入")


class StayRefused(DomainError):
    """An act on a stay that does not fit what is recorded."""

    sentence = N_("这次办理与已有记录对不上，请核对后再试")


class InResidence(StayRefused):
    """The person is in residence on one of these days: here it is said where, of another home only the fact."""

    sentence = N_("这位老人在这段日子里已在住，不能再办入住。请先核对原来的入住，或办退住、调院")


class CoupleThere(RoomOfOtherSex):
    """Husband and wife share the room against its rule, so nobody else can come in, or a third person is there."""

    sentence = N_("夫妻同住的房间不能再住别人。请看其他空床，或先给同室的老人移床")


class CoupleApart(RoomOfOtherSex):
    """A change of rooms would leave husband or wife alone in a room that is named for the other sex."""

    sentence = N_("改后夫妻中的一位会单独留在只安排另一性别的房间。请先给这位老人移床，再改房间")


class StayEnded(Conflict):
    """Somebody has already ended the stay."""

    sentence = N_("这位老人已办退住。请刷新后再看；要更正的请先撤销退住")


class LeaveRefused(StayRefused):
    """A leave that does not fit what is recorded."""

    sentence = N_("这次请假与已有记录对不上，请核对日期")


class AlreadyBack(Conflict):
    """Somebody has already recorded the return."""

    sentence = N_("这位老人已登记返院，不用再办。请刷新请假列表")


class DischargeRefused(StayRefused):
    """A step of a discharge that does not fit where it stands."""

    sentence = N_("退住的这一步与已有记录对不上，请核对后再试")


class MergeRefused(DomainError):
    """Two files that cannot be one person's, or can no longer be taken apart."""

    sentence = N_("这两份档案不能合并，请先核对")


class TransferRefused(DomainError):
    """A step of a transfer that does not fit where it stands."""

    sentence = N_("这次调院的这一步不能办理，请核对后再试")


class TransferTaken(TransferRefused):
    """A bed that the receiving home would give is somebody's."""

    sentence = N_("选的床在那天已有人用，请另选一张")


class ChangedMeanwhile(ChangedBed):
    """Somebody else changed the same stay first; both values are shown side by side."""

    @classmethod
    def of_state(cls, message: str) -> Self:
        """Say that a step has already been taken by somebody else."""
        changed = cls((), version=0)
        changed.message = message
        return changed


AGAIN = N_("记录编号重复，系统没有保存，请再试一次")
LATE = N_("日期早于今天的是补录，请选补录原因")
WHY = N_("请写明作废的原因")
WHICH_STAY = N_("没有找到这次入住，请从老人列表重新进入")
STAYS = {
    "pk_stays": AGAIN,
    "uq_stays_home": AGAIN,
    "uq_stays_span": AGAIN,
    "fk_stays_institution": N_("没有找到这家机构，请从首页重新进入"),
    "fk_stays_elder": N_("没有找到这位老人的档案，请回到老人列表重新选择"),
    "ck_stays_span": N_("退住日期早于入住日期，请核对日期"),
    "ck_stays_kind": N_("请选择入住类型：长住、试住、短期托养或旅居"),
    "ck_stays_ground": N_("请选择入住依据"),
    "ck_stays_payer": N_("请选择由谁付费"),
    "ck_stays_end_reason": N_("请选择退住原因"),
    "ck_stays_late_reason": N_("请选择补录原因"),
    "ck_stays_end_late_reason": N_("请选择补录原因"),
    "ck_stays_end": N_("办退住要有日期和原因，请补齐"),
    "ck_stays_end_recorded": N_("退住日期与登记对不上，请再试一次"),
    "ck_stays_planned_end": N_("预计离院的日期早于入住日期，请核对日期"),
    "ck_stays_late": LATE,
    "ck_stays_end_late": LATE,
    "ck_stays_arrived_at": N_("到院时间不在入住当天，请核对时间"),
    "ck_stays_left_at": N_("离院时间不在退住当天，请核对时间"),
    "ck_stays_void": WHY,
    "ex_stays_one_per_elder": InResidence.sentence,
    "fk_bed_claims_elder": N_("没有找到这位老人的档案，请回到老人列表重新选择"),
    "fk_bed_claims_stay": N_("床位的安排与入住的日子对不上，系统没有保存，请刷新后再试"),
    "pk_stay_changes": AGAIN,
    "fk_stay_changes_stay": WHICH_STAY,
    "ck_stay_changes_kind": N_("请选择入住类型：长住、试住、短期托养或旅居"),
    "ck_stay_changes_payer": N_("请选择由谁付费"),
    "ck_stay_changes_late_reason": N_("请选择补录原因"),
    "ck_stay_changes_late": LATE,
    "ck_stay_changes_void": WHY,
    "uq_stay_changes_day": N_("这一天已登记过一次变更，请先作废原来的，或换个日期"),
}
LEAVES = {
    "pk_leaves": AGAIN,
    "uq_leaves_home": AGAIN,
    "fk_leaves_stay": N_("请假的日子与入住的日子对不上，系统没有保存，请刷新后再试"),
    "ck_leaves_span": N_("返院日期早于离院日期，请核对日期"),
    "ck_leaves_kind": N_("请选择是回家、住院还是外出"),
    "ck_leaves_escort": N_("请选择由谁陪同"),
    "ck_leaves_late_reason": N_("请选择补录原因"),
    "ck_leaves_return_late_reason": N_("请选择补录原因"),
    "ck_leaves_in_stay": N_("请假的日子超出了这次入住，请核对日期"),
    "ck_leaves_expected": N_("预计返院的日期早于离院日期，请核对日期"),
    "ck_leaves_returned": N_("返院日期与登记对不上，请再试一次"),
    "ck_leaves_hours": N_("返院时间早于离院时间，请核对时间"),
    "ck_leaves_late": LATE,
    "ck_leaves_return_late": LATE,
    "ck_leaves_left_at": N_("离院时间不在请假当天，请核对时间"),
    "ck_leaves_returned_at": N_("返院时间不在返院当天，请核对时间"),
    "ck_leaves_with_stay": N_("随退住结束的请假没有返院时间，请核对后再试"),
    "ck_leaves_void": WHY,
    "ex_leaves_one_per_stay": N_("这位老人在这段日子里已有一次请假或住院，请先登记返院，或核对日期"),
}
DISCHARGES = {
    "pk_discharges": AGAIN,
    "uq_discharges_home": AGAIN,
    "fk_discharges_stay": WHICH_STAY,
    "ck_discharges_reason": N_("请选择退住原因"),
    "ck_discharges_closed": N_("退住还没有办，请先办退住再结束任务"),
    "ck_discharges_void": WHY,
    "uq_discharges_stay": N_("这次入住已在办退住，请从退住列表进入"),
    "pk_discharge_tasks": N_("这项任务已在清单里，请刷新后再看"),
    "fk_discharge_tasks_discharge": N_("没有找到这次退住，请从退住列表重新进入"),
    "ck_discharge_tasks_kind": N_("请选择退住任务"),
    "ck_discharge_tasks_state": N_("请选择任务是否完成"),
    "ck_discharge_tasks_settled": N_("任务的完成时间对不上，请再试一次"),
    "ck_discharge_tasks_waived": N_("不需要办的任务要写明原因，请补上"),
    "pk_discharge_beds": N_("这张床已在这次退住里，请刷新后再看"),
    "fk_discharge_beds_discharge": N_("没有找到这次退住，请从退住列表重新进入"),
    "fk_discharge_beds_claim": N_("没有找到这张床的停用记录，请刷新后再看"),
}
TRANSFERS = {
    "pk_transfers": AGAIN,
    "uq_transfers_home": AGAIN,
    "fk_transfers_institution": N_("没有找到这家机构，请从首页重新进入"),
    "fk_transfers_evidence": N_("没有找到同意书的扫描件，请重新上传"),
    "ck_transfers_reason": N_("请选择调院原因"),
    "ck_transfers_consent_by": N_("请选择由谁同意调院"),
    "ck_transfers_late_reason": N_("请选择补录原因"),
    "ck_transfers_two_homes": N_("调入机构就是本院，请选择另一家机构"),
    "ck_transfers_steps": N_("调院要先由对方接收、再由县级批准，请按次序办理"),
    "ck_transfers_three_people": N_("提出、接收和批准要由不同的人办理，请由另一位经办人批准"),
    "ck_transfers_ended": N_("不同意或撤回要写明原因，请补上"),
    "pk_transfer_people": N_("这位老人已在这次调院里，请勿重复选择"),
    "fk_transfer_people_transfer": N_("没有找到这次调院，请从调院列表重新进入"),
    "fk_transfer_people_stay": WHICH_STAY,
    "ck_transfer_people_sex": N_("请先在档案里填写老人的性别"),
}
SENTENCES = STAYS | LEAVES | DISCHARGES | TRANSFERS
add_sentences(SENTENCES)
