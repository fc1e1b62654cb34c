"""Pages of beds: the board, one bed, closures, marks, and the structure they stand in."""

from fastapi import APIRouter

from app.beds.routes import board, closures, marks

__all__ = ["router"]

router = APIRouter()
for part in (board, closures, marks):
    router.include_router(part.router)
