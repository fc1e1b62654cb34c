"""Pages of beds: the board, one bed, closures, marks, and the structure they stand in."""

from fastapi import APIRouter

from app.beds.routes import beds, board, closures, marks, places, retirements, rooms, structure, units

__all__ = ["router"]

router = APIRouter()
for part in (structure, beds, board, closures, marks, places, units, retirements, rooms):
    router.include_router(part.router)
