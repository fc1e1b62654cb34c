"""What may be asked of occupancy, and what a ruling is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self
from urllib.parse import urlencode
from uuid import UUID

from pydantic import Field

from app.census.rules.rulings import RulingCode
from app.core.i18n import N_
from app.web.addresses import day_in
from app.web.forms import Form

__all__ = ["ROWS", "OccupancyAsk", "RulingAsk", "RulingForm", "VoidForm"]

ROWS = ("counted", "excluded", "beds", "registered")
SERIES = 30


@dataclass(frozen=True, slots=True)
class OccupancyAsk:
    """Which day, and which rows are open. What cannot be read, or is still to come, is taken as today."""

    on: date
    today: date
    rows: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str], today: date) -> Self:
        """Read the query of an address."""
        rows = asked.get("rows", "")
        return cls(min(day_in(asked.get("on")) or today, today), today, rows if rows in ROWS else "")

    @property
    def first(self) -> date:
        """The first day of the line of days that ends on the day asked for."""
        return self.on - timedelta(days=SERIES - 1)

    def query(self, *, on: date | None = None, rows: str | None = None) -> str:
        """Write the address anew; what is as usual is left out."""
        day, open_rows = on or self.on, self.rows if rows is None else rows
        said = {"on": "" if day == self.today else str(day), "rows": open_rows}
        return "?" + urlencode({key: value for key, value in said.items() if value})


@dataclass(frozen=True, slots=True)
class RulingAsk:
    """The answer somebody thinks of giving, before it is given."""

    counts: bool
    from_on: date
    day: date | None

    @classmethod
    def read(cls, asked: Mapping[str, str], today: date, *, present: bool) -> Self:
        """Read the query of an address; unasked it is the other answer, from today on."""
        counts = {"yes": True, "no": False}.get(asked.get("counts", ""), not present)
        return cls(counts, day_in(asked.get("from_on")) or today, day_in(asked.get("day")))


class RulingForm(Form):
    """Answering a question of counting."""

    tap_id: UUID
    county: int = Field(title=N_("区县"))
    code: RulingCode = Field(title=N_("口径"))
    counts: bool = Field(title=N_("计不计入"))
    from_on: date = Field(title=N_("起用日期"))
    basis: str = Field(title=N_("依据"), min_length=2, max_length=200)
    unverified: bool = Field(default=False, title=N_("来源待核"))


class VoidForm(Form):
    """Voiding a ruling that was entered wrongly."""

    tap_id: UUID
    reason: str = Field(title=N_("作废原因"), min_length=2, max_length=200)
