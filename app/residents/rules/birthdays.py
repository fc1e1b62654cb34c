"""Birth dates as exactly as they are known, ages said by that, and birthdays by either calendar."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from lunar_python import Lunar, LunarMonth, Solar

from app.core.i18n import _
from app.residents.rules.kinds import BirthPrecision, Calendar

__all__ = [
    "Birthday",
    "age_between",
    "age_on",
    "days_until",
    "lunar_of",
    "next_birthday",
    "rounded",
    "say_age",
    "say_birth",
    "say_lunar",
    "solar_of",
]

MONTHS = "正二三四五六七八九十冬腊"
TENS = ("初", "十", "廿")
ONES = "一二三四五六七八九十"
THIRTIETH = 30


@dataclass(frozen=True, slots=True)
class Birthday:
    """The day on which somebody keeps their birthday: a month and a day of one calendar."""

    month: int
    day: int
    calendar: Calendar = Calendar.SOLAR
    leap: bool = False


def rounded(born_on: date | None, precision: BirthPrecision) -> date | None:
    """Give the first day of the span a birth is known to lie in, as it is kept."""
    if born_on is None or precision is BirthPrecision.UNKNOWN:
        return None
    if precision is BirthPrecision.DAY:
        return born_on
    return born_on.replace(day=1) if precision is BirthPrecision.MONTH else born_on.replace(month=1, day=1)


def age_between(born_on: date, on: date) -> int:
    """Full years: one more on the birthday itself; who was born on 29 February turns on 1 March in other years."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def age_on(born_on: date | None, on: date, died_on: date | None = None) -> int | None:
    """Full years on a day, no more after a death; none where no year is known."""
    if born_on is None:
        return None
    last = min(on, died_on) if died_on else on
    return age_between(born_on, last) if last >= born_on else None


def say_age(born_on: date | None, precision: BirthPrecision, on: date, died_on: date | None = None) -> str:
    """Say an age no more exactly than it is known: 84 岁, 84 岁左右 by the year, 约 84 岁 where it is estimated."""
    years = age_on(born_on, on, died_on)
    if years is None or born_on is None:
        return _("年龄不详")
    if precision is BirthPrecision.DAY:
        return _("{years} 岁").format(years=years)
    if precision is BirthPrecision.MONTH:
        same = born_on.month == min(on, died_on or on).month
        return (_("{years} 岁左右") if same else _("{years} 岁")).format(years=years)
    if precision is BirthPrecision.YEAR:
        return _("{years} 岁左右").format(years=years)
    return _("约 {years} 岁").format(years=years)


def say_birth(born_on: date | None, precision: BirthPrecision) -> str:
    """Say a birth date no more exactly than it is known."""
    if born_on is None:
        return _("不详")
    if precision is BirthPrecision.DAY:
        return born_on.isoformat()
    if precision is BirthPrecision.MONTH:
        return _("{year} 年 {month} 月").format(year=born_on.year, month=born_on.month)
    if precision is BirthPrecision.YEAR:
        return _("{year} 年").format(year=born_on.year)
    return _("约 {year} 年").format(year=born_on.year)


def lunar_of(day: date) -> Birthday:
    """Give the lunar month and day of a day."""
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    month = lunar.getMonth()
    return Birthday(abs(month), lunar.getDay(), Calendar.LUNAR, leap=month < 0)


def solar_of(year: int, month: int, day: int, *, leap: bool = False) -> date:
    """Give the day of a lunar date in a lunar year.

    A year without that leap month keeps the plain one; a month without a thirtieth keeps the twenty-ninth:
    腊月三十 is 除夕 on 廿九 in such a year.
    """
    found = LunarMonth.fromYm(year, -month) if leap else None
    if found is None:
        leap, found = False, LunarMonth.fromYm(year, month)
    solar = Lunar.fromYmd(year, -month if leap else month, min(day, found.getDayCount())).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def next_birthday(birthday: Birthday, today: date) -> date:
    """Give the next day on which the birthday is kept, today included."""
    if birthday.calendar is Calendar.LUNAR:
        # A lunar year begins up to seven weeks after the solar one, so last lunar year's twelfth month may lie ahead.
        years = (today.year - 1, today.year, today.year + 1)
        days = [solar_of(year, birthday.month, birthday.day, leap=birthday.leap) for year in years]
    else:
        days = [_in_year(birthday, year) for year in (today.year, today.year + 1)]
    return min(day for day in days if day >= today)


def days_until(birthday: Birthday, today: date) -> int:
    """How many days there are still to the birthday: 0 is today."""
    return (next_birthday(birthday, today) - today).days


def say_lunar(month: int, day: int, *, leap: bool = False) -> str:
    """Say a lunar month and day as people do: 腊月三十, 闰四月初八."""
    tens, ones = divmod(day - 1, 10)
    if day == THIRTIETH:
        said = "三十"
    elif day == 2 * len(ONES):
        said = "二十"
    else:
        said = TENS[tens] + ONES[ones]
    return ("闰" if leap else "") + MONTHS[month - 1] + "月" + said


def _in_year(birthday: Birthday, year: int) -> date:
    """The 29th of February is kept on the 28th in years that have none."""
    return date(year, birthday.month, min(birthday.day, monthrange(year, birthday.month)[1]))
