"""Pages of placements."""

from fastapi import APIRouter

from app.placements.routes import county, deciding, opening, receiving, register, supports, viewing

__all__ = ["router"]

router = APIRouter()
for part in (county, opening, viewing, deciding, receiving, register, supports):
    router.include_router(part.router)
