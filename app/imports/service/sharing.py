"""Taking in somebody whose file another home keeps: this home may see it from now on, if it is really theirs."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.beds.rules.home import Home
from app.imports.errors import FileUnlikeRow
from app.imports.rules.residents.rows import ResidentRow
from app.residents.queries.elders import is_shared, names_said
from app.residents.queries.known import kept_file
from app.residents.service.sharing import let_see

__all__ = ["take_in"]


async def take_in(session: AsyncSession, home: Home, elder_id: int, row: ResidentRow) -> tuple[int, list[int]]:
    """Let the home see the file; give whose it is, and of whom the home learned. A merged one leads to the kept one.

    What the rehearsal could not see is looked at now: a name or a sex that is not the row's refuses the whole ledger.
    """
    learned = [] if await is_shared(session, home, elder_id) else [elder_id]
    await let_see(session, home, elder_id)
    elder = await kept_file(session, home.county, elder_id)
    if elder is not None and elder.merged_into_id is not None:
        kept, more = await take_in(session, home, elder.merged_into_id, row)
        return kept, learned + more
    if elder is None or row.name not in await names_said(session, elder) or elder.sex is not row.sex:
        raise FileUnlikeRow(row.row)
    return elder.id, learned
