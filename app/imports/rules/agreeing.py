"""What the owner of a ledger was shown and agrees to: what is written later must be the same, or nothing is written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from app.core.i18n import LOCALES, current_locale, set_locale
from app.imports.rules.kinds import Kind
from app.imports.rules.plans import Plan

__all__ = ["Agreed", "fingerprint"]

SOURCE = LOCALES[0]
PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Agreed:
    """The counts of a rehearsal and the fingerprint of its plan; what was not named agrees to any."""

    counts: Mapping[str, int] | None = None
    plan: str | None = None

    @classmethod
    def read(cls, text: str) -> "Agreed":
        """Read what a form carries back; ValueError when it cannot be read."""
        said = dict(piece.split("=", 1) for piece in text.split(";"))
        plan = said.pop(PLAN, None)
        return cls({name: int(n) for name, n in said.items()}, plan)

    def __str__(self) -> str:
        """Write it as a form carries it."""
        said = {name: str(n) for name, n in sorted((self.counts or {}).items())} | (
            {PLAN: self.plan} if self.plan else {}
        )
        return ";".join(f"{name}={value}" for name, value in said.items())

    def covers(self, found: "Agreed") -> bool:
        """Whether what was found is what was agreed to."""
        return self.counts in (None, found.counts) and self.plan in (None, found.plan)


def fingerprint(kind: Kind[Any, Any, Any], plan: Plan) -> str:
    """Equal for plans that do the same to the same things, in whatever language they are read."""
    with _speaking(SOURCE):
        lines = [f"{row} {outcome.value}" for row, outcome in plan.outcomes.items()]
        lines += [f"new {each.level} {each.key} {each.rows}" for each in plan.creations]
        # Sorted, because what a change lists may come out of a set.
        lines += [
            f"change {each.level} {each.id} {sorted(kind.telling.lines_of(each.fields))}" for each in plan.changes
        ]
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()


@contextmanager
def _speaking(locale: str) -> Iterator[None]:
    before = current_locale()
    set_locale(locale)
    try:
        yield
    finally:
        set_locale(before)
