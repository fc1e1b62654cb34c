"""Whose file changed in a transaction: storeys above look at those people again before the answer is drawn."""

from typing import cast

from sqlalchemy.ext.asyncio import AsyncSession

__all__ = ["changed_people", "person_changed"]

_KEY = "people_changed"


def person_changed(session: AsyncSession, county: int, elder_id: int) -> None:
    """Say that something about a person changed that others count with: birth, sex, category, 户籍, ability level."""
    session.sync_session.info.setdefault(_KEY, set()).add((county, elder_id))


def changed_people(session: AsyncSession) -> set[tuple[int, int]]:
    """Give the people named so far and forget them: the caller has taken them on."""
    return cast("set[tuple[int, int]]", session.sync_session.info.pop(_KEY, set()))
