"""What every page of an import needs: the home and the run in the address, one tap once, a refusal beside its field."""

from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.beds.routes.asking import Asked as OfHome
from app.beds.routes.asking import first_time
from app.core.actor import Actor
from app.core.errors import Conflict, NotFound
from app.imports import queries
from app.imports.models import ImportRun
from app.imports.rules.registry import KINDS
from app.imports.rules.states import RunState
from app.imports.service import Opened, let_through, open_run
from app.institutions.queries import get_institution

__all__ = [
    "Asked",
    "AskedRun",
    "a_run",
    "download",
    "leave_a_look",
    "steps_of",
    "the_home",
    "unchanged_since",
]

RUN = "imports.run"


class Asked(OfHome):
    """One request about one home's imports."""

    async def first_time(self, action: str, form: Any, **more: Any) -> bool:
        """Claim the form's tap; the same tap again is not done again."""
        return await first_time(self, action, form, **more)


class AskedRun(Asked):
    """The same about one ledger."""

    run: ImportRun
    opened: Opened

    def at(self, name: str) -> str:
        """Give the path of a page of this ledger."""
        return self.path(name, run_id=self.run.id)


async def the_home(request: Request, session: AsyncSession, actor: Actor, institution_id: int) -> Asked:
    """Find the home in the address where the caller may import; elsewhere it is not there."""
    return Asked(request, session, actor, await get_institution(session, actor.scope(RUN), institution_id))


async def a_run(
    request: Request, session: AsyncSession, actor: Actor, institution_id: int, run_id: int, *, lock: bool = False
) -> AskedRun:
    """Find the ledger in the address, in that home."""
    institution = await get_institution(session, actor.scope(RUN), institution_id)
    asked = AskedRun(request, session, actor, institution)
    asked.run = await queries.get_run(session, actor.scope(RUN), run_id, lock=lock)
    if asked.run.institution_id != institution.id:
        raise NotFound
    let_through(actor, asked.run, asked.run.kind)
    asked.opened = await open_run(session, asked.run)
    return asked


async def leave_a_look(asked: AskedRun) -> None:
    """Leave a line before a page or a file shows people's rows whole."""
    private = [field.name for field in KINDS[asked.run.kind].fields if field.private]
    if private:
        await audit.record_view(
            asked.actor, county=asked.home.county, institution_id=asked.home.institution_id, kind="import_runs",
            subjects=[asked.run.id], fields=private[:8],
        )  # fmt: skip


def unchanged_since(run: ImportRun, version: int) -> None:
    """Refuse an act that was decided on an older state of the ledger."""
    if run.version != version:
        raise Conflict


def steps_of(asked: AskedRun) -> dict[int, str]:
    """The steps that can be opened again, by number, as far as the ledger has come."""
    if not asked.run.state.is_open:
        return {}
    ways = {2: asked.at("imports.columns.show")}
    if asked.run.state is RunState.CHECKED:
        ways |= {3: asked.at("imports.check.show"), 4: asked.at("imports.edits.show")}
    return ways


def download(data: bytes, filename: str, media_type: str) -> Response:
    """Give a file to keep; its name may be 中文."""
    named = f"attachment; filename*=UTF-8''{quote(filename)}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": named, "Cache-Control": "no-store"})
