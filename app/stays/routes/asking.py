"""What every page of stays needs: the way in of the pages of beds, and whose trail tells of a conflict."""

from app.beds.errors import Changed
from app.beds.queries.changes import changes_said as both_values
from app.beds.routes.asking import Asked, first_time, the_home
from app.core.errors import DomainError
from app.web.forms import refused, status_of

__all__ = ["Asked", "changes_said", "first_time", "refused", "status_of", "the_home"]


async def changes_said(asked: Asked, refusal: DomainError | None) -> tuple[Changed, ...]:
    """Both values of every field two people changed, with who was first and how long ago."""
    return await both_values(asked.session, asked.actor.scope("stays.see"), refusal)
