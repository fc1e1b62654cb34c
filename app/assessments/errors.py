"""What a person can be told about scales, assessments, signatures, rulings and risks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.core.errors import Conflict, DomainError, NotAllowed, NotFound
from app.core.i18n import N_
from app.core.sentences import add_sentences

if TYPE_CHECKING:
    from app.assessments.rules.answers import AnswerProblem

__all__ = [
    "SENTENCES", "AlreadyDecided", "AlreadySigned", "AnswersIncomplete", "AssessmentNotFound", "AssessmentRefused",
    "DiagnosisUnsupported", "NoScaleInForce", "NotADraft", "NotScored", "OnlyTheCounty", "RisksIncomplete",
    "RisksNotFound", "RulingNotFound", "SameAnswer", "SameAssessor", "ScaleNotFound", "ScaleOff", "SettingRefused",
    "TriggerNotFound", "VisitTaken",
]  # fmt: skip


class ScaleNotFound(NotFound):
    """No scale of that code."""

    sentence = N_("没有这个评估量表。请从列表里选")


class NoScaleInForce(DomainError):
    """No scale of that kind was in force on the day of the assessment."""

    sentence = N_("评估当天没有有效的这类量表。请核对评估日期")


class ScaleOff(DomainError):
    """The scale is known and not in use here: its content has not been checked against the text."""

    sentence = N_("这个量表来源待核，还没有启用。请改用已启用的量表，或登记外部评估的结果")


class SettingRefused(DomainError):
    """A setting that the scale does not have, or a value that it does not take."""

    sentence = N_("这个量表没有这项设置，或不能这样设。请从列出的取值里选")


class AnswersIncomplete(DomainError):
    """Answers that give no level: something is missing or is no choice of its item. Each is listed in `problems`."""

    sentence = N_("评估还没有答完，或有的答案不是选项，没有评定等级。请逐项核对")

    def __init__(self, problems: "Sequence[AnswerProblem]") -> None:
        """Keep the problems, in the order of the form."""
        super().__init__()
        self.problems = tuple(problems)


class AssessmentNotFound(NotFound):
    """No such assessment, or of somebody whose file the caller may not see."""

    sentence = N_("没有找到这次评估，可能已作废，或不在您能看的档案里。请回到老人档案重新打开")


class AssessmentRefused(DomainError):
    """Something in what was asked for cannot be; the sentence says what."""


class VisitTaken(Conflict):
    """The key of a visit already stands under another person's assessment."""

    sentence = N_("这次上门的编号已用在另一份评估上，没有保存。请重新开始一次评估")


class NotADraft(Conflict):
    """Answers that come after the level was given."""

    sentence = N_("这份评估已评定等级，答案没有改。要改请先退回修改；已签字的请另做一次评估")


class NotScored(Conflict):
    """A signature under something that says nothing yet."""

    sentence = N_("这份评估还没有评定等级，不能签字。请先答完并评定")


class AlreadySigned(Conflict):
    """What is signed does not change."""

    sentence = N_("这份评估已签字，不能再改。结果有疑问的，请登记疑问并另做复评")


class AlreadyDecided(Conflict):
    """What the county has decided does not change; a new decision takes its place."""

    sentence = N_("这份特困自理能力评估已认定，不能再改。情况有变的，请重新认定")


class SameAssessor(DomainError):
    """Two assessors are two people."""

    sentence = N_("两名评估员不能是同一个人。请另一位评估员签字")


class OnlyTheCounty(NotAllowed):
    """The self-care of 特困 persons is decided by the county, never by a home's signatures."""

    sentence = N_("特困人员生活自理能力由县级民政部门认定，这里不用签字。请交县级经办办理")


class DiagnosisUnsupported(DomainError):
    """A psychiatric diagnosis counts only as a specialist's (GB/T 42195-2022 C.4), so it says whose."""

    sentence = N_("记了其他精神障碍，请填诊断医生、科室和日期，只有专科医生的诊断才提高等级")


class TriggerNotFound(NotFound):
    """No such reminder, or it is closed."""

    sentence = N_("没有找到这条提醒，可能已处理。请刷新后再看")


class RulingNotFound(NotFound):
    """No such live ruling in the caller's counties."""

    sentence = N_("没有找到这条量表口径，可能已作废。请刷新后再看")


class SameAnswer(DomainError):
    """The ruling says what holds already."""

    sentence = N_("这一天起已经是这个口径，不用再定。请核对日期或取值")


class RisksNotFound(NotFound):
    """No such risk assessment."""

    sentence = N_("没有找到这次风险评估，可能已作废。请回到老人档案重新打开")


class RisksIncomplete(DomainError):
    """A risk without a grade, or with one that does not exist."""

    sentence = N_("九类风险要逐项定级，无风险的也请选「无」")


_AGAIN = N_("编号重复，系统没有保存，请再试一次")
_NO_FILE = N_("没有找到这位老人的档案，请回到老人列表重新选择")
_NO_HOME = N_("没有找到这家机构，请从首页重新进入")
_NO_ASSESSMENT = N_("没有找到这次评估，请回到老人档案重新打开")
_WHY_VOID = N_("请写明作废的原因")

SENTENCES = {
    "pk_assessments": _AGAIN,
    "pk_assessment_answers": N_("这一项刚由别人填过，请刷新后再看"),
    "pk_assessment_signatures": _AGAIN,
    "pk_assessment_triggers": _AGAIN,
    "pk_scale_rulings": _AGAIN,
    "pk_risk_assessments": _AGAIN,
    # Assessments
    "uq_assessments_visit": VisitTaken.sentence,
    "uq_assessments_digest": _AGAIN,
    "fk_assessments_elder": _NO_FILE,
    "fk_assessments_institution": _NO_HOME,
    "fk_assessments_assessor_home": N_("没有找到评估员所在的机构，请从首页重新进入"),
    "fk_assessments_supersedes": N_("没有找到上一次评估，请回到老人档案重新打开"),
    "ck_assessments_kind": N_("请选择量表种类"),
    "ck_assessments_reason": N_("请选择评估原因"),
    "ck_assessments_state": N_("评估的状态不对，请刷新后再试"),
    "ck_assessments_scored": N_("还没有评定等级，请先答完并评定"),
    "ck_assessments_signed": N_("签字时间与状态对不上，请刷新后再试"),
    "ck_assessments_decided": N_("特困自理能力的认定要写明认定单位和日期，其他评估请留空"),
    "ck_assessments_validity": N_("评估的有效期早于评估日期，请核对日期"),
    "ck_assessments_dispute": N_("只有已签字的评估可以登记疑问，请写明疑问是什么"),
    "ck_assessments_supersedes": N_("一次评估不能接替它自己，请重新选择"),
    "ck_assessments_void": _WHY_VOID,
    # Answers and signatures
    "fk_assessment_answers_assessment": _NO_ASSESSMENT,
    "ck_assessment_answers_said": N_("请选择一个答案"),
    "fk_assessment_signatures_assessment": _NO_ASSESSMENT,
    "fk_assessment_signatures_digest": N_("这份评估已有人签字，内容不能再改。要改请先退回修改，再重新签字"),
    "ck_assessment_signatures_role": N_("请选择由谁签字"),
    "ck_assessment_signatures_void": _WHY_VOID,
    "uq_assessment_signatures_role": N_("这一栏已签过字，请刷新后再看"),
    "uq_assessment_signatures_assessors": SameAssessor.sentence,
    # What calls for the next one
    "fk_assessment_triggers_elder": _NO_FILE,
    "fk_assessment_triggers_institution": _NO_HOME,
    "fk_assessment_triggers_handled_by": _NO_ASSESSMENT,
    "ck_assessment_triggers_kind": N_("请选择为什么要重新评估"),
    "ck_assessment_triggers_dismissed": N_("请写明为什么不用重新评估；已评估过的不用再写"),
    # Rulings
    "ck_scale_rulings_span": N_("口径的终止日期早于起始日期，请核对日期"),
    "ck_scale_rulings_basis": N_("请写明口径的依据"),
    "ck_scale_rulings_void": _WHY_VOID,
    "ex_scale_rulings_one_per_code": N_("这段日子里已定过这项口径，请核对起始日期"),
    # The nine risks
    "fk_risk_assessments_elder": _NO_FILE,
    "fk_risk_assessments_institution": _NO_HOME,
    "ck_risk_assessments_reason": N_("请选择评估原因"),
    "ck_risk_assessments_due": N_("下次风险评估要在一年以内，请核对日期"),
    "ck_risk_assessments_told": N_("告知了谁和告知日期要一起填，签了知情同意的也请填上"),
    "ck_risk_assessments_two": SameAssessor.sentence,
    "ck_risk_assessments_void": _WHY_VOID,
}
add_sentences(SENTENCES)
