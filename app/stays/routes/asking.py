"""What every page of stays needs: the home in the address, one tap once, a refusal beside its field."""

from dataclasses import replace
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.audit.queries import trail
from app.beds.errors import Changed, ChangedMeanwhile
from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import DomainError
from app.core.i18n import _
from app.institutions.queries import get_institution
from app.web.forms import Bound

__all__ = ["Asked", "changes_said", "first_time", "refused", "status_of", "the_home"]

UNPROCESSABLE = 422
HOUR = 60


class Asked:
    """One request about one home: who asks, for what, and where."""

    def __init__(self, request: Request, session: AsyncSession, actor: Actor, institution: Any) -> None:
        """Keep what a handler has at hand, so that its helpers need not be given it one by one."""
        self.request, self.session, self.actor, self.institution = request, session, actor, institution
        self.home = Home(institution.county, institution.id)

    def path(self, name: str, **params: Any) -> str:
        """Give the path of a route of this home."""
        return str(self.request.app.url_path_for(name, institution_id=self.home.institution_id, **params))


async def the_home(
    request: Request, session: AsyncSession, actor: Actor, institution_id: int, permission: str
) -> Asked:
    """Find the home in the address where the caller holds the permission; elsewhere it is not there."""
    institution = await get_institution(session, actor.scope(permission), institution_id)
    return Asked(request, session, actor, institution)


async def first_time(asked: Asked, action: str, form: Any, **where: Any) -> bool:
    """Claim the form's tap; the same tap again is not done again."""
    body = form.model_dump(mode="json", exclude={"tap_id"}) | {"home": asked.home.institution_id, **where}
    return await audit.first_time(
        asked.session, asked.actor, tap_id=form.tap_id, action=action, body=body, county=asked.home.county
    )


def refused(bound: Bound[Any], refusal: DomainError) -> Bound[Any]:
    """Put a refusal beside its field; what is no matter of the form goes on as it is."""
    if refusal.status not in (UNPROCESSABLE, 409):
        raise refusal
    return bound.with_error(refusal.field or "", refusal.message)


def status_of(bound: Bound[Any], refusal: DomainError | None = None) -> int:
    """The status of a form that is drawn again."""
    if refusal is not None:
        return refusal.status
    return UNPROCESSABLE if bound.errors else 200


async def changes_said(asked: Asked, refusal: DomainError | None) -> tuple[Changed, ...]:
    """Both values of every field two people changed, with who was first and how long ago."""
    if not isinstance(refusal, ChangedMeanwhile) or refusal.subject is None:
        return ()
    found = await trail(asked.session, asked.actor.scope("stays.see"), subject=refusal.subject, limit=1)
    if not found:
        return refusal.changes
    minutes = int((await now(asked.session) - found[0].at).total_seconds() // 60)
    since = _("{count} 分钟前").format(count=minutes) if minutes < HOUR else found[0].at.strftime("%Y-%m-%d")
    by = f"{found[0].actor} {_('刚才') if minutes < 1 else since}"
    return tuple(replace(change, by=by) for change in refusal.changes)
