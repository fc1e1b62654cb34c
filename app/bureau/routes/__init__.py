"""The bureau's pages and answers, on the bureau's own database role. Never a person."""

from fastapi import APIRouter

from app.bureau.routes import averages, beds, homes, json, occupancy, overview, series, waitlist

__all__ = ["router"]

router = APIRouter()
for part in (overview, occupancy, averages, series, beds, homes, json, waitlist):
    router.include_router(part.router)
