"""Opening a kept file."""

from urllib.parse import quote

from fastapi import Request, Response

from app.attachments import service
from app.audit import service as audit
from app.web.deps import CurrentActor, RowId, Session
from app.web.routing import Router

__all__ = ["router"]

router = Router(prefix="/attachments")


@router.get("/{attachment_id}", name="attachments.show", access="institutions.see")
async def show_attachment(request: Request, attachment_id: RowId, actor: CurrentActor, session: Session) -> Response:
    """Hand a file out as it came in; the look leaves a line, and the browser may not guess another type."""
    opened = await service.open_file(session, actor, attachment_id)
    await audit.record_view(
        actor,
        county=opened.county,
        institution_id=opened.institution_id,
        kind="attachments",
        subjects=[attachment_id],
        fields=["content"],
    )
    shown = f"inline; filename*=UTF-8''{quote(opened.filename)}"
    return Response(opened.content, media_type=opened.media_type, headers={"Content-Disposition": shown})
