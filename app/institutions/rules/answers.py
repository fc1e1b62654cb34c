"""The words in which each kind of fact is said: what a home is, whose it is, who runs it, where it stands, what it may do."""

from enum import StrEnum

from app.core.i18n import _

__all__ = [
    "Affiliation", "AssetOwner", "Datum", "Licence", "Medical", "Operation", "Registration", "Settlement", "Tag",
]  # fmt: skip


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
