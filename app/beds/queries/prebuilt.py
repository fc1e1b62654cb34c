"""Statements that are put together once: nearly every act asks about one home, and only the values differ."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam

from app.core.scope import Scope, within

__all__ = ["Mine", "Prebuilt"]

Mine = Callable[[Any], ColumnElement[bool]]
"""Says that a row lies where the question is about."""


class Prebuilt:
    """A statement about the rows of a scope: kept for a single home, put together anew for any other scope."""

    def __init__(self, build: Callable[[Mine], Select[*tuple[Any, ...]]]) -> None:
        """Keep how it is put together; the first question does it."""
        self.build = build
        self._of_home: Select[*tuple[Any, ...]] | None = None

    def within(self, scope: Scope) -> tuple[Select[*tuple[Any, ...]], dict[str, Any]]:
        """Give the statement with the values that say the scope; the caller adds those of its own."""
        if scope.regions or len(scope.homes) != 1:
            return self.build(lambda model: within(model, scope)), {}
        if self._of_home is None:
            self._of_home = self.build(_of_home)
        [(county, home)] = scope.homes
        return self._of_home, {"scope_county": county, "scope_home": home}


def _of_home(model: Any) -> ColumnElement[bool]:
    return and_(model.county == bindparam("scope_county"), model.institution_id == bindparam("scope_home"))
