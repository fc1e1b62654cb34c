"""What a person can be told about placements; every refusal says the way out."""

from app.core.errors import DomainError, NotFound
from app.core.i18n import N_
from app.core.sentences import add_sentences

__all__ = ["SENTENCES", "OrderNotFound", "OrderRefused", "SupportNotFound", "SupportRefused", "WishNotFound"]


class OrderNotFound(NotFound):
    """No such order, or not the caller's to see."""

    sentence = N_("没有找到这份安置通知，可能已撤销。请从待安置列表重新进入")


class SupportNotFound(NotFound):
    """No such line of the register."""

    sentence = N_("没有找到这条分散供养登记，可能已作废。请从名册重新进入")


class WishNotFound(NotFound):
    """No such wish."""

    sentence = N_("没有找到这条意愿记录，可能已作废。请刷新后再看")


class OrderRefused(DomainError):
    """An act on an order that does not fit how far it has come."""

    sentence = N_("这份安置通知现在不能这样办，请刷新后再看")


class SupportRefused(DomainError):
    """A line of the register that does not fit what is on file."""

    sentence = N_("这条登记与已有记录对不上，请核对后再试")


AGAIN = N_("编号重复，系统没有保存，请再试一次")
NO_FILE = N_("没有找到这位老人的档案，请重新选择")
NO_HOME = N_("没有找到这家机构，请重新选择")
NO_SCAN = N_("原件没有保存好，请重新上传")
TOWNSHIP = N_("请选择乡镇（街道），只选到县不行")
WHY_VOID = N_("请写明作废的原因")

SENTENCES = {
    "pk_placement_orders": AGAIN,
    "uq_placement_orders_home": AGAIN,
    "uq_placement_orders_number": N_("这个通知编号已用过，系统没有保存，请再试一次"),
    "uq_placement_orders_live": N_("这位老人已有一份在办的安置通知，请先办完或撤销那一份"),
    "fk_placement_orders_institution": NO_HOME,
    "fk_placement_orders_elder": NO_FILE,
    "fk_placement_orders_stay": N_("没有找到对应的入住，请刷新后再试"),
    "fk_placement_orders_bed": N_("没有找到这张床，请重新选择"),
    "fk_placement_orders_claim": N_("这张床没有预留上，请重新选床"),
    "fk_placement_orders_evidence": NO_SCAN,
    "fk_placement_orders_agreement": NO_SCAN,
    "fk_placement_orders_guardian": NO_SCAN,
    "ck_placement_orders_state": N_("请从列表中选办理情况"),
    "ck_placement_orders_agreement_by": N_("请选择协议由本人还是监护人签字"),
    "ck_placement_orders_township": TOWNSHIP,
    "ck_placement_orders_days": N_("日期先后不对：先申请，再乡镇审核，最后县级决定，请核对"),
    "ck_placement_orders_decided": N_("县级决定前，请填好乡镇审核日期、审核人和决定文号"),
    "ck_placement_orders_received": N_("请先由机构接收，再办后面的事"),
    "ck_placement_orders_agreement": N_("办入住前请先登记三方协议：签字日期和签字人"),
    "ck_placement_orders_guardian": N_("监护人签字的，请上传监护证明"),
    "ck_placement_orders_admitted": N_("入住由「入院办理」生成，请从那里办理"),
    "ck_placement_orders_hold": N_("预留和床位对不上，请重新选床"),
    "ck_placement_orders_cancelled": N_("请写明撤销的原因"),
    "pk_placement_numbers": AGAIN,
    "ck_placement_numbers_last_no": AGAIN,
    "pk_dispersed_supports": AGAIN,
    "fk_dispersed_supports_institution": NO_HOME,
    "fk_dispersed_supports_elder": NO_FILE,
    "ck_dispersed_supports_span": N_("终止日期早于开始日期，请核对日期"),
    "ck_dispersed_supports_level": N_("请从列表中选自理能力"),
    "ck_dispersed_supports_township": TOWNSHIP,
    "ck_dispersed_supports_end": N_("终止分散供养请写明原因，没有终止的请留空"),
    "ck_dispersed_supports_void": WHY_VOID,
    "ex_dispersed_supports_once": N_("这位老人这段日子已登记分散供养，请先终止原来的，或核对日期"),
    "pk_support_wishes": AGAIN,
    "fk_support_wishes_institution": NO_HOME,
    "fk_support_wishes_elder": NO_FILE,
    "fk_support_wishes_evidence": NO_SCAN,
    "ck_support_wishes_wish": N_("请选择意愿"),
    "ck_support_wishes_said_by": N_("请选择是谁说的"),
    "ck_support_wishes_void": WHY_VOID,
    "uq_support_wishes_day": N_("这一天已记过一次意愿，要改的请先作废那一条"),
}
add_sentences(SENTENCES)
