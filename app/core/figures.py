"""A figure 指标值: one number with the rows it came from. Never typed, never rounded."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

__all__ = ["Figure", "FigureRow"]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line behind a figure: a home, township or county with its own numerator and value."""

    region_code: int | None
    region: str
    institution_code: str | None
    institution: str | None
    as_of: date
    numerator: int | None
    denominator: int | None
    value: float | int | None
    source: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as of a date: value, numerator, denominator (counts have none), definition, parts and what it left out."""

    code: str
    as_of: date
    value: float | int | None
    numerator: int | None
    denominator: int | None
    unit: str
    definition: str
    parts: list[FigureRow] = field(default_factory=list)
    excluded: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Give the figure as plain values in the documented order of keys."""
        return asdict(self)
