"""Days by number: 0 is the first day of the years that are told, None is a day that has not come."""

from datetime import UTC, date, datetime, time, timedelta

__all__ = ["Days"]


class Days:
    """The days up to the last one, as dates and as the morning on which somebody writes something down."""

    def __init__(self, last: date, count: int) -> None:
        """Number them."""
        self.first = last - timedelta(days=count - 1)
        self.last = last
        self.count = count
        self._dates = [self.first + timedelta(days=number) for number in range(count + 1)]
        self._mornings = [datetime.combine(day, time(1), tzinfo=UTC) for day in self._dates]

    def on(self, number: int | None) -> date:
        """Give a day; what has not come stands at infinity."""
        if number is None:
            return date.max
        if 0 <= number <= self.count:
            return self._dates[number]
        return self.first + timedelta(days=number)

    def noted(self, number: int) -> datetime:
        """Give nine in the morning of a day in China."""
        if 0 <= number <= self.count:
            return self._mornings[number]
        return datetime.combine(self.on(number), time(1), tzinfo=UTC)
