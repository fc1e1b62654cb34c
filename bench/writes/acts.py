"""The four acts, as the forms that a browser sends for a place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from bench.writes.places import PLACES, Place

__all__ = ["ACTS", "Act", "body_of"]

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its name, where its form goes beneath the home, and what the form says."""

    name: str
    path: Callable[[Place], str]
    said: Callable[[Place, date], Said]
    times: int = PLACES
    """How often pgbench does it; at most once for each place."""

    def address(self, place: Place) -> str:
        """Where the form of a place is posted."""
        return f"/institutions/{place.home}/{self.path(place)}"


def _admission(place: Place, today: date) -> Said:
    said = {"elder_id": place.waiting, "bed_id": place.free_bed, "kind": "long", "ground": "direct", "payer": "family"}
    return said | {"from_on": today.isoformat()}


def _move(place: Place, today: date) -> Said:
    return {"bed_id": place.free_bed, "on": today.isoformat()}


def _discharge(_place: Place, today: date) -> Said:
    return {"act": "end", "reason": "home", "on": today.isoformat()}


def _correction(_place: Place, today: date) -> Said:
    """All but the last day of a year are no longer what was counted."""
    return {"from_on": (today - timedelta(days=1)).isoformat(), "reason": "登记时写错了日期"}


ACTS = (
    Act("admission", lambda _place: "admissions", _admission),
    Act("move", lambda place: f"stays/{place.stay}/bed-moves", _move),
    Act("discharge", lambda place: f"stays/{place.stay}/discharge", _discharge),
    Act("correction", lambda place: f"stays/{place.stay}/corrections", _correction, times=320),
)


def body_of(act: Act, place: Place, today: date) -> bytes:
    """The body of the request, with a new tap."""
    return urlencode({"tap_id": str(uuid4())} | act.said(place, today)).encode()
