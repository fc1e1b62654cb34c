"""What the form of GB/T 42195-2022 asks beside the items (A.2 to A.5): each field with its clause, words and choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.assessments.errors import AssessmentRefused
from app.assessments.rules.particular_words import (
    DIAGNOSES,
    EDUCATION,
    INCOME,
    JOINTS,
    LIVING,
    MARITAL,
    PAIN,
    PAYMENT,
    PRESSURE,
    RELATION,
    SPECIAL_CARE,
    SWALLOWING,
    TEETH,
    WOUNDS,
    YES_NO,
)
from app.core.i18n import N_, _

__all__ = ["FIELDS", "PARTS", "Field", "has_diagnosis_evidence", "sound_particulars"]

LONGEST = 300
Kind = Literal["one", "many", "text", "number", "date"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `one` and `many` take codes of `choices`, the others what was written."""

    code: str
    part: str
    clause: str
    words: str
    kind: Kind
    choices: Mapping[str, str]

    @property
    def label(self) -> str:
        """The field's name on the screen."""
        return _(self.words)

    def choice_label(self, code: str) -> str:
        """What a choice says on the screen."""
        return _(self.choices[code])

    def sound(self, value: Any) -> Any:
        """Give the value as it is kept, or say what is wrong with it."""
        if self.kind == "many":
            given = [value] if isinstance(value, str) else list(value)
            return [code for code in self.choices if code in {self._chosen(one) for one in given if one}]
        text = str(value).strip()[:LONGEST]
        if not text:
            return ""
        if self.kind == "one":
            return self._chosen(text)
        return _WRITTEN[self.kind](self, text)

    def _chosen(self, code: str) -> str:
        if code not in self.choices:
            raise self.refusal()
        return code

    def refusal(self) -> AssessmentRefused:
        """Say beside the field that its value cannot be."""
        return AssessmentRefused(_("「{field}」填得不对，请从列表里选或改正").format(field=self.label), field=self.code)


def _number(field: Field, text: str) -> str:
    try:
        return f"{float(text):g}"
    except ValueError:
        raise field.refusal() from None


def _day(field: Field, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise field.refusal() from None


_WRITTEN = {"text": lambda _field, text: text, "number": _number, "date": _day}


def _field(code: str, clause: str, words: str, kind: Kind = "text", choices: Mapping[str, str] | None = None) -> Field:
    return Field(code, ".".join(clause.split(".")[:2]), clause, words, kind, choices or {})


PARTS = {
    "A.2": N_("老年人基本信息"),
    "A.3": N_("信息提供者"),
    "A.4": N_("疾病诊断和用药"),
    "A.5": N_("健康相关问题"),
}
"""The parts of the form, in its order; A.1 stands on the assessment itself."""

FIELDS = (
    _field("height", "A.2.4", N_("身高（厘米）"), "number"),
    _field("weight", "A.2.5", N_("体重（公斤）"), "number"),
    _field("religion", "A.2.7", N_("宗教信仰")),
    _field("education", "A.2.9", N_("文化程度"), "one", EDUCATION),
    _field("living", "A.2.10", N_("居住情况"), "many", LIVING),
    _field("marital", "A.2.11", N_("婚姻状况"), "one", MARITAL),
    _field("payment", "A.2.12", N_("医疗费用支付方式"), "many", PAYMENT),
    _field("income", "A.2.13", N_("经济来源"), "many", INCOME),
    _field("informant_name", "A.3.1", N_("信息提供者姓名")),
    _field("informant_relation", "A.3.2", N_("信息提供者与老人的关系"), "one", RELATION),
    _field("contact_name", "A.3.3", N_("联系人姓名")),
    _field("contact_phone", "A.3.4", N_("联系人电话")),
    _field("diagnoses", "A.4.1", N_("疾病诊断"), "many", DIAGNOSES),
    _field("other_diagnosis", "A.4.1", N_("其他诊断")),
    _field("diagnosis_doctor", "A.4.1", N_("精神科诊断医生")),
    _field("diagnosis_department", "A.4.1", N_("诊断的医院和科室")),
    _field("diagnosed_on", "A.4.1", N_("诊断日期"), "date"),
    _field("medicines", "A.4.2", N_("用药情况（药名、服法、剂量、频率）")),
    _field("pressure", "A.5.1", N_("压力性损伤"), "one", PRESSURE),
    _field("joints", "A.5.2", N_("关节活动度"), "one", JOINTS),
    _field("wounds", "A.5.3", N_("伤口情况"), "many", WOUNDS),
    _field("special_care", "A.5.4", N_("特殊护理情况"), "many", SPECIAL_CARE),
    _field("pain", "A.5.5", N_("疼痛感"), "one", PAIN),
    _field("teeth", "A.5.6", N_("牙齿缺失"), "many", TEETH),
    _field("denture", "A.5.7", N_("义齿佩戴"), "one", YES_NO),
    _field("swallowing", "A.5.8", N_("吞咽困难的情形和症状"), "many", SWALLOWING),
    _field("malnutrition", "A.5.9", N_("营养不良"), "one", YES_NO),
    _field("airway", "A.5.10", N_("清理呼吸道无效"), "one", YES_NO),
    _field("other_problems", "A.5.12", N_("其他健康问题")),
)  # fmt: skip
_BY_CODE = {field.code: field for field in FIELDS}


def sound_particulars(given: Mapping[str, Any]) -> dict[str, Any]:
    """Give the fields as they are kept: known ones, with values they take, and none that is empty."""
    if unknown := given.keys() - _BY_CODE.keys():
        raise AssessmentRefused(_("表里没有这一栏，没有保存。请刷新后再填"), field=min(unknown))
    sound = {field.code: field.sound(given[field.code]) for field in FIELDS if given.get(field.code) is not None}
    return {code: value for code, value in sound.items() if value}


def has_diagnosis_evidence(kept: Mapping[str, Any]) -> bool:
    """Tell whether it says which specialist diagnosed the disorder, where and when (GB/T 42195-2022 附录 C.4)."""
    return all(kept.get(code) for code in ("diagnosis_doctor", "diagnosis_department", "diagnosed_on"))
