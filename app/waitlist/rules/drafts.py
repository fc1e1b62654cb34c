"""What is asked for when an application is registered or something about it is recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.waitlist.rules.kinds import CheckKind, CheckResult, CircumstanceKind, LinkKind, Source

__all__ = ["BackDate", "CheckDraft", "CircumstanceDraft", "EntryDraft", "NeedsDraft", "PolicyDraft", "SwitchDraft"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CircumstanceDraft:
    """A circumstance that is claimed; it counts once it is verified."""

    kind: CircumstanceKind
    from_on: date
    to_on: date = date.max
    document_no: str = ""
    evidence_home_id: int | None = None
    evidence_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsDraft:
    """What kind of bed is needed, whatever the assessment says."""

    nursing: bool = False
    dementia: bool = False
    single: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BackDate:
    """An earlier instant of acceptance that the bureau grants, such as a paper list from before."""

    accepted_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """An application as it was filled in. `wishes` are homes of the county, the first one first."""

    county: int
    elder_id: int
    wishes: tuple[int, ...]
    any_home: bool = False
    source: Source = Source.DESK
    received_place: str = ""
    needs: NeedsDraft = NeedsDraft()
    contact_name: str = ""
    contact_phone: str = ""
    relation: str = ""
    consent_public: bool = False
    circumstances: tuple[CircumstanceDraft, ...] = ()
    link_with: str | None = None
    link_kind: LinkKind | None = None
    backdate: BackDate | None = None
    # What the family handed in by itself: its instant is the receipt, its PIN stays.
    intake_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDraft:
    """What one check found."""

    kind: CheckKind
    result: CheckResult
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchDraft:
    """The decision that a home (None: every home of the county) gives its beds out by the list from a day on."""

    institution_id: int | None
    from_on: date
    document_no: str
    note: str = ""
    to_on: date = date.max
    evidence_home_id: int | None = None
    evidence_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDraft:
    """Rules to be published from a day on, with what they rest on."""

    title: str
    source: str
    rules: dict[str, Any]
    from_on: date
    document_no: str = ""
    preset: str = ""
    unverified: bool = False
