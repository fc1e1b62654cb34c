"""What a person can be told about admissions; every refusal says the way out."""

from app.core.errors import DomainError, NotFound
from app.core.i18n import N_
from app.core.sentences import add_sentences

__all__ = ["SENTENCES", "AdmissionNotFound", "AdmissionRefused", "AgreementRefused", "ConsentNotFound", "TaskRefused"]


class AdmissionNotFound(NotFound):
    """No such admission in this home."""

    sentence = N_("没有找到这次入院办理，可能已不办了。请从入院办理列表重新进入")


class ConsentNotFound(NotFound):
    """No such standing consent."""

    sentence = N_("没有找到这条同意，可能已撤回。请刷新后再看")


class AdmissionRefused(DomainError):
    """An act on an admission that does not fit how far it has come."""

    sentence = N_("这次入院办理现在不能这样办，请刷新后再看")


class TaskRefused(DomainError):
    """A task that cannot be finished as it stands."""

    sentence = N_("这一项还不能完成，请核对后再试")


class AgreementRefused(DomainError):
    """An agreement that lacks what it must say."""

    sentence = N_("协议还缺内容，请补齐后再保存")


AGAIN = N_("编号重复，系统没有保存，请再试一次")
NO_FILE = N_("没有找到这位老人的档案，请重新选择")
NO_HOME = N_("没有找到这家机构，请从首页重新进入")
NO_SCAN = N_("原件没有保存好，请重新上传")
NO_CASE = N_("没有找到这次入院办理，请从列表重新进入")
NO_PAPER = N_("监护人签字的，请先在档案的联系人里登记监护人并上传监护证明")
CANNOT_SIGN = N_("已登记老人不能自己签字，请由监护人签字")
WHY_VOID = N_("请写明作废的原因")

SENTENCES = {
    "pk_admissions": AGAIN,
    "uq_admissions_home": AGAIN,
    "uq_admissions_open": N_("这位老人在本院已有一次在办的入院，请接着办那一次"),
    "uq_admissions_offer": N_("这份床位通知已在办入院，请接着办那一次"),
    "uq_admissions_placement": N_("这份安置通知已在办入院，请接着办那一次"),
    "fk_admissions_institution": NO_HOME,
    "fk_admissions_elder": NO_FILE,
    "fk_admissions_entry": N_("没有找到对应的轮候登记，请从床位通知重新进入"),
    "fk_admissions_offer": N_("没有找到对应的床位通知，请从床位通知列表重新进入"),
    "fk_admissions_placement": N_("没有找到对应的安置通知，请从安置列表重新进入"),
    "fk_admissions_bed": N_("没有找到这张床，请重新选择"),
    "fk_admissions_claim": N_("这张床没有预留上，请重新选床"),
    "fk_admissions_stay": N_("没有找到对应的入住，请刷新后再试"),
    "ck_admissions_state": N_("请从列表中选办理情况"),
    "ck_admissions_stay_kind": N_("请选择入住类型"),
    "ck_admissions_payer": N_("请选择谁付费"),
    "ck_admissions_signs": N_("请选择由谁签字"),
    "ck_admissions_ground": N_("入住依据不完整：请选对应的床位通知或安置通知，紧急安置请写明情况"),
    "ck_admissions_admitted": N_("入住由「办理入住」生成，请从那里办理"),
    "ck_admissions_closed": N_("这次入院办理的结束时间不完整，请再试一次"),
    "ck_admissions_given_up": N_("请写明不办了的原因"),
    "ck_admissions_hold": N_("预留和床位对不上，请重新选床"),
    "ck_admissions_planned_end": N_("预计离院早于计划入住，请核对日期"),
    "pk_admission_tasks": AGAIN,
    "fk_admission_tasks_admission": NO_CASE,
    "ck_admission_tasks_kind": N_("请从列表中选事项"),
    "ck_admission_tasks_state": N_("请从列表中选办理情况"),
    "ck_admission_tasks_settled": N_("这一项的办结时间不完整，请再试一次"),
    "ck_admission_tasks_reason": N_("请写明豁免或无法办理的原因"),
    "ck_admission_tasks_bed": N_("床位不能豁免，请先选床"),
    "pk_health_checks": AGAIN,
    "fk_health_checks_institution": NO_HOME,
    "fk_health_checks_elder": NO_FILE,
    "fk_health_checks_admission": NO_CASE,
    "fk_health_checks_evidence": NO_SCAN,
    "ck_health_checks_conclusion": N_("请选择体检结论"),
    "ck_health_checks_valid": N_("有效期早于体检日期，请核对日期"),
    "ck_health_checks_void": WHY_VOID,
    "pk_first_needs": AGAIN,
    "uq_first_needs_part": N_("这一项刚被别人填过，请刷新后再看"),
    "fk_first_needs_institution": NO_HOME,
    "fk_first_needs_elder": NO_FILE,
    "fk_first_needs_admission": NO_CASE,
    "ck_first_needs_part": N_("请从列表中选事项"),
    "ck_first_needs_texture": N_("请选择食物性状"),
    "ck_first_needs_feeding": N_("请选择怎么吃"),
    "ck_first_needs_diet": N_("请选择怎么吃"),
    "ck_first_needs_tube": N_("鼻饲的不选食物性状；经口吃的请选一种"),
    "ck_first_needs_drink": N_("请选择饮水稠度"),
    "ck_first_needs_void": WHY_VOID,
    "pk_service_agreements": AGAIN,
    "uq_service_agreements_home": AGAIN,
    "uq_service_agreements_admission": N_("这次入院已有一份协议，请接着改那一份"),
    "fk_service_agreements_institution": NO_HOME,
    "fk_service_agreements_elder": NO_FILE,
    "fk_service_agreements_admission": NO_CASE,
    "fk_service_agreements_evidence": NO_SCAN,
    "fk_service_agreements_guardian_evidence": NO_SCAN,
    "ck_service_agreements_state": N_("请从列表中选协议状态"),
    "ck_service_agreements_pay_cycle": N_("请选择按月、按季还是按年付"),
    "ck_service_agreements_basis": N_("请选择由谁签字"),
    "ck_service_agreements_guardian_evidence": NO_PAPER,
    "ck_service_agreements_can_sign": CANNOT_SIGN,
    "ck_service_agreements_term": N_("服务期限的终止日要晚于开始日，请核对日期"),
    "ck_service_agreements_fees": N_("金额不能是负数，请核对"),
    "ck_service_agreements_deposit": N_("押金不能超过月床位费的 12 倍，请改小押金"),
    "ck_service_agreements_prepaid": N_("预收费不能超过 12 个月，请改少预收月数"),
    "ck_service_agreements_member_fee": N_("公办和公办民营机构不能收会员费，请把会员费改为 0"),
    "ck_service_agreements_signed": N_("签字的协议要有签字日期、签字人和机构签字人，请补齐"),
    "ck_service_agreements_void": WHY_VOID,
    "pk_consents": AGAIN,
    "uq_consents_standing": N_("这一项刚答复过，请刷新后再看；要改的请先撤回"),
    "fk_consents_institution": NO_HOME,
    "fk_consents_elder": NO_FILE,
    "fk_consents_admission": NO_CASE,
    "fk_consents_evidence": NO_SCAN,
    "fk_consents_guardian_evidence": NO_SCAN,
    "ck_consents_scope": N_("请从列表中选同意的事项"),
    "ck_consents_basis": N_("请选择由谁签字"),
    "ck_consents_channel": N_("请选择怎么签的"),
    "ck_consents_guardian_evidence": NO_PAPER,
    "ck_consents_can_sign": CANNOT_SIGN,
    "ck_consents_text_version": N_("这一页放得太久了，请刷新后重填"),
    "ck_consents_withdrawn": N_("请写明撤回的原因"),
}
add_sentences(SENTENCES)
