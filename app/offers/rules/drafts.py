"""What is asked for when a bed is offered."""

from dataclasses import dataclass

__all__ = ["OfferDraft"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDraft:
    """A bed for an entry, and for a pair the bed beside it for the one linked with it.

    `reverified` says that the papers the place on the list rests on were looked at again today; `internal_reason` why
    nobody moves inside the home first, where the policy asks that.
    """

    bed_id: int
    entry_id: int
    pair_bed_id: int | None = None
    reverified: bool = False
    internal_reason: str = ""
