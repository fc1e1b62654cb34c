"""The words of people's files: precision of a birth, papers, categories, relations and health, each with its 中文 label."""

from enum import StrEnum

from app.core.i18n import N_, _
from app.residents.rules.circle import GuardianBasis, HealthKind, Relation, RelationKind, Severity

__all__ = [
    "BirthPrecision",
    "Calendar",
    "Category",
    "GuardianBasis",
    "HealthKind",
    "HukouKind",
    "NameKind",
    "NoIdReason",
    "PaperKind",
    "Relation",
    "RelationKind",
    "Severity",
]


class BirthPrecision(StrEnum):
    """How exactly a birth date is known; a coarser one keeps the first day of its span."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The word beside the date."""
        return _(_PRECISIONS[self])


_PRECISIONS = {
    BirthPrecision.DAY: N_("准确到日"),
    BirthPrecision.MONTH: N_("只知年月"),
    BirthPrecision.YEAR: N_("只知年份"),
    BirthPrecision.ESTIMATED: N_("估计年份"),
    BirthPrecision.UNKNOWN: N_("不详"),
}


class Calendar(StrEnum):
    """The calendar by which a birthday is kept."""

    SOLAR = "solar"
    LUNAR = "lunar"

    @property
    def label(self) -> str:
        """公历 or 农历."""
        return _("农历") if self is Calendar.LUNAR else _("公历")


class PaperKind(StrEnum):
    """A paper that says who somebody is 证件."""

    ID_CARD = "id_card"
    RESIDENCE_PERMIT = "residence_permit"
    HOME_RETURN = "home_return"
    PASSPORT = "passport"
    MILITARY = "military"
    SUPPORT = "support"
    DISABILITY = "disability"
    TEMPORARY = "temporary"

    @property
    def label(self) -> str:
        """The paper's name."""
        return _(_PAPERS[self])


_PAPERS = {
    PaperKind.ID_CARD: N_("居民身份证"),
    PaperKind.RESIDENCE_PERMIT: N_("港澳台居民居住证"),
    PaperKind.HOME_RETURN: N_("港澳台通行证"),
    PaperKind.PASSPORT: N_("护照"),
    PaperKind.MILITARY: N_("军官证"),
    PaperKind.SUPPORT: N_("特困供养证"),
    PaperKind.DISABILITY: N_("残疾人证"),
    PaperKind.TEMPORARY: N_("临时编号"),
}


class NoIdReason(StrEnum):
    """Why somebody has no identity card on file; nobody is turned away for it."""

    UNREGISTERED = "unregistered"
    LOST = "lost"
    RESCUED = "rescued"
    PENDING = "pending"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason in words."""
        return _(_NO_ID[self])


_NO_ID = {
    NoIdReason.UNREGISTERED: N_("没有户口"),
    NoIdReason.LOST: N_("遗失，正在补办"),
    NoIdReason.RESCUED: N_("救助送来，身份待查"),
    NoIdReason.PENDING: N_("证件还没带来"),
    NoIdReason.OTHER: N_("其他"),
}


class NameKind(StrEnum):
    """A name somebody has besides the one on the file."""

    FORMER = "former"
    ALIAS = "alias"
    ASSIGNED = "assigned"

    @property
    def label(self) -> str:
        """曾用名, 小名 or 代用名."""
        return _({NameKind.FORMER: N_("曾用名"), NameKind.ALIAS: N_("小名"), NameKind.ASSIGNED: N_("代用名")}[self])


class HukouKind(StrEnum):
    """Where the household 户籍 is registered, seen from the county that keeps the file."""

    URBAN = "urban"
    RURAL = "rural"

    @property
    def label(self) -> str:
        """城镇 or 农村."""
        return _("城镇") if self is HukouKind.URBAN else _("农村")


class Category(StrEnum):
    """A policy category 人员类别: dated, on a paper; a person may be in several at once."""

    EXTREME_POVERTY = "extreme_poverty"
    MINIMUM_LIVING = "minimum_living"
    NEAR_MINIMUM = "near_minimum"
    VETERAN = "veteran"
    BEREAVED = "bereaved"
    SEVERE_DISABILITY = "severe_disability"
    CENTENARIAN = "centenarian"
    MODEL_WORKER = "model_worker"
    SOCIAL = "social"

    @property
    def label(self) -> str:
        """The category's short name."""
        return _(_CATEGORIES[self])

    @property
    def rank(self) -> int:
        """Which one stands for a person in several when one line is drawn: the first of the list."""
        return list(Category).index(self)


_CATEGORIES = {
    Category.EXTREME_POVERTY: N_("特困"),
    Category.MINIMUM_LIVING: N_("低保"),
    Category.NEAR_MINIMUM: N_("低保边缘"),
    Category.VETERAN: N_("优抚"),
    Category.BEREAVED: N_("计生特扶"),
    Category.SEVERE_DISABILITY: N_("重残"),
    Category.CENTENARIAN: N_("百岁老人"),
    Category.MODEL_WORKER: N_("劳模"),
    Category.SOCIAL: N_("社会"),
}
