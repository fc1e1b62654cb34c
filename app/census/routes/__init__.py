"""Pages of occupancy and rulings."""

from fastapi import APIRouter

from app.census.routes import days, occupancy, reported, rulings

__all__ = ["router"]

router = APIRouter()
for part in (occupancy, days, reported, rulings):
    router.include_router(part.router)
