"""The sealed parts of a run: its file, its name, what was edited, what was found, what was built."""

from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Sealer
from app.core.keys import sealer
from app.imports.models import ImportRun
from app.imports.rules.edits import Edits

__all__ = ["Opened", "open_run", "seal_into"]

TABLE = "import_runs"


class Opened:
    """A run with the keys of its county: reads and writes what is sealed."""

    def __init__(self, run: ImportRun, keys: Sealer) -> None:
        """Keep both."""
        self.run = run
        self.keys = keys

    @property
    def filename(self) -> str:
        """The file's name as it was handed in."""
        return self.keys.open(TABLE, "filename", self.run.seal, self.run.filename)

    @property
    def data(self) -> bytes:
        """The file as it was handed in."""
        return self.keys.open_bytes(TABLE, "file", self.run.seal, self.run.file)

    @property
    def edits(self) -> Edits:
        """What its owner changed since."""
        plain = self.plain("edits") or {"cells": {}, "left_out": []}
        return Edits(plain["cells"], frozenset(plain["left_out"]))

    @edits.setter
    def edits(self, edits: Edits) -> None:
        self.keep("edits", {"cells": dict(edits.cells), "left_out": sorted(edits.left_out)})

    @property
    def told(self) -> dict[str, Any] | None:
        """What its owner is told when the worker could not do what it was asked to."""
        return (self.plain("task") or {}).get("refused")

    def plain(self, column: str) -> Any:
        """Open a sealed part as plain values, None where there is none."""
        sealed = getattr(self.run, column)
        return None if sealed is None else orjson.loads(self.keys.open_bytes(TABLE, column, self.run.seal, sealed))

    def keep(self, column: str, plain: Any) -> None:
        """Seal plain values into a part of the run."""
        setattr(self.run, column, self.keys.seal(TABLE, column, self.run.seal, orjson.dumps(plain, default=str)))


async def open_run(session: AsyncSession, run: ImportRun) -> Opened:
    """Open a run with its county's keys."""
    return Opened(run, await sealer(session, run.county))


def seal_into(keys: Sealer, run: ImportRun, filename: str, data: bytes) -> None:
    """Seal a file and its name into a run."""
    run.filename = keys.seal(TABLE, "filename", run.seal, filename[-120:])
    run.file = keys.seal(TABLE, "file", run.seal, data)
