"""What each named constraint of the waitlist says to a person when it refuses."""

from app.core.i18n import N_
from app.core.sentences import add_sentences

__all__ = ["SENTENCES"]

_AGAIN = N_("编号重复，没有保存。请再试一次")
_NO_ENTRY = N_("没有找到这份轮候登记，请回到轮候名单重新选择")
_NO_HOME = N_("没有找到志愿里的机构，请重新选择")
_TWO_PAPERS = N_("证明材料没有保存好，请重新上传")
_SPAN = N_("终止日期早于起始日期，请核对这两个日期")
_VOID = N_("作废要写明原因，请填写作废原因")

SENTENCES = {
    "pk_waitlist_receipts": _AGAIN,
    "pk_waitlist_entries": _AGAIN,
    "pk_waitlist_events": _AGAIN,
    "pk_waitlist_circumstances": _AGAIN,
    "pk_waitlist_checks": _AGAIN,
    "pk_waitlist_policies": _AGAIN,
    "pk_waitlist_switches": _AGAIN,
    "pk_waitlist_notices": _AGAIN,
    # The application
    "uq_waitlist_entries_number": _AGAIN,
    "uq_waitlist_entries_receipt": _AGAIN,
    "uq_waitlist_entries_live": N_("这位老人在本县已有一份轮候登记，不能再登记一份。请在原来那份上办理"),
    "fk_waitlist_entries_institution": _NO_HOME,
    "fk_waitlist_entries_wish_2": _NO_HOME,
    "fk_waitlist_entries_wish_3": _NO_HOME,
    "fk_waitlist_entries_elder": N_("没有找到这位老人的档案，请回到老人列表重新选择"),
    "fk_waitlist_entries_merged_into": N_("没有找到要并入的那份登记，请重新选择"),
    "ck_waitlist_entries_source": N_("请选择申请从哪里来"),
    "ck_waitlist_entries_state": N_("没有这种轮候状态，没有保存。请再试一次"),
    "ck_waitlist_entries_link_kind": N_("请选择两份申请为什么要关联"),
    "ck_waitlist_entries_receipt": N_("受理号不对，没有保存。请再试一次"),
    "ck_waitlist_entries_backdated": N_("受理时间不能早于收到申请的时间。确需更正的，由县级经办办理并写明原因"),
    "ck_waitlist_entries_wishes": N_("志愿里有重复或空缺的机构，请按先后重新选择"),
    "ck_waitlist_entries_link": N_("请选择两份申请为什么要关联"),
    "ck_waitlist_entries_override": N_("人工调整要写明类别、原因和提出人，请补齐"),
    "ck_waitlist_entries_two_people": N_("提出人工调整的人不能自己批准，请由另一人批准"),
    "ck_waitlist_entries_until": N_("暂缓要写明到哪一天，请填写日期"),
    "ck_waitlist_entries_merged": N_("一份登记不能并入它自己，请另选一份"),
    # Its log
    "fk_waitlist_events_entry": _NO_ENTRY,
    "uq_waitlist_events_seq": N_("这份登记刚被别人改过，请看过最新内容再办"),
    "ck_waitlist_events_kind": N_("没有这种轮候记录，没有保存。请再试一次"),
    # Evidence
    "fk_waitlist_circumstances_entry": _NO_ENTRY,
    "ck_waitlist_circumstances_span": _SPAN,
    "ck_waitlist_circumstances_kind": N_("请选择是哪一种情况"),
    "ck_waitlist_circumstances_verified": N_("核实要写明由谁核实，请重新提交"),
    "ck_waitlist_circumstances_evidence": _TWO_PAPERS,
    "ck_waitlist_circumstances_void": _VOID,
    "ex_waitlist_circumstances_once": N_("这段日子里已登记了同一种情况，请先作废原来的，或核对日期"),
    "fk_waitlist_checks_entry": _NO_ENTRY,
    "ck_waitlist_checks_kind": N_("请选择核验哪一项"),
    "ck_waitlist_checks_result": N_("请选择核验结果"),
    "ck_waitlist_checks_note": N_("不符合或要补材料的，请写明原因"),
    # Rules
    "uq_waitlist_policies_no": N_("刚刚有人公布了另一份规则，请刷新后再公布"),
    "ck_waitlist_policies_span": _SPAN,
    "ck_waitlist_policies_void": _VOID,
    "ck_waitlist_policies_source": N_(
        "规则要有名称和来源，请填写文件名称；没见到文件的，写明听谁说的并勾选「来源待核」"
    ),
    "ck_waitlist_policies_ahead": N_("规则不能从过去的日子起用，过去的名次不能改变。请选今天或以后"),
    "ex_waitlist_policies_one_per_day": N_("这段日子里已有一份规则，请改写起用日期"),
    "fk_waitlist_switches_institution": _NO_HOME,
    "ck_waitlist_switches_span": _SPAN,
    "ck_waitlist_switches_void": _VOID,
    "ck_waitlist_switches_document": N_("启用轮候要有文件，请填写文号"),
    "ck_waitlist_switches_evidence": _TWO_PAPERS,
    "ex_waitlist_switches_once": N_("这段日子里已启用轮候，请核对日期"),
    # Notices
    "fk_waitlist_notices_entry": _NO_ENTRY,
    "ck_waitlist_notices_kind": N_("没有这种告知，没有保存。请再试一次"),
    "ck_waitlist_notices_channel": N_("请选择用什么方式告知"),
    "ck_waitlist_notices_told": N_("请选择用什么方式告知"),
    # Publications and figures: only the system writes them
    "pk_published_lists": _AGAIN,
    "ck_published_lists_home": _NO_HOME,
    "pk_waitlist_counts": _AGAIN,
    "ck_waitlist_counts_state": N_("没有这种轮候状态，没有保存。请再试一次"),
    "ck_waitlist_counts_home": _NO_HOME,
    "ck_waitlist_counts_entries": N_("轮候人数算错了，没有保存。请告诉管理员"),
    # What families hand in
    "pk_waitlist_intakes": _AGAIN,
    "uq_waitlist_intakes_number": _AGAIN,
    "fk_waitlist_intakes_institution": _NO_HOME,
    "ck_waitlist_intakes_kind": N_("没有这种网上材料，没有保存。请刷新后再试"),
    "ck_waitlist_intakes_state": N_("没有这种办理状态，没有保存。请刷新后再试"),
    "ck_waitlist_intakes_handed_in": N_("这份网上申请还没有递交完整，请刷新后再试"),
    "ck_waitlist_intakes_taken": N_("不受理的，请写明原因，家属会看到"),
    "ck_waitlist_intakes_pin": N_("查询码没有保存好，请重新递交"),
    "ck_waitlist_intakes_size": N_("填写的内容太长，请写短一些再递交"),
}
add_sentences(SENTENCES)
