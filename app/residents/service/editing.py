"""How every change of what hangs on a file begins: the permission, the home's lock, the file's lock."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.core.actor import Actor, authorize
from app.core.errors import Conflict, DomainError
from app.core.i18n import _
from app.institutions.queries import lock_home
from app.residents.errors import ChangedMeanwhile
from app.residents.models import Elder
from app.residents.queries import get_elder
from app.residents.rules.around import differences
from app.residents.service.everywhere import Everywhere, in_all_homes

__all__ = ["counted_file", "file_to_edit", "refuse_changed"]


async def file_to_edit(session: AsyncSession, actor: Actor, home: Home, elder_id: int) -> Elder:
    """Let the actor change this file, and let nobody else change it meanwhile."""
    authorize(actor, "residents.edit", home)
    await lock_home(session, home.scope, home.institution_id)
    elder = await get_elder(session, home.scope, home, elder_id, lock=True)
    if elder.merged_into_id is not None:
        raise DomainError(_("这份档案已并入另一份，请在保留的那一份上办理"))
    return elder


@asynccontextmanager
async def counted_file(session: AsyncSession, actor: Actor, home: Home, elder_id: int) -> AsyncIterator[Everywhere]:
    """Let the actor change what homes count of this person, in every home that counts them."""
    authorize(actor, "residents.edit", home)
    async with in_all_homes(session, actor, home, [elder_id]) as everywhere:
        await file_to_edit(session, actor, home, elder_id)
        yield everywhere


def refuse_changed(row: Any, version: int | None, standing: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    """Refuse to write over what somebody else has changed since the form was drawn; both values are told."""
    if version is None or version == row.version:
        return
    changes = differences(standing, asked)
    if not changes:
        raise Conflict
    raise ChangedMeanwhile(changes, version=row.version, subject=(row.__tablename__, row.id))
