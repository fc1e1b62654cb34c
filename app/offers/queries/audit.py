"""The bureau's audit of offers: every stay beside its offer, every free bed beside what was said of it."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Date, and_, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim, BedMark, BedService, RoomTerm
from app.beds.queries import free_beds, names_on
from app.beds.queries.days import live, live_on
from app.beds.rules.kinds import ClaimKind
from app.core.scope import Scope, within
from app.offers.models import BedOffer
from app.offers.queries.watching import explanations_of
from app.offers.rules.audit import ActLine, AgeingLine, ChangeLine, FreeLine, StayLine
from app.offers.rules.calendar import Calendar
from app.placements.models import PlacementOrder
from app.stays.models import Leave, Stay
from app.waitlist.models import WaitlistEntry, WaitlistNotice, WaitlistSwitch
from app.waitlist.rules.kinds import NoticeKind
from app.waitlist.rules.steps import EventKind

__all__ = ["acts_of_homes", "ageing_beds", "free_lines", "late_changes", "stay_lines"]

MOST = 500


async def stay_lines(session: AsyncSession, scope: Scope, since: date) -> list[StayLine]:
    """Admissions from a day on, the newest first, each with its offer or order where it has one."""
    stay, offer, order, switch = Stay, BedOffer, PlacementOrder, WaitlistSwitch
    switched = select(switch.id).where(
        switch.county == stay.county, live(switch), switch.from_on <= stay.from_on, switch.to_on > stay.from_on,
        or_(switch.institution_id == stay.institution_id, switch.institution_id.is_(None)),
    )  # fmt: skip
    by_offer = and_(offer.county == stay.county, offer.stay_id == stay.id)
    by_order = and_(order.county == stay.county, order.stay_id == stay.id)
    rows = (
        select(
            stay.id, stay.institution_id, stay.from_on, stay.ground, stay.ground_note, offer.id, order.number,
            switched.exists(),
        )
        .outerjoin(offer, by_offer)
        .outerjoin(order, by_order)
        .where(within(stay, scope), live(stay), stay.from_on >= since)
        .order_by(stay.from_on.desc(), stay.id.desc())
        .limit(MOST)
    )  # fmt: skip
    return [StayLine(*row) for row in await session.execute(rows)]


async def acts_of_homes(session: AsyncSession, scope: Scope, since: date) -> list[ActLine]:
    """What homes deferred, withdrew or changed in families' names from a day on, the newest first."""
    notice, entry = WaitlistNotice, WaitlistEntry
    day = cast(func.timezone("Asia/Shanghai", notice.made_at), Date)
    rows = (
        select(entry.id, entry.number, notice.data, notice.made_at, notice.told_at.is_not(None))
        .join(entry, and_(entry.county == notice.county, entry.id == notice.entry_id))
        .where(within(entry, scope), notice.kind == NoticeKind.BY_HOME, day >= since)
        .order_by(notice.id.desc())
        .limit(MOST)
    )
    return [
        ActLine(entry_id, number, data["home"], EventKind(data["act"]), at, told)
        for entry_id, number, data, at, told in await session.execute(rows)
    ]


async def free_lines(
    session: AsyncSession, scope: Scope, homes: Mapping[int, date], today: date, *, days: int, calendar: Calendar
) -> list[FreeLine]:
    """Free beds of the homes in 轮候, each home with its first day of it; those nobody spoke of for longest first."""
    free = [bed for bed in await free_beds(session, scope, today) if bed.institution_id in homes and not bed.extra]
    since = await _free_since(session, scope, [bed.bed_id for bed in free], today)
    offered = await _last_offers(session, scope, [bed.bed_id for bed in free])
    told = await explanations_of(session, scope)
    lines = []
    for bed in free:
        begun, said, sent = since.get(bed.bed_id, today), told.get(bed.bed_id), offered.get(bed.bed_id)
        asked_from = max(begun, homes[bed.institution_id])
        said = said if said and said.on_day >= begun else None
        lines.append(
            FreeLine(
                bed.bed_id, bed.institution_id, bed.label, begun, FreeLine.due(asked_from, days, calendar),
                sent if sent and sent >= begun else None, said.on_day if said else None,
                said.reason if said else None, said.note if said else "",
            )
        )  # fmt: skip
    return sorted(lines, key=lambda line: (line.spoken_for, line.free_since, line.bed_id))


async def _free_since(session: AsyncSession, scope: Scope, bed_ids: Collection[int], today: date) -> dict[int, date]:
    """Since when each bed is free: the end of its last claim that was no mere hold, else since it stands there."""
    service, claim = BedService, BedClaim
    spans = select(service.bed_id, func.min(service.from_on)).where(within(service, scope), live(service))
    spans = spans.where(service.bed_id.in_(bed_ids)).group_by(service.bed_id)
    begun = {row[0]: row[1] for row in await session.execute(spans)}
    ends = select(claim.bed_id, func.max(claim.to_on)).where(
        within(claim, scope), live(claim), claim.to_on <= today, claim.kind != ClaimKind.HOLD
    )
    ends = ends.where(claim.bed_id.in_(bed_ids)).group_by(claim.bed_id)
    last = {row[0]: row[1] for row in await session.execute(ends)}
    return {bed_id: max(day, last.get(bed_id, day)) for bed_id, day in begun.items()}


async def _last_offers(session: AsyncSession, scope: Scope, bed_ids: Collection[int]) -> dict[int, date]:
    one = BedOffer
    rows = select(one.bed_id, func.max(one.on_day)).where(within(one, scope), one.bed_id.in_(bed_ids))
    return {row[0]: row[1] for row in await session.execute(rows.group_by(one.bed_id))}


async def ageing_beds(session: AsyncSession, scope: Scope, homes: Collection[int], today: date) -> list[AgeingLine]:
    """Beds closed, and beds kept for somebody away, the longest first."""
    claim, leave = BedClaim, Leave
    closed = select(claim.bed_id, claim.institution_id, claim.from_on, claim.planned_end_on).where(
        within(claim, scope), live_on(claim, today), claim.kind == ClaimKind.CLOSURE,
        claim.institution_id.in_(homes),
    )  # fmt: skip
    mine = and_(claim.county == leave.county, claim.stay_id == leave.stay_id, claim.kind == ClaimKind.STAY)
    away = (
        select(claim.bed_id, leave.institution_id, leave.from_on, leave.expected_on)
        .join(claim, and_(mine, live_on(claim, today)))
        .where(within(leave, scope), live_on(leave, today), leave.institution_id.in_(homes))
    )
    rows = [("closure", *row) for row in await session.execute(closed)]
    rows += [("leave", *row) for row in await session.execute(away)]
    names = await names_on(session, scope, [row[1] for row in rows], today)
    lines = [AgeingLine(row[1], row[2], names.get(row[1], ""), row[0], row[3], row[4]) for row in rows]
    return sorted(lines, key=lambda line: (line.since, line.bed_id))


async def late_changes(session: AsyncSession, scope: Scope, since: date, days: int) -> list[ChangeLine]:
    """Rules of rooms and marks of beds that changed within so many days before that bed was offered."""
    offer, claim, term, mark = BedOffer, BedClaim, RoomTerm, BedMark
    begun = select(offer.id, offer.institution_id, offer.bed_id, offer.on_day).where(
        within(offer, scope), offer.on_day >= since
    )
    terms = (
        begun.add_columns(term.from_on, term.sex_rule)
        .join(claim, and_(claim.county == offer.county, claim.id == offer.claim_id))
        .join(term, and_(term.county == claim.county, term.room_id == claim.room_id, live(term)))
        .where(term.from_on <= offer.on_day, offer.on_day - term.from_on <= days)
    )
    marks = (
        begun.add_columns(mark.from_on, mark.kind)
        .join(mark, and_(mark.county == offer.county, mark.bed_id == offer.bed_id, live(mark)))
        .where(mark.from_on <= offer.on_day, offer.on_day - mark.from_on <= days)
    )
    rows = [*await session.execute(terms), *await session.execute(marks)]
    names = await names_on(session, scope, [row[2] for row in rows], since)
    lines = [ChangeLine(row[0], row[1], names.get(row[2], ""), row[3], row[4], row[5].label) for row in rows]
    return sorted(lines, key=lambda line: (line.offered_on, line.offer_id), reverse=True)
