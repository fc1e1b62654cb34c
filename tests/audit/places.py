"""Homes of which only the trail of a test knows, by ids that its lines can name."""

from sqlalchemy import text

from tests.support.tenants import COUNTIES

__all__ = ["HOME", "PLACES", "PLANT"]

HOME = 7_001
PLACES = [(county, 100 * number + HOME + place) for number, county in enumerate(COUNTIES) for place in range(5)]
"""Five homes of each county: those of the first one from HOME on."""
PLANT = text(
    "INSERT INTO institutions (county, id, code, name, name_sort, initials, opened_on) OVERRIDING SYSTEM VALUE"
    " SELECT county, id, 'T' || id, 'T' || id, '', '', '2020-01-01'"
    " FROM unnest(CAST(:counties AS integer[]), CAST(:ids AS bigint[])) AS place (county, id)"
).bindparams(counties=[county for county, _id in PLACES], ids=[home for _county, home in PLACES])
