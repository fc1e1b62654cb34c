"""What a region's code says by itself, and which figures about a region are kept."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.i18n import _

__all__ = [
    "MUNICIPALITIES",
    "TEST_CITY",
    "TEST_PROVINCE",
    "FigureKind",
    "Level",
    "Place",
    "RegionChoice",
    "city_of",
    "county_of",
    "is_direct",
    "is_municipal_level",
    "is_tenant",
    "is_test",
    "level_of",
    "may_stand_under",
    "parent_by_code",
    "place_of",
    "province_of",
    "room_for_children",
    "tenant_name",
]

MUNICIPALITIES = frozenset({110000, 120000, 310000, 500000})
"""北京, 天津, 上海, 重庆: provinces whose counties have no city above them."""

TEST_PROVINCE = 990000
"""No province of GB/T 2260 begins with 99: what stands under it can never be a real place."""

TEST_CITY = 990100


class Level(StrEnum):
    """The four levels kept here; villages are text in an address."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {
            Level.PROVINCE: _("省级"),
            Level.CITY: _("地级"),
            Level.COUNTY: _("县级"),
            Level.TOWNSHIP: _("乡级"),
        }[self]


class FigureKind(StrEnum):
    """Outside numbers that the plans divide by; 常住 and 户籍 are different people and never mixed."""

    LIVING = "living"
    LIVING_60 = "living_60"
    LIVING_65 = "living_65"
    LIVING_80 = "living_80"
    REGISTERED = "registered"
    REGISTERED_60 = "registered_60"
    REGISTERED_65 = "registered_65"
    REGISTERED_80 = "registered_80"
    DISABLED_60 = "disabled_60"
    ELDER_HOUSEHOLDS = "elder_households"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {
            FigureKind.LIVING: _("常住人口"),
            FigureKind.LIVING_60: _("常住 60 岁及以上人口"),
            FigureKind.LIVING_65: _("常住 65 岁及以上人口"),
            FigureKind.LIVING_80: _("常住 80 岁及以上人口"),
            FigureKind.REGISTERED: _("户籍人口"),
            FigureKind.REGISTERED_60: _("户籍 60 岁及以上人口"),
            FigureKind.REGISTERED_65: _("户籍 65 岁及以上人口"),
            FigureKind.REGISTERED_80: _("户籍 80 岁及以上人口"),
            FigureKind.DISABLED_60: _("失能老年人"),
            FigureKind.ELDER_HOUSEHOLDS: _("老年人家庭"),
        }[self]

    @property
    def unit(self) -> str:
        """What is counted."""
        return _("户") if self is FigureKind.ELDER_HOUSEHOLDS else _("人")


class RegionChoice(StrEnum):
    """What a field of a form may be filled with."""

    COUNTY = "county"
    TOWNSHIP = "township"
    TENANT = "tenant"
    ANY = "any"
    HUKOU = "hukou"

    @property
    def label(self) -> str:
        """The word beside the field."""
        return {
            RegionChoice.COUNTY: _("县区"),
            RegionChoice.TOWNSHIP: _("乡镇街道"),
            RegionChoice.TENANT: _("县区或市本级"),
            RegionChoice.ANY: _("行政区"),
            RegionChoice.HUKOU: _("户籍所在地"),
        }[self]


@dataclass(frozen=True, slots=True)
class Place:
    """A region as something one may hold a permission on: its own six-digit code, and no home."""

    county: int
    institution_id: int | None = None


def level_of(code: int) -> Level:
    """Tell the level from the digits: 510000 province, 510300 city, 510302 county, nine digits township."""
    if code >= 1_000_000:
        return Level.TOWNSHIP
    if code % 10_000 == 0:
        return Level.PROVINCE
    return Level.CITY if code % 100 == 0 else Level.COUNTY


def county_of(code: int) -> int:
    """Give the six digits a code begins with; a township that changed county keeps its old digits."""
    return code // 1000 if code >= 1_000_000 else code


def province_of(code: int) -> int:
    """Give the province of any code: 510302001 and 510302 lie in 510000."""
    return county_of(code) // 10_000 * 10_000


def is_direct(code: int) -> bool:
    """Tell whether a county stands directly under its province (济源 419001): digits three and four are 90."""
    return level_of(code) is Level.COUNTY and code // 100 % 100 == 90


def city_of(code: int) -> int | None:
    """Give the city a county or township lies in: a municipality itself, and None directly under a province."""
    county = county_of(code)
    if province_of(county) in MUNICIPALITIES:
        return province_of(county)
    if level_of(county) is Level.PROVINCE or is_direct(county):
        return None
    return county // 100 * 100


def parent_by_code(code: int) -> int | None:
    """Give the parent as the digits say; the 5001 and 5002 of 重庆 are groupings, not regions."""
    level = level_of(code)
    if level is Level.PROVINCE:
        return None
    if level is Level.TOWNSHIP:
        return county_of(code)
    if level is Level.CITY:
        return province_of(code)
    return city_of(code) or province_of(code)


def is_municipal_level(code: int) -> bool:
    """Tell whether the code stands for 市本级 as a tenant: a city's own code, or a municipality's."""
    return level_of(code) is Level.CITY or code in MUNICIPALITIES


def is_tenant(code: int) -> bool:
    """Tell whether homes can be kept under the code: a county, or 市本级."""
    return level_of(code) is Level.COUNTY or is_municipal_level(code)


def is_test(code: int) -> bool:
    """Tell whether the code lies in the test province."""
    return province_of(code) == TEST_PROVINCE


def place_of(code: int, parent: int | None = None) -> Place:
    """Give the place whose grants cover a region: a township's county as it is today, else the region itself."""
    return Place(parent if parent is not None and code >= 1_000_000 else county_of(code))


def tenant_name(code: int, name: str) -> str:
    """Name a tenant: the county itself, or 自贡市本级 for homes the city runs."""
    return _("{name}本级").format(name=name) if is_municipal_level(code) else name


def room_for_children(parent: int) -> range:
    """Give the codes that test regions made on the way may take, direct counties of the province as 9990nn."""
    if level_of(parent) is Level.PROVINCE:
        return range(parent + 9001, parent + 9100)
    if level_of(parent) is Level.COUNTY:
        return range(parent * 1000 + 1, parent * 1000 + 1000)
    return range(parent + 1, parent + 100)


def may_stand_under(code: int, parent: int) -> bool:
    """Tell whether a new region of that code may have that parent; only townships may keep another county's digits."""
    if level_of(code) is Level.TOWNSHIP:
        return level_of(parent) is Level.COUNTY and province_of(code) == province_of(parent)
    return parent_by_code(code) == parent
