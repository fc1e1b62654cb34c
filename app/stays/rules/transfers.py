"""From one home to another 调院: what is asked, and where a transfer stands, read from its facts alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from app.core.i18n import N_, _
from app.stays.rules.kinds import ConsentBy, LateReason, TransferReason

__all__ = ["Facts", "TransferDraft", "TransferState", "TransferStep", "state_of", "steps_of", "waits_for"]


@dataclass(frozen=True, slots=True)
class TransferDraft:
    """What the giving home asks: who goes where on which night, why, and who agreed. Needs by stay, in words."""

    to_county: int
    to_institution_id: int
    stay_ids: tuple[int, ...]
    on: date
    reason: TransferReason
    consent_by: ConsentBy
    consented_on: date
    late_reason: LateReason | None = None
    needs: Mapping[int, str] = field(default_factory=dict)


class TransferState(StrEnum):
    """Where a transfer stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The word on the list."""
        return _(_STATES[self])

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self in (TransferState.ASKED, TransferState.ACCEPTED, TransferState.APPROVED)


_STATES = {
    TransferState.ASKED: N_("等对方接收"),
    TransferState.ACCEPTED: N_("等民政审批"),
    TransferState.APPROVED: N_("已批准，待办理"),
    TransferState.DONE: N_("已调院"),
    TransferState.DECLINED: N_("未同意"),
    TransferState.WITHDRAWN: N_("已撤回"),
}


class Facts(Protocol):
    """The instants of a transfer."""

    accepted_at: datetime | None
    approved_at: datetime | None
    declined_at: datetime | None
    withdrawn_at: datetime | None
    done_at: datetime | None


def state_of(facts: Facts) -> TransferState:
    """Derive the state: what ended it counts before what carried it on."""
    if facts.done_at:
        return TransferState.DONE
    if facts.withdrawn_at:
        return TransferState.WITHDRAWN
    if facts.declined_at:
        return TransferState.DECLINED
    if facts.approved_at:
        return TransferState.APPROVED
    return TransferState.ACCEPTED if facts.accepted_at else TransferState.ASKED


@dataclass(frozen=True, slots=True)
class TransferStep:
    """One of the four steps on the page: whose it is, who did it and when."""

    title: str
    whose: str
    at: datetime | None
    who: str = ""

    @property
    def is_done(self) -> bool:
        """Whether it has been done."""
        return self.at is not None


class Between(Facts, Protocol):
    """A transfer with the home that is asked."""

    to_institution_id: int
    on: date


def waits_for(transfer: Between, home_id: int | None, today: date) -> bool:
    """Whether the next step is this home's, or the bureau's where no home is given; the act waits for its day."""
    state = state_of(transfer)
    if home_id is None:
        return state is TransferState.ACCEPTED
    if state is TransferState.ASKED:
        return transfer.to_institution_id == home_id
    return state is TransferState.APPROVED and transfer.on <= today


class Told(Facts, Protocol):
    """A transfer with the names of the three people."""

    from_name: str
    to_name: str
    asked_at: datetime
    asked_name: str
    accepted_name: str
    approved_name: str


def steps_of(transfer: Told) -> tuple[TransferStep, ...]:
    """List the steps in their order: three people, then the act itself."""
    return (
        TransferStep(_("提出调院"), transfer.from_name, transfer.asked_at, transfer.asked_name),
        TransferStep(_("同意接收，定好床位"), transfer.to_name, transfer.accepted_at, transfer.accepted_name),
        TransferStep(_("民政审批"), _("县级经办"), transfer.approved_at, transfer.approved_name),
        TransferStep(_("当晚调院"), _("两院同时生效"), transfer.done_at),
    )
