"""From one request to a pgbench script: the very same statements, with the ids of any other place."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event

from app.core.db import Database
from bench.writes.places import BASES, FREE, NEW, TOKEN_SQL, Place, expression, token_of

__all__ = ["Statement", "noting", "script_of"]

Statement = tuple[str, tuple[Any, ...]]

HEAD = f"""\\set n permute(:i * :clients + :client_id, :places, :seed)
\\set i :i + 1
\\set k :n / {FREE}
\\set j :n % {FREE}
"""
INSERT = re.compile(r"INSERT INTO (\w+) ")
MANY = " imp_sen("
"""Several rows at once, in the words of SQLAlchemy."""


@contextmanager
def noting(pools: Database) -> Iterator[list[Statement]]:
    """Write down all that is sent on any pool inside the block, the frame of each transaction included."""
    sent: list[Statement] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if not isinstance(parameters, list):
            sent.append((statement, tuple(parameters)))
            return
        sent.append(("\\startpipeline", ()))
        sent.extend((statement, tuple(values)) for values in parameters)
        sent.append(("\\endpipeline", ()))

    def frame(words: str) -> Any:
        return lambda *_conn: sent.append((words, ()))

    heard = [("before_cursor_execute", note), *((name, frame(name.upper())) for name in ("begin", "commit"))]
    engines = {id(engine): engine.sync_engine for engine in pools.engines.values()}.values()
    for engine in engines:
        for name, hook in heard:
            event.listen(engine, name, hook)
    try:
        yield sent
    finally:
        for engine in engines:
            for name, hook in heard:
                event.remove(engine, name, hook)


def script_of(statements: list[Statement], place: Place) -> str:
    """Write what was sent for one place so that pgbench sends it for any."""
    values = _Values(place)
    return HEAD + "".join(values.line(text, given) for text, given in statements)


class _Values:
    """Values as SQL: ids of the place are computed, ids given on the way are remembered, all else is as it was."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.new: dict[int, str] = {}
        self.given: Counter[str] = Counter()

    def line(self, text: str, given: tuple[Any, ...]) -> str:
        """One statement, with a name for the row it gives where later ones need it."""
        if text.startswith("\\"):
            return f"{text}\n"
        said = re.sub(r"\$(\d+)", lambda found: self.literal(given[int(found[1]) - 1]), " ".join(text.split()))
        return f"{said}{self._remember(text)}\n"

    def _remember(self, text: str) -> str:
        table = INSERT.match(text.lstrip())
        if table and table[1] in BASES and "RETURNING" in text and MANY not in text:
            self.given[table[1]] += 1
            return f" \\gset {table[1]}{self.given[table[1]]}_"
        return ";"

    def literal(self, value: Any) -> str:
        """Write a value as SQL."""
        if value is None or isinstance(value, bool):
            return {None: "NULL", True: "true", False: "false"}[value]
        if isinstance(value, int):
            return self._number(value)
        if isinstance(value, UUID):
            return "gen_random_uuid()"
        if isinstance(value, bytes):
            return f"'\\x{value.hex()}'"
        if isinstance(value, list | tuple):
            return self._list(value)
        if isinstance(value, date) and not isinstance(value, datetime) and value == date.max:
            return "'infinity'"
        if value == token_of(self.place.k):
            return TOKEN_SQL
        return _quoted(str(value))

    def _list(self, values: Sequence[Any]) -> str:
        if any(isinstance(one, int) and expression(one, self.place) for one in values):
            said = [self._number(one) for one in values]
            return (
                f"array_fill({said[0]}::bigint, ARRAY[{len(said)}])"
                if len(set(said)) == 1
                else f"ARRAY[{', '.join(said)}]"
            )
        return _quoted("{" + ",".join(_element(one) for one in values) + "}")

    def _number(self, value: int) -> str:
        if value >= NEW:
            return f":{self._named(value)}id::bigint"
        said = expression(value, self.place)
        return f"({said})" if said else str(value)

    def _named(self, value: int) -> str:
        """The name of the row that was given this id: the last one of its table that nobody has asked for yet."""
        if value not in self.new:
            tables = {base: table for table, base in BASES.items()}
            number = (value - NEW) // 10_000
            table = tables[number - number % 10_000]
            self.new[value] = f"{table}{self.given[table]}_"
        return self.new[value]


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if value == date.max:
        return "infinity"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _quoted(words: str) -> str:
    """A string without colons, which pgbench would read as the beginning of a variable."""
    escaped = words.replace("\\", "\\\\").replace("'", "''").replace(":", "\\072").replace("\n", "\\n")
    return f"E'{escaped}'" if "\\" in escaped else f"'{escaped}'"
