"""What the bureau's figures are, as plain values: homes, groups, counties, series, averages. Nothing of a person."""

from app.bureau.rules.averages import Average
from app.bureau.rules.counties import CountyOn
from app.bureau.rules.counts import BedCounts, HomeLine, total
from app.bureau.rules.groups import Group, all_of, counties_of, townships_on
from app.bureau.rules.homes import HomeOn
from app.bureau.rules.places import DaysOpen, Place, ReportedLine
from app.bureau.rules.series import MarksOn, SeriesDay
from app.bureau.rules.telling import Own, Span, Told, told

__all__ = [
    "Average", "BedCounts", "CountyOn", "DaysOpen", "Group", "HomeLine", "HomeOn", "MarksOn", "Own", "Place", "ReportedLine",
    "SeriesDay", "Span", "Told", "all_of", "counties_of", "told", "total", "townships_on",
]  # fmt: skip
