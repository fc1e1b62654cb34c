"""What can be wrong with what a row says around a person: contacts, guardian, phones, level words."""

from app.core.i18n import N_
from app.imports.rules.problems import Severity, fault

ERROR, WARNING, NOTICE = Severity

PHONE = fault(
    "residents.phone", WARNING, N_("{field}不像电话号码"), N_("第 {row} 行的{field}不像电话号码，照样记，请看一眼")
)
RELATION_UNKNOWN = fault(
    "residents.relation_unknown", WARNING, N_("关系「{found}」不认识"), N_("「{found}」不知道是什么关系，记作「其他」")
)
CONTACT_NAMELESS = fault(
    "residents.contact_nameless",
    WARNING,
    N_("{field}没有姓名"),
    N_("第 {row} 行有{field}，没有姓名，记作「家属」"),
)
BASIS_UNKNOWN = fault(
    "residents.basis_unknown", ERROR, N_("监护依据「{found}」不认识"),
    N_("「{found}」不知道是哪一种，请写法定监护、意定监护、指定或民政部门、村（居）委会担任"),
)  # fmt: skip
BASIS_ASSUMED = fault(
    "residents.basis_assumed", NOTICE, N_("监护依据是推定的"),
    N_("{count} 位监护人没有写依据，村（居）委会的记作「担任」，其余记作「法定监护」"),
)  # fmt: skip
LEVEL_KEPT = fault(
    "residents.level_kept", NOTICE, N_("自理能力只作备注"),
    N_("{count} 人写了自理能力（如半自理），不当作能力评估，照原话记在健康情况里，评估后再定等级"),
)  # fmt: skip
