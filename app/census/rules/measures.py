"""What one day of one home is counted in: the names of every measure, in the order in which rows carry them.

Beds are those of the home at the end of the day; extra beds 加床 stand apart and are in no other measure. People are
those in residence at the end of the day. A split cuts the people: its keys are measures of their own, and what its
keys leave over is unknown or the rest (male = in residence − female, and so on).
"""

from app.beds.rules.kinds import MarkKind
from app.census.rules.rulings import RulingCode
from app.residents.rules.kinds import Category

__all__ = [
    "AGES", "BEDS", "CATEGORIES", "EXTRA_BEDS", "FLOWS", "HUKOU", "KINDS", "LEVELS", "LYING", "MARKED", "MEASURES",
    "OUT", "PEOPLE", "SEXES", "SPLITS",
]  # fmt: skip

# existing = closed + slept + private + held + free; slept is had by a stay, private 包房 is paid for by one.
BEDS = ("existing", "closed", "slept", "private", "held")
EXTRA_BEDS = tuple(f"extra_{name}" for name in BEDS)
# Beds in service with a mark that day, and the people in residence who have such a bed. A mark on an extra bed is in
# neither.
MARKED = tuple(f"beds_{kind.value}" for kind in MarkKind)
LYING = tuple(f"in_{kind.value}" for kind in MarkKind)

# present = in_residence − on_leave − in_hospital; counted is the numerator of the official rate.
PEOPLE = ("in_residence", "counted", "on_leave", "in_hospital", "overdue", "without_bed", "age_unsure")
# Whom the rulings of the day leave out of `counted`, each person under the first ruling that does.
OUT = tuple(f"out_{code.value}" for code in RulingCode)

SEXES = ("female",)
AGES = ("aged_0", "aged_60", "aged_70", "aged_80", "aged_90")
"""Under 60, 60–69, 70–79, 80–89, 90 and over; a person without a birth day is in none."""
LEVELS = tuple(f"level_{level}" for level in range(5))
CATEGORIES = tuple(f"cat_{category.value}" for category in Category)
"""Policy categories of the day; a person may be in several."""
HUKOU = ("hukou_in", "hukou_out")
"""Registered in the home's county, or elsewhere."""
KINDS = ("kind_trial", "kind_respite", "kind_travel")
SPLITS = (*SEXES, *AGES, *LEVELS, *CATEGORIES, *HUKOU, *KINDS, *LYING)
"""Measures of people that have flows of their own: each reconciles from one day to the next."""

FLOWS = ("admitted", "moved_in", "discharged", "died", "moved_out", "moves")
"""Admissions and transfers in; discharges other than death and transfer, deaths, transfers out; moves between beds.

opening + admitted + moved_in − discharged − died − moved_out = closing. Who comes and goes on one day is in both flows
and in no stock.
"""

MEASURES = (
    *BEDS, *EXTRA_BEDS, *MARKED, *PEOPLE, *OUT, *SEXES, *AGES, *LEVELS, *CATEGORIES, *HUKOU, *KINDS, *LYING, *FLOWS,
)  # fmt: skip
