"""The kinds of dated facts about a home, and the words each kind may be said in.

Sources: 养老机构管理办法（民政部令第 66 号）for filing 备案 and registration; the monthly collection of the 民政 system for
单位性质, 兴办主体, 内设/签约医疗 and 长护险定点; GB/T 37276—2018 for 等级 (five grades, a certificate of three years).
"""

from enum import StrEnum

from app.core.i18n import _

__all__ = [
    "Affiliation", "AssetOwner", "Datum", "FactKind", "Group", "Licence", "Medical", "Operation", "Registration",
    "Settlement", "Tag",
]  # fmt: skip


class Group(StrEnum):
    """Where a fact stands on the page."""

    WHAT = "what"
    WHO = "who"
    WHERE = "where"
    SERVICE = "service"
    GRADE = "grade"
    PAPER = "paper"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {
            Group.WHAT: _("是什么"),
            Group.WHO: _("谁的、谁管、谁运营"),
            Group.WHERE: _("在哪里"),
            Group.SERVICE: _("医疗与长护险"),
            Group.GRADE: _("等级评定"),
            Group.PAPER: _("证照"),
        }[self]


class FactKind(StrEnum):
    """Questions about a home whose answers change over the years."""

    TAG = "tag"
    REGISTRATION = "registration"
    ASSET_OWNER = "asset_owner"
    OPERATION = "operation"
    AFFILIATION = "affiliation"
    DIRECT_MANAGEMENT = "direct_management"
    LOCATION = "location"
    SETTLEMENT = "settlement"
    MEDICAL = "medical"
    LTCI = "ltci"
    GRADE = "grade"
    LICENCE = "licence"
    SUSPENSION = "suspension"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {
            FactKind.TAG: _("类别"),
            FactKind.REGISTRATION: _("登记类型"),
            FactKind.ASSET_OWNER: _("资产所有"),
            FactKind.OPERATION: _("谁在运营"),
            FactKind.AFFILIATION: _("隶属"),
            FactKind.DIRECT_MANAGEMENT: _("县级直管"),
            FactKind.LOCATION: _("位置"),
            FactKind.SETTLEMENT: _("城乡"),
            FactKind.MEDICAL: _("医疗"),
            FactKind.LTCI: _("长护险定点"),
            FactKind.GRADE: _("等级评定"),
            FactKind.LICENCE: _("证照"),
            FactKind.SUSPENSION: _("暂停服务"),
        }[self]

    @property
    def group(self) -> Group:
        """Where it stands on the page."""
        return _GROUPS[self]

    @property
    def party(self) -> str:
        """What the other side is called, or nothing where there is none."""
        return {
            FactKind.REGISTRATION: _("登记机关或主管部门"),
            FactKind.ASSET_OWNER: _("资产所有人"),
            FactKind.OPERATION: _("运营方"),
            FactKind.AFFILIATION: _("主管部门"),
            FactKind.DIRECT_MANAGEMENT: _("直管单位"),
            FactKind.MEDICAL: _("医疗机构名称"),
            FactKind.LTCI: _("医保经办机构"),
            FactKind.GRADE: _("评定机构"),
            FactKind.LICENCE: _("发证机关"),
        }.get(self, "")


_GROUPS = {
    FactKind.TAG: Group.WHAT,
    FactKind.REGISTRATION: Group.WHO,
    FactKind.ASSET_OWNER: Group.WHO,
    FactKind.OPERATION: Group.WHO,
    FactKind.AFFILIATION: Group.WHO,
    FactKind.DIRECT_MANAGEMENT: Group.WHO,
    FactKind.LOCATION: Group.WHERE,
    FactKind.SETTLEMENT: Group.WHERE,
    FactKind.MEDICAL: Group.SERVICE,
    FactKind.LTCI: Group.SERVICE,
    FactKind.GRADE: Group.GRADE,
    FactKind.LICENCE: Group.PAPER,
    FactKind.SUSPENSION: Group.WHAT,
}


class Tag(StrEnum):
    """What a home is; several at once, and every bed is still counted once."""

    WELFARE_HOME = "welfare_home"
    ELDER_HOME = "elder_home"
    CENTRAL_ELDER_HOME = "central_elder_home"
    SUPPORT_HOME = "support_home"
    DISABILITY_CENTER = "disability_center"
    REGIONAL_CENTER = "regional_center"
    GLORY_HOME = "glory_home"
    NURSING_HOME = "nursing_home"
    INTEGRATED_CARE = "integrated_care"
    COMMUNITY_HOME = "community_home"
    PRIVATE_HOME = "private_home"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {
            Tag.WELFARE_HOME: _("社会福利院"),
            Tag.ELDER_HOME: _("敬老院"),
            Tag.CENTRAL_ELDER_HOME: _("中心敬老院"),
            Tag.SUPPORT_HOME: _("特困人员供养服务机构"),
            Tag.DISABILITY_CENTER: _("失能照护中心"),
            Tag.REGIONAL_CENTER: _("区域性养老服务中心"),
            Tag.GLORY_HOME: _("光荣院"),
            Tag.NURSING_HOME: _("护理院"),
            Tag.INTEGRATED_CARE: _("医养结合"),
            Tag.COMMUNITY_HOME: _("社区养老机构"),
            Tag.PRIVATE_HOME: _("民办养老院"),
        }[self]


class AssetOwner(StrEnum):
    """Who owns the house: apart from who runs it. A state company does not make a home private by itself."""

    GOVERNMENT = "government"
    STATE_COMPANY = "state_company"
    COLLECTIVE = "collective"
    PRIVATE = "private"
    MIXED = "mixed"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {
            AssetOwner.GOVERNMENT: _("政府"),
            AssetOwner.STATE_COMPANY: _("国有企业"),
            AssetOwner.COLLECTIVE: _("农村集体"),
            AssetOwner.PRIVATE: _("社会资本"),
            AssetOwner.MIXED: _("政府和社会资本共有"),
        }[self]


class Registration(StrEnum):
    """What a home, or the legal unit behind it, is registered as."""

    PUBLIC_INSTITUTION = "public_institution"
    NONPROFIT = "nonprofit"
    COMPANY = "company"
    GOVERNMENT = "government"
    NONE = "none"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {
            Registration.PUBLIC_INSTITUTION: _("事业单位"),
            Registration.NONPROFIT: _("民办非企业单位"),
            Registration.COMPANY: _("企业"),
            Registration.GOVERNMENT: _("机关"),
            Registration.NONE: _("未登记"),
        }[self]


class Operation(StrEnum):
    """Who runs a home and in which form."""

    PUBLIC = "public"
    ENTRUSTED = "entrusted"
    ASSISTED = "assisted"
    PRIVATE = "private"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {
            Operation.PUBLIC: _("公办公营"),
            Operation.ENTRUSTED: _("公建民营"),
            Operation.ASSISTED: _("民办公助"),
            Operation.PRIVATE: _("民办民营"),
        }[self]


class Affiliation(StrEnum):
    """Which level is responsible; where the house stands is another fact."""

    COUNTY = "county"
    CITY = "city"
    TOWNSHIP = "township"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {
            Affiliation.COUNTY: _("县级"),
            Affiliation.CITY: _("市级"),
            Affiliation.TOWNSHIP: _("乡镇（街道）"),
            Affiliation.OTHER: _("其他部门"),
        }[self]


class Settlement(StrEnum):
    """Town or country, as the statistics ask."""

    URBAN = "urban"
    RURAL = "rural"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _("城镇") if self is Settlement.URBAN else _("农村")


class Medical(StrEnum):
    """Medical care: units of the home's own, or a contract with one outside."""

    CLINIC = "clinic"
    NURSING_STATION = "nursing_station"
    OUTPATIENT = "outpatient"
    HOSPITAL = "hospital"
    CONTRACT = "contract"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {
            Medical.CLINIC: _("内设医务室"),
            Medical.NURSING_STATION: _("内设护理站"),
            Medical.OUTPATIENT: _("内设门诊部"),
            Medical.HOSPITAL: _("内设医院"),
            Medical.CONTRACT: _("签约医疗机构"),
        }[self]


class Licence(StrEnum):
    """Papers without which a home may not do something; each runs out."""

    FILING = "filing"
    FIRE = "fire"
    FOOD = "food"
    MEDICAL = "medical"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {
            Licence.FILING: _("养老机构备案"),
            Licence.FIRE: _("消防验收或备案"),
            Licence.FOOD: _("食品经营许可"),
            Licence.MEDICAL: _("医疗机构执业许可"),
        }[self]


class Datum(StrEnum):
    """Which coordinates: maps in phones say GCJ-02, surveys CGCS2000; they lie hundreds of metres apart."""

    GCJ02 = "GCJ-02"
    CGCS2000 = "CGCS2000"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _("手机地图（GCJ-02）") if self is Datum.GCJ02 else _("测绘（CGCS2000）")
