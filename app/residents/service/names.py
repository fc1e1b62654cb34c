"""Other names of a person: people are found under every one of them."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import refusing
from app.residents.models import ElderName
from app.residents.queries.elders import get_name
from app.residents.rules.kinds import NameKind
from app.residents.rules.readings import plain_name, readings
from app.residents.service.editing import file_to_edit

__all__ = ["add_name", "void_name"]


async def add_name(
    session: AsyncSession, actor: Actor, home: Home, elder_id: int, *, kind: NameKind, name: str
) -> ElderName:
    """Add a former name, a by-name or one that was given for want of another."""
    elder = await file_to_edit(session, actor, home, elder_id)
    said = plain_name(name)
    added = ElderName(
        county=elder.county, elder_id=elder.id, kind=kind, name=said, readings=readings(said), recorded_by=actor.user_id
    )
    async with refusing(session):
        session.add(added)
    audit.record(
        session, actor, "residents.name_added", elder, institution_id=home.institution_id, name_id=added.id,
        name_kind=kind,
    )  # fmt: skip
    return added


async def void_name(
    session: AsyncSession, actor: Actor, home: Home, elder_id: int, name_id: int, *, reason: str
) -> ElderName:
    """Void a name that was never theirs; the row stays with the reason."""
    elder = await file_to_edit(session, actor, home, elder_id)
    name = await get_name(session, elder, name_id)
    async with refusing(session):
        name.void(actor.user_id, await now(session), reason.strip())
    audit.record(
        session, actor, "residents.name_voided", elder, institution_id=home.institution_id, name_id=name.id,
        reason=reason.strip(),
    )  # fmt: skip
    return name
