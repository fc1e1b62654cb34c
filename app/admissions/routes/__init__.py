"""Pages of admissions."""

from fastapi import APIRouter

from app.admissions.routes import (
    agreements,
    cases,
    consents,
    leading,
    moving_in,
    opening,
    tasks,
    waivers,
)

__all__ = ["router", "to_the_list"]

to_the_list = leading.to_the_list
router = APIRouter()
for part in (opening, cases, moving_in, agreements, consents, waivers, tasks):
    router.include_router(part.router)
