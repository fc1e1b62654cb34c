"""What a person can be told about homes, their dated facts, registered beds and prices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from app.core.errors import Conflict, DomainError, NotFound, Refused
from app.core.i18n import N_, _
from app.core.sentences import add_sentences

__all__ = [
    "FIELDS",
    "SENTENCES",
    "AlreadyClosed",
    "BadCode",
    "BadUscc",
    "Changed",
    "ChangedMeanwhile",
    "FactNotFound",
    "HomeNotFound",
    "NoSuchRegion",
    "NotATenant",
    "NotClosed",
    "PriceNotFound",
    "RegisteredBedsNotFound",
    "beside",
]


class HomeNotFound(NotFound):
    """No such home, or not the caller's to see."""

    sentence = N_("没有找到这家机构，或您没有查看它的权限。请从首页重新进入")


class FactNotFound(NotFound):
    """No such live fact of this home."""

    sentence = N_("没有找到这条登记，可能已被作废。请回到机构档案重新选择")


class RegisteredBedsNotFound(NotFound):
    """No such live document of this home."""

    sentence = N_("没有找到这份核定文件，可能已被作废。请回到机构档案重新选择")


class PriceNotFound(NotFound):
    """No such live price of this home."""

    sentence = N_("没有找到这条收费标准，可能已被作废。请回到机构档案重新选择")


class BadCode(DomainError):
    """A home's code is capitals, digits and hyphens."""

    sentence = N_("机构代码只能用大写字母、数字和短横线，最多 20 位，如 MSH 或 FS-01")


class BadUscc(DomainError):
    """The code's check character does not fit."""

    sentence = N_("统一社会信用代码的校验位不符。请照登记证书核对 18 位代码，没有代码的分支机构留空")


class NotATenant(DomainError):
    """Homes are kept under a county or a city's own code."""

    sentence = N_("机构要归在一个县区，或市本级之下。请重新选择县区")


class NoSuchRegion(DomainError):
    """No region has this code."""

    sentence = N_("没有这个行政区划代码，请从列表中选择")


class AlreadyClosed(DomainError):
    """The home is closed already."""

    sentence = N_("这家机构已经登记停办。要改日期，请先恢复，再重新登记")


class NotClosed(DomainError):
    """The home is not closed."""

    sentence = N_("这家机构没有停办，不需要恢复。请刷新页面再看")


@dataclass(frozen=True, slots=True)
class Changed:
    """One field that two people changed: what stands there now and what was asked for."""

    field: str
    label: str
    theirs: str
    mine: str


class ChangedMeanwhile(Conflict):
    """Somebody else changed the file first; both values are shown side by side."""

    def __init__(self, changes: Sequence[Changed], *, version: int) -> None:
        """Keep both values and the version that a second try has to name."""
        self.changes = tuple(changes)
        self.version = version
        said = _("「{label}」刚被改为「{theirs}」，您填的是「{mine}」。请选用哪一个")
        first = self.changes[0] if self.changes else None
        super().__init__(
            said.format(label=first.label, theirs=first.theirs, mine=first.mine) if first else None
        )  # fmt: skip


_LOST = N_("没有找到这家机构，可能已被移走。请回到机构列表重新选择")
_NO_SCAN = N_("没有找到这份扫描件，或它属于别的机构。请重新上传")
_DATES = N_("终止日期早于生效日期，请核对这两个日期")
_VOID = N_("作废要写明原因，请填写作废原因")
_LATE = N_("生效日期在 30 天以前，属于补记。请写明补记原因，如「建档补录」")
_AGAIN = N_("编号重复，没有保存。请再试一次")

SENTENCES = {
    "pk_legal_units": _AGAIN,
    "fk_legal_units_county": N_("没有这个县区代码。请核对代码，或先在行政区划里添加"),
    "uq_legal_units_name": N_("本县已有同名的法人单位。请直接选用，不必再添"),
    "uq_legal_units_uscc": N_("本县已有法人单位用了这个统一社会信用代码。请直接选用，或核对代码"),
    "ck_legal_units_name": N_("请填写法人单位名称"),
    "ck_legal_units_kind": N_("没有这种登记类型，请从列表中选择"),
    "ck_legal_units_uscc": N_("统一社会信用代码应为 18 位数字和大写字母，请照登记证书核对"),
    "pk_institutions": _AGAIN,
    "fk_institutions_county": N_("没有这个县区代码。请核对代码，或先在行政区划里添加"),
    "fk_institutions_legal_unit": N_("没有找到这个法人单位，请从列表中选择，或先添加"),
    "uq_institutions_code": N_("本县已有机构用了这个代码，请换一个"),
    "uq_institutions_uscc": N_("本县已有机构用了这个统一社会信用代码。请核对代码，分支机构没有代码的留空"),
    "ck_institutions_code": N_("机构代码只能用大写字母、数字和短横线，最多 20 位，请改写"),
    "ck_institutions_name": N_("请填写机构名称"),
    "ck_institutions_uscc": N_("统一社会信用代码应为 18 位数字和大写字母，请照登记证书核对"),
    "ck_institutions_span": N_("停办日期早于开办日期，请核对这两个日期"),
    "pk_institution_facts": _AGAIN,
    "uq_institution_facts_home": _AGAIN,
    "fk_institution_facts_institution": _LOST,
    "fk_institution_facts_attachment": _NO_SCAN,
    "ck_institution_facts_span": _DATES,
    "ck_institution_facts_kind": N_("没有这一类登记，请从列表中选择"),
    "ck_institution_facts_value": N_("这一类登记没有这个选项，请从列表中选择"),
    "ck_institution_facts_slot": N_("等级要写明按哪一种评定，签约医疗要写明机构名称，其他大事要写明是什么事，请补填"),
    "ck_institution_facts_place": N_("位置要写明所在县区或乡镇，以及地址，请补填"),
    "ck_institution_facts_coordinates": N_("经度、纬度和坐标系要一起填，且应在中国境内，请核对"),
    "ck_institution_facts_expires": N_("有效期止早于生效日期，请核对这两个日期"),
    "ck_institution_facts_late": _LATE,
    "ck_institution_facts_void": _VOID,
    "ex_institution_facts_one": N_("这段日子里同一项已有登记。请先终止或作废原来的，或改写生效日期"),
    "pk_registered_beds": _AGAIN,
    "uq_registered_beds_home": _AGAIN,
    "fk_registered_beds_institution": _LOST,
    "fk_registered_beds_attachment": _NO_SCAN,
    "ck_registered_beds_span": _DATES,
    "ck_registered_beds_value": N_("核定床位要大于 0，请照文件填写"),
    "ck_registered_beds_basis": N_("核定床位的依据只能是备案或法人登记，请重新选择"),
    "ck_registered_beds_document": N_("没有文件不能改核定床位，请填写批复或备案的文号"),
    "ck_registered_beds_late": _LATE,
    "ck_registered_beds_void": _VOID,
    "ex_registered_beds_one": N_("这段日子里已有一份核定文件。请先作废填错的那份，或改写生效日期"),
    "pk_price_items": _AGAIN,
    "uq_price_items_home": _AGAIN,
    "fk_price_items_institution": _LOST,
    "ck_price_items_span": _DATES,
    "ck_price_items_item": N_("请填写收费项目，如「床位费，双人间」"),
    "ck_price_items_unit": N_("没有这种计价单位，请从列表中选择"),
    "ck_price_items_amount": N_("金额不能小于 0，请核对后重填"),
    "ck_price_items_published": N_("收费标准要先公示再起用，公示日期不能晚于起用日期，请核对这两个日期"),
    "ck_price_items_void": _VOID,
    "ex_price_items_one": N_("这个项目在这段日子里已有收费标准。请先终止或作废原来的，或改写起用日期"),
}
add_sentences(SENTENCES)

FIELDS = {
    "uq_legal_units_name": "unit_name",
    "uq_legal_units_uscc": "unit_uscc",
    "ck_legal_units_name": "unit_name",
    "fk_institutions_county": "county",
    "fk_institutions_legal_unit": "legal_unit_id",
    "uq_institutions_code": "code",
    "uq_institutions_uscc": "uscc",
    "ck_institutions_name": "name",
    "ck_institutions_span": "opened_on",
    "ck_institution_facts_span": "to_on",
    "ck_institution_facts_value": "value",
    "ck_institution_facts_slot": "party",
    "ck_institution_facts_place": "address",
    "ck_institution_facts_coordinates": "lat",
    "ck_institution_facts_expires": "expires_on",
    "ck_institution_facts_late": "late_reason",
    "ex_institution_facts_one": "from_on",
    "ck_registered_beds_span": "to_on",
    "ck_registered_beds_value": "value",
    "ck_registered_beds_document": "document_no",
    "ck_registered_beds_late": "late_reason",
    "ex_registered_beds_one": "from_on",
    "ck_price_items_span": "to_on",
    "ck_price_items_item": "item",
    "ck_price_items_amount": "amount",
    "ck_price_items_published": "published_on",
    "ex_price_items_one": "from_on",
}
"""Beside which field of its form a constraint's sentence is shown."""


def beside(*tables: str) -> dict[str, Callable[[], DomainError]]:
    """Give the refusals of some tables, each at its field, for `refusing`."""
    ends = tuple(f"_{table}" for table in tables)
    return {name: partial(_at, name, field) for name, field in FIELDS.items() if any(end in name for end in ends)}


def _at(name: str, field: str) -> DomainError:
    refusal = Refused(_(SENTENCES[name]), name)
    refusal.field = field
    return refusal
