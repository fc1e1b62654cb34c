"""Everything an offer of a bed is decided by, as it stands on one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.core.i18n import _
from app.offers.errors import OfferRefused
from app.offers.rules.beds import HomeBeds, Mover, OpenBed
from app.offers.rules.candidates import Candidate, ahead_of, evidence_of
from app.offers.rules.hurdles import Watched
from app.offers.rules.kinds import SkipVerdict
from app.offers.rules.reserve import Reserve
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.ranking import Ranking

__all__ = ["Around", "Skip"]


class Skip(Protocol):
    """What the home asked about somebody ahead, and what was said to it outside."""

    @property
    def entry_id(self) -> int:
        """Whom to pass over."""

    @property
    def verdict(self) -> SkipVerdict | None:
        """What the one outside said, None while nobody has."""


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds one bed on one day: the list, the bed, the reserve, who could move in from inside."""

    day: date
    policy: Policy
    ranking: Ranking
    bed: OpenBed
    beside: OpenBed | None
    beds: HomeBeds
    reserve: Reserve
    watched: Watched
    candidates: tuple[Candidate, ...]
    skips: Mapping[int, Skip]
    movers: tuple[Mover, ...]

    def candidate(self, entry_id: int) -> Candidate:
        """The candidate of that entry; one who is not on the list of the home cannot be offered anything."""
        for one in self.candidates:
            if one.facts.entry_id == entry_id:
                return one
        raise OfferRefused(_("这一位现在不在本院的轮候名单里，请刷新候选名单后再选"), field="entry_id")

    def ahead(self, chosen: Candidate) -> list[Candidate]:
        """Those before the chosen one whom the bed could be offered to."""
        return ahead_of(self.candidates, chosen)

    def unchecked(self, chosen: Candidate) -> list[Candidate]:
        """Those among them who have not been passed over with the consent of somebody outside the home."""
        return [one for one in self.ahead(chosen) if not self.is_agreed(one)]

    def is_agreed(self, one: Candidate) -> bool:
        """Whether somebody outside the home has agreed to pass this one over for the bed."""
        skip = self.skips.get(one.facts.entry_id)
        return skip is not None and skip.verdict is SkipVerdict.AGREED

    def evidence(self, chosen: Candidate) -> list[str]:
        """The papers that the places of the chosen ones rest on."""
        both = [chosen] if chosen.partner is None else [chosen, chosen.partner]
        return list(dict.fromkeys(atom for one in both for atom in evidence_of(self.policy, one, self.day)))

    @property
    def next(self) -> Candidate | None:
        """The first whom the bed may be offered to and who has not been passed over."""
        return next((one for one in self.candidates if one.offerable and not self.is_agreed(one)), None)
