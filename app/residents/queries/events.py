"""What the file itself tells of a person, as lines of the timeline: opened, papers, categories, health, mergers."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Sealer
from app.core.i18n import _
from app.core.keys import sealer
from app.core.scope import Scope
from app.residents.models import Elder, ElderCategory, ElderMerge, ElderPaper, HealthNote
from app.residents.queries.around import seen
from app.residents.queries.file import open_health
from app.residents.rules.events import Event, EventKind, day_of
from app.residents.rules.kinds import HealthKind

__all__ = ["file_events"]


async def file_events(session: AsyncSession, scope: Scope, elder: Elder) -> list[Event]:
    """Everything the file tells, voided rows as well: they are marked, not hidden."""
    papers = await _rows(session, scope, ElderPaper, elder)
    categories = await _rows(session, scope, ElderCategory, elder)
    health = await _rows(session, scope, HealthNote, elder)
    merges = await _rows(session, scope, ElderMerge, elder, "kept_id")
    keys = await sealer(session, elder.county) if any(note.words for note in health) else None
    opened = Event(day_of(elder.recorded_at), EventKind.FILE, _("建立档案"), at=elder.recorded_at, order=0)
    death = [Event(elder.died_on, EventKind.FILE, _("去世"), alarm=True, order=9)] if elder.died_on else []
    return [
        opened,
        *death,
        *(_paper(row) for row in papers),
        *(event for row in categories for event in _category(row)),
        *(event for row in health for event in _health(row, keys)),
        *(_merger(row) for row in merges),
    ]


async def _rows(
    session: AsyncSession, scope: Scope, model: Any, elder: Elder, column: str = "elder_id"
) -> Sequence[Any]:
    rows = select(model).where(model.county == elder.county, getattr(model, column) == elder.id)
    return (await session.scalars(rows.where(seen(model, scope, column)).order_by(model.id))).all()


def _paper(row: ElderPaper) -> Event:
    title = _("登记{paper}").format(paper=row.kind.label)
    return Event(day_of(row.recorded_at), EventKind.FILE, title, at=row.recorded_at, voided=row.void_reason or "")


def _category(row: ElderCategory) -> Iterable[Event]:
    note = row.document_no or (_("待核") if row.unverified else "")
    said, voided = row.kind.label, row.void_reason or ""
    yield Event(row.from_on, EventKind.FILE, _("认定为{category}").format(category=said), note, voided=voided)
    if row.to_on != date.max and not voided:
        yield Event(row.to_on, EventKind.FILE, _("不再是{category}").format(category=said))


def _health(row: HealthNote, keys: Sealer | None) -> Iterable[Event]:
    said = _("{kind}：{said}").format(kind=row.kind.label, said=open_health(keys, row).said)
    alarm = row.kind is HealthKind.ALLERGY and not row.voided_at
    yield Event(row.from_on, EventKind.HEALTH, said, voided=row.void_reason or "", alarm=alarm)
    if row.to_on != date.max and not row.voided_at:
        yield Event(row.to_on, EventKind.HEALTH, _("终止{said}").format(said=said))


def _merger(row: ElderMerge) -> Event:
    return Event(
        day_of(row.merged_at), EventKind.FILE, _("并入另一份档案"), row.reason, at=row.merged_at,
        voided=row.undo_reason or "",
    )  # fmt: skip
