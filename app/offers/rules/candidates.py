"""Who may be offered a bed, in the order of the list, and why the others may not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from app.core.i18n import _
from app.offers.rules.hurdles import Hurdle, Watched, hurdles_of
from app.waitlist.rules.conditions import tested
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.matching import BedWish, Match, Mismatch, call_faults, match
from app.waitlist.rules.policy import Policy
from app.waitlist.rules.ranking import Ranked, Ranking

__all__ = [
    "Candidate", "Room", "ahead_of", "candidates_of", "evidence_of", "left_for_want_of_pair", "passed_over",
]  # fmt: skip

PAIR = 2
EVIDENCE = ("category:", "circumstance:")


@dataclass(frozen=True, slots=True)
class Room:
    """The bed at hand, and the one beside it where a pair could lie together; None where nothing is free there."""

    bed: BedWish
    for_pair: BedWish | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry of the list, seen from a bed."""

    position: int
    line: Ranked
    match: Match
    # Why nobody could call this one today, whatever the bed; and what else stands in the way.
    faults: tuple[Mismatch, ...] = ()
    hurdles: tuple[Hurdle, ...] = ()
    # Who is offered the bed beside, and how that one stands.
    partner: "Candidate | None" = None

    @property
    def facts(self) -> EntryFacts:
        """The entry's facts."""
        return self.line.facts

    @property
    def offerable(self) -> bool:
        """Whether the bed may be offered now: with the partner, where there is one."""
        return self.is_clear and (self.partner is None or self.partner.is_clear)

    @property
    def is_clear(self) -> bool:
        """Whether nothing stands in this one's own way."""
        return self.match.ok and not self.faults and not self.hurdles

    @property
    def lacks_only_a_pair(self) -> bool:
        """Whether the bed would be theirs, were there one beside it for whoever they are linked with."""
        return self.match.ok and not self.faults and self.hurdles == (Hurdle.LINKED,)

    @property
    def why_not(self) -> str:
        """What stands in the way, in words; empty where nothing does."""
        if self.own_words or self.partner is None:
            return self.own_words
        theirs = self.partner.own_words
        return _("关联的申请人：{why}").format(why=theirs) if theirs else ""

    @property
    def own_words(self) -> str:
        """What stands in this one's own way."""
        ways: list[Mismatch | Hurdle] = [*self.match.reasons, *self.faults, *self.hurdles]
        return _("；").join(one.label for one in ways)


def candidates_of(ranking: Ranking, room: Room, watched: Watched) -> tuple[Candidate, ...]:
    """Look at everyone on the list, from the first to the last."""
    groups = _linked(ranking)
    look = partial(_look, ranking.policy, watched)
    return tuple(_candidate(line, groups, room, look) for line in ranking)


def _linked(ranking: Ranking) -> Mapping[str, Sequence[Ranked]]:
    """Who is linked with whom, by the number of the link."""
    groups: dict[str, list[Ranked]] = {}
    for line in ranking:
        if line.facts.link_no:
            groups.setdefault(line.facts.link_no, []).append(line)
    return groups


def _candidate(
    line: Ranked, groups: Mapping[str, Sequence[Ranked]], room: Room, look: Callable[..., Candidate]
) -> Candidate:
    group = groups.get(line.facts.link_no or "", (line,))
    if len(group) == 1:
        return look(line, room.bed)
    if len(group) > PAIR or room.for_pair is None:
        own = look(line, room.bed)
        return replace(own, hurdles=(*own.hurdles, Hurdle.LINKED))
    other = next(one for one in group if one is not line)
    return replace(look(line, room.for_pair, pair=True), partner=look(other, room.for_pair, pair=True))


def _look(policy: Policy, watched: Watched, line: Ranked, bed: BedWish, *, pair: bool = False) -> Candidate:
    facts, day = line.facts, watched.day
    return Candidate(
        line.position, line, match(policy, facts, bed, day), call_faults(facts, day),
        hurdles_of(facts, watched, pair=pair),
    )  # fmt: skip


def ahead_of(candidates: Sequence[Candidate], chosen: Candidate) -> list[Candidate]:
    """Those before the chosen one whom the bed could be offered to: each of them must be skipped for a reason.

    Two who are offered together stand where the first of them stands, and are skipped together.
    """
    mine = {chosen.facts.entry_id, chosen.partner.facts.entry_id if chosen.partner else 0}
    return [
        one
        for one in candidates
        if one.position < chosen.position and one.offerable and one.facts.entry_id not in mine and not _follows(one)
    ]


def _follows(one: Candidate) -> bool:
    return one.partner is not None and one.partner.position < one.position


def passed_over(candidates: Sequence[Candidate], chosen: Candidate) -> list[dict[str, Any]]:
    """Freeze who stood before the chosen one and why the bed was not theirs; they keep their places."""
    return [
        {"position": one.position, "number": one.facts.number, "entry_id": one.facts.entry_id, "why": one.why_not}
        for one in candidates
        if one.position < chosen.position and not one.offerable
    ]


def left_for_want_of_pair(candidates: Sequence[Candidate], chosen: Candidate) -> list[Candidate]:
    """Those before the chosen one whom the bed suits, and who are linked with somebody for whom there is none beside it."""
    return [one for one in candidates if one.position < chosen.position and one.lacks_only_a_pair]


def evidence_of(policy: Policy, candidate: Candidate, day: date) -> list[str]:
    """Name the papers that the tier of an entry rests on; they are looked at again on the day of the offer."""
    atoms = tested(candidate.line.by_rule.when, policy, candidate.facts, day)
    return [one.atom for one in atoms if one.holds and one.atom.startswith(EVIDENCE)]
