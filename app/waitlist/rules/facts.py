"""Everything about an entry that may count, at one moment: a value that goes into every event and comes back equal.

What only time changes (a birthday, the end of a category, of a level, of a deferral) is not in here as an answer: it is
worked out for the day that is asked about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import Any

from app.beds.rules.kinds import Sex
from app.residents.rules.kinds import BirthPrecision, Category
from app.waitlist.rules.kinds import CircumstanceKind, LinkKind
from app.waitlist.rules.steps import LISTED, EntryState

__all__ = ["ABILITY", "EntryFacts", "Held", "from_json", "read_change", "said"]

ABILITY = "gbt42195-2022"
"""The one scale by whose levels the order goes; a level of another scale is never converted."""


@dataclass(frozen=True, slots=True)
class Held:
    """A category or circumstance held on the days `[from_on, to_on)`; `verified` where the county has seen its paper."""

    kind: str
    from_on: date
    to_on: date = date.max
    verified: bool = True

    def on(self, day: date) -> bool:
        """Whether it is held on the day."""
        return self.from_on <= day < self.to_on


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """The facts of one entry. `wishes` are homes in the order they were wished for; `receipt` never changes."""

    county: int
    elder_id: int
    number: str
    receipt_year: int
    receipt_no: int
    accepted_at: datetime
    state: EntryState
    entry_id: int = 0
    received_at: datetime | None = None
    state_until: date | None = None
    state_reason: str = ""
    sex: Sex | None = None
    born_on: date | None = None
    birth_precision: BirthPrecision = BirthPrecision.UNKNOWN
    died_on: date | None = None
    categories: tuple[Held, ...] = ()
    categories_checked_at: datetime | None = None
    circumstances: tuple[Held, ...] = ()
    level: int | None = None
    level_scale: str = ""
    level_on: date | None = None
    level_until: date | None = None
    dementia: bool = False
    assessment_id: int | None = None
    assessor_home_id: int | None = None
    hukou_county: int | None = None
    wishes: tuple[int, ...] = ()
    any_home: bool = False
    needs_nursing: bool = False
    needs_dementia: bool = False
    needs_single: bool = False
    link_no: str | None = None
    link_kind: LinkKind | None = None
    consent_public: bool = False
    confirm_due_on: date | None = None
    backdated_by: int | None = None
    backdate_reason: str | None = None
    override_tier: int | None = None
    override_reason: str | None = None
    override_asked_by: int | None = None
    override_approved_by: int | None = None
    banned_until: date | None = None
    merged_into: str | None = None
    last_answer: str = ""

    @property
    def overridden(self) -> bool:
        """Whether a tier set by hand holds: asked for with a reason, and approved by somebody else."""
        return self.override_tier is not None and self.override_approved_by is not None

    @property
    def override_waits(self) -> bool:
        """Whether a tier set by hand was asked for and nobody has approved it yet."""
        return self.override_tier is not None and self.override_approved_by is None

    def state_on(self, day: date) -> EntryState:
        """The state of a day: a deferral is over on the day it was to end, whether or not anybody has said so."""
        over = self.state_until is not None and self.state_until <= day
        return EntryState.WAITING if self.state is EntryState.DEFERRED and over else self.state

    def is_listed(self, day: date) -> bool:
        """Whether the entry stands in the order on the day."""
        return self.state in LISTED and (self.died_on is None or day < self.died_on)

    def holds(self, kind: str, day: date, *, unverified: bool = False) -> bool:
        """Whether the person is in the category on the day, on a paper that was seen unless `unverified` counts too."""
        return _held(self.categories, kind, day, unverified)

    def lives(self, kind: str, day: date, *, unverified: bool = False) -> bool:
        """Whether the circumstance holds on the day."""
        return _held(self.circumstances, kind, day, unverified)

    @property
    def is_of_the_scale(self) -> bool:
        """Whether the level is by the one scale whose levels are compared."""
        return self.level is not None and self.level_scale == ABILITY

    def level_holds(self, day: date) -> bool:
        """Whether the level is by the ability scale and still valid on the day."""
        return self.is_of_the_scale and (self.level_until is None or day < self.level_until)

    def wants(self, institution_id: int) -> bool:
        """Whether a bed of that home is wished for."""
        return self.any_home or institution_id in self.wishes

    def with_change(self, change: Mapping[str, Any]) -> "EntryFacts":
        """Give the facts after a change as an event keeps it."""
        return replace(self, **read_change(change))

    def to_json(self) -> dict[str, Any]:
        """Write the facts as an event keeps them: without the row's id, which another database would give anew."""
        return {name: said(value) for name, default in _WRITTEN.items() if (value := getattr(self, name)) != default}


def _held(spans: tuple[Held, ...], kind: str, day: date, unverified: bool) -> bool:
    for one in spans:  # noqa: SIM110
        if one.kind == kind and one.from_on <= day < one.to_on and (unverified or one.verified):
            return True
    return False


# What was never said is left out; a field without a default is always written.
_WRITTEN = {field.name: field.default for field in fields(EntryFacts) if field.name != "entry_id"}
_DAYS = {"state_until", "born_on", "died_on", "level_on", "level_until", "confirm_due_on", "banned_until"}
_INSTANTS = {"accepted_at", "received_at", "categories_checked_at"}
_HELD = {"categories": Category, "circumstances": CircumstanceKind}
_ENUMS: dict[str, Any] = {
    "state": EntryState, "sex": Sex, "birth_precision": BirthPrecision, "link_kind": LinkKind,
}  # fmt: skip


def from_json(kept: Mapping[str, Any], entry_id: int = 0) -> EntryFacts:
    """Read facts as an event kept them; `entry_id` is the row's id in this database."""
    return EntryFacts(entry_id=entry_id, **read_change(kept))


def read_change(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Read the fields of a change; a field that no fact has is a KeyError."""
    return {name: _READ[name](value) if value is not None else None for name, value in kept.items()}


def said(value: Any) -> Any:
    """Write one value as JSON keeps it exactly; instants in UTC, so that no setting can change the text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Held):
        return [value.kind, value.from_on.isoformat(), value.to_on.isoformat(), value.verified]
    if isinstance(value, tuple | list):
        return [said(each) for each in value]
    return str(value) if isinstance(value, str) else value


def _read_held(kept: Any) -> tuple[Held, ...]:
    day = date.fromisoformat
    return tuple(Held(kind, day(from_on), day(to_on), verified) for kind, from_on, to_on, verified in kept)


def _same(value: Any) -> Any:
    return value


_READ: dict[str, Any] = (
    dict.fromkeys(_WRITTEN, _same)
    | dict.fromkeys(_DAYS, date.fromisoformat)
    | dict.fromkeys(_INSTANTS, datetime.fromisoformat)
    | dict.fromkeys(_HELD, _read_held)
    | {"wishes": tuple}
    | {name: {str(one): one for one in kind}.__getitem__ for name, kind in _ENUMS.items()}
)
