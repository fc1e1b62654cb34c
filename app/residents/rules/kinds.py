"""The words of people's files: precision of a birth, papers, categories, relations and health, each with its 中文 label."""

from enum import StrEnum

from app.core.i18n import N_, _

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


class Relation(StrEnum):
    """What a contact 联系人 is to the elder."""

    SPOUSE = "spouse"
    SON = "son"
    DAUGHTER = "daughter"
    SON_IN_LAW = "son_in_law"
    DAUGHTER_IN_LAW = "daughter_in_law"
    GRANDCHILD = "grandchild"
    SIBLING = "sibling"
    NEPHEW = "nephew"
    PARENT = "parent"
    KIN = "kin"
    FRIEND = "friend"
    VILLAGE = "village"
    EMPLOYER = "employer"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The relation in words."""
        return _(_RELATIONS[self])


_RELATIONS = {
    Relation.SPOUSE: N_("配偶"),
    Relation.SON: N_("儿子"),
    Relation.DAUGHTER: N_("女儿"),
    Relation.SON_IN_LAW: N_("女婿"),
    Relation.DAUGHTER_IN_LAW: N_("儿媳"),
    Relation.GRANDCHILD: N_("孙辈"),
    Relation.SIBLING: N_("兄弟姐妹"),
    Relation.NEPHEW: N_("侄甥"),
    Relation.PARENT: N_("父母"),
    Relation.KIN: N_("其他亲属"),
    Relation.FRIEND: N_("朋友邻居"),
    Relation.VILLAGE: N_("村（居）委会"),
    Relation.EMPLOYER: N_("原单位"),
    Relation.OTHER: N_("其他"),
}


class GuardianBasis(StrEnum):
    """On what somebody is a guardian 监护人 (民法典 §28–33)."""

    LEGAL = "legal"
    AGREED = "agreed"
    APPOINTED = "appointed"
    ORGANISATION = "organisation"

    @property
    def label(self) -> str:
        """The basis in words."""
        return _(_GUARDIANS[self])


_GUARDIANS = {
    GuardianBasis.LEGAL: N_("法定监护"),
    GuardianBasis.AGREED: N_("意定监护"),
    GuardianBasis.APPOINTED: N_("法院或村（居）委会指定"),
    GuardianBasis.ORGANISATION: N_("民政部门或村（居）委会担任"),
}


class RelationKind(StrEnum):
    """How two elders belong together; couples may share a room whatever its sex rule says."""

    SPOUSE = "spouse"
    SIBLING = "sibling"
    PARENT_CHILD = "parent_child"

    @property
    def label(self) -> str:
        """夫妻 …"""
        return _(_RELATION_KINDS[self])


_RELATION_KINDS = {
    RelationKind.SPOUSE: N_("夫妻"),
    RelationKind.SIBLING: N_("兄弟姐妹"),
    RelationKind.PARENT_CHILD: N_("父母与子女"),
}


class HealthKind(StrEnum):
    """What a note on health says."""

    DIAGNOSIS = "diagnosis"
    ALLERGY = "allergy"
    DIET = "diet"
    RISK = "risk"
    DEVICE = "device"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The word over the list."""
        return _(_HEALTH[self])


_HEALTH = {
    HealthKind.DIAGNOSIS: N_("疾病诊断"),
    HealthKind.ALLERGY: N_("过敏"),
    HealthKind.DIET: N_("膳食需要"),
    HealthKind.RISK: N_("照护风险"),
    HealthKind.DEVICE: N_("管路与辅具"),
    HealthKind.NOTE: N_("其他情况"),
}


class Severity(StrEnum):
    """How grave an allergy or a risk is."""

    MILD = "mild"
    SEVERE = "severe"

    @property
    def label(self) -> str:
        """一般 or 严重."""
        return _("严重") if self is Severity.SEVERE else _("一般")
