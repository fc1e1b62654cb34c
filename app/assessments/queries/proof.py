"""The proof of assessments: every level computed again from its answers, under the scale and rulings it was scored by."""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments.models import Assessment, AssessmentAnswer, AssessmentSignature
from app.assessments.rules.facts import Facts, RiskEvent
from app.assessments.rules.frozen import frozen
from app.assessments.rules.kinds import ScaleKind
from app.assessments.rules.scoring import score
from app.assessments.rules.states import NEEDED, State
from app.assessments.scales import SCALES
from app.core.errors import DomainError

__all__ = ["WrongAssessment", "wrong_assessments"]

AT_ONCE = 500
Key = tuple[int, int]


class WrongAssessment(NamedTuple):
    """One place where an assessment does not say what its answers say, or counts without its signatures."""

    county: int
    assessment_id: int
    what: str
    kept: object
    computed: object


async def wrong_assessments(session: AsyncSession) -> AsyncIterator[WrongAssessment]:
    """Name every difference in all scored and signed assessments the session may see, voided ones included."""
    last: Key = (0, 0)
    while True:
        after = tuple_(Assessment.county, Assessment.id) > last
        rows = select(Assessment).where(Assessment.state != State.DRAFT, after)
        found = list(await session.scalars(rows.order_by(Assessment.county, Assessment.id).limit(AT_ONCE)))
        if not found:
            return
        answers, roles = await _answers(session, found), await _roles(session, found)
        for row in found:
            for wrong in [
                *_of_level(row, answers[row.county, row.id]),
                *_of_signatures(row, roles[row.county, row.id]),
            ]:
                yield wrong
        last = (found[-1].county, found[-1].id)


async def _answers(session: AsyncSession, rows: Sequence[Assessment]) -> Mapping[Key, dict[str, str]]:
    one = AssessmentAnswer
    mine = tuple_(one.county, one.assessment_id).in_([(row.county, row.id) for row in rows])
    found: dict[Key, dict[str, str]] = defaultdict(dict)
    kept = await session.execute(
        select(one.county, one.assessment_id, one.item, one.choice).where(mine, one.choice != "")
    )
    for county, assessment_id, item, choice in kept:
        found[county, assessment_id][item] = choice
    return found


async def _roles(session: AsyncSession, rows: Sequence[Assessment]) -> Mapping[Key, set[str]]:
    one = AssessmentSignature
    mine = tuple_(one.county, one.assessment_id).in_([(row.county, row.id) for row in rows])
    found: dict[Key, set[str]] = defaultdict(set)
    kept = await session.execute(select(one.county, one.assessment_id, one.role).where(mine, one.voided_at.is_(None)))
    for county, assessment_id, role in kept:
        found[county, assessment_id].add(role)
    return found


def _of_level(row: Assessment, answers: Mapping[str, str]) -> list[WrongAssessment]:
    scale = SCALES.get(row.scale_code)
    if scale is None or scale.version != row.scale_version:
        known = scale.version if scale else "none"
        return [WrongAssessment(row.county, row.id, "scale_version", row.scale_version, known)]
    events = {RiskEvent(kind): int(count) for kind, count in row.risk_events.items()}
    try:
        ruled = scale.under(row.rulings)
        result = score(ruled, answers, Facts(row.coma, row.dementia, row.psychiatric, events))
    except DomainError as refusal:
        return [WrongAssessment(row.county, row.id, "answers", dict(answers), type(refusal).__name__)]
    computed = {
        "total": result.preliminary.total, "preliminary": result.preliminary.level, "final": result.final.number,
        "clauses": result.clauses, "ambiguous": result.is_ambiguous, "ladder": frozen(ruled, answers, result),
    }  # fmt: skip
    return [
        WrongAssessment(row.county, row.id, name, getattr(row, name), value)
        for name, value in computed.items()
        if getattr(row, name) != value
    ]


def _of_signatures(row: Assessment, roles: set[str]) -> list[WrongAssessment]:
    if row.state is not State.SIGNED or row.kind is ScaleKind.SELF_CARE or roles >= NEEDED:
        return []
    return [WrongAssessment(row.county, row.id, "signatures", sorted(roles), sorted(NEEDED))]
