"""Pages of occupancy and rulings."""

from fastapi import APIRouter

from app.census.routes import occupancy, rulings

__all__ = ["router"]

router = APIRouter()
for part in (occupancy, rulings):
    router.include_router(part.router)
