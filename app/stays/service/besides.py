"""What the acts on leaves and discharges share: the locks, a refusal beside its field, two people on one record."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.changes import changed
from app.beds.rules.home import Home
from app.core.errors import Refused
from app.core.sentences import sentence_of
from app.institutions.queries import lock_home
from app.residents.queries import get_elder
from app.stays.errors import ChangedMeanwhile
from app.stays.models import Leave, Stay
from app.stays.queries.leaves import get_leave
from app.stays.queries.stays import get_stay, lock_stay

__all__ = ["beside", "locked_leave", "locked_stay", "refuse_changed"]


def beside(constraint: str, field: str) -> Callable[[], Refused]:
    """Say a constraint's own sentence beside the field of the form that it is about."""

    def refusal() -> Refused:
        said = Refused(sentence_of(constraint) or "", constraint)
        said.field = field
        return said

    return refusal


async def locked_stay(session: AsyncSession, home: Home, stay_id: int) -> Stay:
    """Take the home's lock and then the person's, and give the stay as it stands under them."""
    await lock_home(session, home.scope, home.institution_id)
    if found := await lock_stay(session, home, stay_id):
        return found
    stay = await get_stay(session, home.scope, home.institution_id, stay_id)
    await get_elder(session, home.scope, home, stay.elder_id, lock=True)
    return stay


async def locked_leave(session: AsyncSession, home: Home, leave_id: int) -> Leave:
    """Take the home's lock and then the person's, and give the leave as it stands under them."""
    await lock_home(session, home.scope, home.institution_id)
    leave = await get_leave(session, home.scope, home.institution_id, leave_id)
    await get_elder(session, home.scope, home, leave.elder_id, lock=True)
    return leave


def refuse_changed(row: Any, version: int | None, asked: Mapping[str, Any], labels: Mapping[str, str]) -> None:
    """Refuse when somebody else was first and what stands there is not what was asked for; both values are said."""
    if version is None or version == row.version:
        return
    if changes := changed(row, asked, labels):
        raise ChangedMeanwhile(changes, version=row.version, subject=(row.__tablename__, row.id))
