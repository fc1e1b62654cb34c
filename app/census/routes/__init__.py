"""Pages of occupancy and rulings."""

from fastapi import APIRouter

__all__ = ["router"]

router = APIRouter()
