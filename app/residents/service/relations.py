"""Elders who belong together: couples, siblings, parents and children who both live in a home."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing
from app.core.errors import DomainError
from app.core.i18n import _
from app.residents.models import ElderRelation
from app.residents.queries import get_elder
from app.residents.queries.around import get_relation
from app.residents.rules.kinds import RelationKind
from app.residents.service.editing import file_to_edit

__all__ = ["ask_before_parting", "relate", "void_relation"]

BeforeParting: TypeAlias = Callable[[AsyncSession, Home, ElderRelation], Awaitable[None]]

_before_parting: list[BeforeParting] = []


def ask_before_parting(ask: BeforeParting) -> None:
    """Let the storey that knows who lives where refuse that a relation is taken back; it hangs itself in."""
    _before_parting[:] = [ask]


async def relate(
    session: AsyncSession, actor: Actor, home: Home, elder_id: int, other_id: int, *, kind: RelationKind
) -> ElderRelation:
    """Say that two elders belong together; of parent and child `elder_id` is the parent."""
    if other_id == elder_id:
        raise DomainError(_("请选择另一位老人，不能与自己建立关系"), field="other_id")
    # Two files are locked in the order of their ids, whichever page the pair is entered on.
    await file_to_edit(session, actor, home, min(elder_id, other_id))
    await get_elder(session, home.scope, home, max(elder_id, other_id), lock=True)
    ordered = kind is RelationKind.PARENT_CHILD
    first, second = (elder_id, other_id) if ordered else sorted((elder_id, other_id))
    row = ElderRelation(
        county=home.county, elder_id=first, other_id=second, kind=kind, recorded_by=actor.user_id
    )  # fmt: skip
    async with refusing(session):
        session.add(row)
    audit.record(session, actor, "residents.related", row, institution_id=home.institution_id,
                 elder=first, other=second, kind=kind)  # fmt: skip
    return row


async def void_relation(
    session: AsyncSession, actor: Actor, home: Home, elder_id: int, relation_id: int, *, reason: str
) -> ElderRelation:
    """Take a relation back; the row stays with the reason."""
    await file_to_edit(session, actor, home, elder_id)
    row = await get_relation(session, home.scope, elder_id, relation_id)
    for ask in _before_parting:
        await ask(session, home, row)
    async with refusing(session):
        row.void(actor.user_id, await now(session), reason)
    audit.record(session, actor, "residents.relation_voided", row, institution_id=home.institution_id,
                 elder=row.elder_id, other=row.other_id, reason=reason)  # fmt: skip
    return row
