"""A policy as dated data: tiers with their tests, the keys within a tier, and what follows a refusal."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, with_config

from app.core.i18n import N_, _
from app.waitlist.rules.answers import RefusalReason
from app.waitlist.rules.conditions import Condition, Test, compiled

__all__ = ["LAST_KEYS", "Key", "Objection", "Offer", "Policy", "Refusal", "Reserve", "Tier", "Unverified",            "policy_from", "policy_to_json"]  # fmt: skip

_whole = with_config(ConfigDict(extra="forbid"))


class Key(StrEnum):
    """What decides between two entries of one tier. All but the last two are switches, off by default."""

    LEVEL = "level"
    LIVES_ALONE = "lives_alone"
    NO_FAMILY = "no_family"
    AGE = "age"
    ACCEPTED_AT = "accepted_at"
    RECEIPT_NO = "receipt_no"

    @property
    def label(self) -> str:
        """The key in words."""
        return _(_KEYS[self])


_KEYS = {
    Key.LEVEL: N_("能力等级（重的在前）"),
    Key.LIVES_ALONE: N_("独居（在前）"),
    Key.NO_FAMILY: N_("孤寡（在前）"),
    Key.AGE: N_("年龄（大的在前）"),
    Key.ACCEPTED_AT: N_("受理时间"),
    Key.RECEIPT_NO: N_("受理号"),
}

LAST_KEYS = (Key.ACCEPTED_AT, Key.RECEIPT_NO)
"""These two stand last in every policy: they make the order total."""


@_whole
@dataclass(frozen=True, slots=True)
class Tier:
    """One class of applicants; the lowest number whose condition holds is an entry's tier."""

    number: int
    title: str
    when: Condition

    @property
    def label(self) -> str:
        """The tier in words."""
        return _(self.title)


@_whole
@dataclass(frozen=True, slots=True)
class Offer:
    """How an offer is made: working days to answer, and the attempts without which it does not lapse."""

    working_days: int = 5
    attempts: int = 3
    admission_working_days: int = 5


@_whole
@dataclass(frozen=True, slots=True)
class Refusal:
    """What follows an offer that is not taken.

    A reason that is `justified` keeps the place `free` times; everything else is an exit. `exits` exits within
    `window_months` keep the person out for `ban_months`; 0 exits means nobody is ever kept out.
    """

    free: int = 1
    justified: tuple[RefusalReason, ...] = (RefusalReason.HOSPITAL, RefusalReason.MISMATCH)
    exits: int = 3
    window_months: int = 12
    ban_months: int = 12
    lapse_is_exit: bool = True


@_whole
@dataclass(frozen=True, slots=True)
class Reserve:
    """Beds kept free for 特困 persons 兜底: last year's total less those in residence now."""

    on: bool = True
    formula: Literal["last_year_less_in_residence"] = "last_year_less_in_residence"


@_whole
@dataclass(frozen=True, slots=True)
class Objection:
    """How long anybody may object, and whether the bed waits for the decision."""

    working_days: int = 5
    holds_bed: bool = True


@_whole
@dataclass(frozen=True, slots=True)
class Unverified:
    """来源待核: a part of the policy (its key) that no text was seen for, and what is to be checked."""

    key: str
    words: str

    @property
    def label(self) -> str:
        """What is to be checked, on the screen."""
        return _(self.words)


@_whole
@dataclass(frozen=True)
class Policy:
    """The rules of a county. `disabled_from_level` says from which level on 失能 is meant."""

    code: str
    title: str
    source: str
    tiers: tuple[Tier, ...]
    keys: tuple[Key, ...] = LAST_KEYS
    outside: Condition = "category:extreme_poverty"
    disabled_from_level: int = 2
    nursing_from_level: int = 2
    expired_level_counts: bool = True
    unverified_counts: bool = False
    min_age: int = 60
    hukou: Literal["anywhere", "county"] = "anywhere"
    level_required: bool = False
    max_wishes: int = 2
    check_working_days: int = 5
    confirm_months: int = 12
    defer_max_months: int = 6
    recheck_share: int = 10
    sex_change_days: int = 30
    explain_working_days: int = 5
    internal_moves_first: bool = True
    offer: Offer = field(default_factory=Offer)
    refusal: Refusal = field(default_factory=Refusal)
    reserve: Reserve = field(default_factory=Reserve)
    objection: Objection = field(default_factory=Objection)
    regions: tuple[int, ...] = ()
    unverified: tuple[Unverified, ...] = ()
    # What a published policy adds: its number and days in the county, the paper, whether the source is 待核.
    id: int = 0
    no: int = 0
    from_on: date | None = None
    to_on: date | None = None
    document_no: str = ""
    source_unverified: bool = False

    @cached_property
    def tests(self) -> tuple[tuple[Tier, Test], ...]:
        """The tiers in their order, each with its condition as a function."""
        return tuple((tier, compiled(tier.when, self)) for tier in sorted(self.tiers, key=lambda tier: tier.number))

    @cached_property
    def is_outside(self) -> Test:
        """Who does not queue at all: 特困 persons come by 安置通知."""
        return compiled(self.outside, self)

    @property
    def label(self) -> str:
        """The policy's title on the screen."""
        return _(self.title)

    @property
    def said_source(self) -> str:
        """Where the rules come from, on the screen."""
        return _(self.source)

    def tier_named(self, number: int) -> Tier | None:
        """Give the tier of that number, if the policy has it."""
        return next((tier for tier in self.tiers if tier.number == number), None)


_PUBLISHED = {"id", "no", "from_on", "to_on", "document_no", "source_unverified"}
_POLICY = TypeAdapter(Policy)


def policy_from(told: Mapping[str, Any], **published: Any) -> Policy:
    """Read a policy from data; what does not fit raises pydantic's ValidationError with its place."""
    return _POLICY.validate_python({**told, **published})


def policy_to_json(policy: Policy) -> dict[str, Any]:
    """Write the rules as the table of policies keeps them, without what publishing adds."""
    kept = {name: value for name, value in asdict(policy).items() if name not in _PUBLISHED}
    plain: dict[str, Any] = _plain(kept)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return str(value) if isinstance(value, str) else value
