"""What the outbox of a tablet brings: answers of a visit, and the wish to have its level reckoned."""

from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessments import service
from app.assessments.errors import AssessmentNotFound
from app.assessments.forms.answering import SaveBody, VisitBody
from app.assessments.models import Assessment
from app.assessments.queries import assessment_of
from app.assessments.routes.visiting import MAKE
from app.core.actor import Actor
from app.core.errors import DomainError
from app.core.i18n import N_, _
from app.web.outbox import Tap, outbox_kind

__all__ = ["take_rows"]


def take_rows() -> None:
    """Say which rows are taken here."""
    outbox_kind("assessments.save", MAKE, _save, place=_visit, label=N_("评估的答案"))
    outbox_kind("assessments.score", MAKE, _score, place=_visit, label=N_("评定等级"))


async def _visit(session: AsyncSession, actor: Actor, tap: Tap) -> Assessment:
    """Find the assessment that a row is about, for whoever may make it."""
    said = _read(VisitBody, {key: tap.body.get(key) for key in VisitBody.model_fields})
    row = await assessment_of(session, actor.scope(MAKE), said.assessment)
    if row.elder_id != said.elder:
        raise AssessmentNotFound
    return row


async def _save(session: AsyncSession, actor: Actor, row: Assessment, tap: Tap) -> None:
    body = _read(SaveBody, tap.body)
    await service.save_answers(
        session, actor, row.id, body.answers, facts=body.known(), particulars=body.particulars, at=body.tapped(tap.at)
    )


async def _score(session: AsyncSession, actor: Actor, row: Assessment, _tap: Tap) -> None:
    await service.score_assessment(session, actor, row.id)


def _read(model: type[Any], body: dict[str, Any]) -> Any:
    try:
        return model.model_validate(body)
    except ValidationError:
        raise DomainError(_("这一条的内容读不懂，没有保存。请在评估页上重填")) from None
