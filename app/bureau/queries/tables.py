"""The aggregate views as tables: whole counties of the caller, no column of a person."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    bindparam,
    func,
    select,
    type_coerce,
)  # fmt: skip

from app.census.rules.measures import BEDS, EXTRA_BEDS, FLOWS, LYING, MARKED, OUT, PEOPLE

__all__ = [
    "DAY", "FIRST", "LAST", "MINE", "TODAY", "counties", "days", "home_spans", "homes", "locations", "mine", "openings",
    "papers", "regions", "reports", "rulings", "waits",
]  # fmt: skip

agg = MetaData(schema="agg")
SEEN = (*BEDS, *EXTRA_BEDS, *MARKED, *LYING, *PEOPLE, *OUT, *FLOWS)
"""What the bureau may read of a day: how people divide by sex, age and category is left to the return."""


def _home() -> tuple[Column[int], Column[int]]:
    return Column("county", Integer), Column("institution_id", BigInteger)


def _span() -> tuple[Column, Column]:  # type: ignore[type-arg]
    return Column("from_on", Date), Column("to_on", Date)


homes = Table(
    "homes", agg, *_home(), Column("county_name", String), Column("code", String), Column("name", String),
    Column("opened_on", Date), Column("closed_on", Date),
)  # fmt: skip
papers = Table("registered_beds", agg, *_home(), Column("value", Integer), *_span())
locations = Table("locations", agg, *_home(), Column("region_code", BigInteger), *_span())
regions = Table(
    "regions", agg, Column("code", BigInteger), Column("name", String), Column("level", String),
    Column("parent_code", BigInteger),
)  # fmt: skip
days = Table(
    "census_days", agg, *_home(), Column("day", Date), Column("standing", String), Column("registered", Integer),
    *[Column(name, SmallInteger) for name in SEEN],
)  # fmt: skip
counties = Table(
    "census_counties", agg, Column("county", Integer), Column("day", Date), Column("homes", Integer),
    Column("counted_homes", Integer), Column("left_homes", Integer), Column("left_people", Integer),
    Column("registered", Integer), *[Column(name, Integer) for name in SEEN],
)  # fmt: skip
home_spans = Table("census_homes", agg, *_home(), Column("first_on", Date), Column("counted_to", Date))
openings = Table("census_openings", agg, Column("county", Integer), Column("opened_to", Date))
reports = Table(
    "reported_figures", agg, *_home(), Column("as_of", Date), Column("kind", String), Column("code", String),
    Column("label", String), Column("registered", Integer), Column("occupied", Integer),
    Column("available", Integer), Column("admitted", Integer), Column("source", String),
    Column("unverified", Boolean), Column("recorded_at", DateTime(timezone=True)),
)  # fmt: skip
rulings = Table(
    "rulings", agg, Column("county", Integer), Column("code", String), Column("counts", Boolean),
    Column("basis", String), Column("unverified", Boolean), *_span(),
)  # fmt: skip

waits = Table(
    "waitlist_counts", agg, *_home(), Column("day", Date), Column("tier", SmallInteger), Column("tier_label", String),
    Column("state", String), *[
        Column(name, Integer) for name in (
            "entries", "waiting_days", "received", "accepted", "offered", "agreed", "declined", "lapsed", "admitted",
            "withdrawn", "removed",
        )
    ],
)  # fmt: skip

DAY, FIRST, LAST = (bindparam(name, type_=Date) for name in ("day", "first", "last"))
TODAY = type_coerce(func.public.business_date(), Date)
MINE = func.any(type_coerce(func.public.agg_counties(), ARRAY(Integer)))
"""Says again what the row policies say, where an index that begins with the county is to be gone through by it."""

mine = (
    select(func.unnest(type_coerce(func.public.agg_counties(), ARRAY(Integer))).label("county"))
    .distinct()
    .subquery("mine")
)
"""The counties that the caller's figures cover, each once, however many grants name it."""
