"""How a query says "live on that day": on the dates, because row security keeps ranges off their index."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_

__all__ = ["live", "live_on", "overlapping"]


def live(model: Any) -> ColumnElement[bool]:
    """Say that a row has not been voided."""
    return model.voided_at.is_(None)  # type: ignore[no-any-return]


def live_on(model: Any, day: date) -> ColumnElement[bool]:
    """Say that a row is live and covers the day."""
    return and_(live(model), model.from_on <= day, model.to_on > day)


def overlapping(model: Any, from_on: date, to_on: date) -> ColumnElement[bool]:
    """Say that a row is live and shares a day with the span; a span of zero days shares the day it stands on."""
    if from_on == to_on:
        return live_on(model, from_on)
    return and_(live(model), model.from_on < to_on, model.to_on > from_on)
