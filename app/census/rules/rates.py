"""A rate of people and beds: kept exact, compared exact, rounded only where it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from app.core.i18n import _

__all__ = ["Rate"]


@dataclass(frozen=True, slots=True)
class Rate:
    """People over beds. Without a denominator, or with none of zero, there is no answer; more than all is shown as it is."""

    numerator: int
    denominator: int | None

    @property
    def value(self) -> Fraction | None:
        """The exact share."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def tenths(self) -> int | None:
        """Tenths of a percent, half up, by whole numbers: a float would round 12.25 % down."""
        if not self.denominator:
            return None
        return (2000 * self.numerator + self.denominator) // (2 * self.denominator)

    @property
    def shown(self) -> str:
        """86.0%, or the words that the denominator is missing."""
        tenths = self.tenths
        return _("缺分母") if tenths is None else f"{tenths // 10}.{tenths % 10}%"

    @classmethod
    def sum(cls, rates: Iterable["Rate"]) -> "Rate":
        """Add up numerators and denominators of those that have both; where none has, the people alone."""
        every = list(rates)
        whole = [rate for rate in every if rate.denominator]
        if not whole:
            return cls(sum(rate.numerator for rate in every), None)
        return cls(sum(rate.numerator for rate in whole), sum(rate.denominator or 0 for rate in whole))
