"""Pages of beds: the board, one bed, closures, marks, and the structure they stand in."""

from fastapi import APIRouter

from app.beds.routes import board, closures

__all__ = ["router"]

router = APIRouter()
for part in (board, closures):
    router.include_router(part.router)
