"""The homes of the made-up city: real townships, invented houses."""

from dataclasses import dataclass
from enum import StrEnum

from app.institutions.rules.answers import Operation, Registration, Tag

__all__ = ["CITY", "COUNTIES", "HOMES", "HOSPITALS", "SHOWPIECE", "SMALL", "HomePlan", "Sort", "homes_of"]

CITY = 510300
COUNTIES = (510322, 510321, 510302, 510303, 510304, 510311, CITY)
"""The tenants: five counties and districts and 荣县, and the city itself for the home it runs."""

HOSPITALS = {
    510302: "自贡市第一人民医院", 510303: "贡井区人民医院", 510304: "大安区人民医院", 510311: "沿滩区人民医院",
    510321: "荣县人民医院", 510322: "富顺县人民医院", 510300: "自贡市第四人民医院",
}  # fmt: skip

SMALL = (510322,)
SHOWPIECE = "ZHZX"


class Sort(StrEnum):
    """What kind of house it is: whom it takes in, and how it is built."""

    RURAL = "rural"
    CENTRE = "centre"
    WELFARE = "welfare"
    URBAN = "urban"


@dataclass(frozen=True, slots=True)
class HomePlan:
    """One home before anybody lives in it."""

    county: int
    code: str
    name: str
    short: str
    town: int
    address: str
    sort: Sort
    tags: tuple[Tag, ...]
    beds: int
    registered: int | None
    full: float
    opened: int
    operation: Operation = Operation.PUBLIC
    operator: str = ""
    merged_into: str = ""
    ltci: bool = False
    grade: str = ""
    travel: bool = False
    lat: float = 0.0
    lon: float = 0.0

    @property
    def registration(self) -> Registration:
        """What it is registered as."""
        return Registration.NONPROFIT if self.sort is Sort.URBAN else Registration.PUBLIC_INSTITUTION

    @property
    def social(self) -> float:
        """How many of its people pay for themselves."""
        return {Sort.RURAL: 0.12, Sort.CENTRE: 0.42, Sort.WELFARE: 0.6, Sort.URBAN: 0.93}[self.sort]


_ELDER, _CENTRAL, _SUPPORT = Tag.ELDER_HOME, Tag.CENTRAL_ELDER_HOME, Tag.SUPPORT_HOME
_CENTRE, _WELFARE, _DISABLED = Tag.REGIONAL_CENTER, Tag.WELFARE_HOME, Tag.DISABILITY_CENTER
_RURAL = (_ELDER, _SUPPORT)
_R, _C, _W, _U = Sort.RURAL, Sort.CENTRE, Sort.WELFARE, Sort.URBAN

HOMES = (
    HomePlan(510322, "ZHZX", "赵化区域性养老服务中心", "赵化中心", 510322121, "桂花路 18 号", _C, (_CENTRE, _CENTRAL, _DISABLED), 100, 100, 0.90, 2012, ltci=True, grade="3", lat=29.0437, lon=104.8915),
    HomePlan(510322, "FSFL", "富顺县社会福利院", "富顺福利院", 510322003, "安康路 6 号", _W, (_WELFARE,), 200, 200, 0.81, 2009, ltci=True, grade="3", lat=29.1842, lon=104.9786),
    HomePlan(510322, "DSJL", "代寺中心敬老院", "代寺敬老院", 510322111, "新街 52 号", _R, (*_RURAL, _CENTRAL), 120, 120, 0.70, 2007, lat=29.2563, lon=105.1338),
    HomePlan(510322, "TSJL", "童寺镇敬老院", "童寺敬老院", 510322113, "学堂街 9 号", _R, _RURAL, 80, 80, 0.66, 2006, lat=29.3157, lon=105.0872),
    HomePlan(510322, "HDJL", "怀德镇敬老院", "怀德敬老院", 510322125, "滨江村 3 组", _R, _RURAL, 60, 46, 0.88, 2008, lat=28.9981, lon=105.1214),
    HomePlan(510322, "BQJL", "板桥镇敬老院", "板桥敬老院", 510322118, "龙桥村 1 组", _R, _RURAL, 50, None, 0.62, 2006, lat=29.2231, lon=104.8526),
    HomePlan(510322, "GFJL", "古佛镇敬老院", "古佛敬老院", 510322114, "正街 77 号", _R, _RURAL, 40, 40, 0.40, 2005, merged_into="DSJL", lat=29.2988, lon=105.1786),
    HomePlan(510321, "RXFL", "荣县社会福利院", "荣县福利院", 510321001, "荣新路 31 号", _W, (_WELFARE, _DISABLED), 160, 160, 0.78, 2010, ltci=True, grade="3", lat=29.4456, lon=104.4172),
    HomePlan(510321, "SSZX", "双石区域性养老服务中心", "双石中心", 510321102, "文昌街 14 号", _C, (_CENTRE, _CENTRAL), 120, 120, 0.71, 2014, grade="2", lat=29.4812, lon=104.5613),
    HomePlan(510321, "LDJL", "乐德镇敬老院", "乐德敬老院", 510321110, "三佛村 5 组", _R, _RURAL, 70, 70, 0.63, 2007, lat=29.2714, lon=104.3651),
    HomePlan(510321, "CSJL", "长山镇敬老院", "长山敬老院", 510321118, "青龙街 22 号", _R, _RURAL, 60, 60, 0.58, 2006, lat=29.3925, lon=104.2438),
    HomePlan(510321, "DJJL", "东佳镇敬老院", "东佳敬老院", 510321117, "观音村 2 组", _R, _RURAL, 50, None, 0.55, 2005, lat=29.5377, lon=104.3019),
    HomePlan(510302, "ZQJL", "仲权镇中心敬老院", "仲权敬老院", 510302101, "竹元村 4 组", _R, (*_RURAL, _CENTRAL), 80, 80, 0.69, 2008, lat=29.3318, lon=104.7026),
    HomePlan(510302, "FLJL", "飞龙峡镇敬老院", "飞龙峡敬老院", 510302104, "农团街 11 号", _R, _RURAL, 60, 60, 0.57, 2007, lat=29.2647, lon=104.7541),
    HomePlan(510302, "SPYK", "舒坪颐康养老服务中心", "舒坪颐康", 510302007, "舒新路 88 号", _U, (_CENTRE, Tag.INTEGRATED_CARE), 110, 110, 0.74, 2018, Operation.ENTRUSTED, "自贡颐康养老服务有限公司", ltci=True, grade="3", lat=29.3105, lon=104.7388),
    HomePlan(510302, "DGSQ", "丹桂社区养老院", "丹桂养老院", 510302005, "丹桂大街北段 203 号", _U, (Tag.COMMUNITY_HOME,), 40, 42, 0.83, 2020, Operation.ENTRUSTED, "自贡市安馨社会服务中心", ltci=True, lat=29.3497, lon=104.7719),
    HomePlan(510303, "GJFL", "贡井区社会福利中心", "贡井福利中心", 510303001, "筱溪街 130 号", _W, (_WELFARE,), 150, 150, 0.72, 2011, ltci=True, grade="2", lat=29.3450, lon=104.7158),
    HomePlan(510303, "CJZX", "成佳区域性养老服务中心", "成佳中心", 510303108, "茶园路 5 号", _C, (_CENTRE,), 110, 110, 0.68, 2016, travel=True, grade="2", lat=29.4018, lon=104.5886),
    HomePlan(510303, "WBJL", "五宝镇敬老院", "五宝敬老院", 510303106, "水口街 16 号", _R, _RURAL, 60, 60, 0.61, 2006, lat=29.1953, lon=104.5412),
    HomePlan(510303, "QTJL", "桥头镇敬老院", "桥头敬老院", 510303105, "双桥村 6 组", _R, _RURAL, 50, 50, 0.54, 2005, lat=29.2386, lon=104.6130),
    HomePlan(510304, "XMJL", "大安区中心敬老院", "大安中心院", 510304106, "新民街 45 号", _C, (*_RURAL, _CENTRAL, _CENTRE), 130, 130, 0.76, 2010, grade="2", lat=29.3862, lon=104.8627),
    HomePlan(510304, "HPHL", "和平护理院", "和平护理院", 510304005, "和平路 72 号", _U, (Tag.NURSING_HOME, Tag.INTEGRATED_CARE), 100, 100, 0.85, 2017, Operation.ENTRUSTED, "自贡和康医养管理有限公司", ltci=True, grade="4", lat=29.3577, lon=104.7905),
    HomePlan(510304, "NFJL", "牛佛镇敬老院", "牛佛敬老院", 510304107, "王爷庙街 8 号", _R, _RURAL, 90, 90, 0.60, 2006, lat=29.4419, lon=105.0163),
    HomePlan(510304, "GRY", "大安区光荣院", "大安光荣院", 510304100, "东环路 12 号", _W, (Tag.GLORY_HOME,), 60, 60, 0.52, 2008, lat=29.4011, lon=104.8312),
    HomePlan(510304, "HLJL", "回龙镇敬老院", "回龙敬老院", 510304109, "场口街 3 号", _R, _RURAL, 40, 40, 0.38, 2005, merged_into="NFJL", lat=29.4706, lon=105.0728),
    HomePlan(510311, "YTZX", "沿滩区域性养老服务中心", "沿滩中心", 510311100, "升平街 27 号", _C, (_CENTRE, _CENTRAL, _DISABLED), 140, 140, 0.77, 2013, ltci=True, grade="3", lat=29.2726, lon=104.8763),
    HomePlan(510311, "YAJL", "永安镇敬老院", "永安敬老院", 510311106, "鳌头村 2 组", _R, _RURAL, 70, 68, 0.64, 2007, lat=29.1794, lon=104.8044),
    HomePlan(510311, "XSJL", "仙市镇敬老院", "仙市敬老院", 510311112, "新河街 19 号", _R, _RURAL, 60, 60, 0.59, 2006, lat=29.2921, lon=104.8998),
    HomePlan(510311, "HSJL", "黄市镇敬老院", "黄市敬老院", 510311110, "红庙村 1 组", _R, _RURAL, 50, 50, 0.56, 2006, lat=29.1628, lon=104.9183),
    HomePlan(CITY, "SFLY", "自贡市老年养护院", "市养护院", 510302006, "汇东路 260 号", _W, (_WELFARE, _DISABLED), 260, 280, 0.82, 2013, ltci=True, grade="4", lat=29.3331, lon=104.7796),
)  # fmt: skip


def homes_of(county: int) -> list[HomePlan]:
    """List a tenant's homes."""
    return [home for home in HOMES if home.county == county]
