"""The census: what each home and each county counted to on each day. Derived from rows, kept with a proof.

`census_days` is written by one closer only, for every home an act touches; `verify` recomputes it. The tables of counts
are Core tables: their columns are the measures of `rules.measures`, and nobody handles one of their rows alone.
"""

from sqlalchemy import BigInteger, Column, Date, ForeignKeyConstraint, Index, Integer, SmallInteger, Table, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.census.rules.measures import MEASURES
from app.census.rules.occupancy import Standing
from app.core.base import Base, Day, EnumText, one_of

__all__ = ["CensusHome", "CensusOpening", "census_counties", "census_days"]

ZERO = text("0")
# What a day with rows can be; the rest is said of homes without.
STANDINGS = (Standing.COUNTED, Standing.NO_DOCUMENT, Standing.NOT_OPEN, Standing.CLOSED)

census_days = Table(
    "census_days",
    Base.metadata,
    Column("county", Integer, primary_key=True, autoincrement=False),
    Column("institution_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("standing", EnumText(Standing), nullable=False),
    # The figure of the paper that covers the day; the home is in no official rate where there is none.
    Column("registered", Integer),
    *[Column(name, SmallInteger, nullable=False, server_default=ZERO) for name in MEASURES],
    # Flows of each split that moved that day: name → [in, out, changed in, changed out]; NULL on a quiet day.
    Column("flows", JSONB),
    ForeignKeyConstraint(
        ["county", "institution_id"], ["institutions.county", "institutions.id"], name="fk_census_days_institution"
    ),
    one_of("census_days", "standing", STANDINGS),
    Index("ix_census_days_day", "day", "county"),
)
"""One home on one day. A home has rows from the first day with a bed or a person until its county's last opened day."""

census_counties = Table(
    "census_counties",
    Base.metadata,
    Column("county", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("homes", Integer, nullable=False, server_default=ZERO),
    # Homes that take part in the official rate; `registered` and `counted` are theirs alone.
    Column("counted_homes", Integer, nullable=False, server_default=ZERO),
    Column("left_homes", Integer, nullable=False, server_default=ZERO),
    # In residence where the home takes no part in the rate: no paper, not open, closed.
    Column("left_people", Integer, nullable=False, server_default=ZERO),
    Column("registered", Integer, nullable=False, server_default=ZERO),
    *[Column(name, Integer, nullable=False, server_default=ZERO) for name in MEASURES],
    Index("ix_census_counties_day", "day", "county"),
)
"""The sum of a county's `census_days` on one day, so that ten years of a county are read in one go."""


class CensusHome(Base):
    """Since when a home has rows of its own, and up to which day they are counted."""

    __tablename__ = "census_homes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["county", "institution_id"],
            ["institutions.county", "institutions.id"],
            name="fk_census_homes_institution",
        ),
        # The homes that only report are few; a figure of all counties looks for them, not through all homes.
        Index("ix_census_homes_first", "first_on"),
    )

    county: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    institution_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    # NULL: no bed in service and nobody in residence yet; only figures the home reports can speak for it.
    first_on: Mapped[Day | None] = mapped_column(default=None)
    counted_to: Mapped[Day]


class CensusOpening(Base):
    """Up to which day a county's days are open. Acts keep opened days; a job opens the next one for all homes at once."""

    __tablename__ = "census_openings"

    county: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opened_to: Mapped[Day]
