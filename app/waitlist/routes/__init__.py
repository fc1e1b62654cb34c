"""Pages of the waitlist."""

from fastapi import APIRouter

from app.waitlist.routes import (
    acts,
    entries,
    explanations,
    intakes,
    lists,
    policies,
    receipts,
    registering,
    reviews,
    switches,
)
from app.waitlist.routes.clocks import tell_calendar
from app.waitlist.routes.parts import tell_entry

__all__ = ["router", "tell_calendar", "tell_entry"]

router = APIRouter()
# The address of one application comes last: it would take the word of another page for an id.
for part in (lists, registering, policies, switches, intakes, acts, reviews, receipts, explanations, entries):
    router.include_router(part.router)
