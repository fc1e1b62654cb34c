"""Pages of offers, of the audit around them, of objections and of the calendar."""

from fastapi import APIRouter

from app.offers.routes import bed_panel, calendar, choosing, objections, of_entry, offers, watching

__all__ = ["router"]

router = APIRouter()
for part in (choosing, bed_panel, of_entry, offers, watching, objections, calendar):
    router.include_router(part.router)
