"""What a change of a file has to refuse, and what it has to take along."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.regions.queries import names_of
from app.residents.errors import ChangedMeanwhile
from app.residents.models import Elder
from app.residents.rules.changes import differences

__all__ = ["refuse_changed"]


async def refuse_changed(
    session: AsyncSession, elder: Elder, standing: Mapping[str, Any], changed: Mapping[str, Any], version: int | None
) -> None:
    """Refuse a change that was begun on an older version, with both values of every line that differs."""
    if version is None or version == elder.version or not changed:
        return
    codes = {code for code in (standing["hukou_region"], changed.get("hukou_region")) if code}
    found = differences(standing, changed, await names_of(session, codes) if codes else {})
    raise ChangedMeanwhile(found, version=elder.version, subject=("elders", elder.id))
