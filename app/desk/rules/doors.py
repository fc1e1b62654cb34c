"""Which doors a person finds in the navigation and the command box, and what words lead there."""

from dataclasses import dataclass, replace

from app.core.i18n import N_

__all__ = ["DOORS", "Door", "NavItem", "doors_for", "matching", "place_at"]


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of the navigation as a page draws it."""

    label: str
    icon: str
    href: str
    current: bool = False
    count: str | None = None
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """One way in: its 中文 name, icon, route, the permission it asks, whether it belongs to one home.

    Pages `beside` its own, under the same parent or at an address of their own, lie behind it too. A door that stands
    `aside` is a rare one to the county's case officer, whose work is the county's and not one home's.
    """

    label: str
    icon: str
    route: str
    permission: str
    of_home: bool = False
    rare: bool = False
    keys: str = ""
    letters: str = ""
    beside: tuple[str, ...] = ()
    aside: bool = False


DOORS = (
    Door(N_("待办"), "today", "desk.county.show", "waitlist.review", keys="g h", letters="db daiban today county"),
    Door(
        N_("调院审批"), "swap", "stays.transfer_cases.index", "transfers.approve", keys="g d",
        letters="dysp diaoyuanshenpi transfers",
    ),
    Door(
        N_("今日"), "today", "desk.today.show", "stays.see", of_home=True, keys="g t", letters="jr jinri today",
        beside=("changes",), aside=True,
    ),
    Door(
        N_("床位"), "bed", "beds.board.show", "beds.see", of_home=True, keys="g b", letters="cw chuangwei beds",
        beside=("beds", "closures", "marks", "mark-ends", "mark-voids"), aside=True,
    ),
    Door(
        N_("全县轮候"), "waitlist", "waitlist.county.show", "waitlist.override", keys="g q",
        letters="qxlh quanxianlunhou waitlist county",
    ),
    Door(
        N_("轮候"), "waitlist", "waitlist.home.show", "waitlist.see", of_home=True, keys="g w",
        letters="lh lunhou waitlist", beside=("/waitlist",), aside=True,
    ),
    Door(
        N_("床位通知"), "bell", "offers.offers.index", "offers.make", of_home=True, keys="g n",
        letters="cwtz chuangweitongzhi offers", beside=("objections",),
    ),
    Door(
        N_("发放核查"), "audit", "offers.audit.show", "offers.audit", keys="g f", letters="ffhc fafanghecha offers audit",
        beside=("skips",),
    ),
    Door(N_("异议处理"), "list", "offers.objection_cases.index", "objections.decide", letters="yycl yiyichuli objections"),
    Door(
        N_("老人"), "elder", "residents.elders.index", "residents.see", of_home=True, keys="g e",
        letters="lr laoren elders residents",
        beside=("admissions", "stays", "leaves", "discharges", "transfers", "elder-mergers"),
    ),
    Door(
        N_("入院办理"), "check", "admissions.cases.index", "admissions.run", of_home=True, keys="g y",
        letters="rybl ruyuanbanli admissions", beside=("placements",),
    ),
    Door(
        N_("特困安置"), "home", "placements.orders.index", "placements.order", keys="g z",
        letters="tkaz tekunanzhi placements", beside=("dispersed-support",),
    ),
    Door(N_("评估"), "check", "assessments.board.index", "assessments.make", keys="g a", letters="pg pinggu assessments"),
    Door(
        N_("入住率"), "chart", "census.occupancy.show", "census.see", of_home=True, keys="g o",
        letters="rzl ruzhulv occupancy", aside=True,
    ),
    Door(N_("机构"), "home", "institutions.index", "institutions.see", keys="g i", letters="jg jigou institutions"),
    Door(N_("总览"), "chart", "bureau.overview", "figures.see", keys="g o", letters="zl zonglan overview"),
    Door(
        N_("各地入住率"), "list", "bureau.occupancy", "figures.see", letters="gdrzl gediruzhulv occupancy",
        beside=("homes",), aside=True,
    ),
    Door(
        N_("轮候情况"), "waitlist", "bureau.waitlist", "figures.see", letters="lhqk lunhouqingkuang waitlist figures",
        aside=True,
    ),
    Door(N_("平均使用率"), "calendar", "bureau.average", "figures.see", letters="pjsyl pingjunshiyonglv average", aside=True),
    Door(N_("走势"), "history", "bureau.series", "figures.see", letters="zs zoushi series trend", aside=True),
    Door(N_("床位认定"), "bed", "bureau.beds", "figures.see", letters="cwrd chuangweirending marks", aside=True),
    Door(
        N_("机构档案"), "home", "institutions.show", "institutions.see",
        of_home=True, rare=True, letters="jgda jigoudangan institution",
    ),
    Door(
        N_("楼栋与房间"), "building", "beds.structure.show", "beds.structure",
        of_home=True, rare=True, letters="ldyfj loudongyufangjian rooms",
    ),
    Door(
        N_("导入台账"), "import", "imports.index", "imports.run",
        of_home=True, rare=True, letters="drtz daorutaizhang import",
    ),
    Door(
        N_("口径"), "settings", "census.rulings.index", "census.see", rare=True, letters="kj koujing rulings",
    ),
    Door(
        N_("上报数"), "import", "census.reported.index", "census.report", rare=True, letters="sbs shangbaoshu reported",
    ),
    Door(N_("行政区划"), "map", "regions.index", "regions.see", rare=True, letters="xzqh xingzhengquhua regions"),
    Door(
        N_("账号与授权"), "people", "accounts.users.index", "accounts.manage",
        rare=True, letters="zhysq zhanghaoyushouquan users",
    ),
    Door(N_("操作记录"), "audit", "audit.trail.index", "audit.see", rare=True, letters="czjl caozuojilu audit trail"),
)  # fmt: skip


COUNTY_WORK = "waitlist.review"


def doors_for(permissions: frozenset[str], *, has_home: bool) -> list[Door]:
    """List the doors a holder of these permissions finds, in the order of the work."""
    mine = [door for door in DOORS if door.permission in permissions and (has_home or not door.of_home)]
    if COUNTY_WORK not in permissions:
        return mine
    return [replace(door, rare=True) if door.aside else door for door in mine]


def matching(doors: list[Door], asked: str) -> list[Door]:
    """Find doors by a piece of their name, pinyin or initials."""
    wanted = asked.strip().lower()
    if not wanted:
        return doors
    return [door for door in doors if wanted in door.label or any(w.startswith(wanted) for w in door.letters.split())]


def place_at(path: str, doors: list[tuple[Door, str]]) -> str | None:
    """Tell which door's address a page lies behind: the longest one that the path begins with."""
    around = [(way, href) for door, href in doors for way in _ways_of(door, href) if _lies_under(path, way)]
    return max(around, key=lambda found: len(found[0]), default=(None, None))[1]


def _ways_of(door: Door, href: str) -> list[str]:
    parent = href.rpartition("/")[0]
    return [href, *(name if name.startswith("/") else f"{parent}/{name}" for name in door.beside)]


def _lies_under(path: str, way: str) -> bool:
    return path == way or path.startswith(way.rstrip("/") + "/")
