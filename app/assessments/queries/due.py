"""Who is due: every resident against their newest assessment, what has happened since, and the draft under way."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.models import Assessment, AssessmentTrigger
from app.assessments.queries.assessments import drafts_of, signed
from app.assessments.queries.sight import among, ids_seen
from app.assessments.rules.due import Due, OpenTrigger, due_of, in_order
from app.assessments.rules.kinds import ScaleKind
from app.core.scope import Scope

__all__ = ["Resident", "due", "open_triggers", "tell_residents"]


class Resident(NamedTuple):
    """Somebody who lives in a home on a day, and since when."""

    county: int
    institution_id: int
    elder_id: int
    since: date


Source: TypeAlias = Callable[[AsyncSession, Scope, date], Awaitable[Collection[Resident]]]

_source: list[Source] = []


def tell_residents(source: Source) -> None:
    """Let the storey that knows stays say who lives where on a day; it is hung in from above, nothing here reaches up."""
    _source[:] = [source]


async def due(session: AsyncSession, scope: Scope, on: date) -> list[Due]:
    """List the residents inside the scope whose assessment is due on a day, the most urgent first."""
    residents = list(await _source[0](session, scope, on)) if _source else []
    ids = {one.elder_id for one in residents}
    held = await _held(session, ids, on)
    triggers = await open_triggers(session, scope, ids)
    drafts = {row.elder_id: row.id for row in await drafts_of(session, scope, ids) if row.kind is ScaleKind.ABILITY}
    found = []
    for one in residents:
        mine, waiting = held.get(one.elder_id), triggers.get(one.elder_id, ())
        said = due_of(
            on, one.since, assessed=mine is not None, valid_to=mine[0] if mine else None, triggers=waiting
        )  # fmt: skip
        if said is not None:
            found.append(
                Due(one.county, one.institution_id, one.elder_id, *said, mine[0] if mine else None, tuple(waiting),
                    drafts.get(one.elder_id))
            )  # fmt: skip
    return in_order(found)


async def open_triggers(
    session: AsyncSession, scope: Scope, elder_ids: Collection[int]
) -> Mapping[int, tuple[OpenTrigger, ...]]:
    """Give what calls for an assessment and has not been answered, by person, the oldest first."""
    ids = await ids_seen(session, scope, elder_ids)
    if not ids:
        return {}
    row = AssessmentTrigger
    rows = (
        select(row.elder_id, row.id, row.kind, row.happened_on)
        .where(among(row.elder_id, ids), row.handled_by_id.is_(None), row.dismissed_at.is_(None))
        .order_by(row.happened_on, row.id)
    )
    found: dict[int, list[OpenTrigger]] = defaultdict(list)
    for elder_id, trigger_id, kind, happened_on in await session.execute(rows):
        found[elder_id].append(OpenTrigger(trigger_id, kind, happened_on))
    return {elder_id: tuple(each) for elder_id, each in found.items()}


async def _held(session: AsyncSession, elder_ids: Collection[int], on: date) -> dict[int, tuple[date | None]]:
    """The end of validity of everybody's newest assessment by that day; who lives in a home is seen by it."""
    if not elder_ids:
        return {}
    one = Assessment
    rows = (
        select(one.elder_id, one.valid_to)
        .ext(distinct_on(one.elder_id))
        .where(among(one.elder_id, elder_ids), one.kind == ScaleKind.ABILITY, one.assessed_on <= on, signed())
        .order_by(one.elder_id, one.assessed_on.desc(), one.id.desc())
    )
    return {row[0]: (row[1],) for row in await session.execute(rows)}
