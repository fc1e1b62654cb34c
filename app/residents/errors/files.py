"""Refusals of acts on people's files; every one says the way out."""

from app.core.errors import Conflict, DomainError, NotFound
from app.core.i18n import N_

__all__ = [
    "AlreadyOnFile",
    "AlreadyStored",
    "BirthRefused",
    "DeathRefused",
    "ElderNotFound",
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
