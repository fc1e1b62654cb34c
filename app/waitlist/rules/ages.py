"""Ages that decide about a place, by one rule however exactly the birth is known.

An age counts once it is certain: a birth known by its month is taken to be on the last day of that month, one known or
estimated by its year on 31 December, and one that is not known counts as no age at all. So nobody is passed by a birthday
that may not have come yet. Who is born on 29 February is a year older on 1 March of other years.
"""

from calendar import monthrange
from datetime import date

from app.residents.rules.birthdays import age_between
from app.residents.rules.kinds import BirthPrecision

__all__ = ["certain_age", "is_unsure", "latest_birth"]


def latest_birth(born_on: date | None, precision: BirthPrecision) -> date | None:
    """Give the last day the birth may have been on, None where nothing is known."""
    if born_on is None or precision is BirthPrecision.UNKNOWN:
        return None
    if precision is BirthPrecision.DAY:
        return born_on
    if precision is BirthPrecision.MONTH:
        return born_on.replace(day=monthrange(born_on.year, born_on.month)[1])
    return born_on.replace(month=12, day=31)


def certain_age(born_on: date | None, precision: BirthPrecision, day: date) -> int | None:
    """Give the full years that the person has for certain on the day."""
    latest = latest_birth(born_on, precision)
    return None if latest is None or latest > day else age_between(latest, day)


def is_unsure(born_on: date | None, precision: BirthPrecision, years: int, day: date) -> bool:
    """Whether the person may have that age already, and it is not certain yet."""
    if born_on is None or precision is BirthPrecision.UNKNOWN:
        return True
    certain = certain_age(born_on, precision, day)
    return born_on <= day and age_between(born_on, day) >= years and (certain is None or certain < years)
