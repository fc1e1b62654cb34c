"""What a person can be told about people's files; every refusal says the way out."""

from enum import StrEnum

from app.beds.errors import Changed, ChangedMeanwhile
from app.core.errors import Conflict, DomainError, NotFound
from app.core.i18n import N_, _
from app.core.sentences import add_sentences

__all__ = [
    "SENTENCES",
    "AlreadyOnFile",
    "AlreadyStored",
    "BirthRefused",
    "Changed",
    "ChangedMeanwhile",
    "DeathRefused",
    "ElderNotFound",
    "IdCardFault",
    "IdCardRefused",
    "IdDiffers",
    "KnownUnderAnotherName",
    "NameNotFound",
    "NoPaperNoReason",
    "PaperNotFound",
    "PaperRefused",
    "PhotoElsewhere",
    "SexMissing",
]


class ElderNotFound(NotFound):
    """No such file in this home, or not the caller's to see."""

    sentence = N_("没有找到这位老人的档案，可能已合并或不在本机构。请回到老人列表重新选择")


class PaperNotFound(NotFound):
    """No such live paper in this file."""

    sentence = N_("没有找到这件证件，可能已作废。请刷新后再看")


class NameNotFound(NotFound):
    """No such live name in this file."""

    sentence = N_("没有找到这个名字，可能已作废。请刷新后再看")


class IdCardFault(StrEnum):
    """What is wrong with a number that should be an identity card's."""

    EXCEL_NUMBER = "excel_number"
    OLD_15 = "old_15"
    LENGTH = "length"
    SHAPE = "shape"
    BIRTH_DATE = "birth_date"
    BIRTH_RANGE = "birth_range"
    CHECK_DIGIT = "check_digit"

    @property
    def sentence(self) -> str:
        """The fault and what to do about it."""
        return _(_FAULTS[self])


_FAULTS = {
    IdCardFault.EXCEL_NUMBER: N_(
        "Excel 把身份证号变成了数字，最后 3 位已丢失。请把该列设为「文本」，再照证件重填 18 位号码"
    ),
    IdCardFault.OLD_15: N_("这是 15 位的老身份证号，请改填 18 位号码"),
    IdCardFault.LENGTH: N_("身份证号应是 18 位，请数一数是否多填或漏填"),
    IdCardFault.SHAPE: N_("身份证号应是 17 位数字加最后一位数字或 X，请核对有没有别的字符"),
    IdCardFault.BIRTH_DATE: N_("身份证号第 7–14 位不是一个日期，请再核对一遍"),
    IdCardFault.BIRTH_RANGE: N_("身份证号里的出生日期还没到，或已超过 125 岁，请核对第 7–14 位"),
    IdCardFault.CHECK_DIGIT: N_("身份证号第 18 位对不上，请再核对一遍（常见：数字看错一位）"),
}


class IdCardRefused(DomainError):
    """A number that is no identity card's; `suggestion` is the 18-digit form of an old one."""

    def __init__(self, fault: IdCardFault, *, suggestion: str = "", field: str = "number") -> None:
        """Keep the kind of fault, so that ledgers can count them and forms can offer the way out."""
        self.fault = fault
        self.suggestion = suggestion
        message = fault.sentence
        if suggestion:
            message = _("这是 15 位的老身份证号，换成 18 位是 {number}。请与证件或户口簿核对后改填").format(
                number=suggestion
            )
        super().__init__(message, field=field)


class PaperRefused(DomainError):
    """A number that cannot be that paper's."""

    sentence = N_("证件号的写法不对，请照证件填写 4–30 位字母、数字或短横线")

    def __init__(self, message: str | None = None, *, field: str = "number") -> None:
        """Stand beside the number."""
        super().__init__(message, field=field)


class NoPaperNoReason(DomainError):
    """Nobody is turned away without a paper, but why there is none is said."""

    sentence = N_("还没有证件的，请选择没有证件的原因，档案照样可以建")

    def __init__(self) -> None:
        """Stand beside the reason."""
        super().__init__(field="no_id_reason")


class IdDiffers(DomainError):
    """The number says another sex or birth date than the one given."""

    sentence = N_("身份证号与填写的性别或出生日期不同，请改成一致；证件本身有误的，请勾选「已与证件核实」")

    def __init__(self, message: str | None = None) -> None:
        """Stand beside the tick that says it was looked at."""
        super().__init__(message, field="id_differs")


class SexMissing(DomainError):
    """Neither said nor to be read from a card."""

    sentence = N_("请选择性别")

    def __init__(self) -> None:
        """Stand beside the choice."""
        super().__init__(field="sex")


class BirthRefused(DomainError):
    """A birth date that cannot be."""

    sentence = N_("出生日期与「知道到哪一步」对不上，请核对")

    def __init__(self, message: str | None = None, *, field: str = "born_on") -> None:
        """Stand beside the date."""
        super().__init__(message, field=field)


class DeathRefused(DomainError):
    """A day of death that cannot be."""

    sentence = N_("去世日期还没到，或早于出生日期，请核对日期")


class AlreadyOnFile(Conflict):
    """The home already has this person's file."""

    status = 422
    sentence = N_("本机构已有这位老人的档案，请直接打开，不用再建")

    def __init__(self, elder_id: int) -> None:
        """Keep whose file it is, so that the page can lead there."""
        self.elder_id = elder_id
        super().__init__(field="number")


class KnownUnderAnotherName(DomainError):
    """The number is known in the county, but the name typed is nobody's of that file."""

    sentence = N_("这个证件号已登记在另一个姓名下，请核对姓名和证件号；确认无误的，请联系县级经办")

    def __init__(self) -> None:
        """Stand beside the number."""
        super().__init__(field="number")


class AlreadyStored(DomainError):
    """The number is on another person's file of the county."""

    sentence = N_("这个证件号已在本县另一份档案上，请核对号码；确是同一人的，请办合并档案")

    def __init__(self) -> None:
        """Stand beside the number."""
        super().__init__(field="number")


class PhotoElsewhere(DomainError):
    """The photo lies with the home that keeps the file."""

    sentence = N_("照片由建档的机构保管，请联系建档机构更换")

    def __init__(self) -> None:
        """Stand beside the photo."""
        super().__init__(field="photo")


AGAIN = N_("档案编号重复，系统没有保存，请再试一次")
NO_FILE = N_("没有找到这位老人的档案，请回到老人列表重新选择")

SENTENCES = {
    "pk_elders": AGAIN,
    "pk_elder_homes": AGAIN,
    "pk_elder_names": AGAIN,
    "pk_elder_merges": AGAIN,
    "pk_elder_papers": AGAIN,
    "pk_elder_categories": AGAIN,
    "pk_contacts": AGAIN,
    "pk_elder_relations": AGAIN,
    "pk_health_notes": AGAIN,
    # The person
    "ck_elders_name": N_("请填写老人姓名"),
    "ck_elders_sex": N_("请选择性别"),
    "ck_elders_birth_precision": N_("请选择出生日期知道到哪一步"),
    "ck_elders_birthday_calendar": N_("请选择生日按公历还是农历"),
    "ck_elders_hukou_kind": N_("请选择户籍是城镇还是农村"),
    "ck_elders_no_id_reason": N_("请选择没有证件的原因"),
    "ck_elders_birth": N_(
        "出生日期与「知道到哪一步」对不上：只知年月的记该月 1 日，只知年份的记 1 月 1 日，不详的留空"
    ),
    "ck_elders_lunar": N_("按农历过生日的请填农历月和日（1–12 月，1–30 日），按公历的请留空"),
    "ck_elders_death": N_("去世日期早于出生日期，请核对日期"),
    "ck_elders_merged": N_("一份档案不能合并到它自己，请另选一份"),
    "fk_elders_institution": N_("没有找到这家机构，请从首页重新进入"),
    "fk_elders_merged_into": N_("没有找到要并入的档案，请重新选择"),
    "fk_elders_photo": N_("照片没有保存好，请重新上传"),
    # Who may see the file
    "fk_elder_homes_elder": NO_FILE,
    "fk_elder_homes_institution": N_("没有找到这家机构，请从首页重新进入"),
    # Other names
    "fk_elder_names_elder": NO_FILE,
    "ck_elder_names_kind": N_("请选择是曾用名、小名还是代用名"),
    "ck_elder_names_name": N_("请填写名字"),
    "ck_elder_names_void": N_("请写明作废的原因"),
    # Mergers
    "fk_elder_merges_kept": N_("没有找到要保留的档案，请重新选择"),
    "fk_elder_merges_gone": N_("没有找到要并入的档案，请重新选择"),
    "ck_elder_merges_two": N_("合并要选两份不同的档案，请重新选择"),
    "ck_elder_merges_reason": N_("请写明为什么认定是同一人"),
    "ck_elder_merges_undone": N_("请写明为什么拆开"),
    "uq_elder_merges_gone": N_("这份档案已并入另一份，请先拆开原来的合并"),
    # Papers
    "fk_elder_papers_elder": NO_FILE,
    "ck_elder_papers_kind": N_("请选择证件种类"),
    "ck_elder_papers_void": N_("请写明作废的原因"),
    "uq_elder_papers_number": AlreadyStored.sentence,
    "uq_elder_papers_kind": N_("这位老人已登记了一件同种证件，换证的请先作废旧的"),
    # Categories
    "fk_elder_categories_elder": NO_FILE,
    "ck_elder_categories_span": N_("类别的终止日期早于认定日期，请核对日期"),
    "ck_elder_categories_kind": N_("请选择人员类别"),
    "ck_elder_categories_void": N_("请写明作废的原因"),
    "ck_elder_categories_basis": N_("请填写认定文号或上传证明；还没见到证明的，请勾选「待核」"),
    "ex_elder_categories_once": N_("这段日子里已登记了同一类别，请先终止原来的，或核对日期"),
    # Contacts
    "fk_contacts_elder": NO_FILE,
    "ck_contacts_relation": N_("请选择与老人的关系"),
    "ck_contacts_guardian_basis": N_("请选择监护的依据"),
    "ck_contacts_guardian": N_("监护人要写明监护依据，不是监护人的请不选依据"),
    "ck_contacts_void": N_("请写明作废的原因"),
    "uq_contacts_guardian": N_("这位老人已登记了监护人，变更的请先作废原来的"),
    # Elders who belong together
    "fk_elder_relations_elder": NO_FILE,
    "fk_elder_relations_other": N_("没有找到另一位老人的档案，请重新选择"),
    "ck_elder_relations_kind": N_("请选择两位老人的关系"),
    "ck_elder_relations_order": N_("请选择另一位老人，不能与自己建立关系"),
    "ck_elder_relations_void": N_("请写明作废的原因"),
    "uq_elder_relations_pair": N_("两位老人的关系已登记，不用再登记"),
    # Health
    "fk_health_notes_elder": NO_FILE,
    "ck_health_notes_span": N_("停止日期早于开始日期，请核对日期"),
    "ck_health_notes_kind": N_("请选择是诊断、过敏、膳食、风险、管路还是其他"),
    "ck_health_notes_severity": N_("请选择一般还是严重"),
    "ck_health_notes_said": N_("请选择一项或写明情况"),
    "ck_health_notes_void": N_("请写明作废的原因"),
}
add_sentences(SENTENCES)
