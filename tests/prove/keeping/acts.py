"""All acts, and how often each is tried. Many are refused, as on a page; what is refused must leave no trace."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from tests.prove.keeping import house, people
from tests.prove.keeping.town import Town

__all__ = ["ACTS", "Act"]

Act = Callable[[AsyncSession, Town], Awaitable[None]]

ACTS: dict[Act, int] = {
    people.admit: 14, people.record_past_stay: 6, people.move: 8, people.take_private: 3, people.leave: 9,
    people.come_back: 7, people.void_leave: 2, people.discharge: 7, people.undo_discharge: 2, people.correct: 4,
    people.void: 2, people.change_terms: 4, house.close_bed: 5, house.reopen_bed: 4, house.mark: 5, house.end_mark: 2,
    house.build: 2, house.retire_bed: 2, house.change_bed: 1, house.register: 2, house.close_home: 1,
    house.open_home: 1, house.change_person: 5, house.categorise: 5, house.merge_files: 2, house.rule: 2,
}  # fmt: skip
"""How often each act is tried beside the others."""
