"""Writing a residents' ledger: files, stays and claims in bulk, under the very constraints a single act has.

The acts of `residents` and `stays` write one person at a time with a line each. A ledger of thousands is one act with
one line: its rows are made here from the same models and by the same rules, after the plan has held every row against
what exists; the database then refuses what was missed, by name, and with it the whole ledger.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.models import BedClaim
from app.beds.rules.home import Home
from app.beds.rules.kinds import ClaimKind
from app.core.actor import Actor
from app.core.base import Base
from app.core.clock import business_date
from app.core.db import touched
from app.imports.queries.people import first_day_of
from app.imports.rules.plans import Creation, Key, Plan
from app.imports.rules.residents.differing import CATEGORY
from app.imports.rules.residents.placing import ClaimPiece
from app.imports.rules.residents.plan import COUPLE, PERSON, STAY
from app.imports.rules.residents.rows import ResidentRow
from app.imports.service.files import Desk, desk_of
from app.imports.service.pacing import Pace
from app.imports.service.resident_changes import note_versions, write_person_change, write_stay_change
from app.imports.service.sharing import take_in
from app.residents.models import ElderHome, ElderRelation
from app.residents.queries import elders_of, lock_elders
from app.residents.rules.kinds import RelationKind
from app.residents.service.everywhere import in_all_homes
from app.stays.models import Stay
from app.stays.queries.claims import claims_of
from app.stays.rules.days import reason_if_late
from app.stays.rules.kinds import EndReason, Ground, LateReason
from app.stays.rules.lying import Lying
from app.stays.service.laying import lay_out
from app.stays.service.planning import Plan as Laying

__all__ = ["write_residents"]

Ids = dict[Key, int]
AT_ONCE = 500
# A new file is as much work as this many stays: an elder, and what hangs on it.
FILE = 4
COUNTED = ("born", "hukou_region", "hukou_kind")
"""What a ledger may say otherwise of a person that every home of theirs counts by, besides categories."""


async def write_residents(
    session: AsyncSession, actor: Actor, home: Home, plan: Plan, *, on: date, pace: Pace
) -> dict[str, Any]:
    """Write the plan, people before stays before beds; give what was made and changed, as plain values for undoing."""
    async with in_all_homes(session, actor, home, _counted_otherwise(plan)) as everywhere:
        built = await _write_plan(session, actor, home, plan, on=on, pace=pace)
        everywhere.changed()
    return built


def _counted_otherwise(plan: Plan) -> list[int]:
    """Those of whom the ledger says what their other homes count by."""
    people = [change for change in plan.changes if change.level == PERSON]
    return [each.id for each in people if any(name in COUNTED or name.startswith(CATEGORY) for name in each.fields)]


async def _write_plan(
    session: AsyncSession, actor: Actor, home: Home, plan: Plan, *, on: date, pace: Pace
) -> dict[str, Any]:
    desk = await desk_of(session, home, actor, on)
    people, stayed = plan.created(PERSON), plan.created(STAY)
    await pace.begin(FILE * len(people) + len(stayed) * 2 + len(plan.changes))
    there = {key: elder for (level, key), elder in plan.known.items() if level == PERSON}
    await _lock(session, home, plan, there)
    ids: Ids = there | await _files(session, desk, people, pace)
    learned = await _share(session, desk, plan, ids)
    relations = await _relations(session, desk, plan.created(COUPLE), ids)
    stays = await _stays(session, desk, stayed, ids, pace)
    claims = await _claims(session, actor, desk, stayed, stays)
    await pace.on(len(stayed))
    changes = []
    for change in plan.changes:
        write = write_person_change if change.level == PERSON else write_stay_change
        changes.append(await write(session, actor, desk, change))
        await pace.on()
    await note_versions(session, desk, changes)
    await _touch(session, home, plan, {*ids.values()})
    made_ids = {name: [row.id for row in rows] for name, rows in desk.made.items()}
    labels = {str(ids[each.key]): str(each.rows[0]) for each in people}
    labels |= {str(stay.elder_id): str(row) for row, stay in stays.items()}
    return {
        "made": made_ids
        | {"relation_ids": relations, "stay_ids": [stay.id for stay in stays.values()], "claim_ids": list(claims)},
        "versions": {str(claim): version for claim, version in claims.items() if version > 1},
        "learned": learned,
        "changes": changes, "labels": labels, "marks": [],
    }  # fmt: skip


async def _lock(session: AsyncSession, home: Home, plan: Plan, there: Ids) -> None:
    """Lock the files that change or get a stay, as far as the home sees them; the others are shared first."""
    wanted = {there[key] for each in plan.created(STAY) if (key := each.parents[PERSON]) in there}
    wanted |= {there[change.parents[PERSON]] if change.level == STAY else change.id for change in plan.changes}
    ordered = sorted(wanted)
    for start in range(0, len(ordered), AT_ONCE):
        seen = await elders_of(session, home.scope, ordered[start : start + AT_ONCE])
        await lock_elders(session, home.scope, home.county, seen)


async def _files(session: AsyncSession, desk: Desk, creations: Sequence[Creation], pace: Pace) -> Ids:
    """Open the new files: the elders first, because everything else hangs on their ids."""
    elders = [desk.elder(each.values["row"], each.values["died_on"]) for each in creations]
    await _add(session, elders, pace, len(elders))
    desk.made["elder_ids"] = list(elders)
    for each, elder in zip(creations, elders, strict=True):
        desk.hang_all(elder, each.values["row"])
    await _add(session, [ElderHome(**desk.home.keys, elder_id=elder.id) for elder in elders])
    await _add(session, desk.waiting(), pace, (FILE - 1) * len(elders))
    return {each.key: elder.id for each, elder in zip(creations, elders, strict=True)}


async def _add(session: AsyncSession, rows: Sequence[Base], pace: Pace | None = None, units: int = 0) -> None:
    """Write many rows a part at a time, so that no statement is long and other people are served in between."""
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        session.add_all(part)
        await session.flush()
        if pace:
            await pace.on(units * len(part) / len(rows))


async def _share(session: AsyncSession, desk: Desk, plan: Plan, ids: Ids) -> list[int]:
    """Let the home see the files of those it takes in; give whose files it learned of by that."""
    new = {each.key for each in plan.created(PERSON)}
    learned: list[int] = []
    for each in plan.created(STAY):
        key = each.parents[PERSON]
        if key not in new:
            ids[key], more = await take_in(session, desk.home, ids[key], each.values["row"])
            learned += more
    return learned


async def _relations(session: AsyncSession, desk: Desk, creations: Sequence[Creation], ids: Ids) -> list[int]:
    """Couples are on file before they share a room."""
    rows = []
    for each in creations:
        first, second = sorted(ids[each.parents[who]] for who in ("first", "second"))
        rows.append(
            ElderRelation(
                county=desk.home.county, elder_id=first, other_id=second, kind=RelationKind.SPOUSE,
                recorded_by=desk.actor.user_id,
            )
        )  # fmt: skip
    await _add(session, rows)
    return [row.id for row in rows]


async def _stays(
    session: AsyncSession, desk: Desk, creations: Sequence[Creation], ids: Ids, pace: Pace
) -> dict[int, Stay]:
    today = await business_date(session)
    stays = {each.rows[0]: _stay(desk, each.values["row"], ids[each.parents[PERSON]], today) for each in creations}
    await _add(session, list(stays.values()), pace, len(stays))
    return stays


def _stay(desk: Desk, row: ResidentRow, elder_id: int, today: date) -> Stay:
    """A stay from the ledger: entered late, on the ground of the ledger; one that is over ends at once."""
    from_on = row.from_on or today
    stay = Stay(
        **desk.home.keys, elder_id=elder_id, kind=row.kind_when_new, ground=Ground.LEDGER, payer=row.payer_when_new,
        from_on=from_on, to_on=row.ends_on, planned_end_on=row.planned_end, recorded_by=desk.actor.user_id,
        late_reason=reason_if_late(from_on, today, LateReason.LEDGER),
    )  # fmt: skip
    if row.to_on is not None:
        stay.end_reason, stay.end_recorded_on = row.end_reason or EndReason.OTHER, today
        stay.end_late_reason = reason_if_late(row.to_on, today, LateReason.LEDGER)
    return stay


async def _claims(
    session: AsyncSession, actor: Actor, desk: Desk, creations: Sequence[Creation], stays: dict[int, Stay]
) -> dict[int, int]:
    """One claim for each piece; couples are laid out by the act that knows when two are together.

    Gives the claims with the version each is left in."""
    claims: list[BedClaim] = []
    together: list[Laying] = []
    for each in creations:
        row, stay, pieces = each.values["row"], stays[each.rows[0]], each.values["pieces"]
        if pieces and each.values["shares"]:
            lying = Lying(pieces[0].bed_id, pieces[0].from_on, row.ends_on, shares=True)
            together.append(Laying(stay, row.sex, [lying]))
            continue
        before: BedClaim | None = None
        for piece in pieces:
            claim = _claim(desk, row, stay, piece)
            if before is not None:
                # Only a bed that changed its room has a second piece: the first must have its id.
                await _add(session, [before])
                claim.continues_id = before.id
            claims.append(claim)
            before = claim
    await _add(session, claims)
    made = {claim.id: claim.version for claim in claims}
    if together:
        await lay_out(session, actor, desk.home, together)
        laid = await claims_of(session, desk.home.scope, [plan.stay.id for plan in together])
        made |= {claim.id: claim.version for found in laid.values() for claim in found}
    return made


def _claim(desk: Desk, row: ResidentRow, stay: Stay, piece: ClaimPiece) -> BedClaim:
    service = piece.service
    return BedClaim(
        **desk.home.keys, kind=ClaimKind.STAY, bed_id=piece.bed_id, room_id=service.room_id, service_id=service.id,
        service_from_on=service.from_on, service_to_on=service.to_on, from_on=piece.from_on, to_on=piece.to_on,
        stay_id=stay.id, stay_from_on=stay.from_on, stay_to_on=stay.to_on, elder_id=stay.elder_id, sex=row.sex,
        sex_rule=piece.ruled, room_sex=piece.room_sex, shares_room=False,
    )  # fmt: skip


async def _touch(session: AsyncSession, home: Home, plan: Plan, elder_ids: set[int]) -> None:
    """Count anew from the first day on which anybody is there who was not, or is somebody else than was thought."""
    days = [each.values["row"].from_on for each in plan.created(STAY)]
    if plan.changes and (first := await first_day_of(session, home, elder_ids)):
        days.append(first)
    if days:
        touched(session, home.county, home.institution_id, min(days))
