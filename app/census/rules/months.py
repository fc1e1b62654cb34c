"""A month of a home as an account: who was there, who came, who went, who is there; in total, by day and in every split."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.census.rules.days import DayCount, reconcile
from app.census.rules.splits import GROUPS, Group

__all__ = ["DayOfMonth", "Month", "Row", "SplitOfMonth", "month_of"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the account. It adds up, or `missing` says by how many people it does not."""

    label: str
    opening: int
    entered: int
    left: int
    changed_in: int
    changed_out: int
    closing: int

    @property
    def missing(self) -> int:
        """The closing stock less what it should be."""
        return self.closing - (self.opening + self.entered - self.left + self.changed_in - self.changed_out)

    @property
    def is_empty(self) -> bool:
        """Nobody was, came, went or is there."""
        return not any((self.opening, self.entered, self.left, self.changed_in, self.changed_out, self.closing))


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """One day, or several: opening + admitted + moved in − discharged − died − moved out = closing."""

    day: date
    opening: int
    admitted: int
    moved_in: int
    discharged: int
    died: int
    moved_out: int
    moves: int
    closing: int
    wrong: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        """The closing stock less what it should be."""
        came, went = self.admitted + self.moved_in, self.discharged + self.died + self.moved_out
        return self.closing - (self.opening + came - went)

    @property
    def is_quiet(self) -> bool:
        """Nobody came, went or moved."""
        return not any((self.admitted, self.moved_in, self.discharged, self.died, self.moved_out, self.moves))


@dataclass(frozen=True, slots=True)
class SplitOfMonth:
    """The account of one split; `whole` says that its rows are everybody, each once."""

    group: Group
    rows: tuple[Row, ...]

    @property
    def whole(self) -> bool:
        """Each person stands in one row and one only."""
        return self.group.rest is not None


@dataclass(frozen=True, slots=True)
class Month:
    """A month as far as its days are counted."""

    days: tuple[DayOfMonth, ...]
    total: DayOfMonth
    splits: tuple[SplitOfMonth, ...]
    gaps: tuple[date, ...]

    @property
    def wrong_days(self) -> list[DayOfMonth]:
        """Days that do not add up; there must never be one."""
        return [day for day in self.days if day.wrong or day.missing]

    @property
    def wrong_rows(self) -> list[Row]:
        """Rows of splits that do not add up, and rests below nobody; there must never be one."""
        rows = [row for split in self.splits for row in split.rows]
        return [row for row in rows if row.missing or min(row.opening, row.entered, row.left, row.closing) < 0]

    @property
    def sound(self) -> bool:
        """Everything adds up, and no day is missing."""
        return not (self.wrong_days or self.wrong_rows or self.gaps or self.total.missing)


def month_of(before: DayCount | None, days: Sequence[DayCount], first: date, last: date) -> Month | None:
    """Make the account of the days from the first to the last; `before` is None when the home had no rows the day before."""
    if not days:
        return None
    lines = tuple(_day(last, day) for last, day in zip([before, *days[:-1]], days, strict=True))
    total = _total(lines)
    splits = [SplitOfMonth(group, _rows(group, total, before, days)) for group in GROUPS]
    return Month(
        lines,
        total,
        tuple(split for split in splits if any(not row.is_empty for row in split.rows)),
        tuple(_gaps(days, first, last)),
    )


def _day(before: DayCount | None, after: DayCount) -> DayOfMonth:
    return DayOfMonth(
        after.day, before.of("in_residence") if before else 0, after.of("admitted"), after.of("moved_in"),
        after.of("discharged"), after.of("died"), after.of("moved_out"), after.of("moves"), after.of("in_residence"),
        tuple(reconcile(before, after)),
    )  # fmt: skip


def _total(days: Sequence[DayOfMonth]) -> DayOfMonth:
    flows = ("admitted", "moved_in", "discharged", "died", "moved_out", "moves")
    summed = {name: sum(getattr(day, name) for day in days) for name in flows}
    return DayOfMonth(days[-1].day, days[0].opening, closing=days[-1].closing, **summed)


def _rows(group: Group, total: DayOfMonth, before: DayCount | None, days: Sequence[DayCount]) -> tuple[Row, ...]:
    """Give the rows of a split; those of optional groups only where somebody is in them."""
    rows = [_row(name, label, before, days) for name, label in group.names()]
    if not group.shown_empty and all(row.is_empty for row in rows):
        return ()
    if group.rest is None:
        return tuple(row for row in rows if not row.is_empty)
    rest = _rest(group.rest_label, total, rows)
    return (*rows, *([] if rest.is_empty and not group.rest_always else [rest]))


def _row(name: str, label: str, before: DayCount | None, days: Sequence[DayCount]) -> Row:
    moved = [day.flows.get(name, (0, 0, 0, 0)) for day in days if day.flows]
    entered, left, changed_in, changed_out = (sum(each[place] for each in moved) for place in range(4))
    return Row(label, before.of(name) if before else 0, entered, left, changed_in, changed_out, days[-1].of(name))


def _rest(label: str, total: DayOfMonth, rows: Iterable[Row]) -> Row:
    """Give those in none of the rows. What moved between them and the rows is known as a balance only."""
    named = list(rows)
    opening = total.opening - sum(row.opening for row in named)
    entered = total.admitted + total.moved_in - sum(row.entered for row in named)
    left = total.discharged + total.died + total.moved_out - sum(row.left for row in named)
    balance = sum(row.changed_out for row in named) - sum(row.changed_in for row in named)
    closing = total.closing - sum(row.closing for row in named)
    return Row(label, opening, entered, left, max(balance, 0), max(-balance, 0), closing)


def _gaps(days: Sequence[DayCount], first: date, last: date) -> Iterable[date]:
    """Give the days that should be there and are not."""
    there = {day.day for day in days}
    every = (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))
    return (day for day in every if day not in there)
