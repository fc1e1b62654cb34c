"""What is wrong with a number that should be an identity card's, each fault with its own sentence."""

from enum import StrEnum

from app.core.errors import DomainError
from app.core.i18n import N_, _

__all__ = ["IdCardFault", "IdCardRefused"]


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
