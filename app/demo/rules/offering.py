"""Beds offered today: answers that are waited for, one that ran out without enough attempts, some accepted."""

from datetime import date

from app.beds.rules.kinds import MarkKind
from app.demo.rules.applying import Past, at, tried_of
from app.demo.rules.door import EntryStory, EventStory, OfferStory
from app.demo.rules.story import BedStory, HomeStory, days
from app.offers.rules.kinds import OfferState
from app.waitlist.rules.steps import EventKind

__all__ = ["hold_beds"]

# How many days ago each was sent, how many attempts were made, and what came of it.
_SHOWN = (
    (12, 2, OfferState.OPEN), (6, 1, OfferState.ACCEPTED), (2, 1, OfferState.OPEN), (4, 1, OfferState.ACCEPTED),
    (7, 2, OfferState.OPEN),
)  # fmt: skip


def hold_beds(past: Past, home: HomeStory, count: int) -> list[OfferStory]:
    """Offer free beds of a home to those who have waited longest and whom they fit."""
    found: list[OfferStory] = []
    spare = list(_SHOWN[:count])
    for entry in sorted(past.door.entries, key=lambda one: one.received_at):
        if not spare:
            break
        sent = past.town.today - days(spare[0][0])
        bed = _bed_for(past, home, entry, sent)
        if bed is None or not _may_be_asked(past, home, entry, sent):
            continue
        found.append(_offered(past, home, entry, bed, spare.pop(0)))
    past.door.offers += found
    return found


def _may_be_asked(past: Past, home: HomeStory, entry: EntryStory, sent: date) -> bool:
    last = entry.events[-1]
    if last.kind is not EventKind.LISTED or last.at.date() >= sent or entry.home is not home or entry.linked:
        return False
    level = past.door.level_of(entry.person, sent)
    return (
        level is not None
        and level.scale.startswith("gbt")
        and level.until is not None
        and level.until > past.town.today
    )


def _bed_for(past: Past, home: HomeStory, entry: EntryStory, sent: date) -> BedStory | None:
    level = past.door.level_of(entry.person, sent)
    if level is None or entry.single or level.dementia:
        return None
    for bed in home.free_beds(past.town.today, entry.person.sex):
        marks = {kind for kind, since in bed.marks if since <= sent}
        suits = level.level < 2 or MarkKind.NURSING in marks
        if (
            suits
            and not bed.room.unit
            and MarkKind.RESERVE not in marks
            and past.empty_before(bed, past.town.today) > 13
        ):
            return bed
    return None


def _offered(
    past: Past, home: HomeStory, entry: EntryStory, bed: BedStory, how: tuple[int, int, OfferState]
) -> OfferStory:
    ago, tries, state = how
    sent = past.town.today - days(ago)
    came = at(sent + days(1), 14, 50) if state is OfferState.ACCEPTED else None
    offer = OfferStory(
        entry, home, bed, at(sent, 9, 50), state, date.max, came, None, tried=tried_of(sent, tries)
    )  # fmt: skip
    bed.taken_by = offer
    entry.events.append(EventStory(EventKind.OFFERED, offer.sent_at, "home", offer=offer))
    if came is not None:
        entry.events.append(EventStory(EventKind.ACCEPTED, came, "home"))
    return offer
