"""Homes that keep no rows here and only report: private ones and small ones, some of them late, blank or impossible."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.census.rules.reported import ReportedKind, ReportedRow
from app.demo.rules.chance import Chance

__all__ = ["REPORTERS", "Reporter", "reporters_of", "reports_of"]

MONTHS = 14
SOURCE = "养老机构月报"


@dataclass(frozen=True, slots=True)
class Reporter:
    """One home that reports month by month. `late` is how many of the last months are missing; `odd` is what is wrong."""

    county: int
    code: str
    name: str
    short: str
    town: int
    address: str
    beds: int
    full: float
    nursing: int = 0
    late: int = 0
    odd: str = ""


REPORTERS = (
    Reporter(510322, "FKYY", "富顺福康养老院", "福康养老院", 510322001, "望江路 40 号", 68, 0.72, nursing=30),
    Reporter(510322, "DJYX", "富顺邓关银杏养老公寓", "银杏公寓", 510322002, "盐运街 15 号", 45, 0.58, late=7),
    Reporter(510322, "FSML", "富顺县睦邻托养中心", "睦邻托养中心", 510322003, "东湖路 112 号", 36, 0.9, nursing=20, odd="over"),
    Reporter(510321, "RXJH", "荣县静和颐养院", "静和颐养院", 510321001, "大佛街 8 号", 90, 0.64, nursing=40, odd="jump"),
    Reporter(510302, "DSHX", "自流井檀木林护养院", "檀木林护养院", 510302003, "檀木林街 21 号", 120, 0.83, nursing=96),
    Reporter(510304, "DAXY", "大安夕阳红养老院", "夕阳红养老院", 510304002, "龙井街 66 号", 52, 0.55, late=3, odd="blank"),
)  # fmt: skip


def reporters_of(county: int) -> list[Reporter]:
    """List the homes of a county that only report."""
    return [home for home in REPORTERS if home.county == county]


def reports_of(chance: Chance, home: Reporter, institution_id: int, today: date) -> list[ReportedRow]:
    """Tell a home's monthly reports up to the last month that it sent one for, oldest first."""
    rows: list[ReportedRow] = []
    people = round(home.beds * home.full)
    ends = _month_ends(today)[home.late :][::-1]
    for place, end in enumerate(ends):
        came = chance.between(0, 3)
        people = max(0, min(home.beds, people + came - chance.between(0, 3)))
        last = place == len(ends) - 1
        said: int | None = people
        if last and home.odd:
            said = {"over": home.beds + 5, "jump": people + home.beds // 3, "blank": None}[home.odd]
        rows.append(_row(institution_id, end, ReportedKind.RESIDENTIAL, home.beds, said, came))
        if home.nursing:
            lying = None if said is None else min(home.nursing, said * home.nursing // home.beds)
            rows.append(_row(institution_id, end, ReportedKind.NURSING, home.nursing, lying, None))
    return rows


def _row(home: int, end: date, kind: ReportedKind, beds: int, people: int | None, came: int | None) -> ReportedRow:
    return ReportedRow(
        end, beds, people, None, came, institution_id=home, kind=kind, source=f"{SOURCE} {end.year} 年 {end.month} 月"
    )


def _month_ends(today: date) -> list[date]:
    """The last days of the months before this one, newest first."""
    ends, first = [], today.replace(day=1)
    for _month in range(MONTHS):
        end = first - timedelta(days=1)
        ends.append(end)
        first = end.replace(day=1)
    return ends
