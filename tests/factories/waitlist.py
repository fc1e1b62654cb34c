"""Applications, valid by default: a woman of eighty-four without a category who waits for one home, accepted now."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.beds.rules.kinds import Sex
from app.core.actor import Actor, Grant
from app.core.clock import business_date
from app.residents.models import Elder
from app.residents.rules.kinds import BirthPrecision
from app.waitlist.models import WaitlistEntry
from app.waitlist.queries.people import people_of
from app.waitlist.queries.receipts import draw_receipt
from app.waitlist.rules.facts import EntryFacts, Held
from app.waitlist.rules.numbers import entry_number
from app.waitlist.rules.steps import EntryState, EventKind
from app.waitlist.service.saying import say
from tests.factories.residents import an_elder

__all__ = ["CASE_OFFICER", "SECOND_OFFICER", "an_entry", "an_officer", "some_facts"]

_numbers = count(1)
EVER = datetime(9999, 1, 1, tzinfo=UTC)
_MAY = frozenset(
    {
        "waitlist.see", "waitlist.apply", "waitlist.review", "waitlist.override", "waitlist.rule", "residents.edit",
        "residents.reveal", "offers.see", "offers.make", "offers.check",
    }
)  # fmt: skip


def an_officer(user_id: int, name: str, region: int = 510302) -> Actor:
    """Somebody who may do everything with the waitlist of a county."""
    return Actor(user_id=user_id, sign_in_id=1, name=name, grants=(Grant("case_officer", _MAY, region),))


CASE_OFFICER = an_officer(9001, "经办甲")
SECOND_OFFICER = an_officer(9002, "经办乙")


async def an_entry(
    session: AsyncSession,
    home: Home,
    *,
    elder: Elder | None = None,
    state: EntryState = EntryState.WAITING,
    minutes_ago: int = 0,
    accepted_at: datetime | None = None,
    actor: Actor = CASE_OFFICER,
    **facts: Any,
) -> WaitlistEntry:
    """Let somebody stand in a state of the list, through the log as everything does.

    `minutes_ago` and `accepted_at` are granted by the bureau; any other word is a fact: `level=3`, `wishes=(…)`,
    `circumstances=(Held("lives_alone", day),)`. The facts of the person come from the file unless said, and what the file
    says of categories is taken as checked by the county, whenever it is said: `categories_checked_at=None` is not.
    """
    elder = elder or await an_elder(session, home)
    today = await business_date(session)
    receipt_no = await draw_receipt(session, home.county, today.year)
    wishes: tuple[int, ...] = facts.pop("wishes", (home.institution_id,))
    first, second, third = (*wishes, None, None)[:3]
    entry = WaitlistEntry(
        county=home.county, institution_id=first, wish_2=second, wish_3=third, elder_id=elder.id,
        number=entry_number(home.county, today.year, receipt_no), receipt_year=today.year, receipt_no=receipt_no,
        source="desk", state=EntryState.SUBMITTED, confirm_due_on=today + timedelta(days=365), pin_hash=b"-",
        pin_salt=b"-", seal=elder.seal, facts={},
    )  # fmt: skip
    session.add(entry)
    await session.flush()
    person = (await people_of(session, home.county, [elder.id], today))[elder.id].told(EVER)
    said = EntryFacts(
        entry_id=entry.id, county=entry.county, elder_id=elder.id, number=entry.number, receipt_year=today.year,
        receipt_no=receipt_no, received_at=entry.received_at, accepted_at=entry.accepted_at, wishes=wishes,
        state=EntryState.SUBMITTED, confirm_due_on=entry.confirm_due_on, **({"categories_checked_at": EVER} | person | _level(facts, today) | facts),
    )  # fmt: skip
    first_of_all: dict[str, Any] = {name: getattr(said, name) for name in said.to_json()}
    await say(session, actor, entry, EventKind.REGISTERED, **first_of_all)
    if minutes_ago:
        accepted_at = entry.received_at - timedelta(minutes=minutes_ago)
    if accepted_at is not None:
        granted: dict[str, Any] = {"backdated_by": actor.user_id or 9001, "backdate_reason": "纸质名单在先"}
        await say(session, actor, entry, EventKind.BACKDATED, accepted_at=accepted_at, **granted)
    await _reach(session, actor, entry, state, today)
    return entry


def _level(facts: dict[str, Any], today: date) -> dict[str, Any]:
    """Let a level that is only named be one of today by the ability scale."""
    if facts.get("level") is None:
        return {}
    return {"level_scale": "gbt42195-2022", "level_on": today, "level_until": today + timedelta(days=180)}


async def _reach(session: AsyncSession, actor: Actor, entry: WaitlistEntry, state: EntryState, today: date) -> None:
    steps: dict[EntryState, tuple[EventKind, ...]] = {
        EntryState.SUBMITTED: (),
        EntryState.CHECKING: (EventKind.REVIEWED,),
        EntryState.WAITING: (EventKind.LISTED,),
        EntryState.DEFERRED: (EventKind.LISTED, EventKind.DEFERRED),
        EntryState.OFFERED: (EventKind.LISTED, EventKind.OFFERED),
        EntryState.ADMITTED: (EventKind.LISTED, EventKind.ADMITTED),
        EntryState.WITHDRAWN: (EventKind.WITHDRAWN,),
        EntryState.REMOVED: (EventKind.LISTED, EventKind.REMOVED),
        EntryState.INELIGIBLE: (EventKind.INELIGIBLE,),
    }
    for kind in steps[state]:
        until: dict[str, Any] = {"state_until": today + timedelta(days=30)} if kind is EventKind.DEFERRED else {}
        await say(session, actor, entry, kind, **until)


LONG_AGO = date(2020, 1, 1)


def some_facts(**other: Any) -> EntryFacts:
    """Facts of an entry without a database: a woman of eighty-four at the end of 2026, waiting, without a category.

    `held="minimum_living lives_alone"` names categories and circumstances, verified since long ago.
    """
    number = other.pop("receipt_no", None) or next(_numbers)
    held = str(other.pop("held", "")).split()
    known = {"lives_alone", "no_family", "hardship", "contribution", "family_planning", "resident"}
    said: dict[str, Any] = {
        "county": 510302, "entry_id": number, "elder_id": number, "number": entry_number(510302, 2026, number),
        "receipt_year": 2026, "receipt_no": number, "state": EntryState.WAITING, "wishes": (1,),
        "accepted_at": datetime.fromisoformat("2026-03-02T01:14:00+00:00"), "born_on": date(1942, 3, 1),
        "birth_precision": BirthPrecision.DAY, "sex": Sex.FEMALE,
        "categories": tuple(Held(one, LONG_AGO) for one in held if one not in known),
        "circumstances": tuple(Held(one, LONG_AGO) for one in held if one in known),
    }  # fmt: skip
    if other.get("level") is not None:
        said |= {"level_scale": "gbt42195-2022", "level_on": date(2026, 1, 1), "level_until": date(2027, 1, 1)}
    return EntryFacts(**(said | other))
